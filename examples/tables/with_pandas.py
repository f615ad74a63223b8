"""Scores a parquet file with pandas: `python with_pandas.py INPUT.parquet OUTPUT.parquet DEFINITION.json`."""

import sys

import pandas as pd
import pyarrow as pa
from rapport_feedback import Instrument

source, target, definition = sys.argv[1:]
instrument = Instrument(open(definition).read())

results = pd.read_parquet(source)
batch = pa.RecordBatch.from_pandas(results[["result"]])
scores = instrument.score_batch(batch).to_pandas()
results.join(scores).to_parquet(target)
