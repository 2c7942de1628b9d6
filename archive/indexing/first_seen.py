"""Keeps when each article was first seen: the one thing in index/ that cannot be made again from the seeds.

It is one SQLite file beside the generations, so that it survives whatever happens to them.
"""

import sqlite3
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Self

from archive.errors import IndexDamaged
from archive.indexing import tuning
from archive.indexing.ledger import sqlite_errors

FILE = "added.sqlite"
_SCHEMA = "CREATE TABLE IF NOT EXISTS article (id TEXT PRIMARY KEY, added TEXT NOT NULL) WITHOUT ROWID"


class FirstSeen:
    """The open file, for one thread at a time; made if it is missing.

    A file that is damaged is renamed to ``added.sqlite.damaged``, and a new one begins.

    Args:
        index: the folder of generations.

    Raises:
        IndexLocked, EngineUnavailable: the file cannot be opened just now.
    """

    def __init__(self, index: Path) -> None:
        path = index / FILE
        try:
            self._db = _opened(path)
        except IndexDamaged:
            path.replace(path.with_name(f"{FILE}.damaged"))
            self._db = _opened(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def __len__(self) -> int:
        return int(self._db.execute("SELECT count(*) FROM article").fetchone()[0])

    def keep(self, dates: Mapping[str, str]) -> None:
        """Write down id → ``added`` for articles that are not known here."""
        with self._db:
            self._db.executemany("INSERT OR IGNORE INTO article VALUES (?, ?)", dates.items())

    def dates(self, ids: Collection[str], now: str) -> dict[str, str]:
        """``added`` of each article by id; those that are not known here are first seen ``now``, and written down."""
        before = self._db.total_changes
        self.keep(dict.fromkeys(ids, now))
        if self._db.total_changes - before == len(set(ids)):  # none was known
            return dict.fromkeys(ids, now)
        find = "SELECT added FROM article WHERE id = ?"
        return {id: str(self._db.execute(find, (id,)).fetchone()[0]) for id in ids}

    def forget(self, ids: Iterable[str]) -> None:
        """Forget articles whose seeds are gone: should they come back, they are new."""
        with self._db:
            self._db.executemany("DELETE FROM article WHERE id = ?", [(id,) for id in ids])


def _opened(path: Path) -> sqlite3.Connection:
    with sqlite_errors(path, f"The file {FILE}"):
        db = sqlite3.connect(path, timeout=tuning.SQLITE_PATIENCE_SECONDS)
        try:
            with db:
                db.execute(
                    "CREATE TABLE IF NOT EXISTS article (id TEXT PRIMARY KEY, added TEXT NOT NULL) WITHOUT ROWID"
                )
                db.execute("SELECT id, added FROM article LIMIT 1")
        except BaseException:
            db.close()
            raise
        return db
