"""Verifies and stores results, for any web framework: `receive` returns a status and the problems."""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing

from rapport_feedback import Instrument, Problem

MAX_BYTES = 64 * 1024
SESSION = Instrument.built_in("session")

TABLES = """
    CREATE TABLE IF NOT EXISTS sessions (id text PRIMARY KEY, client text NOT NULL);
    CREATE TABLE IF NOT EXISTS feedback (
        id text PRIMARY KEY, attempt integer NOT NULL, session_id text NOT NULL, total real, result text NOT NULL);
"""
# The client's earlier totals, oldest first, without the form itself: it may have been stored by an earlier attempt.
HISTORY = """
    SELECT total FROM feedback JOIN sessions ON sessions.id = session_id
    WHERE client = ? AND feedback.id <> ? ORDER BY feedback.rowid
"""
STORE = """
    INSERT INTO feedback (id, attempt, session_id, total, result) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET attempt = excluded.attempt, total = excluded.total, result = excluded.result
    WHERE excluded.attempt > feedback.attempt AND excluded.session_id = feedback.session_id
"""


def connect() -> sqlite3.Connection:
    """Opens the database that the environment names, and creates its tables."""
    database = sqlite3.connect(os.environ["FEEDBACK_DATABASE"])
    database.executescript(TABLES)
    return database


def receive(session_id: str, body: bytes) -> tuple[int, list[Problem]]:
    """Verifies the result of a session, and stores it by its `id`; a later `attempt` replaces an earlier one.

    Returns 204 if it is stored, also if it was stored already; 404 without such a session; 409 if another result has the
    same `id`; 413 if it is too long; 422 with the problems.
    """
    if len(body) > MAX_BYTES:
        return 413, []
    with closing(connect()) as database, database:
        client = database.execute("SELECT client FROM sessions WHERE id = ?", [session_id]).fetchone()
        if client is None:
            return 404, []
        result, problems = SESSION.verify(body)
        if result is None or result["sessionId"] != session_id:
            return 422, problems
        totals = database.execute(HISTORY, [client[0], result["id"]])
        result, problems = SESSION.verify(body, history=[{"total": total} for (total,) in totals])
        if result is None or problems:
            return 422, problems
        row = [result["id"], result["attempt"], session_id, result["outcome"]["total"], json.dumps(result)]
        database.execute(STORE, row)
        stored = database.execute("SELECT attempt, session_id, result FROM feedback WHERE id = ?", row[:1]).fetchone()
        is_earlier = stored[0] > result["attempt"]
        is_same = is_earlier or json.loads(stored[2])["answers"] == result["answers"]
        return 204 if is_same and stored[1] == session_id else 409, []
