"""Keeps an index up to date while seeds come, change and go: one thread that waits for changes and runs the index.

A file that is still being written waits until it has been quiet for SETTLED seconds; the others do not wait for it.
"""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Self

from watchfiles import watch

from archive.errors import ArchiveError, IndexLocked
from archive.indexing.report import Report
from archive.indexing.run import require_folders
from archive.indexing.scan import scan
from archive.service import Archive

SETTLED = 0.6  # seconds without a change, after which a file counts as complete
AGAIN = 2.0  # seconds after a run: a file changed twice in a moment may be told of but once
RETRY = 2.0  # seconds, while another process writes to the index
RETRY_LATER = 30.0  # seconds, after anything else
_TICK = 0.5  # seconds between looks at whether the folder is still the same
_POLL = 1.0  # seconds between looks at all files, where the system does not tell of changes

State = dict[str, tuple[int, int] | str]
"""Name below seeds/ → size and time of last change, or why it is no file to read."""


class Watcher:
    """Watches the seeds of an archive; a context manager, in which the thread runs.

    Raises:
        ArchiveError: on entering: there is neither a folder of seeds nor an index.

    Args:
        on_report: called in that thread after each run that was due.
        on_problem: called with a sentence for people: a run failed, or there is nothing to watch. The watch goes on.
        poll: look at all files again and again instead of waiting to be told; None: where nobody would tell.
    """

    def __init__(
        self,
        archive: Archive,
        on_report: Callable[[Report], None],
        on_problem: Callable[[str], None],
        *,
        poll: bool | None = None,
    ) -> None:
        self._archive = archive
        self._seeds = archive.home.seeds
        self._on_report = on_report
        self._on_problem = on_problem
        self._poll = poll
        self._stop = threading.Event()
        self._first_run = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watcher", daemon=True)
        self._indexed: State | None = None
        self._told = ""
        self._failure: Exception | None = None

    def __enter__(self) -> Self:
        require_folders(self._archive.home)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def wait_for_first_run(self, seconds: float | None = None) -> bool:
        """Wait until the first run has ended, well or not, at most so long; whether it has."""
        return self._first_run.wait(seconds)

    def wait(self) -> None:
        """Wait for ever, until interrupted; raises what ``on_report`` or ``on_problem`` raised."""
        while self._thread.is_alive():
            self._thread.join(1)  # with a limit, so that Ctrl+C arrives on every system
        if self._failure:
            raise self._failure

    def _run(self) -> None:
        try:
            due = self._bring_up_to_date()
            self._first_run.set()
            while not self._stop.is_set():
                for changed in self._changes():
                    if (changed or time.monotonic() >= due) and not self._stop.is_set():
                        due = self._bring_up_to_date()
        except Exception as error:
            self._failure = error
        finally:
            self._first_run.set()

    def _changes(self) -> Iterator[bool]:
        """Each moment whether anything has changed; ends when the folder is another one than before, or gone."""
        folder = _identity(self._seeds)
        if folder is None:
            self._tell(f"There is no folder {self._seeds}: make it or mount it; it is waited for.")
            self._stop.wait(_TICK)
            yield _identity(self._seeds) is not None
            return
        changed_before = True  # since the last run, and before the watch begins
        try:
            for changes in watch(
                self._seeds,
                watch_filter=None,
                debounce=int(_TICK * 1000),
                rust_timeout=int(_TICK * 1000),
                yield_on_timeout=True,
                stop_event=self._stop,
                force_polling=self._poll,
                poll_delay_ms=int(_POLL * 1000),
                ignore_permission_denied=True,
            ):
                if _identity(self._seeds) != folder:
                    yield True
                    return
                yield bool(changes) or changed_before
                changed_before = False
        except (OSError, RuntimeError) as error:  # such as too many folders for the system to watch
            if self._poll is None:
                self._tell(f"The system tells of no changes ({error}): all files are looked at every {_POLL:.0f} s.")
                self._poll = True
            self._stop.wait(_POLL)
            yield True

    def _bring_up_to_date(self) -> float:
        """Run the index if anything that has settled differs from the last run; when to look again in any case."""
        before = self._state()
        if before == self._indexed:
            return float("inf")
        self._stop.wait(SETTLED if self._indexed is not None or _fresh(before) else 0)
        state = self._state()
        unsettled = {name for name, seen in state.items() if before.get(name) != seen}
        settled = state
        if unsettled:
            was = self._indexed or {}
            settled = {name: seen for name, seen in state.items() if name not in unsettled}
            settled |= {name: was[name] for name in unsettled if name in was}
        if settled != self._indexed and not self._stop.is_set():
            try:
                report = self._archive.index(unsettled=unsettled, progress=self._go_on)
            except _Stopped:
                return 0.0
            except IndexLocked:
                return time.monotonic() + RETRY
            except ArchiveError as error:
                self._tell(" ".join(filter(None, (str(error), error.hint))))
                return time.monotonic() + RETRY_LATER
            except Exception as error:  # a defect must not end the watch unseen
                self._tell(f"The index could not be brought up to date ({type(error).__name__}: {error}).")
                return time.monotonic() + RETRY_LATER
            self._indexed, self._told = settled, ""
            self._on_report(report)
        return 0.0 if unsettled else time.monotonic() + AGAIN

    def _state(self) -> State:
        found = scan(self._seeds)
        return {seed.name: (seed.size, seed.mtime_ns) for seed in found.seeds} | found.refused | found.blocked

    def _go_on(self, done: int, total: int) -> None:
        if self._stop.is_set():
            raise _Stopped

    def _tell(self, problem: str) -> None:
        if problem != self._told:
            self._told = problem
            self._on_problem(problem)


class _Stopped(Exception):
    """The watch ends in the middle of a run; the next one goes on where it was."""


def _identity(folder: Path) -> tuple[int, int] | None:
    """What tells a folder from another one mounted or made in its place."""
    try:
        state = folder.stat()
    except OSError:
        return None
    return state.st_dev, state.st_ino


def _fresh(state: State) -> bool:
    """Whether any file was written so lately that it may not be complete."""
    since = time.time_ns() - int(SETTLED * 1e9)
    return any(isinstance(seen, tuple) and seen[1] > since for seen in state.values())
