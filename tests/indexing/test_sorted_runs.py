"""Rows in sorted runs: all that were added are found, whatever was merged, and whoever was killed meanwhile."""

import contextlib
import os
import pickle
import random
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from archive.indexing import sorted_runs
from archive.indexing.sorted_runs import SortedRuns, split

_Row = tuple[str, str | bytes]  # kind and row


@pytest.fixture
def db(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(_connected(tmp_path)) as db:
        db.executescript(sorted_runs.SCHEMA)
        yield db


def _connected(folder: Path) -> sqlite3.Connection:
    return sqlite3.connect(folder / "runs.sqlite", isolation_level=None)


def _drawn(draw: random.Random, number: int) -> set[_Row]:
    """Rows of two kinds, many of which have the same beginnings; some are drawn again by another call."""
    texts = {("text", "".join(draw.choices("abcäя", k=draw.randrange(1, 9)))) for _ in range(number)}
    return texts | {("bytes", bytes((draw.randrange(3), draw.randrange(256), draw.randrange(9)))) for _ in texts}


def _by_kind(rows: set[_Row]) -> dict[str, list[Any]]:
    by_kind: dict[str, list[Any]] = {}
    for kind, row in rows:
        by_kind.setdefault(kind, []).append(row)
    return by_kind


def _add(db: sqlite3.Connection, rows: set[_Row]) -> None:
    sorted_runs.add(db, _by_kind(rows))


def _all(reader: SortedRuns) -> set[_Row]:
    with reader.looking():
        return {
            (kind, row)
            for kind in ("text", "bytes")
            for width in reader.widths(kind)
            for block in reader.blocks(kind, width)
            for row in split(block, width)
        }


def _check_beginnings(reader: SortedRuns, rows: set[_Row], draw: random.Random) -> None:
    for kind, row in draw.sample(sorted(rows, key=repr), min(len(rows), 30)):
        beginnings: list[Any] = [row, row[:1], row[:2], row[:0], row[:-1] + row[:1]]
        with reader.looking():
            found = reader.beginning(kind, len(row), beginnings)
            letters = reader.letters_behind(kind, len(row), row[:2]) if isinstance(row, str) else set()
        same = [other for own, other in rows if own == kind and len(other) == len(row)]
        for beginning, pieces in zip(beginnings, found, strict=True):
            expected = {other for other in same if other[: len(beginning)] == beginning}
            assert {other for piece in pieces for other in split(piece, len(row))} == expected
        if isinstance(row, str):
            assert letters == {other[2] for other in same if other[:2] == row[:2] and len(row) > 2}


@pytest.mark.parametrize("number", [1, 40, 1_000])
def test_every_row_is_found_by_its_beginning_whatever_was_merged(db: sqlite3.Connection, number: int) -> None:
    draw, rows, most, reader = random.Random(number), set[_Row](), 0, SortedRuns(db)  # noqa: S311
    for number_of_commits in range(70):
        new = _drawn(draw, draw.randrange(1, number + 1))
        _add(db, new)
        rows |= new
        most = max(most, *db.execute("SELECT count(*) FROM run").fetchone())
        assert _all(reader) == rows
        if not number_of_commits % 6:
            _check_beginnings(reader, rows, draw)
    assert 7 <= most <= 20
    assert db.execute("SELECT max(level) FROM run").fetchone() >= (2,)


def test_what_was_merged_takes_no_place(db: sqlite3.Connection) -> None:
    draw = random.Random(5)  # noqa: S311
    rows = _drawn(draw, 5_000)
    for _ in range(64):
        _add(db, rows)
    assert _all(SortedRuns(db)) == rows
    assert db.execute("SELECT count(*) FROM run").fetchone() == (1,)
    (characters,) = db.execute("SELECT sum(length(rows)) FROM block").fetchone()
    assert characters == sum(len(row) for _, row in rows)
    assert {*db.execute("SELECT DISTINCT run FROM directory")} == {*db.execute("SELECT run FROM run")}


def test_a_reader_sees_one_state_while_it_looks_and_the_next_one_afterwards(
    db: sqlite3.Connection, tmp_path: Path
) -> None:
    with closing(_connected(tmp_path)) as other:
        reader = SortedRuns(other)
        for number in range(1, 60):
            _add(db, {("text", f"{number:04}")})
            with reader.looking():
                found = reader.beginning("text", 4, ["0"])[0]
            assert sorted(row for piece in found for row in split(piece, 4)) == [
                f"{n:04}" for n in range(1, number + 1)
            ]


def test_a_changed_byte_is_damage_wherever_it_is_and_never_an_unknown_error(
    db: sqlite3.Connection, tmp_path: Path
) -> None:
    draw, rows = random.Random(3), set[_Row]()  # noqa: S311
    for _ in range(9):
        new = _drawn(draw, 400)
        _add(db, new)
        rows |= new
    db.close()
    content = (tmp_path / "runs.sqlite").read_bytes()
    found = unseen = 0
    for _ in range(300):
        changed = bytearray(content)
        place = draw.randrange(100, len(content))
        changed[place] ^= 1 << draw.randrange(8)
        (tmp_path / "runs.sqlite").write_bytes(changed)
        with closing(_connected(tmp_path)) as other, contextlib.suppress(sqlite3.Error):
            differs = _all(SortedRuns(other)) != rows
            found += bool(sorted_runs.damage(other))
            if differs and other.execute("PRAGMA quick_check(1)").fetchone() == ("ok",):
                assert sorted_runs.damage(other), place
                unseen += 1
    assert found >= unseen > 50, "what SQLite does not see"


_KILLED = """
import os, pickle, signal, sqlite3, sys
from archive.indexing import sorted_runs

sorted_runs._COMMITTED, sorted_runs._BLOCK = 1, 60
path, rows, left = sys.argv[1], pickle.loads(bytes.fromhex(sys.argv[2])), int(sys.argv[3])

class Connection(sqlite3.Connection):
    def execute(self, sql, *given):
        global left
        if sql == "COMMIT" or sql.startswith("DELETE FROM block"):
            left -= 1
            if left < 0:
                os.kill(os.getpid(), signal.SIGKILL)
        return super().execute(sql, *given)

sorted_runs.add(sqlite3.connect(path, isolation_level=None, factory=Connection), rows)
"""


@pytest.mark.skipif(os.name != "posix", reason="Windows has no SIGKILL")
@pytest.mark.parametrize("after", [0, 1, 2, 3, 5, 8, 13, 21, 34])
def test_a_merge_that_was_killed_loses_nothing_and_is_made_again(
    db: sqlite3.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    """After each of its transactions: they are of one block each here."""
    monkeypatch.setattr(sorted_runs, "_COMMITTED", 1)
    monkeypatch.setattr(sorted_runs, "_BLOCK", 60)
    draw, rows = random.Random(after), set[_Row]()  # noqa: S311
    for _ in range(7):
        new = _drawn(draw, 60)
        _add(db, new)
        rows |= new
    last = _drawn(draw, 60)
    given = pickle.dumps(_by_kind(last)).hex()
    command = [sys.executable, "-c", _KILLED, str(tmp_path / "runs.sqlite"), given, str(after)]
    run = subprocess.run(command, capture_output=True, text=True)
    assert run.returncode == -signal.SIGKILL, run.stderr
    with closing(_connected(tmp_path)) as other:
        assert _all(SortedRuns(other)) == (rows | last if after else rows)
        _add(other, last)
        assert _all(SortedRuns(other)) == rows | last
        _check_beginnings(SortedRuns(other), rows | last, draw)
        (characters,) = other.execute("SELECT sum(length(rows)) FROM block").fetchone()
        most = other.execute("SELECT count(*) FROM run").fetchone()[0]
        assert most <= 7 and characters <= 2 * sum(len(row) for _, row in rows | last)
