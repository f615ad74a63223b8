"""The command line `rapport`."""

from __future__ import annotations

import signal
import sys

from ._native import run_command_line


def main() -> int:
    """Runs the command line with the arguments of the process. Returns its exit code."""
    # Python's handler runs between bytecodes only, and so would not end the native code.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    return run_command_line(sys.argv[1:])
