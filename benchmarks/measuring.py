"""Runs commands as processes and measures their time and memory; empties and fills the system's page cache.

Memory and the page cache are told on systems with /proc, ``posix_fadvise`` and ``mincore`` (Linux); elsewhere they are
None.
"""

import ctypes
import mmap
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

# Between two looks at the memory of a process: seconds, and times as long as the last look took. A look at a process of
# 500 MB takes 15 ms, in which it can hardly do anything: what is measured shall have its time for itself.
_PAUSE, _PAUSE_TIMES = 0.05, 50


@dataclass(frozen=True, slots=True)
class Finished:
    """A process that has ended.

    Attributes:
        seconds: from its start to its end.
        megabytes: the peak of its memory with all its children, shared pages divided among them; None: not measured.
        output: its standard output.
    """

    seconds: float
    megabytes: float | None
    output: str


def archive(home: Path, *arguments: str) -> list[str]:
    """The command line of an ``archive`` command on the archive at ``home``."""
    return [sys.executable, "-m", "archive", "--home", str(home), *arguments]


def run(
    command: Sequence[str],
    *,
    memory: bool = False,
    given: str | None = None,
    environment: Mapping[str, str] | None = None,
) -> Finished:
    """Run a command to its end; its standard error is kept for the error.

    Args:
        memory: whether to measure it, too.
        given: the command's standard input.
        environment: variables beside those of this process.

    Raises:
        RuntimeError: it ended with another exit code than 0 and 1, which says that nothing was found.
    """
    peak = 0.0
    begun = time.perf_counter()
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL if given is None else subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="replace",
        env={**os.environ, **(environment or {})},
    )

    def watch() -> None:
        nonlocal peak
        while process.poll() is None:
            looked = time.perf_counter()
            peak = max(peak, _with_children(process.pid))
            time.sleep(max(_PAUSE, _PAUSE_TIMES * (time.perf_counter() - looked)))

    watcher = threading.Thread(target=watch) if memory else None
    if watcher:
        watcher.start()
    output, errors = process.communicate(given)
    seconds = time.perf_counter() - begun
    if watcher:
        watcher.join()
    if process.returncode not in (0, 1) or (process.returncode == 1 and errors.startswith("Traceback")):
        raise RuntimeError(f"{' '.join(command[:6])} ended with {process.returncode}: {errors.strip()[-500:]}")
    return Finished(seconds, peak or None, output)


def _with_children(pid: int) -> float:
    """The memory of a process and its children in MB, shared pages divided among them; 0 on systems without /proc."""
    try:
        lists = Path(f"/proc/{pid}/task").glob("*/children")  # each thread has its own
        children = [child for children in lists for child in children.read_text().split()]
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().split("\n")
        own = next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
        return own + sum(_with_children(int(child)) for child in children)
    except (OSError, StopIteration):
        return 0.0


def own_megabytes(pid: int) -> float | None:
    """The memory that a process has for itself (RssAnon), without mapped files, in MB; None without /proc."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("RssAnon:")), None)


def size_of(folder: Path) -> int:
    """Bytes of all files below a folder."""
    return sum(path.stat().st_size for path in _files(folder))


def fill_cache(folder: Path) -> None:
    """Read all files below a folder, so that the system has them in its page cache."""
    for path in _files(folder):
        with path.open("rb") as file:
            while file.read(1 << 22):
                pass


def empty_cache(folder: Path) -> float | None:
    """Ask the system to drop the files below a folder from its page cache (POSIX_FADV_DONTNEED).

    Returns:
        The share of their pages that is still there (by mincore), 0 to 1; None where the system cannot do that.
    """
    if not hasattr(os, "posix_fadvise"):
        return None
    for path in _files(folder):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)  # only what is written can be dropped
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
        finally:
            os.close(handle)
    counts = [_cached_pages(path) for path in _files(folder)]
    return sum(cached for cached, _ in counts) / max(1, sum(pages for _, pages in counts))


def _cached_pages(path: Path) -> tuple[int, int]:
    """How many pages of a file are in the page cache, and how many it has."""
    size = path.stat().st_size
    if not size:
        return 0, 0
    pages = -(-size // mmap.PAGESIZE)
    found = (ctypes.c_ubyte * pages)()
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY) as mapped:
        held = ctypes.c_char.from_buffer(mapped)
        # The C library's function for the address; neither mmap nor os has it.
        failed = ctypes.CDLL(None).mincore(
            ctypes.c_void_p(ctypes.addressof(held)), ctypes.c_size_t(size), ctypes.byref(found)
        )
        del held  # else the mapping cannot be closed
    return (pages if failed else sum(page & 1 for page in found)), pages


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())
