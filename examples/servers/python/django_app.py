"""A server in Django: `pip install django`, then `FEEDBACK_DATABASE=feedback.sqlite python django_app.py runserver`."""

import sys

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.management import execute_from_command_line
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.http import require_GET, require_POST
from feedback import MAX_BODY, Reply, read_history, receive


def response(reply: Reply) -> HttpResponse:
    status, content = reply
    return HttpResponse(status=status) if content is None else JsonResponse(content, status=status, safe=False)


@require_GET
def history(request: HttpRequest, session_id: str) -> HttpResponse:
    return response(read_history(request, session_id))


@require_POST
def feedback(request: HttpRequest, session_id: str) -> HttpResponse:
    try:
        return response(receive(request, session_id, request.body))
    except RequestDataTooBig:
        return HttpResponse(status=413)


urlpatterns = [
    path("api/sessions/<str:session_id>/history", history),
    path("api/sessions/<str:session_id>/feedback", feedback),
]

if __name__ == "__main__":
    # A project has these in its settings, and CsrfViewMiddleware: its page then sends the token in X-CSRFToken.
    settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["127.0.0.1"], DATA_UPLOAD_MAX_MEMORY_SIZE=MAX_BODY)
    execute_from_command_line(sys.argv)
