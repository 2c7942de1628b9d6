"""Lists of articles that people gather, with notes and in an order of their own: ``lists/NAME.toml`` in the home.

A list is the archive's own, not derived: no index holds it, and none is needed to read it. Articles that were taken out
for good are never among its entries; those that the index does not hold just now stay in the file.
"""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archive.article import Article
from archive.errors import ArchiveError, ArticleNotFound, FileInvalid, InputError, ListNotFound
from archive.home import Home
from archive.indexing.forgotten import Forgotten
from archive.toml_files import (
    Stamp,
    changing,
    checked_name,
    checked_note,
    end_with_blank_line,
    locked,
    new_table,
    read_toml,
    tables,
    text_item,
)  # fmt: skip
from archive.toml_files import stamp as file_stamp

if TYPE_CHECKING:
    from archive.toml_files import AoT, Table

MAX_ENTRIES = 10_000  # of a list; each change reads and writes the whole file
_CHUNK = 200  # articles that are looked up at once
_SUFFIX = ".toml"
_HEAD = """\
# A list of articles, in this order. An entry is [[article]] with its id and, if wanted, a note.

"""

Find = Callable[[Sequence[str]], Mapping[str, Article]]


@dataclass(frozen=True, slots=True)
class Entry:
    """One article of a list: its id, and what was noted of it, "" for nothing."""

    id: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class ListSummary:
    """A list among the others: its name, the number of its entries, and what is wrong with its file, if anything."""

    name: str
    entries: int
    problem: str | None = None


class Lists:
    """The lists of an archive. Safe to use from several threads and processes.

    Args:
        home: where they lie.
        find: looks articles up by their ids; leaves out those that are not there.
    """

    def __init__(self, home: Home, find: Find) -> None:
        self._home = home
        self._find = find
        self._mutex = threading.Lock()
        self._read: dict[str, tuple[Stamp, tuple[Entry, ...]]] = {}  # name → the file's stamp, and its entries
        self._forgotten: tuple[Stamp | None, Forgotten] | None = None

    def names(self) -> list[str]:
        """The names of all lists, in alphabetical order."""
        found = (path.name.removesuffix(_SUFFIX) for path in self._home.lists.glob(f"*{_SUFFIX}"))
        return sorted(filter(_is_name, found), key=lambda name: (name.casefold(), name))

    def summaries(self) -> list[ListSummary]:
        """All lists, in alphabetical order, those too whose file cannot be read."""
        return [self.summary(name) for name in self.names()]

    def summary(self, name: str) -> ListSummary:
        """One list.

        Raises:
            InputError, ListNotFound: as ``entries``.
        """
        try:
            return ListSummary(name, len(self.entries(name)))
        except FileInvalid as error:
            return ListSummary(name, 0, f"{error} {error.hint}")

    def problems(self) -> list[str]:
        """What is wrong with files of lists, a sentence each."""
        unnamed = [path.name for path in self._home.lists.glob(f"*{_SUFFIX}") if not _is_name(path.stem)]
        told = [f"lists/{name} is no name of a list: rename it." for name in sorted(unnamed) if name[0] != "."]
        return told + [summary.problem for summary in self.summaries() if summary.problem]

    def entries(self, name: str) -> tuple[Entry, ...]:
        """The entries of a list, in its order.

        Raises:
            InputError: it is no name of a list.
            ListNotFound: there is no such list.
            FileInvalid: its file cannot be read.
        """
        path = self._path(name)
        stamp = file_stamp(path)
        if stamp is None:
            raise ListNotFound(name)
        with self._mutex:
            known = self._read.get(path.name)
        if known is None or known[0] != stamp:
            known = stamp, _entries(read_toml(path), path)
            with self._mutex:
                self._read[path.name] = known
        forgotten = self._forgotten_articles()
        return known[1] if not len(forgotten) else tuple(e for e in known[1] if not forgotten.holds(e.id))

    def holds(self, name: str, ids: Sequence[str]) -> set[str]:
        """Which of the ids are on a list; none where there is no such list, or its file cannot be read."""
        try:
            return {entry.id for entry in self.entries(name)} & set(ids)
        except ArchiveError:
            return set()

    def articles(self, name: str, start: int = 0, number: int | None = None) -> Iterator[tuple[Entry, Article | None]]:
        """The entries of a list with their articles, streamed; None for one that the index does not hold just now.

        Args:
            start, number: of the entries, from the ``start``-th on, counted from 0; None: all.

        Raises:
            InputError, ListNotFound, FileInvalid: as ``entries``, before the first article.
        """
        entries = self.entries(name)
        wanted = entries[start:] if number is None else entries[start : start + number]
        return self._articles(wanted)

    def _articles(self, entries: Sequence[Entry]) -> Iterator[tuple[Entry, Article | None]]:
        for begin in range(0, len(entries), _CHUNK):
            chunk = entries[begin : begin + _CHUNK]
            found = self._find([entry.id for entry in chunk])
            yield from ((entry, found.get(entry.id)) for entry in chunk)

    def create(self, name: str) -> str:
        """Make an empty list, if there is none of this name, and return its name as it is kept.

        Raises:
            InputError: it is no name of a list.
        """
        with changing(self._path(name), self._home.lock, _HEAD):
            pass
        return checked_name(name)

    def add(self, name: str, *ids: str, note: str | None = None, place: int | None = None) -> int:
        """Put articles on a list, which is made if there is none; those that are on it already are moved or noted.

        Args:
            note: what is to be noted of each; None leaves what is noted.
            place: of the first of them, from 1 on; None: new ones come last, the others stay where they are.

        Returns:
            The number of articles that are new on it.

        Raises:
            ArticleNotFound: of one of the ids; nothing was done then.
            InputError: the name or the note is none, or the list would be too long.
            FileInvalid: its file cannot be read.
        """
        kept = None if note is None else checked_note(note)
        wanted = list(dict.fromkeys(ids))
        found, path = self._find(wanted), self._path(name)
        forgotten = self._forgotten_articles()
        known = {entry.id for entry in self.entries(name)} if path.exists() else set()
        for id in wanted:
            if (id not in found and id not in known) or forgotten.holds(id):
                raise ArticleNotFound(id)
        with changing(path, self._home.lock, _HEAD) as document:
            _entries(document.unwrap(), path)
            found_tables = tables(document, "article")
            by_id = {str(table["id"]): table for table in reversed(found_tables)}
            new = [id for id in wanted if id not in by_id]
            if len(found_tables) + len(new) > MAX_ENTRIES:
                raise InputError(name, "A list has at most %(most)s articles.", most=MAX_ENTRIES)
            for number, id in enumerate(wanted):
                table = by_id.get(id)
                if table is None or place is not None:
                    table = _moved(found_tables, table, id, None if place is None else max(place - 1, 0) + number)
                if kept is not None:
                    _set_note(table, kept)
        return len(new)

    def remove(self, name: str, *ids: str) -> None:
        """Take articles off a list.

        Raises:
            ArticleNotFound: one of them is not on it; nothing was done then.
            InputError, ListNotFound, FileInvalid: as ``entries``.
        """
        known = {entry.id for entry in self.entries(name)}
        for id in ids:
            if id not in known:
                raise ArticleNotFound(id)
        path = self._path(name)
        with changing(path, self._home.lock) as document:
            found = tables(document, "article")
            for place in reversed(range(len(found))):
                if found[place]["id"] in ids:
                    del found[place]

    def delete(self, name: str) -> None:
        """Remove a list with all its notes; the articles stay.

        Raises:
            InputError, ListNotFound: as ``entries``.
            ArchiveError: its file cannot be removed.
        """
        path = self._path(name)
        with locked(self._home.lock):
            try:
                path.unlink()
            except FileNotFoundError:
                raise ListNotFound(name) from None
            except OSError as error:
                raise ArchiveError(f"{path} cannot be removed ({error.strerror}).", "Check its permissions.") from error

    def _path(self, name: str) -> Path:
        return self._home.lists / f"{checked_name(name)}{_SUFFIX}"

    def _forgotten_articles(self) -> Forgotten:
        stamp = file_stamp(self._home.forgotten)
        known = self._forgotten
        if known is None or known[0] != stamp:
            known = self._forgotten = stamp, Forgotten(self._home.forgotten)
        return known[1]


def _is_name(text: str) -> bool:
    try:
        return checked_name(text) == text
    except InputError:
        return False


def _entries(data: Mapping[str, Any], path: Path) -> tuple[Entry, ...]:
    found: dict[str, Entry] = {}
    tables = data.get("article", [])
    for table in tables if isinstance(tables, list) else [None]:
        if not (
            isinstance(table, dict) and isinstance(table.get("id"), str) and isinstance(table.get("note", ""), str)
        ):
            raise FileInvalid(
                f"{path.name} has an entry that is no article.", f'Write [[article]] and id = "…" in {path}.'
            )
        found.setdefault(table["id"], Entry(table["id"], table.get("note", "").strip()))
    return tuple(found.values())


def _moved(found: "AoT", table: "Table | None", id: str, place: int | None) -> "Table":
    """The table of an article at its new place, from 0 on; ``table``: as it is now, None if it is new."""
    if table is None:
        table = new_table()
        table["id"] = id
    else:
        del found[next(number for number, other in enumerate(found) if other["id"] == id)]
    if place is None or place >= len(found):
        if len(found):
            end_with_blank_line(found[-1])
        found.append(table)
    else:
        end_with_blank_line(table)
        found.insert(place, table)
    return table


def _set_note(table: "Table", note: str) -> None:
    if note:
        table["note"] = text_item(note)
    else:
        table.pop("note", None)
