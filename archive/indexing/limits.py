"""What a reader process may take for one article, and that it ends with the process that started it.

A process that takes too much ends itself, wherever it is at that moment, and its exit status says why. The limits come
from the system: timers on POSIX, memory on Linux. Elsewhere a reader has none.
"""

import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from archive.indexing import tuning

OUT_OF_MEMORY = 70
"""The exit status of a reader that needs more memory than it may have."""

_STATM = Path("/proc/self/statm")  # Linux: sizes of this process in pages; the sixth is its data
_PR_SET_PDEATHSIG = 1


class End(NamedTuple):
    """Why a reader ended within a file.

    Attributes:
        reason: as people are told of the file.
        in_content: the file itself is the reason, so that reading it once more would end alike.
    """

    reason: str
    in_content: bool


def renew() -> None:
    """Give this process the time and the memory for one article, from now on."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_PROF, tuning.ARTICLE_CPU_SECONDS)
        signal.setitimer(signal.ITIMER_REAL, tuning.ARTICLE_SECONDS)
    _limit_memory(tuning.ARTICLE_BYTES)


def lift() -> None:
    """Take the limits away, until ``renew``."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
    _limit_memory(None)


def _limit_memory(more: int | None) -> None:
    if sys.platform != "linux":
        return
    import resource

    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    limit = most
    if more is not None:
        limit = int(_STATM.read_text("ascii").split()[5]) * resource.getpagesize() + more
        if most != resource.RLIM_INFINITY:
            limit = min(limit, most)
    resource.setrlimit(resource.RLIMIT_DATA, (limit, most))


def end_with_parent() -> None:
    """Let the system kill this process when the one that started it has ended.

    That is for a process that is stuck; one that listens learns it from the end of its standard input, on any system.
    Ctrl+C at a terminal is meant for the parent alone.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        import ctypes

        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def end_of(status: int | None) -> End:
    """Why a reader ended; ``status``: as ``Popen.returncode``."""
    if status == OUT_OF_MEMORY:
        megabytes = tuning.ARTICLE_BYTES // 1_000_000
        return End(f"takes more than {megabytes} MB of memory to read; split it or take it away", True)
    if sys.platform != "win32" and status == -signal.SIGPROF:
        return End(f"takes longer than {tuning.ARTICLE_CPU_SECONDS} s to read; split it or take it away", True)
    if sys.platform != "win32" and status == -signal.SIGALRM:
        return End(f"was not read within {tuning.ARTICLE_SECONDS} s; it is tried again by the next run", False)
    return End("made its reader crash; it is tried again by the next run, please report it if that fails too", False)
