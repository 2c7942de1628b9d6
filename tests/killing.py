"""``kill -9`` of an indexing run at a moment that is drawn by its progress, not by a clock."""

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

_RUN = """
import os, signal, sys, threading, time
from archive.indexing import tuning
from archive.service import open_archive

home, engine, part, delay = sys.argv[1], sys.argv[2], float(sys.argv[3]), float(sys.argv[4])
tuning.BATCH_ARTICLES = tuning.MOST_BATCH_ARTICLES = 40
before, began, took, armed = 0, time.monotonic(), 0.2, False

def progress(done, total):
    global before, began, took, armed
    if done > before:
        before, began, took = done, time.monotonic(), time.monotonic() - began
    if done >= part * total and not armed:
        armed = True
        threading.Timer(delay * took, os.kill, (os.getpid(), signal.SIGKILL)).start()

with open_archive(home, engine=engine) as archive:
    archive.index(progress=progress)
"""
_TRIES = 20


def kill_run(home: Path, engine: str, part: float, again: Callable[[], bool]) -> None:
    """Run the index and kill it.

    Args:
        engine: the setting.
        part: of the files; when they are written the kill is due, within the batch of 40 files that comes next.
        again: called when a kill may have come too late; makes work for another run and says whether that is needed.
    """
    for count in range(_TRIES):
        # First in the middle of the batch; each time that this was too late, sooner.
        command = [sys.executable, "-c", _RUN, str(home), engine, str(part), str(0.5 / (count + 1))]
        run = subprocess.run(command, capture_output=True, text=True)
        assert run.returncode in (0, -signal.SIGKILL), run.stderr
        if not again() and run.returncode:
            return
    raise AssertionError(f"no run could be killed after {part:.0%} of its files")
