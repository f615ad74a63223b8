"""The example servers verify and store results that are sent over HTTP."""

from __future__ import annotations

import json
import os
import re
import shlex
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
from cases import ROOT

SERVERS = ROOT / "examples/servers/python"
COMMANDS: dict[str, Callable[[int], list[str]]] = {
    "fastapi": lambda port: ["-m", "uvicorn", "fastapi_app:app", "--port", str(port), "--log-level", "warning"],
    "django": lambda port: ["django_app.py", "runserver", "--noreload", f"127.0.0.1:{port}"],
}
sys.path.append(str(SERVERS))

Send = Callable[[str, Any], tuple[int, Any]]


def add_session(session: str, person: str) -> None:
    """Adds a session by the command in docs/servers.md."""
    page = (ROOT / "docs/servers.md").read_text()
    [command] = re.findall(r"^FEEDBACK_DATABASE=\S+ python (.*add_session.*)$", page, re.MULTILINE)
    arguments = shlex.split(command.replace("a1b2", session).replace("person-1", person))
    subprocess.run([sys.executable, *arguments], cwd=SERVERS, check=True, timeout=60)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@pytest.fixture(params=COMMANDS)
def send(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Send]:
    """A running server with two sessions of one client and one of another: posts a body, or gets the history."""
    monkeypatch.setenv("FEEDBACK_DATABASE", str(tmp_path / "feedback.sqlite"))
    for session, person in [("a1", "ann"), ("a2", "ann"), ("b1", "bob")]:
        add_session(session, person)
    port = free_port()
    command = [sys.executable, *COMMANDS[request.param](port)]
    with open(tmp_path / "log", "w") as log:
        server = subprocess.Popen(command, cwd=SERVERS, stdout=log, stderr=log, env=dict(os.environ))

    def post(session: str, body: Any) -> tuple[int, Any]:
        connection = HTTPConnection("127.0.0.1", port, timeout=60)
        if body is None:
            connection.request("GET", f"/api/sessions/{session}/history")
        else:
            data = body if isinstance(body, bytes) else json.dumps(body).encode()
            connection.request("POST", f"/api/sessions/{session}/feedback", data, {"Content-Type": "application/json"})
        with closing(connection):
            response = connection.getresponse()
            text = response.read()
            return response.status, json.loads(text) if text.startswith((b"{", b"[")) else None

    try:
        deadline = time.monotonic() + 60
        while True:
            try:
                post("nobody", {})
                break
            except OSError:
                assert server.poll() is None and time.monotonic() < deadline, (tmp_path / "log").read_text()
                time.sleep(0.1)
        yield post
    finally:
        server.terminate()
        server.wait(timeout=20)
    assert "answers" not in (tmp_path / "log").read_text(), "the log holds a part of a result"


def result(session: str, attempt: int = 1, form: int = 1, **values: int) -> dict[str, Any]:
    """Returns a result as a browser sends it that had no history."""
    from rapport_feedback import Instrument

    sent: dict[str, Any] = json.loads((ROOT / "tests/data/result.json").read_text())
    sent |= {"id": f"0b9c7f0e-6f0c-4a57-9d3f-{form:012x}", "attempt": attempt, "sessionId": session, "change": None}
    for answer in sent["answers"]:
        answer["value"] = values.get(answer["item"], answer["value"])
    verified, _ = Instrument.built_in("session").verify(sent, history=[])
    assert verified is not None
    return verified


def stored() -> list[tuple[Any, ...]]:
    from feedback import connect

    with closing(connect()) as database:
        return database.execute("SELECT session_id, attempt, total FROM feedback ORDER BY rowid").fetchall()


def test_verified_result_is_stored_by_id_and_attempt(send: Send) -> None:
    first = result("a1")
    assert send("a1", first) == (204, None)
    assert send("a1", first)[0] == 204, "sent twice"
    assert send("a1", first | {"id": first["id"].upper()})[0] == 204, "the same UUID"
    assert send("a1", result("a1", safe=10))[0] == 409, "other answers in the same attempt"
    assert stored() == [("a1", 1, 69.0)]
    assert send("a1", result("a1", attempt=3, safe=2))[0] == 204
    assert send("a1", result("a1", attempt=2))[0] == 204, "an earlier attempt that arrives late"
    assert stored() == [("a1", 3, 53.0)]
    assert send("b1", result("b1"))[0] == 409, "the form of another session"
    assert send("b1", result("b1", form=2))[0] == 204
    assert stored() == [("a1", 3, 53.0), ("b1", 1, 69.0)]


def test_history_has_the_earlier_sessions_of_the_person(send: Send) -> None:
    assert send("a1", result("a1"))[0] == 204
    assert send("b1", result("b1", form=2))[0] == 204
    assert send("a2", None) == (200, [{"total": 69.0}])
    assert send("a1", None) == (200, [])
    assert send("nobody", None)[0] == 404


def test_form_that_is_sent_again_is_not_compared_with_a_later_session(send: Send) -> None:
    assert send("a1", result("a1"))[0] == 204
    assert send("a2", result("a2", form=2, safe=2))[0] == 204
    assert send("a1", None) == (200, [])
    assert send("a1", result("a1", attempt=2))[0] == 204
    from feedback import connect

    with closing(connect()) as database:
        [text] = database.execute("SELECT result FROM feedback WHERE session_id = 'a1'").fetchone()
    assert (json.loads(text)["attempt"], json.loads(text)["change"]) == (2, None)
    assert send("a2", None) == (200, [{"total": 69.0}])


def test_person_of_many_sessions_sends_further_results(send: Send) -> None:
    from feedback import connect

    with closing(connect()) as database, database:
        database.executemany("INSERT INTO sessions VALUES (?, 'ann')", [(f"old{number}",) for number in range(1_001)])
        rows = [(str(number), f"old{number}", number % 101) for number in range(1_001)]
        database.executemany("INSERT INTO feedback VALUES (?, 1, ?, ?, '{}')", rows)
    newest = [{"total": number % 101} for number in range(1, 1_001)]
    assert send("a1", None) == (200, newest)
    assert send("a1", result("a1")) == (204, None)
    assert send("a2", None) == (200, [*newest[1:], {"total": 69.0}])


def test_numbers_of_the_server_are_stored(send: Send) -> None:
    assert send("a1", result("a1"))[0] == 204
    sent = result("a2", form=2, safe=2)
    sent["outcome"]["total"] = 100
    assert send("a2", sent)[0] == 204, "a stale history or a tampered number loses no answers"
    assert stored()[1] == ("a2", 1, 53.0)
    from feedback import connect

    with closing(connect()) as database:
        [text] = database.execute("SELECT result FROM feedback WHERE session_id = 'a2'").fetchone()
    assert json.loads(text)["change"]["previous"] == 69.0


def test_faulty_results_are_refused_by_path_and_without_their_values(send: Send) -> None:
    faulty = result("a1")
    faulty["answers"][0]["value"] = 101
    assert send("a1", faulty) == (422, {"problems": ["result.answers[0].value"]})
    assert send("a1", result("a1") | {"submittedAt": None}) == (422, {"problems": []}), "a result that was not sent"
    for body in (b"", b"{", b"[]", b"\xff", b"[" * 60_000, b'{"x": NaN}'):
        status, answer = send("a1", body)
        assert status == 422 and answer["problems"][0].startswith("result"), body[:9]
    other = result("a1")
    other["instrument"]["version"] = "0.9.0"
    other["outcome"]["total"] = 1
    paths = ["result.instrument.version", "result.outcome.total"]
    assert send("a1", other) == (422, {"problems": paths}), "the right total is an answer, too"
    assert send("a2", result("a1"))[0] == 422, "the session of the result is not the one of the address"
    assert send("nobody", result("a1"))[0] == 404
    assert send("a1", b"x" * (256 * 1024 + 1))[0] == 413
    assert stored() == []


def test_results_of_a_person_that_arrive_at_once_are_compared_with_each_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("FEEDBACK_DATABASE", str(tmp_path / "feedback.sqlite"))
    import feedback

    add_session("a1", "ann")
    add_session("a2", "ann")
    has_read, is_stored, read = threading.Event(), threading.Event(), feedback.history_of

    def history_of(database: sqlite3.Connection, person: tuple[str], session: str) -> list[dict[str, float | None]]:
        history = read(database, person, session)
        if session == "a1":
            has_read.set()
            is_stored.wait(1)
        return history

    monkeypatch.setattr(feedback, "history_of", history_of)
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(feedback.receive, None, "a1", json.dumps(result("a1")).encode())
        assert has_read.wait(20)
        assert feedback.receive(None, "a2", json.dumps(result("a2", form=2, safe=2)).encode())[0] == 204
        is_stored.set()
        assert first.result()[0] == 204
    with closing(feedback.connect()) as database:
        texts = [json.loads(text) for (text,) in database.execute("SELECT result FROM feedback ORDER BY rowid")]
    assert texts[0]["change"] is None
    assert texts[1]["change"]["previous"] == texts[0]["outcome"]["total"]
