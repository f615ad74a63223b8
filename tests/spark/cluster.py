"""A local cluster, whose executors are processes of their own, and the results that it scores."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

ROOT = Path(__file__).resolve().parents[2]
DEFINITION = ROOT / "examples/instruments/three-means.json"


def cluster(master: str = "local-cluster[2,1,1024]", *settings: str) -> dict[str, str]:
    """Returns the environment in which `rescore.py` runs on a cluster of this machine."""
    pairs = [f"--conf {setting}" for setting in ("spark.ui.enabled=false", "spark.log.level=ERROR", *settings)]
    submit = f"--master {master} {' '.join(pairs)} pyspark-shell"
    return os.environ | {
        "PYSPARK_SUBMIT_ARGS": submit, "PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1",
    }


def start(source: Path, target: Path, definition: Path, environment: dict[str, str]) -> subprocess.Popen[str]:
    """Starts the example."""
    command = [sys.executable, ROOT / "examples/spark/rescore.py", source, target, definition]
    return subprocess.Popen(
        command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )


def rescore(source: Path, target: Path, definition: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Runs the example to its end."""
    with start(source, target, definition, environment) as process:
        output, _ = process.communicate(timeout=400)
    return subprocess.CompletedProcess([], process.returncode, output)


def rows(target: Path) -> pa.Table:
    """Returns what the example wrote, in the order of the input."""
    return pq.read_table(target).sort_by("row")
