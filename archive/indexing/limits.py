"""What a reader process may take for one article, that it ends with the process that started it, and how a run uses
memory.

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
_M_ARENA_MAX = -8  # of glibc's malloc.h


class End(NamedTuple):
    """Why a reader ended within a file.

    Attributes:
        reason: as people are told of the file.
        in_content: the file itself is the reason, so that reading it once more would end alike.
    """

    reason: str
    in_content: bool


class Limits(NamedTuple):
    """What one article may take; the parent says it with each request.

    Attributes:
        cpu_seconds: of computing.
        seconds: of waiting, too.
        memory: bytes, beyond what the process had before.
    """

    cpu_seconds: float
    seconds: float
    memory: int

    @classmethod
    def tuned(cls) -> "Limits":
        """Those of ``tuning``."""
        return cls(tuning.ARTICLE_CPU_SECONDS, tuning.ARTICLE_SECONDS, tuning.ARTICLE_BYTES)

    def renew(self) -> None:
        """Give this process the time and the memory for one article, from now on."""
        if sys.platform != "win32":
            signal.setitimer(signal.ITIMER_PROF, self.cpu_seconds)
            signal.setitimer(signal.ITIMER_REAL, self.seconds)
        _limit_memory(self.memory)

    def end_of(self, status: int | None) -> End:
        """Why a reader ended that had these limits; ``status``: as ``Popen.returncode``."""
        if status == OUT_OF_MEMORY:
            return End(
                f"takes more than {self.memory // 1_000_000} MB of memory to read; split it or take it away", True
            )
        if sys.platform != "win32" and status == -signal.SIGPROF:
            return End(f"takes longer than {self.cpu_seconds:g} s to read; split it or take it away", True)
        if sys.platform != "win32" and status == -signal.SIGALRM:
            return End(f"was not read within {self.seconds:g} s; the next run tries again", False)
        return End("made its reader crash; the next run tries again, please report it if that fails too", False)


def lift() -> None:
    """Take the limits away, until they are renewed."""
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


def share_one_arena() -> None:
    """Let all threads of this process take memory from one place, from now on.

    With glibc a thread that receives articles else takes it from an arena of its own, which never shrinks again while
    other threads give it back piece by piece: an index of one large file took 100 MB more with every 5,000 articles.
    """
    if sys.platform == "linux":
        import ctypes

        with suppress(OSError, AttributeError):  # another C library has no such setting
            ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)


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
