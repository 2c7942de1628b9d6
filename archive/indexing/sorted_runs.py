"""Rows in order in a SQLite file, added in runs that are merged: a log-structured merge tree (O'Neil et al., "The
Log-Structured Merge-Tree", Acta Informatica 33, 1996).

A B-tree into which millions of rows are inserted in no order has most of its pages written at each commit, and is read
row by row. Here a commit writes its rows in order, in blocks of a page, as a new run, and runs of about one size become
one. The first rows of the blocks are kept in memory, and so a row is found by reading one block of each run.

A row is a text, or bytes. Rows of one kind and one width (letters, or bytes) stand in blocks of their own, joined with
nothing between them. A row may be in several runs until these are merged. No row is ever taken out.

SQLite's own check says nothing of what stands in a block, so a directory has the checksums of its blocks, too.

What the table ``run`` does not name is of a merge that was cut off, or was merged; the next writer deletes it.
"""

import sqlite3
from array import array
from binascii import crc32
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain, count, pairwise, repeat
from typing import Any, AnyStr, NamedTuple

SCHEMA = """
CREATE TABLE IF NOT EXISTS run (run INTEGER PRIMARY KEY, level INTEGER, first INTEGER, last INTEGER);  -- its blocks
CREATE TABLE IF NOT EXISTS directory (run INTEGER, kind TEXT, width INTEGER, block INTEGER, firsts, checksums,
    PRIMARY KEY (run, kind, width));  -- its first block of this kind and width, the first row of each, and their CRCs
CREATE TABLE IF NOT EXISTS block (block INTEGER PRIMARY KEY, rows);
"""
TABLES = ("run", "directory", "block")

_MERGED = 8  # runs of a level that become one: each row is written once a level
_LOWEST = 4_000  # fewer rows are a run of the lowest level; those of the next are fewer than eight times as many
_BLOCK = 3_900  # bytes, or letters: with its header a block fills a page of 4,096 bytes
_TOGETHER = 16  # blocks of each run that are merged together
_COMMITTED = 1_000  # blocks, some 4 MB, that a merge writes or deletes at once, so that no reader waits for long
_ASKED = 64  # blocks that are read together
_FEW = 16  # blocks that are read one by one
_READ = {n: f"SELECT block, rows FROM block WHERE block IN ({', '.join('?' * n)})" for n in (1, _ASKED)}  # noqa: S608


def add(db: sqlite3.Connection, rows: Mapping[str, Iterable[Any]]) -> None:
    """Add rows, and merge runs where there are many; to be called by one process at a time, outside a transaction.

    Args:
        rows: kind → its rows, texts or bytes, each once, in any order.

    Raises:
        sqlite3.Error: the disk is full, or the file is damaged or cannot be written.
    """
    _delete_unused(db)
    with _NewRun(db, 0) as new:
        for kind, own in rows.items():
            by_width: defaultdict[int, list[Any]] = defaultdict(list)
            for row in own:
                by_width[len(row)].append(row)
            for width, some in by_width.items():
                new.write(kind, width, [sorted(some)])
    while due := _due(db):
        _merge(db, *due)
        _delete_unused(db)


def _due(db: sqlite3.Connection) -> tuple[int, list[int]] | None:
    """The lowest level that has enough runs to be merged, and these runs."""
    levels: defaultdict[int, list[int]] = defaultdict(list)
    for run, level in db.execute("SELECT run, level FROM run ORDER BY level"):
        levels[level].append(run)
    return next(((level, runs) for level, runs in levels.items() if len(runs) >= _MERGED), None)


def _merge(db: sqlite3.Connection, level: int, runs: Sequence[int]) -> None:
    """Put one run in the place of some of a level."""
    directories: defaultdict[tuple[str, int], list[_Directory]] = defaultdict(list)
    for run in runs:
        for kind, width in db.execute("SELECT kind, width FROM directory WHERE run = ?", (run,)).fetchall():
            directories[kind, width].append(_directory(db, run, kind, width))
    with _NewRun(db, level + 1, replaced=runs) as new:
        for (kind, width), own in directories.items():
            new.write(kind, width, _merged([_rows_together(db, directory, width) for directory in own]))


def _merged(sources: Iterable[Iterator[list[Any]]]) -> Iterator[list[Any]]:
    """All rows of some sources in order, each once; the rows of each source are in order, too, and never none."""
    left: list[list[Any]] = []
    behind: list[Iterator[list[Any]]] = []
    for source in sources:
        behind.append(source)
        left.append(next(source, []))
    while any(left):
        last = min(rows[-1] for rows in left if rows)  # up to it, every row is at hand
        taken = []
        for number, rows in enumerate(left):
            end = bisect_right(rows, last)
            taken.append(rows[:end])
            left[number] = rows[end:] or next(behind[number], [])
        yield list(dict.fromkeys(sorted(chain.from_iterable(taken))))


def _delete_unused(db: sqlite3.Connection) -> None:
    """Delete what no run has. A reader may look at it as long as its transaction lasts."""
    db.execute("DELETE FROM directory WHERE run NOT IN (SELECT run FROM run)")
    (behind,) = db.execute("SELECT coalesce(max(block), 0) + 1 FROM block").fetchone()
    begin = 1
    for first, last in (*db.execute("SELECT first, last FROM run ORDER BY first").fetchall(), (behind, behind)):
        for start in range(begin, first, _COMMITTED):
            db.execute("DELETE FROM block WHERE block BETWEEN ? AND ?", (start, min(start + _COMMITTED, first) - 1))
        begin = last + 1


class _NewRun:
    """A run that is being written. Readers know of it when the block ends.

    Args:
        level: at least so; it is higher if there are many rows.
        replaced: the runs in the place of which it is put.
    """

    def __init__(self, db: sqlite3.Connection, level: int, replaced: Sequence[int] = ()) -> None:
        self._db = db
        self._level = level
        self._replaced = replaced
        self._rows = 0

    def __enter__(self) -> "_NewRun":
        self._db.execute("BEGIN IMMEDIATE")
        (self._run,) = self._db.execute("SELECT coalesce(max(run), 0) + 1 FROM run").fetchone()
        (self._first,) = self._db.execute("SELECT coalesce(max(block), 0) + 1 FROM block").fetchone()
        self._next = self._committed = self._first
        return self

    def write(self, kind: str, width: int, rows: Iterable[list[Any]]) -> None:
        """Write all rows of one kind and width; ``rows``: they, in order and each once, in lists."""
        firsts: list[Any] = []
        checksums = array("I")
        block, size = self._next, max(1, _BLOCK // width)
        for some in rows:
            starts = range(0, len(some), size)
            firsts += [some[start] for start in starts]
            blocks = [some[0][:0].join(some[start : start + size]) for start in starts]
            checksums.extend(map(_checksum, blocks))
            self._db.executemany("INSERT INTO block VALUES (?, ?)", zip(count(self._next), blocks, strict=False))
            self._next += len(starts)
            self._rows += len(some)
            if self._replaced and self._next - self._committed >= _COMMITTED:
                self._db.execute("COMMIT")
                self._db.execute("BEGIN IMMEDIATE")
                self._committed = self._next
        joined = firsts[0][:0].join(firsts)
        row = (self._run, kind, width, block, joined, checksums.tobytes())
        self._db.execute("INSERT INTO directory VALUES (?, ?, ?, ?, ?, ?)", row)

    def __exit__(self, error: type[BaseException] | None, *_: object) -> None:
        if error:
            if self._db.in_transaction:  # else SQLite has rolled back, as when the disk is full
                self._db.execute("ROLLBACK")
            return
        level = self._level
        while self._rows >= _LOWEST * _MERGED**level:
            level += 1
        self._db.executemany("DELETE FROM run WHERE run = ?", zip(self._replaced, strict=True))
        self._db.execute("INSERT INTO run VALUES (?, ?, ?, ?)", (self._run, level, self._first, self._next - 1))
        self._db.execute("COMMIT")


class _Directory(NamedTuple):
    """Where the rows of one kind and width of a run are.

    Attributes:
        block: the first of the blocks, which are in a row.
        firsts: the first row of each.
    """

    block: int
    firsts: list[Any]

    def blocks(self, beginning: Any, behind: Any) -> range:
        """The blocks that rows from ``beginning`` to ``behind`` may be in."""
        first = max(bisect_right(self.firsts, beginning) - 1, 0)
        return range(self.block + first, self.block + bisect_right(self.firsts, behind))


def _directory(db: sqlite3.Connection, run: int, kind: str, width: int) -> _Directory:
    """Read a directory.

    Raises:
        sqlite3.Error: it cannot be read, or is damaged.
    """
    found = db.execute(
        "SELECT block, firsts FROM directory WHERE run = ? AND kind = ? AND width = ?", (run, kind, width)
    ).fetchone()
    if found is None or not isinstance(found[0], int) or not _are_rows(found[1], width):
        raise _damaged()
    return _Directory(found[0], split(found[1], width))


def damage(db: sqlite3.Connection) -> str | None:
    """What is damaged of the blocks and directories of a file that SQLite finds sound; reads all of it.

    Raises:
        sqlite3.Error: it cannot be read.
    """
    directories = "SELECT run, kind, width, checksums FROM directory WHERE run IN (SELECT run FROM run)"
    for run, kind, width, checksums in db.execute(directories).fetchall():
        try:
            directory = _directory(db, run, kind, width)
        except sqlite3.DatabaseError as error:
            return str(error)
        span = directory.block, directory.block + len(directory.firsts)
        blocks = db.execute("SELECT rows FROM block WHERE block >= ? AND block < ? ORDER BY block", span)
        found = array("I")
        for (rows,), first in zip(blocks, directory.firsts, strict=False):
            if not _are_rows(rows, width) or rows[:width] != first:
                break
            found.append(_checksum(rows))
        if found.tobytes() != checksums:
            return f"the rows of kind {kind} and width {width}"
    return None


def _checksum(rows: str | bytes) -> int:
    return crc32(rows if isinstance(rows, bytes) else rows.encode())


def _are_rows(rows: object, width: int) -> bool:
    """Whether this can be joined rows of a width, and not what a damaged file may hold in place of them."""
    return isinstance(rows, (str, bytes)) and len(rows) > 0 and len(rows) % width == 0


def _damaged() -> sqlite3.DatabaseError:
    error = sqlite3.DatabaseError("rows are not what was written")
    error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    return error


def _rows_together(db: sqlite3.Connection, directory: _Directory, width: int) -> Iterator[list[Any]]:
    """The rows of a directory in order, those of some blocks at once."""
    begin, end = directory.block, directory.block + len(directory.firsts)
    for start in range(begin, end, _TOGETHER):
        found = db.execute(
            "SELECT rows FROM block WHERE block >= ? AND block < ? ORDER BY block", (start, min(start + _TOGETHER, end))
        ).fetchall()
        if not all(isinstance(rows, type(directory.firsts[0])) and _are_rows(rows, width) for (rows,) in found):
            raise _damaged()
        yield list(chain.from_iterable(split(rows, width) for (rows,) in found))


def split(rows: AnyStr, width: int) -> list[AnyStr]:
    """The rows of this width that are joined with nothing between them."""
    return [rows[start : start + width] for start in range(0, len(rows), width)]


class SortedRuns:
    """Reads the rows of all sorted runs of a file. To be used by one thread at a time, and within ``looking``.

    All methods raise ``sqlite3.Error`` if the file cannot be read, has another layout, or is damaged.
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._newest = -1
        self._runs: dict[tuple[str, int], list[int]] = {}  # kind and width → runs that have such rows
        self._directories: dict[tuple[int, str, int], _Directory] = {}

    @contextmanager
    def looking(self) -> Iterator[None]:
        """Look at one state of the file while the block runs."""
        self._db.execute("BEGIN")
        try:
            self._renew()
            yield
        except UnicodeDecodeError as error:  # of a table's name or of what SQLite has to say of a damaged file
            raise _damaged() from error
        finally:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")

    def _renew(self) -> None:
        """Learn which runs there are; whatever happens to them, there is a newer one then."""
        (newest,) = self._db.execute("SELECT coalesce(max(run), 0) FROM run").fetchone()
        if newest == self._newest:
            return
        runs: dict[tuple[str, int], list[int]] = {}
        known: dict[tuple[int, str, int], _Directory] = {}
        for run, kind, width in self._db.execute(
            "SELECT run, kind, width FROM directory WHERE run IN (SELECT run FROM run)"
        ):
            runs.setdefault((kind, width), []).append(run)
            if directory := self._directories.get((run, kind, width)):
                known[run, kind, width] = directory
        self._runs, self._directories, self._newest = runs, known, newest

    def widths(self, kind: str) -> list[int]:
        """The widths of rows of a kind."""
        return sorted(width for other, width in self._runs if other == kind)

    def beginning(self, kind: str, width: int, beginnings: Sequence[AnyStr]) -> list[list[AnyStr]]:
        """The rows of one kind and width that begin with each of some texts.

        Returns:
            For each beginning pieces of joined rows, see ``split``. A row may be in several of them.
        """
        wanted: defaultdict[int, list[int]] = defaultdict(list)  # block → places in ``beginnings``
        for directory in self._of(kind, width):
            for place, beginning in enumerate(beginnings):
                for block in directory.blocks(beginning, _last(beginning, width)):
                    wanted[block].append(place)
        found: list[list[AnyStr]] = [[] for _ in beginnings]
        for block, rows in self._blocks(list(wanted), width):
            if not isinstance(rows, type(beginnings[0])):
                raise _damaged()
            for place in wanted[block]:
                if piece := _beginning_with(beginnings[place], rows, width):
                    found[place].append(piece)
        return found

    def number_of_blocks(self, kind: str, width: int, beginning: AnyStr) -> int:
        """In how many blocks rows that begin with a text may be; nothing is read."""
        last = _last(beginning, width)
        return sum(len(directory.blocks(beginning, last)) for directory in self._of(kind, width))

    def letters_behind(self, kind: str, width: int, beginning: str) -> set[str]:
        """The letters that follow a beginning in the rows of one kind and width."""
        place, last = len(beginning), _last(beginning, width)
        if place >= width:
            return set()
        found: set[str] = set()
        unclear: list[int] = []
        for directory in self._of(kind, width):
            blocks = directory.blocks(beginning, last)
            firsts = directory.firsts[blocks.start - directory.block : blocks.stop - directory.block]
            for block, (first, behind) in zip(blocks, pairwise((*firsts, "")), strict=True):
                if first.startswith(beginning) and behind.startswith(first[: place + 1]):
                    found.add(first[place])
                else:
                    unclear.append(block)
        for _, rows in self._blocks(unclear, width):
            found.update(_beginning_with(beginning, rows, width)[place::width])
        return found

    def blocks(self, kind: str, width: int) -> Iterator[Any]:
        """All rows of one kind and width, joined, block by block. A row may be in several of them."""
        for directory in self._of(kind, width):
            span = directory.block, directory.block + len(directory.firsts)
            for (rows,) in self._db.execute("SELECT rows FROM block WHERE block >= ? AND block < ?", span):
                if not _are_rows(rows, width):
                    raise _damaged()
                yield rows

    def _of(self, kind: str, width: int) -> Iterator[_Directory]:
        for run in self._runs.get((kind, width), ()):
            directory = self._directories.get((run, kind, width))
            if directory is None:
                directory = self._directories[run, kind, width] = _directory(self._db, run, kind, width)
            yield directory

    def _blocks(self, blocks: Sequence[int], width: int) -> Iterator[tuple[int, Any]]:
        for start in range(0, len(blocks), _ASKED):
            some = blocks[start : start + _ASKED]
            # Few distinct statements, which are compiled once.
            size = _ASKED if len(some) > _FEW else 1
            for begin in range(0, len(some), size):
                asked = some[begin : begin + size]
                for block, rows in self._db.execute(_READ[size], [*asked, *repeat(asked[-1], size - len(asked))]):
                    if not _are_rows(rows, width):
                        raise _damaged()
                    yield block, rows


def _last(beginning: AnyStr, width: int) -> AnyStr:
    """What no row of this width that begins with a text stands behind."""
    return beginning.ljust(width, "\U0010ffff" if isinstance(beginning, str) else b"\xff")


def _beginning_with(beginning: AnyStr, rows: AnyStr, width: int) -> AnyStr:
    """Those of joined rows that begin with a text, joined."""
    if beginning not in rows:  # so it is for most
        return rows[:0]
    number, size = len(rows) // width, len(beginning)

    def place(behind: bool) -> int:
        """Of the first row that stands behind the beginning, or behind all that have it."""
        low, high = 0, number
        while low < high:
            middle = (low + high) // 2
            own = rows[middle * width : middle * width + size]
            if own < beginning or (behind and own == beginning):
                low = middle + 1
            else:
                high = middle
        return low * width

    first = 0 if rows.startswith(beginning) else place(behind=False)
    last = len(rows) if rows.startswith(beginning, (number - 1) * width) else place(behind=True)
    return rows[first:last]
