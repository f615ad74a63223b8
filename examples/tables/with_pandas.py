"""Scores a parquet file with pandas: `python with_pandas.py INPUT.parquet OUTPUT.parquet DEFINITION.json`."""

import sys

import pandas as pd
import pyarrow as pa
from rapport_feedback import Instrument

source, target, definition = sys.argv[1:]
instrument = Instrument(open(definition, "rb").read())  # JSON is UTF-8

results = pd.read_parquet(source)
batch = pa.RecordBatch.from_pandas(results[["result"]], preserve_index=False)
scores = instrument.score_batch(batch).to_pandas()
scores.index = results.index  # the file may have stored another index, and pandas joins by it
pd.concat([results, scores], axis=1).to_parquet(target)
