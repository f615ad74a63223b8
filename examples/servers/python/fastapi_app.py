"""A server in FastAPI: `pip install fastapi uvicorn`, then `FEEDBACK_DATABASE=feedback.sqlite uvicorn fastapi_app:app`."""

from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse
from feedback import MAX_BODY, Reply, read_history, receive

app = FastAPI()


def response(reply: Reply) -> Response:
    status, content = reply
    return Response(status_code=status) if content is None else JSONResponse(content, status)


@app.get("/api/sessions/{session_id}/history")
def history(session_id: str, request: Request) -> Response:
    return response(read_history(request, session_id))


# As bytes: the wheel parses them, within bounds.
@app.post("/api/sessions/{session_id}/feedback")
async def feedback(session_id: str, request: Request) -> Response:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY:
            break
    return response(await run_in_threadpool(receive, request, session_id, body))
