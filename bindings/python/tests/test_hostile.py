"""Any input gives problems by path, or a Python exception of a documented type: never a crash of the process."""

from __future__ import annotations

import decimal
import json
import traceback
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timezone
from typing import Any

import pyarrow as pa
import pytest
from cases import golden, sent_result
from rapport_feedback import Instrument, InvalidAnswers, InvalidInstrument

SESSION = Instrument.built_in("session")


def nested(depth: int) -> Any:
    value: Any = []
    for _ in range(depth):
        value = [value]
    return value


def endless() -> dict[str, Any]:
    value: dict[str, Any] = {}
    value["a"] = [value, value]
    return value


UNREADABLE = {"fatal": True, "fault": "unreadable"}
FINITE = {"expected": "a finite number", "fatal": True}
STRING = {"expected": "a str without lone surrogates", "fatal": True, "fault": "wrong type"}
NO_JSON = {"expected": "a dict, list, str, int, float, bool or None", "fatal": True, "fault": "wrong type"}
TOO_DEEP = UNREADABLE | {"expected": "JSON (recursion limit exceeded)"}

VALUES = {
    "nan": ({"safe": float("nan")}, FINITE | {"path": ".safe", "found": "NaN"}),
    "nan in an unknown key": ({"x": [{"y": float("nan")}]}, FINITE | {"path": ".x[0].y", "found": "NaN"}),
    "infinity": ({"safe": -float("inf")}, FINITE | {"path": ".safe", "found": "-Infinity"}),
    "huge negative integer": ({"safe": -(10**400)}, FINITE | {"path": ".safe", "found": "-Infinity"}),
    "huge integer": ({"safe": 10**400}, FINITE | {"path": ".safe", "found": "Infinity"}),
    "lone surrogate": ({"safe": "\ud800"}, STRING | {"path": ".safe"}),
    "lone surrogate in a key": ({"x": {"\udfff": 1}}, STRING | {"path": ".x"}),
    "key of another type": ({"x": {1: 2}}, {"path": ".x", "expected": "keys of type str", "fatal": True, "fault": "wrong type"}),
    "set": ({"safe": {1}}, NO_JSON | {"path": ".safe"}),
    "date": ({"safe": datetime.now(timezone.utc)}, NO_JSON | {"path": ".safe"}),
    "decimal": ({"safe": decimal.Decimal(1)}, NO_JSON | {"path": ".safe"}),
    "deep": ({"x": nested(100_000)}, TOO_DEEP | {"path": ""}),
    "endless": (endless(), TOO_DEEP | {"path": ""}),
    "too long": (["x" * 2_000_000] * 3, UNREADABLE | {"path": "", "expected": "at most 4000000 bytes"}),
    "no utf-8": (b"{\xff}", UNREADABLE | {"path": "", "expected": "JSON in UTF-8"}),
    "no utf-8 in a str": ('{"safe": "\ud800"}', UNREADABLE | {"path": "", "expected": "JSON in UTF-8"}),
    "bytearray": (bytearray(b"{}"), NO_JSON | {"path": ""}),
    "object": (object(), NO_JSON | {"path": ""}),
}


@pytest.mark.parametrize("name", VALUES)
def test_value_that_json_does_not_have_is_reported_by_its_path(name: str) -> None:
    value, problem = VALUES[name]
    assert SESSION.verify(value) == (None, [problem | {"path": "result" + str(problem["path"])}])
    with pytest.raises(InvalidAnswers) as answers:
        SESSION.score(value)
    assert answers.value.problems == [problem | {"path": "answers" + str(problem["path"])}]
    with pytest.raises(InvalidAnswers):
        SESSION.score({}, history=value)
    with pytest.raises(InvalidAnswers):
        SESSION.to_fhir(value)
    with pytest.raises(InvalidInstrument) as instrument:
        Instrument(value)
    assert instrument.value.problems == [problem | {"path": "instrument" + str(problem["path"])}]
    with pytest.raises(InvalidInstrument):
        Instrument.from_questionnaire(value)
    with pytest.raises(InvalidInstrument):
        Instrument.from_questionnaire({}, value)


TEXTS = ["", " ", "{", "[[[", "[" * 100_000, '{"a":' * 100_000, "nul", "NaN", '"x"', "1e999", "{}x", "\0", "\ufeff{}",
         '{"answers": [[[]]]}', '{"answers": null}', '{"safe": 1, "safe": 2}', "9" * 100_000, '"\\ud800"']


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_text_that_is_no_result_is_refused(text: str) -> None:
    for body in (text, text.encode()):
        result, problems = SESSION.verify(body)
        assert result is None and problems
        assert all(problem["path"].startswith("result") for problem in problems)
        with pytest.raises(InvalidInstrument):
            Instrument(body)
    [scores] = SESSION.rescore([text])
    assert set(json.loads(scores)) == {"error", "line"}


@pytest.mark.parametrize("value", [None, True, 5, 1.5, (), []])
def test_json_of_another_type_is_a_problem(value: Any) -> None:
    result, problems = SESSION.verify(value)
    assert result is None and problems
    with pytest.raises(InvalidInstrument):
        Instrument(value)


def test_subclasses_of_json_types_are_taken() -> None:
    class Name(str):
        pass

    class Count(int):
        def __float__(self) -> float:
            raise RuntimeError("not called")

    answers = OrderedDict([(Name("safe"), Count(82)), ("open", 31.0)])
    assert SESSION.score(answers)["outcome"]["answered"] == 2


def test_wrong_calls_raise_type_errors() -> None:
    calls: list[tuple[Any, tuple[Any, ...]]] = [
        (Instrument, ()), (Instrument.built_in, (5,)), (SESSION.rescore, (5,)), (SESSION.score_batch, ("x",)),
        (SESSION.to_questionnaire, (5,)), (next, (SESSION.rescore([5]),)),  # type: ignore[list-item]
    ]
    for function, arguments in calls:
        with pytest.raises(TypeError):
            function(*arguments)
    with pytest.raises(InvalidInstrument, match='found "nobody"'):
        Instrument.built_in("nobody")
    with pytest.raises(InvalidInstrument):
        Instrument.built_in("\ud800")


def test_errors_quote_no_other_part_of_a_line() -> None:
    secret = '{"note": "SECRET", "answers": {"safe": 1, "nobody-SECRET": 2}} SECRET'
    for line in (secret, secret[:-7], secret[:20], '"SECRET"', '{"answers": "SECRET"}'):
        assert "SECRET" not in next(SESSION.rescore([line]))
        assert "SECRET" not in str(SESSION.score_batch(pa.record_batch({"result": [line]})).to_pylist())


def test_history_of_many_full_results_is_compared() -> None:
    result = sent_result(golden()[0])
    instrument = Instrument(golden()[0]["instrument"])
    result["answers"] = result["answers"] * (5_000 // len(json.dumps(result["answers"])) + 1)
    history = [result] * 1_000
    assert len(json.dumps(history)) > 5_000_000
    assert instrument.score({}, history=history) == instrument.score({}, history=[{"total": result["outcome"]["total"]}] * 1_000)
    problems = instrument.verify({}, history=tuple(history))[1]
    assert not [problem for problem in problems if problem["path"].startswith("history")]


@pytest.mark.parametrize("key", ["a" + "é" * 100_000, "bad\n2026-11-27 ERROR forged"])
def test_path_has_the_start_of_a_long_key_and_no_control_character(key: str) -> None:
    for value in (1, float("nan"), {1}):
        with pytest.raises(InvalidAnswers) as error:
            SESSION.score({key: value})
        [problem] = error.value.problems
        assert problem["path"] == "answers." + key[:100].replace("\n", "\ufffd")
        assert len(str(error.value)) < 300


def test_message_of_a_difference_has_neither_the_score_nor_the_number_sent() -> None:
    result = sent_result(golden()[0])
    expected = str(result["outcome"]["total"])
    result["outcome"]["total"] = 1234567
    with pytest.raises(InvalidAnswers) as error:
        Instrument(golden()[0]["instrument"]).to_fhir(result)
    assert str(error.value) == "result.outcome.total: another value than the verified result has"
    [problem] = error.value.problems
    assert problem["found"] == 1234567 and float(problem["expected"]) == float(expected)
    assert problem["fault"] == "difference"


def test_representation_of_an_error_has_no_answer_and_no_score() -> None:
    sent = sent_result(golden()[0])
    expected = str(sent["outcome"]["total"])
    sent["outcome"]["total"] = 1234567
    secret = "I told nobody"  # not on a line that raises: a traceback quotes it
    calls: list[tuple[Callable[[], Any], str]] = [
        (lambda: SESSION.score({"safe": secret}), "answers.safe: found a string, expected an integer from 0 to 100"),
        (
            lambda: Instrument(golden()[0]["instrument"]).to_fhir(sent),
            "result.outcome.total: another value than the verified result has",
        ),
    ]
    for call, message in calls:
        with pytest.raises(InvalidAnswers) as error:
            call()
        # As asyncio and loggers print it.
        assert repr(error.value) == f"InvalidAnswers({message!r})"
        for text in (repr([error.value]), "".join(traceback.format_exception(error.value))):
            assert not any(found in text for found in (secret, "1234567", f"'{expected}'"))


def fields(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Returns the path of each member and element."""
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [found for step, inner in steps for found in [(*path, step), *fields(inner, (*path, step))]]


# Values that nothing can be calculated from: any of their form is taken.
FREE = {"id", "attempt", "sessionId", "lang", "startedAt", "submittedAt", "firstInteractionMs", "changes", "input"}
# They change what is calculated, which differs then, or is taken as given without a history.
INPUTS = {"value", "notApplicable", "durationMs"}


@pytest.mark.parametrize("wrong", [None, "x", 77.25, [], {}, True], ids=repr)
def test_each_tampered_field_is_found(wrong: Any) -> None:
    case = next(case for case in golden() if case["outcome"]["alerts"] and case["change"] and case["outcome"]["subscales"])
    instrument, result = Instrument(case["instrument"]), sent_result(case)
    assert instrument.verify(result, history=case["history"])[1] == []
    checked = 0
    for *outer, last in fields(result):
        tampered = json.loads(json.dumps(result))
        target = tampered
        for step in outer:
            target = target[step]
        if last in FREE and outer[:1] != ["instrument"] or type(target[last]) is type(wrong) and target[last] == wrong:
            continue
        target[last] = wrong
        _, problems = instrument.verify(tampered, history=case["history"])
        path = "result" + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in [*outer, last])
        paths = [problem["path"] for problem in problems]
        assert paths, path
        assert last in INPUTS or any(found.startswith(path) or path.startswith(found) for found in paths), (path, paths)
        checked += 1
    assert checked > 50
