"""Every way to score gives the replies of the native build, to the last bit and with the same problems, and the scores
that the second implementation, in exact fractions, expects."""

from __future__ import annotations

import json
from itertools import zip_longest
from typing import Any

import pyarrow as pa
from cases import CASES, Case, golden, native, row_of, same, sent_result
from rapport_feedback import Instrument, InvalidAnswers


def text(value: Any) -> str:
    """Returns JSON as text, in which two numbers are equal only if they are the same double."""
    return json.dumps(value, sort_keys=True)


def reply(instrument: Instrument, call: str, data: Any, history: Any) -> Any:
    try:
        if call == "score":
            return instrument.score(data, history=history)
        result, problems = instrument.verify(data, history=history)
        return {"result": result, "problems": problems}
    except InvalidAnswers as error:
        return {"problems": error.problems}


def check_lines(instrument: Instrument, lines: str, expected: str) -> int:
    """Checks the scores of lines: as lines, as bytes, and as rows of a batch. Returns the number of lines."""
    given = lines.removesuffix("\n").split("\n") if lines else []
    scores = expected.splitlines()
    assert list(instrument.rescore(given)) == list(instrument.rescore(line.encode() for line in given)) == scores
    rows = instrument.score_batch(pa.record_batch({"result": pa.array(given, pa.string())})).to_pylist()
    for row, line in zip_longest(rows, map(json.loads, scores)):
        if "error" in line:
            assert row["error"] == line["error"]
            problems = row["problems"]
            assert problems and all(problem["path"] in row["error"] for problem in problems)
            assert all(problem["expected"] in row["error"] for problem in problems)
            assert all(value is None for key, value in row.items() if key not in ("error", "problems"))
        else:
            assert text(row) == text(row_of(line["outcome"]))
    return len(given)


def test_replies_are_those_of_the_native_build_and_of_the_exact_fractions() -> None:
    count = calls = lines = 0
    for count, case in enumerate(native(), 1):
        instrument = Instrument(case["definition"])
        for call in case["calls"]:
            calls += 1
            if call["call"] == "rescore":
                lines += check_lines(instrument, call["arguments"][0], call["reply"])
                continue
            data, history = call["arguments"]
            expected = text(call["reply"])
            assert text(reply(instrument, call["call"], data, history)) == expected, call
            if "outcome" in case:  # others are hostile texts, some of which no dict can express
                values = [None if argument is None else json.loads(argument) for argument in (data, history)]
                assert text(reply(instrument, call["call"], *values)) == expected, call
        if "outcome" in case:
            scores = case["calls"][0]["reply"]
            assert same(scores, {"outcome": case["outcome"], "change": case["change"]}), case
    assert count == CASES + 1
    assert calls > 2 * CASES and lines > CASES // 2


def check_golden(case: Case) -> None:
    instrument, history = Instrument(case["instrument"]), case["history"]
    result = sent_result(case)
    for body in (result, json.dumps(result), json.dumps(result).encode()):
        verified, problems = instrument.verify(body, history=history)
        assert [problem for problem in problems if problem["path"] != "result.change.threshold"] == [], problems
        assert same(verified, result)
    line = json.dumps({"answers": case["answers"], "history": history})
    [row] = instrument.score_batch(pa.record_batch({"result": [line]})).to_pylist()
    assert same(row, row_of(case["outcome"]))
    expected = {"outcome": case["outcome"], "change": case["change"]}
    assert same(json.loads(next(instrument.rescore([line]))), expected)
    assert same(instrument.score(case["answers"], history=history), expected)


def test_golden_cases_agree() -> None:
    assert len(golden()) == 120
    for case in golden():
        check_golden(case)
