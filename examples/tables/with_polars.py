"""Scores a parquet file with Polars: `python with_polars.py INPUT.parquet OUTPUT.parquet DEFINITION.json`."""

import sys

import polars as pl
import pyarrow as pa
from rapport_feedback import Instrument

source, target, definition = sys.argv[1:]
instrument = Instrument(open(definition, "rb").read())  # JSON is UTF-8

results = pl.read_parquet(source)
table = results.select("result").to_arrow()
batches = table.to_batches() or [pa.RecordBatch.from_pylist([], schema=table.schema)]  # a file may have no row
scores = pa.Table.from_batches([instrument.score_batch(batch) for batch in batches])
results.hstack(pl.from_arrow(scores)).write_parquet(target)
