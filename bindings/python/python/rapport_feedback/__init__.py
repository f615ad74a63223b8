"""Verifies and scores the results of the <rapport-feedback> element, by the element's own Rust code."""

from ._native import Instrument, __version__
from .errors import InvalidAnswers, InvalidInstrument, Problem

__all__ = ["Instrument", "InvalidAnswers", "InvalidInstrument", "Problem", "__version__"]
