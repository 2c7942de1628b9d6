"""Keeps an index up to date while seeds come, change and go: a thread that waits for changes and starts runs.

A file that is still being written is left alone until it has been quiet for SETTLED_SECONDS; other files do not wait
for it. No error ends the watch: it is told, and looked again later.
"""

import threading
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Protocol, Self

from watchfiles import watch

from archive.errors import ArchiveError, IndexLocked
from archive.home import Home
from archive.indexing import damage
from archive.indexing.report import Progress, Report
from archive.indexing.run import require_folders
from archive.indexing.scan import FolderIdentity, identity, scan
from archive.indexing.tuning import (
    AGAIN_SECONDS,
    POLL_SECONDS,
    RETRY_LATER_SECONDS,
    RETRY_SECONDS,
    SETTLED_SECONDS,
    STOP_SECONDS,
    TICK_SECONDS,
)

THREAD = "watcher"
"""The name of a watcher's thread."""

SeedStates = dict[str, tuple[int, int] | str]
"""Name below seeds/ → size in bytes and time of last change in ns, or the reason why it is no file to read."""


class RunIndex(Protocol):
    """Brings the index up to date once; ``Archive.index`` is one."""

    def __call__(self, *, unsettled: Collection[str], progress: Progress) -> Report:
        """Run, and leave the seeds named in ``unsettled`` as the index has them; see ``run.update_index``."""


class Watcher:
    """Watches the seeds of an archive. It is a context manager; its thread runs while the block does.

    Args:
        home: the archive whose seeds are watched.
        run_index: called when a run is due.
        on_report: called in the watcher's thread after each run. A ``BrokenPipeError`` of it ends the watch: whoever
            read the reports has gone.
        on_problem: called with a sentence for people: a run failed, or there is nothing to watch. The watch goes on,
            also if the sentence cannot be told.
        poll: True: look at all files every POLL_SECONDS instead of asking the system to tell of changes; None: only
            where the system cannot tell of them.

    Raises:
        ArchiveError: on entering: there is neither a folder of seeds nor an index.
    """

    def __init__(
        self,
        home: Home,
        run_index: RunIndex,
        on_report: Callable[[Report], None],
        on_problem: Callable[[str], None],
        *,
        poll: bool | None = None,
    ) -> None:
        self._home = home
        self._seeds = home.seeds
        self._run_index = run_index
        self._on_report = on_report
        self._on_problem = on_problem
        self._poll = poll
        self._stop = threading.Event()
        self._first_run = threading.Event()
        self._thread = threading.Thread(target=self._run, name=THREAD, daemon=True)
        self._indexed: SeedStates | None = None
        self._alarm: str | None = None
        self._told = ""
        self._failure: BaseException | None = None

    def __enter__(self) -> Self:
        require_folders(self._home)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """End the watch. A run that does not stop within STOP_SECONDS goes on in its thread until its next commit."""
        self._stop.set()
        self._thread.join(STOP_SECONDS)

    def wait_for_first_run(self, seconds: float | None = None) -> bool:
        """Wait until the first run has ended, well or not; with ``seconds``, no longer than that.

        Returns:
            Whether it has ended.
        """
        return self._first_run.wait(seconds)

    @property
    def has_ended(self) -> bool:
        """Whether the watch has begun and goes on no more."""
        return self._thread.ident is not None and not self._thread.is_alive()

    @property
    def problem(self) -> str | None:
        """Why the index may not say what the seeds say, as it was last told; None if all is well."""
        return self._told or None

    def wait(self) -> None:
        """Wait until interrupted. A ``BrokenPipeError`` of ``on_report`` ends the watch and is raised here."""
        while self._thread.is_alive():
            self._thread.join(1)  # with a limit, so that Ctrl+C arrives on every system
        if self._failure:
            raise self._failure

    def _run(self) -> None:
        try:
            due = self._round()
            self._first_run.set()
            while not self._stop.is_set():
                try:
                    for changed in self._changes():
                        if (changed or time.monotonic() >= due or self._alarmed()) and not self._stop.is_set():
                            due = self._round()
                except _ReaderGone:
                    raise
                except Exception as error:  # a defect must not end the watch unseen
                    self._tell(f"The seeds could not be watched ({type(error).__name__}: {error}).")
                    self._stop.wait(RETRY_LATER_SECONDS)
        except _ReaderGone as error:
            self._failure = error.__cause__
        finally:
            self._first_run.set()

    def _alarmed(self) -> bool:
        """Whether the index itself asks for a run; each occasion does so once."""
        before, self._alarm = self._alarm, damage.alarm(self._home.index)
        if self._alarm is None or self._alarm == before:
            return False
        self._indexed = None
        return True

    def _round(self) -> float:
        """``_bring_up_to_date``, of which no defect ends the watch."""
        try:
            return self._bring_up_to_date()
        except _ReaderGone:
            raise
        except Exception as error:
            self._tell(f"The index could not be brought up to date ({type(error).__name__}: {error}).")
            return time.monotonic() + RETRY_LATER_SECONDS

    def _changes(self) -> Iterator[bool]:
        """Yield every TICK_SECONDS whether anything has changed; end when the folder has gone or is another one."""
        folder = _identity(self._seeds)
        if folder is None:
            self._tell(f"There is no folder {self._seeds}: make it or mount it; it is waited for.")
            self._stop.wait(TICK_SECONDS)
            yield _identity(self._seeds) is not None
            return
        changed_before = True  # seeds may have changed after the last run and before the watch began
        try:
            for changes in watch(
                self._seeds,
                watch_filter=None,
                debounce=int(TICK_SECONDS * 1000),
                rust_timeout=int(TICK_SECONDS * 1000),
                yield_on_timeout=True,
                stop_event=self._stop,
                force_polling=self._poll,
                poll_delay_ms=int(POLL_SECONDS * 1000),
                ignore_permission_denied=True,
            ):
                if _identity(self._seeds) != folder:
                    yield True
                    return
                yield bool(changes) or changed_before
                changed_before = False
        except (OSError, RuntimeError) as error:  # such as too many folders for the system to watch
            if self._poll is None:
                every = f"{POLL_SECONDS:.0f} s"
                self._tell(f"The system tells of no changes ({error}): all files are looked at every {every}.")
                self._poll = True
            self._stop.wait(POLL_SECONDS)
            yield True

    def _bring_up_to_date(self) -> float:
        """Run the index if any seed that has settled differs from the last run.

        Returns:
            The moment (``time.monotonic``) at which to look again even if no change is told of.
        """
        before = self._states()
        if before == self._indexed:
            self._told = ""
            return float("inf")
        self._stop.wait(SETTLED_SECONDS if self._indexed is not None or _fresh(before) else 0)
        state = self._states()
        unsettled = {name for name, seen in state.items() if before.get(name) != seen}
        settled = state
        if unsettled:
            was = self._indexed or {}
            settled = {name: seen for name, seen in state.items() if name not in unsettled}
            settled |= {name: was[name] for name in unsettled if name in was}
        if settled != self._indexed and not self._stop.is_set():
            try:
                report = self._run_index(unsettled=unsettled, progress=self._go_on)
            except _Stopped:
                return 0.0
            except IndexLocked:
                return time.monotonic() + RETRY_SECONDS
            except ArchiveError as error:
                self._tell(" ".join(filter(None, (str(error), error.hint))))
                return time.monotonic() + RETRY_LATER_SECONDS
            self._indexed, self._told = settled, ""
            try:
                self._on_report(report)
            except BrokenPipeError as error:
                raise _ReaderGone from error
        return 0.0 if unsettled else time.monotonic() + AGAIN_SECONDS

    def _states(self) -> SeedStates:
        found = scan(self._seeds)
        return {seed.name: (seed.size, seed.mtime_ns) for seed in found.seeds} | found.refused | found.blocked

    def _go_on(self, done: int, total: int) -> None:
        if self._stop.is_set():
            raise _Stopped

    def _tell(self, problem: str) -> None:
        if problem != self._told:
            self._told = problem
            with suppress(Exception):  # where standard error is closed, nobody can be told
                self._on_problem(problem)


class _ReaderGone(Exception):
    """Nobody reads the reports any more."""


class _Stopped(Exception):
    """Ends a run in the middle because the watch ends; the next run continues it."""


def _identity(folder: Path) -> FolderIdentity | None:
    """Which folder it is; None if it has gone."""
    try:
        return identity(folder)
    except OSError:
        return None


def _fresh(states: SeedStates) -> bool:
    """Whether any file was written so lately that it may not be complete."""
    since = time.time_ns() - int(SETTLED_SECONDS * 1e9)
    return any(isinstance(seen, tuple) and seen[1] > since for seen in states.values())
