"""Verifies and stores results. Both servers beside it call this."""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing
from typing import Any

from rapport_feedback import Instrument

MAX_BODY = 256 * 1024  # bytes; a result of 200 items has 25 KiB
INSTRUMENT = Instrument.built_in("session")

TABLES = """
    CREATE TABLE IF NOT EXISTS sessions (id text PRIMARY KEY, person text NOT NULL);
    CREATE TABLE IF NOT EXISTS feedback (
        id text PRIMARY KEY, attempt integer NOT NULL, session_id text NOT NULL, total real, result text NOT NULL);
"""
PERSON = "SELECT person FROM sessions WHERE id = ?"
# The person's newest 1,000 totals, oldest first: `verify` refuses a longer history. Only those that were stored before
# the first one of this session: a form that is sent again is not compared with later sessions. A row that is replaced
# keeps its rowid.
HISTORY = """
    SELECT total FROM (
        SELECT feedback.rowid AS number, total FROM feedback JOIN sessions ON sessions.id = session_id
        WHERE person = ? AND number < coalesce((SELECT min(rowid) FROM feedback WHERE session_id = ?), number + 1)
        ORDER BY number DESC LIMIT 1000)
    ORDER BY number
"""
STORE = """
    INSERT INTO feedback (id, attempt, session_id, total, result) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET attempt = excluded.attempt, total = excluded.total, result = excluded.result
    WHERE excluded.attempt > feedback.attempt AND excluded.session_id = feedback.session_id
"""
Reply = tuple[int, Any]


def connect() -> sqlite3.Connection:
    """Opens the database that the environment names, and creates its tables."""
    database = sqlite3.connect(os.environ["FEEDBACK_DATABASE"])
    database.executescript(TABLES)
    return database


def add_session(session_id: str, person: str) -> None:
    """Stores whose session it is. Your application does this when it makes the session."""
    with closing(connect()) as database, database:
        database.execute("INSERT INTO sessions VALUES (?, ?)", [session_id, person])


def person_of(request: Any, database: sqlite3.Connection, session_id: str) -> tuple[str] | None:
    """Returns the person of a session; None if there is none.

    This is the place of your login: an address is no secret, so return the person only if the cookie or the token in
    `request` is that person's.
    """
    person: tuple[str] | None = database.execute(PERSON, [session_id]).fetchone()
    return person


def read_history(request: Any, session_id: str) -> Reply:
    """Returns the earlier totals for the page's `history`."""
    with closing(connect()) as database:
        person = person_of(request, database, session_id)
        return (200, history_of(database, person, session_id)) if person else (404, None)


def history_of(database: sqlite3.Connection, person: tuple[str], session_id: str) -> list[dict[str, float | None]]:
    return [{"total": total} for (total,) in database.execute(HISTORY, [*person, session_id])]


def receive(request: Any, session_id: str, body: bytes) -> Reply:
    """Stores the result in `body`. Returns the HTTP status and, if the result is refused, the paths of its problems."""
    if len(body) > MAX_BODY:
        return 413, None
    with closing(connect()) as database, database:
        # Else another result of the person could be stored between the reading of the history and the storing.
        database.execute("BEGIN IMMEDIATE")
        person = person_of(request, database, session_id)
        if not person:
            return 404, None
        result, problems = INSTRUMENT.verify(body, history=history_of(database, person, session_id))
        # The values found and expected may be answers, so neither the response nor a log gets them.
        paths = [problem["path"] for problem in problems]
        is_other = any(path.startswith(("result.instrument", "result.schema")) for path in paths)
        # Without `submittedAt` the person has not pressed Send.
        if result is None or not result["submittedAt"] or is_other or result["sessionId"] != session_id:
            return 422, {"problems": paths}
        result["id"] = result["id"].lower()  # a UUID is the same in capitals, and a key is not
        # `result` has the numbers of this server. A browser with a stale history sent others.
        return save(database, session_id, result), None


def save(database: sqlite3.Connection, session_id: str, result: dict[str, Any]) -> int:
    """Stores a result, unless it is stored. Returns 409 if another result has its id and attempt."""
    row = [result["id"], result["attempt"], session_id, result["outcome"]["total"], json.dumps(result)]
    database.execute(STORE, row)
    found = "SELECT attempt, session_id, result FROM feedback WHERE id = ?"
    attempt, session, stored = database.execute(found, row[:1]).fetchone()
    is_same = attempt > result["attempt"] or json.loads(stored)["answers"] == result["answers"]
    return 204 if is_same and session == session_id else 409
