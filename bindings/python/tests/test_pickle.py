"""Instruments, problems and exceptions survive pickling, and so a process pool."""

from __future__ import annotations

import copy
import json
import pickle
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest
from cases import golden
from rapport_feedback import Instrument, InvalidAnswers, InvalidInstrument

DEFINITION = {**golden()[0]["instrument"], "unknown": 1}
INSTRUMENTS = {
    "built-in": Instrument.built_in("session"),
    "definition": Instrument(DEFINITION),
    "text": Instrument(json.dumps(DEFINITION)),
    "bytes": Instrument(json.dumps(DEFINITION).encode()),
    "questionnaire": Instrument.from_questionnaire(
        Instrument.built_in("one").to_questionnaire("https://example.org/one"),
        {"id": "one", "score": {"range": [0, 100]}},
    ),
}


@pytest.mark.parametrize("name", INSTRUMENTS)
def test_instrument_survives_pickling(name: str) -> None:
    instrument = INSTRUMENTS[name]
    for copied in (*(pickle.loads(pickle.dumps(instrument, version)) for version in range(6)), copy.deepcopy(instrument)):
        assert copied.definition == instrument.definition
        assert copied.warnings == instrument.warnings
        assert repr(copied) == repr(instrument)


def test_warnings_survive_pickling() -> None:
    [warning] = INSTRUMENTS["definition"].warnings
    assert warning["path"] == "instrument.unknown" and warning["fatal"] is False


def test_exceptions_survive_pickling() -> None:
    errors: list[InvalidAnswers | InvalidInstrument] = []
    for call in (lambda: Instrument({"id": 5}), lambda: Instrument.built_in("one").score({"overall": 101})):
        with pytest.raises(ValueError) as raised:
            call()
        assert isinstance(raised.value, (InvalidAnswers, InvalidInstrument))
        errors.append(raised.value)
    for error in errors:
        restored = pickle.loads(pickle.dumps(error))
        assert type(restored) is type(error)
        assert (str(restored), restored.problems) == (str(error), error.problems)
    assert str(errors[1]) == "answers.overall: found 101, expected an integer from 0 to 100"


def test_exception_crosses_a_process_pool() -> None:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        with pytest.raises(InvalidAnswers) as raised:
            pool.submit(INSTRUMENTS["built-in"].score, {"safe": 101}).result(timeout=60)
        assert raised.value.problems[0]["path"] == "answers.safe"
        assert pool.submit(INSTRUMENTS["definition"].score, {}).result(timeout=60)["outcome"]["answered"] == 0
