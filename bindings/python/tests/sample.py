"""A host's code, as mypy checks it. `assert_type` holds the declared types."""

from collections.abc import Iterator
from types import MappingProxyType
from typing import Any

from rapport_feedback import Instrument, InvalidAnswers, InvalidInstrument, Problem
from typing_extensions import assert_type


def verify(body: bytes, totals: list[float | None]) -> dict[str, Any]:
    session = Instrument.built_in("session")
    result, problems = session.verify(body, history=[{"total": total} for total in totals])
    assert_type(problems, list[Problem])
    if result is None:
        raise ValueError([f"{problem['path']}: expected {problem['expected']}" for problem in problems])
    assert_type(result, dict[str, Any])
    return session.to_fhir(result, subject={"reference": "Patient/1"}, type="transaction")


def score(definition: dict[str, Any], lines: list[str]) -> Iterator[str]:
    try:
        instrument = Instrument(definition)
        assert_type(instrument.warnings, list[Problem])
        assert_type(instrument.score({"safe": 82, "open": None}), dict[str, Any])
    except (InvalidInstrument, InvalidAnswers) as error:
        assert_type(error.problems, list[Problem])
        raise
    return instrument.rescore(lines)


def refused() -> None:
    session = Instrument.built_in("session")
    session.verify(5)  # type: ignore[arg-type]
    session.score({}, [])  # type: ignore[call-arg]
    session.score(MappingProxyType({"safe": 82}))  # type: ignore[arg-type]
    session.score({}, history=range(3))  # type: ignore[arg-type]
    session.rescore([5])  # type: ignore[list-item]
    session.to_fhir({}, type="batch")  # type: ignore[arg-type]
    session.id = "other"  # type: ignore[misc]
    Instrument()  # type: ignore[call-arg]
