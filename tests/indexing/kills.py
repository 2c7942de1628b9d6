"""``kill -9`` of an indexing run at a moment that is drawn by its progress: an event among the files of index/.

A run is watched through the folder: every file that appears, goes, or grows is an event. A run that nobody kills tells
how many events there are; then one is drawn, and a run is killed at it. If it ends before, another is drawn.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from archive.service import open_archive

from .states import added, answers, fresh, write_seeds

MOST_DRAWS = 40  # for one kill; a draw that comes too late is repeated
MOST_EVENTS = 1_000_000  # more than a run has
Event = str
"""``appears``, ``goes`` or ``grows``, and the kind of file: its suffix, or its name where the name means something."""


def run_once(home: Path, is_last: Callable[[list[Event]], bool], *options: str) -> tuple[list[Event], bool]:
    """Index a home in another process, and kill it at the first event of which ``is_last`` says so.

    Returns:
        The events seen, and whether the run was killed before it ended.
    """
    events: list[Event] = []
    seen = _files(home / "index")
    process = subprocess.Popen(
        [sys.executable, "-m", "archive", "--home", str(home), "index", *options],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # a group of its own, by which its readers can be found
    )
    killed = False
    while process.poll() is None:
        now = _files(home / "index")
        for event in _events(seen, now):
            events.append(event)
            if not killed and is_last(events):
                process.send_signal(signal.SIGKILL)
                killed = process.wait() == -signal.SIGKILL
                break
        seen = now
    assert killed or process.returncode == 0
    _wait_for_group(process.pid)
    return events, killed


class Killer:
    """Kills runs at random events.

    Args:
        seed: of the random numbers.
        wanted: only at events whose text holds this.
    """

    def __init__(self, seed: int, wanted: str = "") -> None:
        self.chance = random.Random(seed)  # noqa: S311
        self.kills = 0
        self._wanted = wanted
        self._events = 0  # of those wanted, how many the last run had that nobody killed

    def kill(self, home: Path, *options: str) -> None:
        """Kill one run over a home."""
        for _ in range(MOST_DRAWS):
            number = self.chance.randrange(self._events) + 1 if self._events else MOST_EVENTS
            copy = shutil.copytree(home, home.with_name("draw"))
            events, killed = run_once(copy, lambda events: self._count(events) >= number, *options)  # noqa: B023
            if killed:
                self.kills += 1
                shutil.rmtree(home)
                copy.rename(home)
                return
            shutil.rmtree(copy)
            self._events = self._count(events)
        pytest.fail(f'no run could be killed at an event "{self._wanted}"')

    def _count(self, events: list[Event]) -> int:
        return sum(self._wanted in event for event in events)


def kill_and_compare(home: Path, kills: int, seed: int, wanted: str = "") -> None:
    """Kill runs so many times, files being added, changed and removed in between; see after each that the archive
    answers and that the next run gives what a fresh index gives, that dates are kept and that nothing is left."""
    killer = Killer(seed, wanted)
    write_seeds(home, range(20))
    with open_archive(home) as archive:
        archive.index()
    dates = added(home)
    for number in range(kills):
        write_seeds(home, range(20 + 6 * number, 26 + 6 * number))
        write_seeds(home, [killer.chance.randrange(20)], edition=100 + number)
        present = sorted((home / "seeds").glob("m*.txt"))
        gone = killer.chance.choice(present[20:])
        gone.unlink()
        dates.pop(gone.stem, None)
        killer.kill(home)
        with open_archive(home) as archive:
            assert archive.search("Leuchtturm", limit=0).total >= 15
            archive.status()
            assert archive.search("Nummer").hits[0].snippets
            seen = {article.id: article.added for article, _ in archive.export()}
            archive.index()
            assert archive.doctor().ok
            assert archive.index().notices == []
        assert answers(home, order=False) == fresh(home, order=False)
        now = added(home)
        assert {id: now[id] for id in dates} == dates
        assert all(now[id] == date for id, date in seen.items() if id in now)
        dates = now
        leftover(home)
    assert killer.kills == kills


def leftover(home: Path) -> None:
    """See that one generation is there, and no temporary file."""
    index = home / "index"
    assert sum(path.is_dir() for path in index.iterdir()) == 1, sorted(index.iterdir())
    names = [path.relative_to(index).as_posix() for path in index.rglob("*")]
    strange = [name for name in names if name.endswith((".new", ".tmp", "-journal", "-wal", ".ctmp", ".damaged"))]
    assert not strange, strange


def _files(folder: Path) -> dict[str, tuple[int, int]]:
    """Name → inode and size of every file below a folder, also while it changes."""
    found: dict[str, tuple[int, int]] = {}
    pending = [str(folder)]
    while pending:
        with suppress(OSError), os.scandir(pending.pop()) as entries:
            for entry in entries:
                with suppress(OSError):
                    if entry.is_dir(follow_symlinks=False):
                        pending.append(entry.path)
                    else:
                        status = entry.stat()
                        found[entry.path] = (status.st_ino, status.st_size)
    return found


def _events(before: dict[str, tuple[int, int]], now: dict[str, tuple[int, int]]) -> list[Event]:
    events = [f"goes {_kind(name)}" for name in before.keys() - now.keys()]
    events += [f"appears {_kind(name)}" for name, (inode, _) in now.items() if before.get(name, (0, 0))[0] != inode]
    events += [
        f"grows {_kind(name)}"
        for name, (inode, size) in now.items()
        if name in before and before[name][0] == inode and before[name][1] != size
    ]
    return events


def _kind(name: str) -> str:
    path = Path(name)
    return path.name if path.suffix in ("", ".json", ".sqlite", ".new") or "sqlite" in path.name else path.suffix


def _wait_for_group(group: int) -> None:
    """See that no process of a run outlives it for long."""
    import time

    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.02)
    pytest.fail("a process of a run that was killed is still there")
