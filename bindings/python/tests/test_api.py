"""The interface as the README and the documentation show it."""

from __future__ import annotations

import json
import re
from importlib.metadata import distribution
from typing import Any

import pytest
import rapport_feedback
from cases import ROOT, same
from rapport_feedback import Instrument, InvalidAnswers, InvalidInstrument

RESULT = json.loads((ROOT / "tests/data/result.json").read_text())
SESSION = Instrument.built_in("session")
HISTORY = [{"total": 40}, {"total": 60}, {"total": 72.5}]


def test_code_of_the_readme_runs() -> None:
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "bindings/python/README.md").read_text(), re.DOTALL)
    assert len(blocks) == 2
    names = {"body": json.dumps(RESULT).encode()}
    for block in blocks:
        exec(compile(block, "README.md", "exec"), names)


def test_wheel_has_its_licences() -> None:
    for name in ("LICENSE-MIT", "LICENSE-APACHE"):
        text = distribution("rapport-feedback").read_text(f"licenses/{name}")
        assert text == (ROOT / name).read_text(), name


def test_version_is_that_of_the_crate() -> None:
    for path in ("Cargo.toml", "bindings/python/Cargo.toml"):
        assert f'\nversion = "{rapport_feedback.__version__}"\n' in (ROOT / path).read_text(), path


def test_result_is_verified_with_a_history_and_without() -> None:
    for history in (None, HISTORY, json.dumps(HISTORY)):
        result, problems = SESSION.verify(RESULT, history=history)
        assert problems == []
        assert same(result, RESULT)
    result, problems = SESSION.verify(RESULT, history=[])
    assert result is not None and result["change"] is None
    assert [problem["path"] for problem in problems] == ["result.change"]


def test_scores_are_compared_with_the_history() -> None:
    answers = {answer["item"]: answer["value"] for answer in RESULT["answers"]}
    scores = SESSION.score(answers, history=HISTORY)
    assert same(scores, {"outcome": RESULT["outcome"], "change": RESULT["change"]})
    assert same(SESSION.score(RESULT["answers"], history=HISTORY), scores)
    with pytest.raises(InvalidAnswers) as raised:
        SESSION.score({"safe": 101, "nobody": 1}, history=[{"total": -1}])
    assert [problem["path"] for problem in raised.value.problems] == [
        "answers.safe", "answers.nobody", "history[0].total",
    ]


def test_result_becomes_a_bundle() -> None:
    bundle = SESSION.to_fhir(
        RESULT, subject={"reference": "Patient/1"}, encounter="Encounter/2", author="Patient/1",
        questionnaire_url="https://example.org/q|1.0.0", type="transaction", answer_type="decimal",
    )
    assert bundle["type"] == "transaction"
    response = bundle["entry"][0]["resource"]
    assert response["subject"] == response["author"] == {"reference": "Patient/1"}
    assert response["encounter"] == {"reference": "Encounter/2"}
    assert response["questionnaire"] == "https://example.org/q|1.0.0"
    assert response["item"][0]["answer"] == [{"valueDecimal": 82}]
    assert SESSION.to_fhir(json.dumps(RESULT))["type"] == "collection"
    faults: list[tuple[Any, dict[str, Any], str]] = [
        (RESULT, {"type": "batch"}, "type"), ({**RESULT, "status": "partial"}, {}, "result.status"),
        (RESULT, {"subject": 5}, "subject"),
    ]
    for result, options, path in faults:
        with pytest.raises(InvalidAnswers) as raised:
            SESSION.to_fhir(result, **options)
        assert raised.value.problems[0]["path"].endswith(path), raised.value.problems


def test_questionnaire_is_read_back() -> None:
    questionnaire = SESSION.to_questionnaire("https://example.org/q")
    assert questionnaire["url"] == "https://example.org/q"
    beside = {"id": "session", "version": "1.0.0", "score": {"range": [0, 100]}}
    for read in (questionnaire, json.dumps(questionnaire)):
        instrument = Instrument.from_questionnaire(read, beside)
        assert [item["id"] for item in instrument.definition["items"]] == [answer["item"] for answer in RESULT["answers"]]
    with pytest.raises(InvalidInstrument):
        Instrument.from_questionnaire({"resourceType": "Patient"})


def test_definition_and_warnings() -> None:
    definition = {**SESSION.definition, "unknown": 1}
    instrument = Instrument(definition)
    assert instrument.definition == SESSION.definition
    [warning] = instrument.warnings
    assert warning["path"] == "instrument.unknown" and not warning["fatal"] and warning["fault"] == "unknown key"
    assert (instrument.id, instrument.version) == ("session", "1.0.0")
    with pytest.raises(InvalidInstrument) as raised:
        Instrument({**definition, "items": []})
    assert "instrument.items: found [], expected an array of 1 to 200" in str(raised.value)
    assert isinstance(raised.value, ValueError)
