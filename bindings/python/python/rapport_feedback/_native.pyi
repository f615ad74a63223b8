from collections.abc import Iterable, Iterator
from typing import Any, Literal, final

import pyarrow  # type: ignore[import-untyped]

from .errors import Problem

__all__ = ["Instrument", "__version__", "run_command_line"]

__version__: str

@final
class Instrument:
    """An instrument: it verifies and scores results.

    JSON is taken as ``str``, as UTF-8 ``bytes``, or as values of the types that ``json.loads`` returns, and tuples.
    It can be pickled.
    """

    def __new__(cls, definition: dict[str, Any] | str | bytes) -> Instrument:
        """Reads a definition. Raises `InvalidInstrument`."""

    @classmethod
    def built_in(cls, id: str) -> Instrument:
        """Returns a built-in instrument, ``session`` or ``one``. Raises `InvalidInstrument`."""

    @classmethod
    def from_questionnaire(
        cls, questionnaire: dict[str, Any] | str | bytes, beside: dict[str, Any] | str | bytes | None = None
    ) -> Instrument:
        """Reads a FHIR R4 Questionnaire, and a definition of its scoring beside it. Raises `InvalidInstrument`."""

    @property
    def id(self) -> str: ...
    @property
    def version(self) -> str: ...
    @property
    def warnings(self) -> list[Problem]:
        """The problems of the definition that are not fatal."""

    @property
    def definition(self) -> dict[str, Any]:
        """The definition, with its defaults."""

    def verify(
        self, result: dict[str, Any] | str | bytes, *, history: list[Any] | tuple[Any, ...] | str | bytes | None = None
    ) -> tuple[dict[str, Any] | None, list[Problem]]:
        """Checks whether a result agrees with its own answers.

        Returns the result as calculated from its answers, and each path at which the given one differs. The result is
        None if its answers are not usable. ``history`` holds the earlier totals that the server stored, oldest first;
        without it, the earlier totals that the result implies are taken as given. Raises nothing for any input.
        """

    def score(
        self,
        answers: dict[str, Any] | list[Any] | tuple[Any, ...] | str | bytes,
        *,
        history: list[Any] | tuple[Any, ...] | str | bytes | None = None,
    ) -> dict[str, Any]:
        """Scores ``{"ID": number | None}``, or the answers of a result. Returns ``{"outcome", "change"}``.

        Raises `InvalidAnswers`.
        """

    def rescore(self, lines: Iterable[str | bytes]) -> Iterator[str]:
        """Scores one JSON text a line: a result, or ``{"answers", "history"}``.

        Each line gives one, in the same order: ``{"outcome", "change"}``, or ``{"error", "line"}`` if it is faulty. It
        reads at most 256 lines ahead, and releases the interpreter lock.
        """

    def score_batch(self, record_batch: pyarrow.RecordBatch, column: str = "result") -> pyarrow.RecordBatch:
        """Scores a column of results; each row gives one row, in the same order.

        The columns are total, percent, band, answered, prorated, subscales, alerts, error and problems, for every
        instrument. A faulty row has its error, and nulls. Releases the interpreter lock. Raises `KeyError` without the
        column, and `TypeError` if it has neither strings nor binary nor only nulls.
        """

    def to_fhir(
        self,
        result: dict[str, Any] | str | bytes,
        *,
        subject: dict[str, Any] | str | None = None,
        encounter: dict[str, Any] | str | None = None,
        author: dict[str, Any] | str | None = None,
        questionnaire_url: str | None = None,
        type: Literal["collection", "transaction"] | None = None,
        answer_type: Literal["integer", "decimal"] | None = None,
    ) -> dict[str, Any]:
        """Returns the FHIR R4 Bundle of a result, a ``collection`` of ``integer`` answers by default.

        A reference is one of FHIR, or its string, such as ``"Patient/123"``. Raises `InvalidAnswers` if `verify`
        reports a problem, or for a faulty option.
        """

    def to_questionnaire(self, url: str | None = None) -> dict[str, Any]:
        """Returns the items as a FHIR R4 Questionnaire, with the canonical URL ``url`` if given."""

def run_command_line(arguments: list[str]) -> int:
    """Runs the command line ``rapport`` on the streams of the process. Returns its exit code."""
