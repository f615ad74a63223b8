"""The Spark example gives each row the scores of the core, also if an executor is killed half way."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from cluster import DEFINITION, ROOT, cluster, rescore, rows, start
from rapport_feedback import Instrument

sys.path.append(str(ROOT / "bindings/python/tests"))
from cases import CASES, golden, oracle, row_of, same  # noqa: E402

ROWS, KINDS, PER_GROUP = 1_000_000, 20_000, 20_000
FAULTY = ["{", '{"answers": {"nobody": 1}}', None, '{"answers": []} x']


def texts() -> list[str | None]:
    """Returns results with different answers, each fiftieth of them faulty."""
    ids = [item["id"] for item in json.loads(DEFINITION.read_text())["items"]]
    lines: list[str | None] = []
    for number in range(KINDS):
        values = [(number // (index + 1) + index * 7) % 6 or None for index in range(len(ids))]
        lines.append(json.dumps({"answers": dict(zip(ids, values))}))
    lines[::50] = [FAULTY[index % len(FAULTY)] for index in range(KINDS // 50)]
    return lines


@pytest.fixture(scope="module")
def million(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A parquet file of a million results."""
    path = tmp_path_factory.mktemp("million") / "results.parquet"
    lines = pa.array(texts())
    with pq.ParquetWriter(path, pa.schema([("row", pa.int64()), ("result", pa.string())])) as writer:
        for begin in range(0, ROWS, KINDS):
            numbers = pa.array(range(begin, begin + KINDS), pa.int64())
            writer.write_table(pa.table({"row": numbers, "result": lines}), row_group_size=PER_GROUP)
    return path


@pytest.fixture(scope="module")
def expected() -> pa.RecordBatch:
    """The scores of the results, of which the file repeats the same ones."""
    return Instrument(DEFINITION.read_text()).score_batch(pa.record_batch({"result": pa.array(texts())}))


def assert_whole(target: Path, expected: pa.RecordBatch) -> None:
    """Checks that each row of the input is there once, with its scores."""
    table = rows(target)
    assert table["row"].to_pylist() == list(range(ROWS))
    scores = table.drop_columns(["row", "result"]).combine_chunks()
    for begin in range(0, ROWS, KINDS):
        assert scores.slice(begin, KINDS).equals(pa.Table.from_batches([expected])), begin
    assert table["error"].null_count == ROWS - ROWS // 50


def executors(driver: int) -> list[int]:
    """Returns the executors among the processes that a driver started."""
    parents, commands = {}, {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat, command = (entry / "stat").read_text(), (entry / "cmdline").read_text()
            except OSError:
                continue
            parents[int(entry.name)], commands[int(entry.name)] = int(stat.rsplit(")", 1)[1].split()[1]), command

    def is_ours(process: int) -> bool:
        return process == driver or process in parents and is_ours(parents[process])

    return [process for process, command in commands.items() if "CoarseGrainedExecutorBackend" in command and is_ours(process)]


# Small partitions, so that there is a half way.
SMALL = "spark.sql.files.maxPartitionBytes=256k"


def test_two_executors_score_a_million_rows(tmp_path: Path, million: Path, expected: pa.RecordBatch) -> None:
    with start(million, tmp_path / "out", DEFINITION, cluster("local-cluster[2,1,1024]", SMALL)) as process:
        seen = set[int]()
        while process.poll() is None:
            seen |= set(executors(process.pid))
            time.sleep(0.2)
        assert process.returncode == 0, process.stdout and process.stdout.read()
    assert len(seen) == 2
    assert_whole(tmp_path / "out", expected)


def test_output_is_whole_after_an_executor_was_killed_half_way(
    tmp_path: Path, million: Path, expected: pa.RecordBatch
) -> None:
    target = tmp_path / "out"
    with start(million, target, DEFINITION, cluster("local-cluster[2,1,1024]", SMALL)) as process:
        deadline, written = time.monotonic() + 300, 0
        while written < 3 and process.poll() is None and time.monotonic() < deadline:
            written = len(list(target.glob("_temporary/0/task_*")))
            time.sleep(0.05)
        first, *_ = executors(process.pid)
        assert not (target / "_SUCCESS").exists(), "the job ended before the executor was killed"
        os.kill(first, signal.SIGKILL)
        output, _ = process.communicate(timeout=400)
    assert process.returncode == 0, output
    assert written >= 3
    assert re.search(r"Lost executor|exited with code|ExecutorLost", output), output
    assert_whole(target, expected)


def test_random_cases_have_the_scores_of_the_second_implementation(tmp_path: Path) -> None:
    cases = [*golden(), *oracle()]
    source, target = tmp_path / "cases.parquet", tmp_path / "out"
    lines = [json.dumps({key: case[key] for key in ("answers", "history")}) for case in cases]
    definitions = [json.dumps(case["instrument"]) for case in cases]
    pq.write_table(pa.table({"row": list(range(len(cases))), "result": lines, "definition": definitions}), source)
    job = subprocess.run(
        [sys.executable, ROOT / "tests/spark/own_definitions.py", source, target],
        env=cluster(), capture_output=True, text=True, timeout=400,
    )
    assert job.returncode == 0, job.stderr
    found = rows(target).drop_columns(["row"]).to_pylist()
    assert len(found) == len(cases) == CASES + 120
    for row, case in zip(found, cases):
        assert same(row, row_of(case["outcome"])), case


FAULTS = {
    "no column": ({"other": ["x"]}, DEFINITION, "column result missing, expected JSON text"),
    "a column of the scores": ({"result": ["{}"], "total": [1]}, DEFINITION, "columns total found, expected other names"),
    "a faulty definition": ({"result": ["{}"]}, ROOT / "package.json", "instrument.id: missing, expected a string"),
    "no definition": ({"result": ["{}"]}, ROOT / "nothing.json", "No such file"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_fault_of_the_call_is_one_line(name: str, tmp_path: Path) -> None:
    columns, definition, message = FAULTS[name]
    pq.write_table(pa.table(columns), tmp_path / "in.parquet")
    job = rescore(tmp_path / "in.parquet", tmp_path / "out", definition, cluster("local[1]"))
    assert job.returncode == 1
    assert message in job.stdout.splitlines()[-1]
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("version", [None, "11.0.2", "1.8.0_292"])
def test_java_that_is_missing_or_too_old_is_one_line(version: str | None, tmp_path: Path) -> None:
    if version:
        java = tmp_path / "bin/java"
        java.parent.mkdir()
        java.write_text(f"#!/bin/sh\necho 'openjdk version \"{version}\"' >&2\n")
        java.chmod(0o755)
    job = rescore(tmp_path, tmp_path, DEFINITION, cluster() | {"JAVA_HOME": str(tmp_path)})
    expected = "Java 17 or newer is missing: on Debian, sudo apt-get install openjdk-17-jre-headless\n"
    assert (job.returncode, job.stdout) == (1, expected)
