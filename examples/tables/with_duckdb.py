"""Scores a parquet file with DuckDB: `python with_duckdb.py INPUT.parquet OUTPUT.parquet DEFINITION.json`."""

import os
import sys

import duckdb
import pyarrow as pa
from rapport_feedback import Instrument

source, target, definition = sys.argv[1:]
instrument = Instrument(open(definition, "rb").read())  # JSON is UTF-8


def scored(batch: pa.RecordBatch) -> pa.RecordBatch:
    scores = instrument.score_batch(batch, column="result")
    return pa.RecordBatch.from_arrays(batch.columns + scores.columns, batch.schema.names + scores.schema.names)


results = duckdb.read_parquet(source).to_arrow_reader()
empty = pa.RecordBatch.from_pylist([], schema=results.schema)
table = pa.RecordBatchReader.from_batches(scored(empty).schema, map(scored, results))
partial = f"{target}.partial"  # after an error DuckDB leaves a file that looks whole
duckdb.connect().from_arrow(table).write_parquet(partial)  # the first connection is still reading
os.replace(partial, target)
