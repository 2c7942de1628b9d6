"""Runs ``archive`` commands as processes and measures their time and memory."""

import subprocess
import sys
import threading
import time
from pathlib import Path


def run(home: Path, *arguments: str) -> tuple[float, float, str]:
    """Run an ``archive`` command on the archive at ``home``.

    Returns:
        Its seconds, the peak of its memory in MB with all child processes, and its standard output.
    """
    peak = 0.0
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "archive", "--home", str(home), *arguments], stdout=subprocess.PIPE, text=True
    )

    def watch() -> None:
        nonlocal peak
        while process.poll() is None:
            peak = max(peak, _megabytes(process.pid))
            time.sleep(0.05)

    watcher = threading.Thread(target=watch)
    watcher.start()
    output, _ = process.communicate()
    seconds = time.perf_counter() - started
    watcher.join()
    return seconds, peak, output


def _megabytes(pid: int) -> float:
    """The memory of a process and its children in MB, shared pages divided among them; 0 on systems without /proc."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().split("\n")
        own = next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
        return own + sum(_megabytes(int(child)) for child in children)
    except (OSError, StopIteration):
        return 0.0
