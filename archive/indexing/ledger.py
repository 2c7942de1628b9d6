"""The ledger of a generation: which file was read when, with what outcome. It is one SQLite file."""

import os
import sqlite3
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from msgspec import Struct, field

from archive.errors import EngineUnavailable, IndexDamaged, IndexLocked
from archive.indexing import tuning

_SCHEMA = """
CREATE TABLE IF NOT EXISTS file (
    name BLOB PRIMARY KEY,      -- path below seeds/ in the file system's own bytes
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    read_ns INTEGER NOT NULL,   -- when it was read: a file written in the same moment is read again
    reason TEXT                 -- why it failed, NULL if it did not
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS article (
    id TEXT PRIMARY KEY,
    file BLOB NOT NULL,
    hash TEXT NOT NULL,
    added TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS article_file ON article (file);
CREATE TABLE IF NOT EXISTS note (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""

TABLES = ("file", "article", "note")
SCAN = "scan"  # the key of a note: digest of the last scan in which a run found nothing to do, while that holds
_DOUBT = "?"  # before the hash of an article that may or may not have been written

_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
# SQLITE_ERROR is what reading a table that is not there gives: such a file was emptied, or is another database.
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR}


@contextmanager
def sqlite_errors(path: Path, what: str) -> Iterator[None]:
    """Tell apart why reading a SQLite file failed; ``what`` begins the sentence.

    Raises:
        IndexLocked: another process has locked it.
        IndexDamaged: it was read, and is damaged; or it is gone.
        EngineUnavailable: it could not be read, which says nothing of what it holds.
    """
    try:
        yield
    except UnicodeDecodeError as error:  # of the name of a table, or of what SQLite says of it
        raise IndexDamaged(f"{what} is damaged (a name in it is no text).", 'Run "archive index".') from error
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", None)
        primary = None if code is None else code & 0xFF  # the rest says more precisely what failed
        if primary in _BUSY:
            raise IndexLocked(f"{what} is in use by another process.", "Wait until it has finished.") from error
        # Text that is no UTF-8 has no code; nobody ever wrote such.
        if primary in _DAMAGED or (code is None and "UTF-8" in str(error)) or not path.exists():
            raise IndexDamaged(f"{what} is damaged ({error}).", 'Run "archive index".') from error
        mend = 'Check the disk and permissions, and try again; "archive index --rebuild" builds the index anew.'
        raise EngineUnavailable(f"{what} cannot be read now ({error}).", mend) from error


def connect_to_read(path: Path, **options: Any) -> sqlite3.Connection:
    """Open a SQLite file that must exist, for reading. ``options``: those of ``sqlite3.connect``.

    Raises:
        sqlite3.Error: it cannot be opened.
    """
    # Not mode=ro: what a killed writer left must be rolled back before anything can be read. A file that this user may
    # not write to is opened for reading all the same.
    uri = f"{path.absolute().as_uri()}?mode=rw"
    db: sqlite3.Connection = sqlite3.connect(uri, uri=True, isolation_level=None, **options)
    try:
        db.execute("PRAGMA query_only = 1")
    except BaseException:
        db.close()
        raise
    return db


class FileEntry(Struct, frozen=True):
    """One file as it was read.

    Attributes:
        name: path below ``seeds/`` with ``/``.
        mtime_ns, read_ns: nanoseconds since 1970: last written, read.
        reason: why it could not be read, or None.
        articles: id → (content hash, ``added``).
    """

    name: str
    size: int
    mtime_ns: int
    read_ns: int
    reason: str | None = None
    articles: dict[str, tuple[str, str]] = field(default_factory=dict)


class Ledger:
    """An open ledger, for one thread at a time.

    Args:
        path: its file.
        write: open it for writing, and make it if it is missing; otherwise it must exist.

    Raises:
        sqlite3.Error: from here and from every method: the file cannot be opened, read or written.
    """

    def __init__(self, path: Path, *, write: bool = False) -> None:
        patience = tuning.SQLITE_PATIENCE_SECONDS
        if write:
            self._db = sqlite3.connect(path, timeout=patience, isolation_level=None)
            self._db.executescript(_SCHEMA)
        else:
            self._db = connect_to_read(path, timeout=patience)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def stamps(self) -> dict[str, tuple[int, int, int]]:
        """By the name of every file its ``size``, ``mtime_ns`` and ``read_ns``, as in its ``FileEntry``."""
        encoding, errors = (
            sys.getfilesystemencoding(),
            sys.getfilesystemencodeerrors(),
        )  # what os.fsdecode asks each time
        return {
            name.decode(encoding, errors): (size, mtime_ns, read_ns)
            for name, size, mtime_ns, read_ns in self._db.execute("SELECT name, size, mtime_ns, read_ns FROM file")
        }

    def all_files(self) -> dict[str, FileEntry]:
        """Every file with its articles, by name. The hash of a doubted article equals none.

        Raises:
            IndexDamaged: an article is of no file.
        """
        entries = {
            name: FileEntry(os.fsdecode(name), size, mtime_ns, read_ns, reason)
            for name, size, mtime_ns, read_ns, reason in self._db.execute("SELECT * FROM file")
        }
        for id, file, hash, added in self._db.execute("SELECT id, file, hash, added FROM article"):
            if file not in entries:
                raise IndexDamaged(f"The ledger is damaged ({id} is of no file).", 'Run "archive index".')
            entries[file].articles[id] = (hash, added)
        return {entry.name: entry for entry in entries.values()}

    def files(self, names: Iterable[str]) -> list[FileEntry]:
        """Those of these files that are known, with their articles."""
        entries = []
        for name in names:
            key = (os.fsencode(name),)
            find = "SELECT size, mtime_ns, read_ns, reason FROM file WHERE name = ?"
            for size, mtime_ns, read_ns, reason in self._db.execute(find, key):
                rows = self._db.execute("SELECT id, hash, added FROM article WHERE file = ?", key)
                articles = {id: (hash, added) for id, hash, added in rows}
                entries.append(FileEntry(name, size, mtime_ns, read_ns, reason, articles))
        return entries

    def ids(self, but_of: Collection[str] = ()) -> set[str]:
        """Ids of all articles but those of some files."""
        if not but_of:
            return {id for (id,) in self._db.execute("SELECT id FROM article")}
        others = {os.fsencode(name) for name in but_of}
        return {id for id, file in self._db.execute("SELECT id, file FROM article") if file not in others}

    def failures(self) -> Iterator[tuple[str, str]]:
        """Name and reason of every file that failed, by name."""
        for name, reason in self._db.execute("SELECT name, reason FROM file WHERE reason IS NOT NULL ORDER BY name"):
            yield os.fsdecode(name), reason

    def articles(self) -> dict[str, tuple[str, str]]:
        """Content hash and ``added`` of every article by id; the hash of a doubted one is the one before the doubt."""
        rows = self._db.execute("SELECT id, ltrim(hash, ?), added FROM article", (_DOUBT,))
        return {id: (hash, added) for id, hash, added in rows}

    def file_of(self, id: str) -> str | None:
        """The name of the file that holds an article, or None."""
        row = self._db.execute("SELECT file FROM article WHERE id = ?", (id,)).fetchone()
        return os.fsdecode(row[0]) if row else None

    def doubt(self, names: Iterable[str]) -> None:
        """Mark these files as never read, so that the next run reads them again, and writes their articles again: what
        the engine holds of them is not known. Until then ``articles`` tells what they were."""
        keys = [(os.fsencode(name),) for name in names]
        self._begin_change()
        self._db.executemany("UPDATE file SET mtime_ns = -1 WHERE name = ?", keys)
        doubted = "UPDATE article SET hash = ?1 || ltrim(hash, ?1) WHERE file = ?2"
        self._db.executemany(doubted, [(_DOUBT, key) for (key,) in keys])
        self._db.execute("COMMIT")

    def counts(self) -> tuple[int, int, int]:
        """Number of articles, of files, of failed files."""
        row = self._db.execute("SELECT (SELECT count(*) FROM article), count(*), count(reason) FROM file").fetchone()
        return int(row[0]), int(row[1]), int(row[2])

    def record(self, entries: Iterable[FileEntry], removed: Iterable[str] = ()) -> None:
        """Replace the entries of files that were read, and delete those of files that are gone, in one transaction."""
        gone = [(os.fsencode(name),) for name in removed]
        named = [(os.fsencode(entry.name), entry) for entry in entries]
        files = [(name, entry.size, entry.mtime_ns, entry.read_ns, entry.reason) for name, entry in named]
        articles = [(id, name, hash, added) for name, entry in named for id, (hash, added) in entry.articles.items()]
        if not (gone or named):
            return
        self._begin_change()
        try:
            self._db.executemany("DELETE FROM article WHERE file = ?", [*gone, *((name,) for name, _ in named)])
            self._db.executemany("DELETE FROM file WHERE name = ?", gone)
            self._db.executemany("REPLACE INTO file VALUES (?, ?, ?, ?, ?)", files)
            self._db.executemany("REPLACE INTO article VALUES (?, ?, ?, ?)", articles)
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def begin(self, name: str, articles: Mapping[str, tuple[str, str]]) -> None:
        """Add articles of a file that is not read to its end yet; until ``record`` tells of it, it counts as never
        read."""
        key = os.fsencode(name)
        self._begin_change()
        self._db.execute("INSERT OR IGNORE INTO file VALUES (?, -1, -1, 0, NULL)", (key,))
        self._db.execute("UPDATE file SET mtime_ns = -1 WHERE name = ?", (key,))
        rows = [(id, key, hash, added) for id, (hash, added) in articles.items()]
        self._db.executemany("REPLACE INTO article VALUES (?, ?, ?, ?)", rows)
        self._db.execute("COMMIT")

    def _begin_change(self) -> None:
        self._db.execute("BEGIN IMMEDIATE")
        self._db.execute("DELETE FROM note WHERE key = ?", (SCAN,))

    def is_sound(self) -> bool:
        """Whether SQLite finds nothing amiss in the structure of the file, all of which is read."""
        return bool(self._db.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))

    def note(self, key: str, value: str | None = None) -> str:
        """The note kept under ``key``, or "" if there is none; with ``value``, set it first."""
        if value is not None:
            self._db.execute("REPLACE INTO note VALUES (?, ?)", (key, value))
            return value
        row = self._db.execute("SELECT value FROM note WHERE key = ?", (key,)).fetchone()
        return str(row[0]) if row else ""
