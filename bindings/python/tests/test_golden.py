"""Every way to score gives the scores that the second implementation, in exact fractions, expects."""

from __future__ import annotations

import json
from itertools import chain

import pyarrow as pa
from cases import CASES, Case, golden, oracle, row_of, same, sent_result
from rapport_feedback import Instrument


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
    text = json.dumps(result)
    for body in (result, text, text.encode()) if case["durationMs"] % 10 == 0 else (text,):
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

