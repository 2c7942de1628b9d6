"""``kill -9`` of what indexes at a moment that is drawn by its progress: an event among the files of index/.

A run is watched through the folder: every file that appears, goes, or grows is an event. A run that nobody kills tells
how many events there are; then one is drawn, and a run is killed at it. If it ends before, another is drawn. So are
killed ``archive index``, commands that stay and index meanwhile, and the processes that read for a run.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from archive.service import open_archive

from .states import added, answers, fresh, write_seeds

MOST_SEEDS = 50
MOST_DRAWS = 40  # for one kill; a draw that comes too late is repeated
QUIET_SECONDS = 2.5  # without an event: longer than a watch waits before it looks once more
START_SECONDS = 20.0
FIRST_EVENTS = 30  # a guess, before a run has told how many there are
Event = str
"""``appears``, ``goes`` or ``grows``, and the kind of file: its suffix, or its name where the name means something."""


@dataclass(frozen=True)
class Victim:
    """What is killed.

    Attributes:
        command: arguments of ``archive``.
        stays: whether it goes on when the index is up to date; then it is ended as a service manager does it.
        readers: kill the processes that read for it, and not itself.
    """

    command: tuple[str, ...] = ("index",)
    stays: bool = False
    readers: bool = False


INDEX = Victim()


def run_once(home: Path, is_last: Callable[[list[Event]], bool], victim: Victim = INDEX) -> tuple[list[Event], bool]:
    """Index a home in another process, and kill at the first event of which ``is_last`` says so.

    Returns:
        The events seen, and whether anything was killed before the run ended.
    """
    events: list[Event] = []
    seen = _files(home / "index")
    process = subprocess.Popen(
        [sys.executable, "-m", "archive", "--home", str(home), *victim.command],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # a group of its own, by which its readers can be found
    )
    killed = False
    quiet_since = time.monotonic()
    while process.poll() is None:
        now = _files(home / "index")
        for event in _events(seen, now):
            events.append(event)
            quiet_since = time.monotonic()
            if not killed and is_last(events):
                if victim.readers:
                    killed = _kill_children(process.pid)
                    continue
                process.send_signal(signal.SIGKILL)
                killed = process.wait() == -signal.SIGKILL
                break
        seen = now
        if victim.stays and time.monotonic() - quiet_since > (QUIET_SECONDS if events else START_SECONDS):
            process.terminate()
            process.wait(10)
    assert process.returncode in ((0, -signal.SIGKILL) if killed and not victim.readers else (0,)), process.returncode
    _wait_for_group(process.pid)
    return events, killed


def _kill_children(pid: int) -> bool:
    """Kill the children of a process; gives whether it had any."""
    found = False
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            for child in path.read_text().split():
                with suppress(ProcessLookupError):
                    os.kill(int(child), signal.SIGKILL)
                    found = True
    return found


class Killer:
    """Kills runs at random events.

    Args:
        seed: of the random numbers.
        wanted: only at events whose text holds this.
    """

    def __init__(self, seed: int, wanted: str = "", victim: Victim = INDEX) -> None:
        self._victim = victim
        self.chance = random.Random(seed)  # noqa: S311
        self.kills = 0
        self._wanted = wanted
        self._events = FIRST_EVENTS  # of those wanted, how many the last run had that nobody killed

    def kill(self, home: Path, *options: str, undone: bool = True) -> None:
        """Kill one run over a home.

        Args:
            options: of its command.
            undone: a run that ended before it could be killed is as if it had not been; False: it stays, as what it
                wrote into a cluster does, and gets work again.
        """
        victim = replace(self._victim, command=(*self._victim.command, *options))
        for draw in range(MOST_DRAWS):
            number = self.chance.randrange(max(1, self._events)) + 1
            copy = shutil.copytree(home, home.with_name("draw"))
            events, killed = run_once(copy, lambda events: self._count(events) >= number, victim)  # noqa: B023
            if killed or not undone:
                shutil.rmtree(home)
                copy.rename(home)
            if killed:
                self.kills += 1
                return
            if undone:
                shutil.rmtree(copy)
            else:
                write_seeds(home, range(9000 + 6 * draw, 9006 + 6 * draw), edition=self.kills)
            self._events = self._count(events)
        pytest.fail(f'no run could be killed at an event "{self._wanted}"')

    def _count(self, events: list[Event]) -> int:
        return sum(self._wanted in event for event in events)


def kill_and_compare(
    home: Path, kills: int, seed: int, wanted: str = "", victim: Victim = INDEX, fresh_engine: str | None = None
) -> None:
    """Kill so many times, files being added, changed and removed in between; see after each that the archive answers
    and that the next run gives what a fresh index gives, that dates are kept and that nothing is left.

    Args:
        fresh_engine: of the fresh index, if not the same.
    """
    killer = Killer(seed, wanted, victim)
    write_seeds(home, range(20))
    with open_archive(home) as archive:
        archive.index()
    dates = added(home)
    for number in range(kills):
        write_seeds(home, range(20 + 6 * number, 26 + 6 * number))
        write_seeds(home, [killer.chance.randrange(20)], edition=100 + number)
        present = sorted((home / "seeds").glob("m*.txt"))
        # As many as come once there are some, so that what is compared takes no longer each time.
        for gone in killer.chance.sample(present[20:], 6 if len(present) > MOST_SEEDS else 1):
            gone.unlink()
            dates.pop(gone.stem, None)
        killer.kill(home, undone=fresh_engine is None)
        with open_archive(home) as archive:
            assert archive.search("Leuchtturm", limit=0).total >= 15
            archive.status()
            assert archive.search("Nummer").hits[0].snippets
            seen = {article.id: article.added for article, _ in archive.export()}
            archive.index()
            assert archive.doctor().ok
            assert archive.index().notices == []
        assert answers(home, order=False) == fresh(home, order=False, engine=fresh_engine)
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
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.02)
    pytest.fail("a process of a run that was killed is still there")
