"""Keeps when each article was first seen: the one thing in index/ that cannot be made again from the seeds.

It is one SQLite file beside the generations, so that it survives whatever happens to them. The ledger of each
generation and its articles repeat their dates, so most survive whatever happens to this file, too.
"""

import re
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import closing, suppress
from itertools import islice
from pathlib import Path
from typing import Self

from archive.errors import EngineError, IndexDamaged
from archive.indexing import tuning
from archive.indexing.generations import Generation
from archive.indexing.ledger import connect_to_read, sqlite_errors

FILE = "added.sqlite"
TABLES = ("article",)
_SCHEMA = "CREATE TABLE IF NOT EXISTS article (id TEXT PRIMARY KEY, added TEXT NOT NULL) WITHOUT ROWID"
_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


class FirstSeen:
    """The open file, for one thread at a time; made if it is missing.

    A file that is damaged is renamed to ``added.sqlite.damaged``, and a new one begins with what can still be read of
    it and of the ledgers.

    Args:
        index: the folder of generations.

    Attributes:
        notices: sentences for people, if the file was damaged.

    Raises:
        IndexLocked, EngineUnavailable: the file cannot be opened just now.
    """

    def __init__(self, index: Path) -> None:
        path = index / FILE
        self.notices: list[str] = []
        try:
            self._db = _opened(path)
        except IndexDamaged:
            damaged = path.with_name(f"{FILE}.damaged")
            path.replace(damaged)
            self._db = _opened(path)
            here, beside = _rows(damaged), _of_ledgers(index)
            self.keep({id: min(filter(None, (here.get(id), beside.get(id)))) for id in here.keys() | beside.keys()})
            self.notices.append(
                f"index/{FILE}, which keeps when each article was first seen, was damaged: {len(here)} dates could be "
                f"read of it and {len(beside.keys() - here.keys())} more of the ledger; "
                f"the damaged file is index/{damaged.name}."
            )

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

    def keep_those_of(self, generation: Generation) -> None:
        """Write down the dates that the articles of an index state, as far as it can be read, if it has more articles
        than are known here: for a generation of which the ledger is lost."""
        with suppress(EngineError), closing(generation.open()) as engine:
            if engine.info().articles <= len(self):
                return
            held = iter([stored.id for stored in engine.scan()])
            found = 0
            while some := list(islice(held, tuning.FETCH_ARTICLES)):
                dates = {id: article.added for id, article in engine.get(some).items() if article.added}
                before = self._db.total_changes
                self.keep(dates)
                found += self._db.total_changes - before
            if found:
                self.notices.append(f"When {found} articles were first seen was read of the index itself.")

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

    def compact(self) -> None:
        """Write the file anew, so that nothing of what was forgotten is left in it."""
        self._db.execute("VACUUM")


def _opened(path: Path) -> sqlite3.Connection:
    with sqlite_errors(path, f"The file {FILE}"):
        db = sqlite3.connect(path, timeout=tuning.SQLITE_PATIENCE_SECONDS)
        try:
            (told,) = db.execute("PRAGMA quick_check(1)").fetchone()
            if told != "ok":
                raise IndexDamaged(f"The file {FILE} is damaged ({told}).", 'Run "archive index".')
            with db:
                db.execute(_SCHEMA)
                db.execute("SELECT id, added FROM article LIMIT 1")
            if path.with_name(f"{path.name}-journal").exists():
                # Of a run that was killed before it wrote: SQLite leaves it until the next one writes something.
                (version,) = db.execute("PRAGMA user_version").fetchone()
                db.execute(f"PRAGMA user_version = {version}")
        except BaseException:
            db.close()
            raise
        return db


def _of_ledgers(index: Path) -> dict[str, str]:
    """Id → ``added``, as far as the ledgers of all generations can be read; the earliest where they differ."""
    found: dict[str, str] = {}
    for ledger in sorted(index.glob("*/ledger.sqlite")):
        for id, added in _rows(ledger).items():
            found[id] = min(added, found.get(id, added))
    return found


def _rows(path: Path) -> dict[str, str]:
    """Id → ``added`` of the table ``article`` of a file, as far as it can be read."""
    found: dict[str, str] = {}
    with suppress(sqlite3.Error), closing(connect_to_read(path, timeout=tuning.SQLITE_PATIENCE_SECONDS)) as db:
        db.text_factory = bytes  # noise is no UTF-8
        for order in ("ASC", "DESC"):  # from either end up to the damage
            with suppress(sqlite3.Error):
                found |= dict(_valid(db.execute(f"SELECT id, added FROM article ORDER BY id {order}")))  # noqa: S608
    return found


def _valid(rows: Iterable[tuple[object, object]]) -> Iterator[tuple[str, str]]:
    for id, added in rows:
        with suppress(UnicodeDecodeError):
            if isinstance(id, bytes) and isinstance(added, bytes) and _DATE.fullmatch(text := added.decode()):
                yield id.decode(), text
