"""The examples for DuckDB, Polars and pandas give each row of a parquet file the scores of the core, and drop none."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from cases import ROOT, golden, row_of, same
from rapport_feedback import Instrument

CASE = golden()[3]


@pytest.mark.parametrize("engine", ["duckdb", "polars", "pandas"])
def test_each_row_has_its_scores_or_its_error(engine: str, tmp_path: Path) -> None:
    definition, source, target = (tmp_path / name for name in ("definition.json", "in.parquet", "out.parquet"))
    definition.write_text(json.dumps(CASE["instrument"]))
    good = json.dumps({key: CASE[key] for key in ("answers", "history")})
    lines = [good, "{", None, '{"answers": {"nobody": 1}}', good] * 50_000
    pq.write_table(pa.table({"row": list(range(len(lines))), "result": lines}), source, row_group_size=30_000)
    command = [sys.executable, ROOT / f"examples/tables/with_{engine}.py", source, target, definition]
    subprocess.run(command, check=True, timeout=120)
    table = pq.read_table(target)
    assert table["row"].to_pylist() == list(range(len(lines)))
    assert table["result"].to_pylist() == lines
    expected = Instrument(definition.read_text()).score_batch(pa.record_batch({"result": lines[:5]}))
    assert table["error"].to_pylist() == expected["error"].to_pylist() * 50_000
    assert same(table["total"].to_pylist()[::5], [CASE["outcome"]["total"]] * 50_000)
    keys = ("total", "percent", "band", "subscales", "alerts")
    for row in (0, len(lines) - 1):
        assert same({key: table[key][row].as_py() for key in keys}, {key: row_of(CASE["outcome"])[key] for key in keys})
