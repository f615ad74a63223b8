"""Django: `python django_app.py runserver`, or the view `feedback` in a project of yours."""

from __future__ import annotations

import sys

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.management import execute_from_command_line
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.http import require_POST
from feedback import MAX_BYTES, receive


@require_POST
def feedback(request: HttpRequest, session_id: str) -> HttpResponse:
    try:
        body = request.body
    except RequestDataTooBig:
        return HttpResponse(status=413)
    status, problems = receive(session_id, body)
    return JsonResponse({"problems": problems}, status=status) if problems else HttpResponse(status=status)


urlpatterns = [path("api/sessions/<str:session_id>/feedback", feedback)]

if __name__ == "__main__":
    # A project has these in its settings, and CsrfViewMiddleware: its page then sends the token in X-CSRFToken.
    settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["127.0.0.1"], DATA_UPLOAD_MAX_MEMORY_SIZE=MAX_BYTES)
    execute_from_command_line(sys.argv)
