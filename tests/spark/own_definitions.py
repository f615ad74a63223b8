"""Scores a parquet file in which each row has an instrument of its own: own_definitions.py INPUT.parquet OUTPUT.parquet."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
from pyspark.sql import SparkSession
from pyspark.sql.types import StructType
from rapport_feedback import Instrument

sys.path.append(str(Path(__file__).resolve().parents[2] / "examples/spark"))
from rescore import SCORES  # noqa: E402


def scored(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        for index, definition in enumerate(batch["definition"]):
            row = batch.slice(index, 1)
            scores = Instrument(definition.as_py()).score_batch(row)
            yield pa.RecordBatch.from_arrays([row["row"], *scores.columns], ["row", *scores.schema.names])


source, target = sys.argv[1:]
spark = SparkSession.builder.getOrCreate()
cases = spark.read.parquet(source).repartition(4)
cases.mapInArrow(scored, StructType.fromDDL("row long, " + SCORES)).write.parquet(target)
spark.stop()
