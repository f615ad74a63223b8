"""What several tests read: golden cases, and results as a browser sends them."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from math import isclose
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
Case = dict[str, Any]

# As in tests/native/oracle.rs, with a seed of its own.
CASES, SEED = 10_000, 20_261_127
ORACLE = [sys.executable, "tests/oracle/cases.py", str(CASES), str(SEED)]


@cache
def golden() -> list[Case]:
    """Returns the cases that every build of the core is held to."""
    return [json.loads(line) for line in (ROOT / "tests/data/golden.jsonl").read_text().splitlines()]


def oracle() -> Iterator[Case]:
    """Generates random cases, with the scores that the implementation in exact fractions expects."""
    with subprocess.Popen(ORACLE, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield from map(json.loads, process.stdout)
    assert process.returncode == 0


def native() -> Iterator[Case]:
    """Generates calls with the replies of the native build: a line of hostile ones, and one for each case of the oracle."""
    command = ["cargo", "run", "--quiet", "--locked", "--example", "binding-cases"]
    oracle = subprocess.Popen(ORACLE, cwd=ROOT, stdout=subprocess.PIPE)
    with oracle, subprocess.Popen(command, cwd=ROOT, stdin=oracle.stdout, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield from map(json.loads, process.stdout)
    assert process.returncode == oracle.returncode == 0


def same(found: Any, expected: Any, key: str = "") -> bool:
    """Returns whether two JSON values are equal, and their numbers the same doubles.

    A reliable change's threshold is a square root, whose last bit the two implementations may round differently."""
    if isinstance(expected, dict) and isinstance(found, dict):
        return found.keys() == expected.keys() and all(same(found[key], expected[key], key) for key in expected)
    if isinstance(expected, list) and isinstance(found, list):
        return len(found) == len(expected) and all(same(*pair, key) for pair in zip(found, expected))
    if isinstance(found, bool) or not (isinstance(found, (int, float)) and isinstance(expected, (int, float))):
        return type(found) is type(expected) and bool(found == expected)
    return key == "threshold" and isclose(found, expected, rel_tol=1e-14) or float(found).hex() == float(expected).hex()


def sent_result(case: Case) -> dict[str, Any]:
    """Returns the result that a browser sends for a case."""
    entries = []
    for item in case["instrument"]["items"]:
        value = case["answers"].get(item["id"])
        entry = {"item": item["id"], "value": value, "firstInteractionMs": 5, "changes": 1, "input": "mouse"}
        if value == "not-applicable":
            entry |= {"value": None, "notApplicable": True}
        if value is None:
            entry |= {"firstInteractionMs": None, "changes": 0, "input": None}
        entries.append(entry)
    return {
        "schema": "rapport/1", "id": "0b9c7f0e-6f0c-4a57-9d3f-2b0f5b1f7a11", "attempt": 1, "sessionId": "a1b2",
        "instrument": {key: case["instrument"][key] for key in ("id", "version")}, "lang": "en",
        "status": "complete" if case["outcome"]["answered"] == case["outcome"]["items"] else "partial",
        "startedAt": "2026-03-02T10:00:03.120Z", "submittedAt": "2026-03-02T10:00:24.570Z",
        "durationMs": case["durationMs"], "answers": entries,
        "outcome": case["outcome"], "change": case["change"], "quality": case["quality"],
    }


def row_of(outcome: dict[str, Any]) -> dict[str, Any]:
    """Returns an outcome as a row of `score_batch`."""
    keys = ("total", "percent", "band", "answered", "prorated")
    scores = [{key: score[key] for key in ("id", "score", "band", "answered", "prorated")} for score in outcome["subscales"]]
    alerts = [{"id": alert["id"], "item": alert.get("item"), "value": alert["value"]} for alert in outcome["alerts"]]
    return {key: outcome[key] for key in keys} | {"subscales": scores, "alerts": alerts, "error": None, "problems": []}
