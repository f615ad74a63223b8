"""The console script of the wheel is the program `rapport`."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

from cases import ROOT
from rapport_feedback import Instrument, __version__

RAPPORT = Path(sys.executable).with_name("rapport")
NINE = ROOT / "examples/instruments/nine-sum.json"


def rapport(*arguments: str, text: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run([RAPPORT, *arguments], input=text, capture_output=True, text=True, timeout=60)


def test_check_prints_the_report_and_returns_its_code(tmp_path: Path) -> None:
    checked = rapport("check", str(NINE))
    assert (checked.returncode, checked.stderr) == (0, "")
    assert Instrument(NINE.read_text()).id in checked.stdout
    faulty = tmp_path / "faulty.json"
    faulty.write_text('{"id": 5}')
    assert rapport("check", str(faulty)).returncode == 1
    assert rapport("check").returncode == 2
    assert rapport("--version").stdout == f"rapport {__version__}\n"
    assert "rescore" in rapport("--help").stdout


def test_rescore_writes_the_lines_of_the_binding() -> None:
    instrument = Instrument(NINE.read_text())
    ids = [item["id"] for item in instrument.definition["items"]]
    lines = [json.dumps({"answers": {id: number % 4 for id in ids}}) for number in range(5_000)]
    lines[17:17] = ["{", '{"answers": {"nobody": 1}}']
    rescored = rapport("rescore", str(NINE), text="\n".join(lines))
    assert rescored.returncode == 1
    assert rescored.stdout.splitlines() == list(instrument.rescore(lines))


def test_interrupt_ends_the_program() -> None:
    with subprocess.Popen([RAPPORT, "rescore", NINE], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        time.sleep(1)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=20) == -signal.SIGINT
