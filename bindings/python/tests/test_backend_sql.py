"""The recipe's statements for PostgreSQL do in SQLite what the page promises. SQLite has no locks of rows."""

from __future__ import annotations

import re
import sqlite3
from typing import Any

from cases import ROOT

PARTS = re.sub(r"--.*", "", (ROOT / "docs/recipes/backend.sql").read_text()).split(";")
STATEMENTS = [part.strip() for part in PARTS if part.strip()]
*TABLES, LOCK, HISTORY, STORE, LIST = STATEMENTS


def database() -> sqlite3.Connection:
    """Returns a database with two sessions of one person, the later one first, and one of another."""
    connection = sqlite3.connect(":memory:")
    connection.execute("PRAGMA foreign_keys = ON")
    for table in TABLES:
        connection.execute(table)
    connection.executemany("INSERT INTO people VALUES (?)", [("ann",), ("bob",)])
    days = [("a2", "ann", "2026-03-09"), ("a1", "ann", "2026-03-02"), ("b1", "bob", "2026-03-01")]
    connection.executemany("INSERT INTO sessions VALUES (?, ?, ?)", days)
    return connection


def run(connection: sqlite3.Connection, statement: str, *values: Any) -> list[tuple[Any, ...]]:
    """Runs a statement whose parameters are $1, $2 and so on."""
    return connection.execute(statement, {str(number): value for number, value in enumerate(values, 1)}).fetchall()


def test_later_attempt_of_the_same_session_replaces_a_result() -> None:
    connection = database()
    stored = lambda: run(connection, "SELECT attempt, session_id, total, result FROM feedback")
    run(connection, STORE, "f1", 1, "a1", 69.0, "{}")
    run(connection, STORE, "f1", 1, "a1", 70.0, "{}")
    run(connection, STORE, "f1", 2, "a2", 70.0, "{}")
    assert stored() == [(1, "a1", 69.0, "{}")]
    run(connection, STORE, "f1", 3, "a1", None, '{ "attempt": 3 }')
    run(connection, STORE, "f1", 2, "a1", 70.0, "{}")
    assert stored() == [(3, "a1", None, '{ "attempt": 3 }')]


def test_history_and_list_are_those_of_the_person_by_the_time_of_the_server() -> None:
    connection = database()
    for number, (session, total) in enumerate([("a2", 2.0), ("b1", 3.0), ("a1", 1.0)]):
        run(connection, STORE, f"f{number}", 1, session, total, f'"{session}"')
    assert run(connection, HISTORY, "ann", "a3") == [(1.0,), (2.0,)]
    assert run(connection, HISTORY, "ann", "a2") == [(1.0,)]
    assert run(connection, LIST, "ann") == [('"a2"', "2026-03-09"), ('"a1"', "2026-03-02")]


def test_newest_thousand_sessions_count() -> None:
    connection = database()
    for number in range(1_001):
        run(connection, "INSERT INTO sessions VALUES ($1, 'ann', $2)", f"s{number}", f"2027-{number:04}")
        run(connection, STORE, f"f{number}", 1, f"s{number}", number, "{}")
    assert run(connection, HISTORY, "ann", "a1") == [(number,) for number in range(1, 1_001)]
    assert len(run(connection, LIST, "ann")) == 1_000


def test_person_of_a_session_is_locked() -> None:
    statement, lock, _ = LOCK.partition(" FOR UPDATE OF people")
    assert lock and run(database(), statement, "a2") == [("ann",)]
