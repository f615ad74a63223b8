"""FastAPI: `uvicorn fastapi_app:app` in this folder."""

from __future__ import annotations

from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse
from feedback import MAX_BYTES, receive

app = FastAPI()


@app.post("/api/sessions/{session_id}/feedback", status_code=204)
async def feedback(session_id: str, request: Request) -> Response:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BYTES:
            break
    status, problems = await run_in_threadpool(receive, session_id, body)
    return JSONResponse({"problems": problems}, status) if problems else Response(status_code=status)
