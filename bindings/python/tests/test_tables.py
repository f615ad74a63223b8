"""The examples for DuckDB, Polars and pandas give each row of a parquet file the scores of the core, and drop none."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from cases import ROOT, golden, row_of, same
from rapport_feedback import Instrument

CASE = golden()[3]


ENGINES = ["duckdb", "polars", "pandas"]
GOOD = json.dumps({key: CASE[key] for key in ("answers", "history")})


def run(engine: str, folder: Path, table: pa.Table, **options: int) -> subprocess.CompletedProcess[str]:
    """Runs an example on a file of `table`, in a new folder. The output is `out.parquet`."""
    folder.mkdir(exist_ok=True)
    definition, source, target = (folder / name for name in ("definition.json", "in.parquet", "out.parquet"))
    text = json.dumps(CASE["instrument"] | {"title": "Größe"}, ensure_ascii=False)
    definition.write_text(text, encoding="utf-8")
    pq.write_table(table, source, **options)
    command = [sys.executable, ROOT / f"examples/tables/with_{engine}.py", source, target, definition]
    ascii_locale = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    return subprocess.run(command, capture_output=True, text=True, timeout=120, env=os.environ | ascii_locale)


@pytest.mark.parametrize("engine", ENGINES)
def test_each_row_has_its_scores_or_its_error(engine: str, tmp_path: Path) -> None:
    lines = [GOOD, "{", None, '{"answers": {"nobody": 1}}', GOOD] * 50_000
    given = pa.table({"row": list(range(len(lines))), "result": lines})
    assert run(engine, tmp_path, given, row_group_size=30_000).stderr == ""
    table = pq.read_table(tmp_path / "out.parquet")
    assert table["row"].to_pylist() == list(range(len(lines)))
    assert table["result"].to_pylist() == lines
    expected = Instrument(CASE["instrument"]).score_batch(pa.record_batch({"result": lines[:5]}))
    assert table["error"].to_pylist() == expected["error"].to_pylist() * 50_000
    assert same(table["total"].to_pylist()[::5], [CASE["outcome"]["total"]] * 50_000)
    keys = ("total", "percent", "band", "subscales", "alerts")
    for row in (0, len(lines) - 1):
        assert same({key: table[key][row].as_py() for key in keys}, {key: row_of(CASE["outcome"])[key] for key in keys})


EMPTY = {
    "no row": pa.table({"row": pa.array([], pa.int64()), "result": pa.array([], pa.string())}),
    "no row and no type": pa.table({"row": pa.array([], pa.int64()), "result": pa.nulls(0)}),
    "no result": pa.table({"row": [0, 1], "result": pa.array([None, None], pa.string())}),
    "no result and no type": pa.table({"row": [0, 1], "result": pa.nulls(2)}),
}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", EMPTY)
def test_file_without_results_gives_a_row_for_each_row(engine: str, name: str, tmp_path: Path) -> None:
    ended = run(engine, tmp_path, EMPTY[name])
    if engine == "duckdb" and "no type" in name:
        assert "result: found Int32, expected strings" in ended.stderr, "DuckDB takes a column without a type for integers"
        return
    assert ended.stderr == ""
    table = pq.read_table(tmp_path / "out.parquet")
    assert table["row"].to_pylist() == EMPTY[name]["row"].to_pylist()
    assert table["error"].to_pylist() == ["line: missing, expected an object with answers"] * table.num_rows
    assert table.column_names[2:] == ["total", "percent", "band", "answered", "prorated", "subscales", "alerts", "error", "problems"]


FAULTY = {
    "column of the scores": pa.table({"result": [GOOD], "total": [1.0]}),
    "numbers": pa.table({"result": [1]}),
    "no column": pa.table({"row": [1]}),
}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", FAULTY)
def test_file_that_cannot_be_scored_leaves_no_output(engine: str, name: str, tmp_path: Path) -> None:
    ended = run(engine, tmp_path, FAULTY[name])
    # Arrow's threads now and then abort a program that ends by an exception.
    assert ended.returncode != 0 and "Traceback" in ended.stderr
    assert not (tmp_path / "out.parquet").exists()


INDEXES = {
    "shifted": pd.RangeIndex(1, 7), "sorted": pd.Index([3, 5, 0, 2, 4, 1]), "duplicate": pd.Index([1, 1, 0, 0, 2, 2]),
    "of names": pd.Index(list("fedcba"), name="client"), "of two levels": pd.MultiIndex.from_product([[1, 0], [2, 1, 0]]),
}


@pytest.mark.parametrize("index", INDEXES)
def test_pandas_gives_each_row_its_own_scores_whatever_the_stored_index(index: str, tmp_path: Path) -> None:
    frame = pd.DataFrame({"row": range(6), "result": [GOOD, "{", None] * 2}, index=INDEXES[index])
    assert run("pandas", tmp_path, pa.Table.from_pandas(frame)).stderr == ""
    scored = pd.read_parquet(tmp_path / "out.parquet")
    assert scored["row"].tolist() == list(range(6))
    assert scored.index.tolist() == INDEXES[index].tolist()
    totals = [None if pd.isna(total) else total for total in scored["total"]]
    assert same(totals, [CASE["outcome"]["total"], None, None] * 2)
    assert scored["error"].isna().tolist() == [True, False, False] * 2
