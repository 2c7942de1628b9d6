"""The embedded engines among processes: one writes, others read, some are killed."""

import json
import multiprocessing
import os
import random
import shutil
import signal
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from archive.engines.base import Engine
from archive.errors import EngineError, IndexLocked
from archive.query.plan import Plan, Term

from .processes import batch, garbage, hold, made, opened, read_until, write_for_ever

SPAWN = multiprocessing.get_context("spawn")


def hashes(engine: Engine) -> dict[str, str]:
    return {stored.id: stored.hash for stored in engine.scan()}


def test_another_writer_is_told_that_the_index_is_locked_and_works_afterwards(name: str, index: Path) -> None:
    holding, let_go = SPAWN.Event(), SPAWN.Event()
    other = SPAWN.Process(target=hold, args=(name, index, holding, let_go))
    other.start()
    assert holding.wait(60)
    engine = opened(name, index, patience=0.2)
    with pytest.raises(IndexLocked) as error:
        engine.update([made("mine")])
    assert error.value.hint
    assert hashes(engine) == {}
    let_go.set()
    other.join(60)
    engine.update([made("mine")])
    assert set(hashes(engine)) == {"held", "mine"}


def test_a_writer_waits_a_little_for_another(name: str, index: Path) -> None:
    holding, let_go = SPAWN.Event(), SPAWN.Event()
    other = SPAWN.Process(target=hold, args=(name, index, holding, let_go))
    other.start()
    assert holding.wait(60)
    let_go.set()
    engine = opened(name, index, patience=60)
    engine.update([made("mine")])
    other.join(60)
    assert set(hashes(engine)) == {"held", "mine"}


def test_readers_in_other_processes_see_no_error_while_one_writes(name: str, index: Path) -> None:
    engine = opened(name, index)
    engine.update(made(f"{n}", source="dpa") for n in range(50))
    with SPAWN.Manager() as manager, ProcessPoolExecutor(2, SPAWN) as pool:
        stop, rounds = manager.Event(), manager.list([0, 0])
        readers = [pool.submit(read_until, name, index, stop, rounds, number) for number in range(2)]
        commits, deadline = 0, time.monotonic() + 120
        while (commits < 20 or min(rounds) < 6) and time.monotonic() < deadline:
            engine.update([made(f"{commits % 50}", f"{commits}", source="dpa")])
            commits += 1
            if any(reader.done() for reader in readers):
                break
        stop.set()
        for reader in readers:
            reader.result(60)
        assert commits >= 20
        assert min(rounds) >= 6


def test_a_killed_writer_leaves_the_state_before_and_the_next_update_works(name: str, index: Path) -> None:
    engine = opened(name, index)
    engine.update(batch("h0"))
    chance = random.Random(7)  # noqa: S311
    for attempt in range(1, 6):
        writer = SPAWN.Process(target=write_for_ever, args=(name, index, attempt * 10_000))
        writer.start()
        before = hashes(engine)
        deadline = time.monotonic() + 60
        while hashes(engine) == before and time.monotonic() < deadline:
            time.sleep(0.02)
        assert hashes(engine) != before, "the writer never worked"
        _wait_for_events(index, chance.randrange(40))
        writer.kill()
        writer.join(60)
        assert writer.exitcode == -signal.SIGKILL
        after = hashes(engine)
        assert len(after) == 200
        assert len(set(after.values())) == 1, "half an update is visible"
        (hash,) = set(after.values())
        assert engine.search(Plan(Term("body", hash), limit=0)).total == 200
        engine.update([made("0", hash, hash)])
        assert engine.search(Plan(Term("body", hash), limit=0)).total == 200
    engine.update(batch("end"))
    assert not garbage(name, index), "what killed writers left is still there"


@pytest.mark.parametrize("name", ["tantivy"])
def test_a_deletion_that_a_killed_writer_left_does_not_block_the_next_update(name: str, index: Path) -> None:
    opened(name, index).update(batch("a", 20))
    copy = shutil.copytree(index, index.with_name("copy"))
    opened(name, copy).update([made("1", "new")])  # shows what the next deletion's file is called
    (left,) = copy.glob("*.del")
    shutil.copy(left, index)
    listed = index / ".managed.json"  # a file is listed there before it is made
    listed.write_text(json.dumps([*json.loads(listed.read_text()), left.name]))
    engine = opened(name, index)
    engine.update([made("1", "new")])
    assert hashes(engine)["1"] == "new"
    assert not garbage(name, index)


@pytest.mark.parametrize("event", [".del", ".store", "json"])
@pytest.mark.parametrize("name", ["tantivy"])
def test_a_writer_killed_when_a_file_appears_leaves_an_index_that_can_be_written(
    name: str, index: Path, event: str
) -> None:
    engine = opened(name, index)
    engine.update(batch("h0"))
    for attempt in range(1, 3):
        writer = SPAWN.Process(target=write_for_ever, args=(name, index, attempt * 10_000))
        writer.start()
        seen = _listed(index)
        deadline = time.monotonic() + 60
        while not (happened := any(key.endswith(event) for key, _ in _listed(index) - seen)):
            if time.monotonic() > deadline:
                break
        writer.kill()
        writer.join(60)
        assert happened, "the writer never worked"
        assert writer.exitcode == -signal.SIGKILL
        after = hashes(engine)
        assert (len(after), len(set(after.values()))) == (200, 1)
        engine.update(batch(f"again{attempt}"))  # as many as the killed writer's, so that files have the same names
        assert set(hashes(engine).values()) == {f"again{attempt}"}
    assert not garbage(name, index)


def _wait_for_events(index: Path, number: int) -> None:
    """Wait until so many files have appeared in the folder or gone."""
    seen, deadline = _listed(index), time.monotonic() + 60
    while number > 0 and time.monotonic() < deadline:
        now = _listed(index)
        number -= len(seen ^ now)
        seen = now
    assert number <= 0, "the writer has stopped"


def _listed(index: Path) -> set[tuple[str, int]]:
    """Names and inodes of the files: a file that is replaced has another inode."""
    found = set()
    with os.scandir(index) as entries:
        for entry in entries:
            with suppress(FileNotFoundError):
                found.add((entry.name, entry.inode()))
    return found


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot limit the size of files")
def test_a_full_disk_changes_nothing_and_the_next_update_works_without_a_restart(name: str, index: Path) -> None:
    import resource

    engine = opened(name, index)
    engine.update(batch("old", 50))
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, limits[1]))
    try:
        with pytest.raises(EngineError) as error:
            engine.update(batch("new", 2000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert error.value.__cause__ is not None
    assert set(hashes(engine).values()) == {"old"}
    files = sorted(index.iterdir())
    engine.update([])
    assert sorted(index.iterdir()) == files
    engine.update(batch("new", 50))
    assert set(hashes(engine).values()) == {"new"}
