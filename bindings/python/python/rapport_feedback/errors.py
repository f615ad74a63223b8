"""Problems in data from outside, and the exceptions that carry them."""

from __future__ import annotations

from typing import Any, TypedDict


class _Required(TypedDict):
    path: str
    expected: str
    fatal: bool


class Problem(_Required, total=False):
    """A fault in data from outside.

    ``path`` names the value, such as ``result.answers.safe``. ``found`` is the value as JSON, and absent if the value
    is missing. ``expected`` names the allowed values. ``fatal`` is false if the value is ignored instead of the whole
    input refused. ``fault`` is the kind of fault, if the value itself is not the fault: ``unreadable``,
    ``wrong type``, ``unknown key``; or ``difference``, of a value that differs from the verified result. ``expected`` is
    then the value there, which may be an answer, as ``found`` may.
    """

    found: Any
    fault: str


class _Invalid(ValueError):
    problems: list[Problem]

    def __init__(self, message: str, problems: list[Problem]) -> None:
        super().__init__(message, problems)
        self.problems = problems

    def __str__(self) -> str:
        message: str = self.args[0]
        return message

    # asyncio logs the representation of an error that nobody awaits, and the problems may have answers.
    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self)!r})"


class InvalidInstrument(_Invalid):
    """A definition or a Questionnaire that gives no instrument."""


class InvalidAnswers(_Invalid):
    """Answers, a history or a result that cannot be scored."""
