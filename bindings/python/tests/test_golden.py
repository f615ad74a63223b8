"""Every way to score gives the scores that the second implementation, in exact fractions, expects."""

from __future__ import annotations

import json
from itertools import chain
from typing import Any

import pyarrow as pa
from conftest import CASES, Case, golden, oracle, same, sent_result
from rapport_feedback import Instrument


def row_of(outcome: dict[str, Any]) -> dict[str, Any]:
    """Returns an outcome as a row of `score_batch`."""
    keys = ("total", "percent", "band", "answered", "prorated")
    scores = [{key: score[key] for key in ("id", "score", "band", "answered", "prorated")} for score in outcome["subscales"]]
    alerts = [{"id": alert["id"], "item": alert.get("item"), "value": alert["value"]} for alert in outcome["alerts"]]
    return {key: outcome[key] for key in keys} | {"subscales": scores, "alerts": alerts, "error": None, "problems": []}


def check_scores(case: Case) -> None:
    instrument = Instrument(case["instrument"])
    answers, history = case["answers"], case["history"]
    expected = {key: case[key] for key in ("outcome", "change")}
    line = json.dumps({"answers": answers, "history": history})
    assert same(instrument.score(answers, history=history), expected)
    assert same(instrument.score(json.dumps(answers), history=json.dumps(history).encode()), expected)
    assert same(json.loads(next(instrument.rescore([line]))), expected)
    [row] = instrument.score_batch(pa.record_batch({"result": [line]})).to_pylist()
    assert same(row, row_of(case["outcome"]))
    result = sent_result(case)
    for body in (result, json.dumps(result), json.dumps(result).encode()):
        verified, problems = instrument.verify(body, history=history)
        assert verified is not None
        # The threshold is a square root, whose last bit may differ.
        assert [problem for problem in problems if problem["path"] != "result.change.threshold"] == [], problems
        assert same(verified, result)


def test_scores_equal_the_second_implementation() -> None:
    count = 0
    for count, case in enumerate(chain(golden(), oracle()), 1):
        check_scores(case)
    assert count == CASES + 120

