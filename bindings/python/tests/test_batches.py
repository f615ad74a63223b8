"""Arrow batches and iterators: one result a row, in order, with a fixed schema, in bounded memory, without the lock."""

from __future__ import annotations

import json
import sys
import threading
import time
import tracemalloc
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count, islice

import pyarrow as pa
import pytest
from cases import golden
from rapport_feedback import Instrument

SESSION = Instrument.built_in("session")
LINE = '{"answers": {"safe": 82, "understood": 60, "together": 95, "open": 31, "helpful": 77}}'
LINES = [LINE, None, '{"answers": {"safe": 101}}', "", LINE]
SCHEMA = pa.schema([
    ("total", pa.float64()), ("percent", pa.float64()), ("band", pa.string()), ("answered", pa.int32()),
    ("prorated", pa.bool_()),
    ("subscales", pa.list_(pa.struct([
        ("id", pa.string()), ("score", pa.float64()), ("band", pa.string()), ("answered", pa.int32()),
        ("prorated", pa.bool_()),
    ]))),
    ("alerts", pa.list_(pa.struct([("id", pa.string()), ("item", pa.string()), ("value", pa.float64())]))),
    ("error", pa.string()),
    ("problems", pa.list_(pa.struct([("path", pa.string()), ("found", pa.string()), ("expected", pa.string())]))),
])
TYPES = [pa.string(), pa.large_string(), pa.string_view(), pa.binary(), pa.large_binary(), pa.binary_view()]


def batch(lines: list[str | None], kind: pa.DataType = TYPES[0]) -> pa.RecordBatch:
    encoded = pa.array([None if line is None else line.encode() for line in lines], pa.binary())
    return pa.record_batch({"id": list(range(len(lines))), "result": encoded.cast(kind)})


@pytest.mark.parametrize("kind", TYPES, ids=str)
def test_each_row_gives_one_row_whatever_the_type_of_the_column(kind: pa.DataType) -> None:
    scores = SESSION.score_batch(batch(LINES, kind))
    scores.validate(full=True)
    assert scores.schema == SCHEMA
    assert scores["total"].to_pylist() == [69.0, None, None, None, 69.0]
    assert scores["error"].to_pylist() == [
        None,
        "line: missing, expected an object with answers",
        "answers.safe: found 101, expected a value from 0 to 100 in steps of 1",
        "line: unreadable; expected JSON (EOF while parsing a value at line 1 column 0)",
        None,
    ]
    assert scores["problems"].to_pylist()[2] == [
        {"path": "answers.safe", "found": "101", "expected": "a value from 0 to 100 in steps of 1"},
    ]


@pytest.mark.parametrize("rows", [0, 3])
def test_column_of_nulls_alone_has_an_error_in_each_row(rows: int) -> None:
    scores = SESSION.score_batch(pa.record_batch({"result": pa.nulls(rows)}))
    scores.validate(full=True)
    assert scores.schema == SCHEMA
    assert scores["error"].to_pylist() == ["line: missing, expected an object with answers"] * rows
    with pytest.raises(TypeError):
        SESSION.score_batch(pa.record_batch({"result": pa.array([1] * rows, pa.int64())}))


def test_schema_is_the_same_for_every_instrument_and_batch() -> None:
    for case in golden():
        instrument = Instrument(case["instrument"])
        assert instrument.score_batch(batch([])).schema == SCHEMA
        assert instrument.score_batch(batch([json.dumps({"answers": case["answers"]})])).schema == SCHEMA


def test_slice_of_a_batch_gives_the_rows_of_the_slice() -> None:
    for kind in TYPES:
        whole = SESSION.score_batch(batch(LINES, kind))
        assert SESSION.score_batch(batch(LINES, kind).slice(1, 3)).to_pylist() == whole.slice(1, 3).to_pylist()


def test_column_has_to_be_there_and_hold_text() -> None:
    with pytest.raises(KeyError, match="answers"):
        SESSION.score_batch(batch(LINES), "answers")
    with pytest.raises(TypeError, match="id: found Int64, expected strings or binary"):
        SESSION.score_batch(batch(LINES), column="id")


OFFSETS = {
    "no UTF-8": ([0, 2], b"\xff{"),
    "a negative offset": ([0, -5, 2], b"{}"),
    "an offset outside of the buffer": ([0, 90_000, 2], b"{}"),
    "falling offsets": ([0, 2, 1], b"{}"),
}


@pytest.mark.parametrize("name", OFFSETS)
def test_batch_that_breaks_the_rules_of_arrow_is_refused(name: str) -> None:
    ends, text = OFFSETS[name]
    offsets = b"".join(end.to_bytes(4, "little", signed=True) for end in ends)
    broken = pa.Array.from_buffers(pa.string(), len(ends) - 1, [None, pa.py_buffer(offsets), pa.py_buffer(text)])
    with pytest.raises(pa.lib.ArrowException, match="Invalid argument error"):
        SESSION.score_batch(pa.record_batch({"result": broken}))


def test_rescore_gives_each_line_as_soon_as_it_is_asked_for() -> None:
    read = 0

    def lines() -> Iterator[str]:
        nonlocal read
        for read in count(1):
            yield LINE + "\n"

    scores = SESSION.rescore(lines())
    assert iter(scores) is scores and read == 0
    for number, _ in enumerate(islice(scores, 10_000), 1):
        assert number <= read <= min(2 * number, number + 256)


def test_rescore_takes_bounded_memory() -> None:
    def peak(lines: int) -> int:
        tracemalloc.start()
        assert sum(1 for _ in SESSION.rescore(LINE for _ in range(lines))) == lines
        size = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return size

    assert peak(100_000) < 2 * peak(2_000)


def test_exception_of_the_input_comes_after_the_scores_before_it() -> None:
    def lines() -> Iterator[str]:
        yield from [LINE] * 5
        raise OSError("the disk")

    scores, seen = SESSION.rescore(lines()), 0
    with pytest.raises(OSError, match="the disk"):
        for _ in scores:
            seen += 1
    assert seen == 5
    assert list(scores) == []


def test_a_line_may_have_line_breaks_and_gives_one_line() -> None:
    scores = list(SESSION.rescore([LINE.replace(", ", ",\n"), "\n", LINE + "\r\n", "\ud800", LINE.encode()]))
    assert [("\n" in line, "error" in line) for line in scores] == [
        (False, False), (False, True), (False, False), (False, True), (False, False),
    ]
    assert json.loads(scores[3]) == {"error": "line: unreadable; expected UTF-8", "line": 4}


def test_an_input_that_asks_for_scores_itself_raises() -> None:
    def lines() -> Iterator[str]:
        yield next(scores)

    scores = SESSION.rescore(lines())
    with pytest.raises(RuntimeError):
        next(scores)


BATCH = batch([LINE] * 200_000)
WORK: dict[str, Callable[[], object]] = {
    "score_batch": lambda: SESSION.score_batch(BATCH),
    "rescore": lambda: sum(1 for _ in SESSION.rescore([LINE] * 20_000)),
}


@pytest.mark.parametrize("name", WORK)
def test_lock_of_the_interpreter_is_released_while_lines_are_scored(name: str) -> None:
    is_done, ticks = threading.Event(), 0
    worker = threading.Thread(target=lambda: (WORK[name](), is_done.set()))
    interval = sys.getswitchinterval()
    # So Python itself never takes the lock from a thread: another one runs only if the worker releases it.
    sys.setswitchinterval(60)
    try:
        worker.start()
        while not is_done.is_set():
            time.sleep(0.0001)
            ticks += 1
    finally:
        sys.setswitchinterval(interval)
    worker.join()
    assert ticks > 20


def test_four_threads_score_one_instrument_at_once() -> None:
    expected = SESSION.score_batch(batch(LINES)).to_pylist()

    def score(_: int) -> bool:
        rows = SESSION.score_batch(batch(LINES)).to_pylist()
        lines = list(SESSION.rescore([LINE] * 100))
        result, problems = SESSION.verify('{"answers": {"safe": 101}}')
        return rows == expected and len(set(lines)) == 1 and result is None and len(problems) > 0

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(score, range(2_000)))
