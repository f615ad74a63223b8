"""Measures the rates of the Python wheel beside native code and a plain Python script, in one run.

`make rate` runs it. It fails if Arrow is slower than 0.7 of native code on one core, or if a score differs. Each figure
is the best of three: a busy machine slows single runs down.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from rapport_feedback import Instrument

ROOT = Path(__file__).resolve().parents[1]
DEFINITION = ROOT / "examples/instruments/three-means.json"
LINES, FEW, PER_BATCH, MIN_RATIO = 200_000, 20_000, 10_000, 0.7
SPARK = os.environ | {
    "PYSPARK_SUBMIT_ARGS": "--master local-cluster[2,1,1024] --conf spark.ui.enabled=false "
    "--conf spark.sql.files.maxPartitionBytes=4m pyspark-shell",
    "PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1",
}


def line(number: int, ids: list[str]) -> str:
    """Returns a result as the element sends it, with different answers in each."""
    entries = []
    for index, item in enumerate(ids):
        value = (number // (index + 1) + index * 7) % 6 or None
        entries.append({"item": item, "value": value, "firstInteractionMs": 1800, "changes": 1, "input": "touch"})
    outcome = {
        "total": 3.2, "min": 1, "max": 5, "percent": 55.0, "answered": 12, "items": 12, "prorated": False,
        "subscales": [], "band": None, "alerts": [],
    }
    return json.dumps({
        "schema": "rapport/1", "id": f"0b9c7f0e-6f0c-4a57-9d3f-{number:012x}", "attempt": 1, "sessionId": str(number),
        "instrument": {"id": instrument.id, "version": instrument.version}, "lang": "en", "status": "complete",
        "startedAt": "2026-03-02T10:00:03.120Z", "submittedAt": "2026-03-02T10:00:24.570Z", "durationMs": 21450,
        "answers": entries, "outcome": outcome, "change": None,
        "quality": {
            "range": 4, "sd": 1.2, "straightlining": False, "secondsPerItem": 1.8, "speeding": True, "bestStreak": 0,
        },
    }, separators=(",", ":"))


def rate(name: str, count: int, work: Callable[[], object], runs: int = 3) -> float:
    """Prints and returns the rate of the best run, in results a second."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    print(f"{name + ':':<44}{count / min(times):>9.0f} a second", flush=True)
    return count / min(times)


def run(command: list[str | Path], source: Path, target: Path) -> None:
    """Runs a program from a file to a file, on the core that this process uses."""
    with source.open("rb") as stdin, target.open("wb") as stdout:
        subprocess.run(command, stdin=stdin, stdout=stdout, check=True)


def by_copies(name: str, script: str, folder: Path, copies: int, environment: dict[str, str]) -> None:
    """Prints the rate of an example, by the time that more copies of the results take: so its start does not count."""

    def seconds(copies: int) -> float:
        source, target = folder / f"{copies}.parquet", folder / f"{script.replace('/', '-')}-{copies}"
        if not source.exists():
            with pq.ParquetWriter(source, batches[0].schema) as writer:
                for _ in range(copies):
                    writer.write_table(pa.Table.from_batches(batches), row_group_size=PER_BATCH)
        command = [sys.executable, ROOT / "examples" / script, source, target, DEFINITION]
        start = time.perf_counter()
        job = subprocess.run(command, env=environment, capture_output=True, text=True)
        assert job.returncode == 0, job.stdout + job.stderr
        return time.perf_counter() - start

    few = seconds(1)
    per_second = LINES * (copies - 1) / (seconds(copies) - few)
    print(f"{name + ':':<44}{per_second:>9.0f} a second, and {few - LINES / per_second:.1f} s to start", flush=True)


instrument = Instrument(DEFINITION.read_text())
lines = [line(number, [item["id"] for item in instrument.definition["items"]]) for number in range(LINES)]
dicts = [json.loads(text) for text in lines[:FEW]]
batches = [pa.record_batch({"result": lines[at : at + PER_BATCH]}) for at in range(0, LINES, PER_BATCH)]
cores = os.sched_getaffinity(0)
print(f"{LINES} results of {sum(map(len, lines)) // LINES} bytes, twelve items in three subscales")

with tempfile.TemporaryDirectory() as name:
    folder = Path(name)
    source, native_lines, plain_lines = (folder / name for name in ("in.jsonl", "native.jsonl", "plain.jsonl"))
    source.write_text("".join(text + "\n" for text in lines))
    few = folder / "few.jsonl"
    few.write_text("".join(text + "\n" for text in lines[:FEW]))
    rapport = Path(re.sub(r"^(?!/)", f"{ROOT}/", os.environ["RESCORE"]))
    os.sched_setaffinity(0, {min(cores)})
    native = rate("native, one core", LINES, lambda: run([rapport, "rescore", DEFINITION], source, native_lines))
    arrow = rate("Python, score_batch, one core", LINES, lambda: [instrument.score_batch(batch) for batch in batches])
    rate("Python, rescore, text, one core", LINES, lambda: sum(1 for _ in instrument.rescore(lines)))
    rate("Python, verify, text, one core", FEW, lambda: [instrument.verify(text) for text in lines[:FEW]])
    rate("Python, verify, dicts, one core", FEW, lambda: [instrument.verify(result) for result in dicts])
    rate("Python, score, dicts, one core", FEW, lambda: [instrument.score(result["answers"]) for result in dicts])
    plain = [sys.executable, ROOT / "bench/rescore.py", DEFINITION]
    rate("plain Python script, one core", FEW, lambda: run(plain, few, plain_lines))
    os.sched_setaffinity(0, cores)
    with ThreadPoolExecutor(len(cores)) as pool:
        name = f"Python, score_batch, {len(cores)} threads"
        rate(name, LINES, lambda: list(pool.map(instrument.score_batch, batches)))
    for engine in ("duckdb", "polars", "pandas"):
        by_copies(f"{engine}, parquet to parquet", f"tables/with_{engine}.py", folder, 3, dict(os.environ))
    by_copies("Spark, local-cluster[2,1,1024]", "spark/rescore.py", folder, 10, SPARK)

    totals = [total for batch in batches for total in instrument.score_batch(batch)["total"].to_pylist()]
    with native_lines.open() as file:
        assert [json.loads(text)["outcome"]["total"] for text in file] == totals, "native and Arrow differ"
    with plain_lines.open() as file:
        assert [json.loads(text)["outcome"]["total"] for text in file] == totals[:FEW], "the plain script differs"

print(f"score_batch to native: {arrow / native:.2f}, at least {MIN_RATIO}")
sys.exit(arrow / native < MIN_RATIO)
