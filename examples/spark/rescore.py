"""Scores a parquet file of results on Spark.

    python examples/spark/rescore.py INPUT.parquet OUTPUT.parquet DEFINITION.json

The input's column `result` holds a result of the form as JSON text, or `{"answers": {"ID": number | null}}`. The output
has each row of the input, with the columns of SCORES beside its own. A faulty row has `error` and `problems`, and no
scores. The executors need the wheel and pyarrow, as the driver does. Spark needs Java 17 or newer.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
from pyspark.sql import SparkSession
from pyspark.sql.types import StructType
from rapport_feedback import Instrument, InvalidInstrument

COLUMN = "result"
SCORES = """
    total double, percent double, band string, answered int, prorated boolean,
    subscales array<struct<id: string, score: double, band: string, answered: int, prorated: boolean>>,
    alerts array<struct<id: string, item: string, value: double>>,
    error string, problems array<struct<path: string, found: string, expected: string>>
"""


def main() -> str | None:
    """Runs the program. Returns an error message."""
    if len(sys.argv) != 4:
        return "usage: rescore.py INPUT.parquet OUTPUT.parquet DEFINITION.json"
    source, target, definition = sys.argv[1:]
    if fault := java_fault():
        return fault
    try:
        instrument = Instrument(Path(definition).read_bytes())
    except (OSError, InvalidInstrument) as error:
        return f"{definition}: {error}"

    def scored(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            scores = instrument.score_batch(batch, COLUMN)
            yield pa.RecordBatch.from_arrays(batch.columns + scores.columns, batch.schema.names + scores.schema.names)

    # Spark starts its Python workers by this name; without it they are another Python, which lacks the wheel.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    spark = SparkSession.builder.appName("rapport").getOrCreate()
    results = spark.read.parquet(source)
    columns = StructType.fromDDL(SCORES)
    if COLUMN not in results.columns:
        return f"{source}: column {COLUMN} missing, expected JSON text"
    if same := set(results.columns) & set(columns.names):
        return f"{source}: columns {', '.join(sorted(same))} found, expected other names than those of the scores"
    results.mapInArrow(scored, StructType([*results.schema, *columns])).write.parquet(target)
    spark.stop()
    return None


def java_fault() -> str | None:
    """Returns what is missing, if Spark finds no Java that it can run on."""
    home = os.environ.get("JAVA_HOME")
    java = shutil.which("java", path=f"{home}/bin" if home else None)
    version = subprocess.run([java, "-version"], capture_output=True, text=True).stderr if java else ""
    major = re.search(r'version "(\d+)', version)
    if major and int(major[1]) >= 17:
        return None
    return "Java 17 or newer is missing: on Debian, sudo apt-get install openjdk-17-jre-headless"


if __name__ == "__main__":
    sys.exit(main())
