"""Saved searches: questions with a name, and what is new for each since it was last looked at: ``searches.toml``.

How far somebody has looked is the moment at which the newest articles found had been seen first, and which articles
that was: a run gives all that it takes in the same moment, and may be looked at before it ends.
"""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from archive.article import Article
from archive.errors import ArchiveError, FileInvalid, InputError, ListNotFound
from archive.home import Home
from archive.query.match_levels import MATCH_LEVELS
from archive.request import SearchRequest
from archive.toml_files import Stamp, changing, checked_name, new_table, read_toml, tables
from archive.toml_files import stamp as file_stamp

MOST = 1_000  # saved searches
_MOST_KNOWN = 1_000  # ids that are kept of one moment; of more, all of that moment count as looked at
_CHUNK = 200  # articles that are fetched at once
_HEAD = """\
# Saved searches. Each is [[search]] with its name and query; where, since, until and match as in "archive search".
# looked_at and known say what has been looked at; without them, everything is new.

"""

Find = Callable[[Sequence[str]], Mapping[str, Article]]
Within = Callable[[SearchRequest, int, int | None, int | None], tuple[int, list[str]]]


@dataclass(frozen=True, slots=True)
class Marker:
    """How far a saved search has been looked at.

    Attributes:
        looked_at: when the newest article that was looked at had been seen first (ISO 8601, UTC); "" if none was.
        known: ids of the articles that were looked at and first seen in that very second, sorted.
    """

    looked_at: str = ""
    known: tuple[str, ...] = ()

    @property
    def second(self) -> int:
        """``looked_at`` in seconds since 1970; -1 if nothing was looked at."""
        return int(datetime.fromisoformat(self.looked_at).timestamp()) if self.looked_at else -1


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A saved search: its name, what it asks for, and how far it has been looked at."""

    name: str
    request: SearchRequest
    marker: Marker = Marker()


@dataclass(frozen=True, slots=True)
class News:
    """What is new for a saved search.

    Attributes:
        ids: of the new articles, those of the newest date first.
        marker: how far it has been looked at when these have been.
    """

    search: SavedSearch
    ids: tuple[str, ...]
    marker: Marker


class SavedSearches:
    """The saved searches of an archive. Safe to use from several threads and processes.

    Args:
        home: where they are kept.
        within: counts and finds the ids of the articles that a request finds and that were first seen from one second
            to another (None: open), at most so many (None: all); those of the newest date first.
        last: the moment at which the newest of the articles that a request finds was first seen, ISO 8601; "" if it
            finds none.
        find: looks articles up by their ids.
    """

    def __init__(self, home: Home, within: Within, last: Callable[[SearchRequest], str], find: Find) -> None:
        self._home = home
        self._within = within
        self._last = last
        self._find = find
        self._mutex = threading.Lock()
        self._read: tuple[Stamp | None, dict[str, SavedSearch]] | None = None

    def all(self) -> list[SavedSearch]:
        """All saved searches, in the order of the file.

        Raises:
            FileInvalid: the file cannot be read.
        """
        path = self._home.searches
        stamp = file_stamp(path)
        with self._mutex:
            known = self._read
        if known is None or known[0] != stamp:
            known = stamp, {one.name: one for one in _searches(read_toml(path), path)}
            with self._mutex:
                self._read = known
        return list(known[1].values())

    def problem(self) -> str | None:
        """What is wrong with the file, in two sentences; None if nothing is."""
        try:
            self.all()
        except FileInvalid as error:
            return f"{error} {error.hint}"
        return None

    def get(self, name: str) -> SavedSearch:
        """The saved search of a name.

        Raises:
            InputError: it is no name; ListNotFound: there is none of it; FileInvalid: as ``all``.
        """
        kept = checked_name(name)
        for one in self.all():
            if one.name == kept:
                return one
        raise ListNotFound(name, "saved search")

    def save(self, name: str, request: SearchRequest) -> SavedSearch:
        """Keep a search, in place of one of the same name. What it finds now is not new.

        Raises:
            InputError: the name is none, the search cannot be asked, or there are too many.
            FileInvalid, ArchiveError: the file cannot be read or written.
        """
        kept = checked_name(name)
        request.check().tree()
        search = SavedSearch(kept, request, self._marker(request, self._last(request)))
        with self._changing() as found:
            table = next((table for table in found if table["name"] == kept), None)
            if table is None:
                if len(found) >= MOST:
                    raise InputError(name, "At most %(most)s searches can be saved.", most=MOST)
                table = new_table()
                table["name"] = kept
                found.append(table)
            _write_request(table, request)
            _write_marker(table, search.marker)
        return search

    def delete(self, name: str) -> None:
        """Forget a saved search.

        Raises:
            ListNotFound, FileInvalid, ArchiveError: as ``get`` and ``save``.
        """
        kept = self.get(name).name
        with self._changing() as found:
            for place in reversed(range(len(found))):
                if found[place]["name"] == kept:
                    del found[place]

    def number_of_new(self, search: SavedSearch) -> int:
        """How many articles are new for a search."""
        second = search.marker.second
        later, _ = self._within(search.request, second + 1, None, 0)
        return later + len(self._new_of_that_moment(search))

    def news(self, name: str) -> News:
        """What is new for a search. ``look`` notes that it was looked at.

        Raises:
            ListNotFound, FileInvalid: as ``get``.
        """
        search = self.get(name)
        # The moment first: what comes in between is shown, and shown again; nothing is left out.
        last = max(self._last(search.request), search.marker.looked_at)
        _, ids = self._within(search.request, search.marker.second + 1, None, None)
        new = (*ids, *self._new_of_that_moment(search))
        return News(search, new, self._marker(search.request, last, {*new, *search.marker.known}))

    def articles(self, ids: Sequence[str]) -> Iterator[Article]:
        """The articles of these ids, streamed; those that have gone are left out."""
        for begin in range(0, len(ids), _CHUNK):
            chunk = ids[begin : begin + _CHUNK]
            found = self._find(chunk)
            yield from (found[id] for id in chunk if id in found)

    def look(self, news: News) -> None:
        """Note that these news have been looked at; nothing if somebody has looked further meanwhile.

        Raises:
            FileInvalid, ArchiveError: the file cannot be read or written.
        """
        if news.marker == news.search.marker:
            return
        with self._changing() as found:
            for table in found:
                if table["name"] == news.search.name and str(table.get("looked_at", "")) <= news.marker.looked_at:
                    _write_marker(table, news.marker)

    def _new_of_that_moment(self, search: SavedSearch) -> list[str]:
        """What was first seen in the second up to which a search was looked at, but was not there then."""
        marker = search.marker
        if not 0 < len(marker.known) < _MOST_KNOWN:
            return []
        total, ids = self._within(search.request, marker.second, marker.second, None)
        known = set(marker.known)
        return [id for id in ids if id not in known] if total else []

    def _marker(self, request: SearchRequest, moment: str, looked_at: Set[str] | None = None) -> Marker:
        """How far a search has been looked at when that of what it finds up to a moment has been; None: all."""
        second = Marker(moment).second
        if second < 0:
            return Marker()
        _, ids = self._within(request, second, second, None)
        known = sorted(id for id in ids if looked_at is None or id in looked_at)
        return Marker(moment, tuple(known[:_MOST_KNOWN]))

    @contextmanager
    def _changing(self) -> Iterator[Any]:
        """The tables of the file, to change within the block; they are written at its end."""
        with changing(self._home.searches, self._home.lock, _HEAD) as document:
            list(_searches(document.unwrap(), self._home.searches))  # nothing is written over a typing error
            yield tables(document, "search")


def _searches(data: Mapping[str, Any], path: Path) -> Iterator[SavedSearch]:
    found = data.get("search", [])
    for table in found if isinstance(found, list) else [None]:
        try:
            yield _search(table)
        except (ArchiveError, TypeError, ValueError, KeyError, AttributeError) as error:
            raise FileInvalid(
                f"{path.name} has an entry that is no search.",
                f'Write [[search]], name = "…" and query = "…" in {path}.',
            ) from error


def _search(table: Any) -> SavedSearch:
    def text(name: str) -> str:
        value = table.get(name, "")
        if not isinstance(value, str):
            raise TypeError(name)
        return value

    where, known = table.get("where", []), table.get("known", [])
    if (
        not all(isinstance(value, str) for value in (*where, *known))
        or isinstance(where, str)
        or isinstance(known, str)
    ):
        raise TypeError("where")
    match = text("match")
    if match and match not in MATCH_LEVELS:
        raise ValueError(match)
    request = SearchRequest(
        text("query"), tuple(where), text("since") or None, text("until") or None,
        match=match or None,
    )  # fmt: skip
    marker = Marker(text("looked_at"), tuple(known))
    marker.second  # noqa: B018 -- a moment that cannot be read
    return SavedSearch(checked_name(table["name"]), request, marker)


def _write_request(table: Any, request: SearchRequest) -> None:
    fields = {
        "query": request.query, "where": list(request.where), "since": request.since, "until": request.until,
        "match": request.match,
    }  # fmt: skip
    for name, value in fields.items():
        if value or name == "query":
            table[name] = value
        else:
            table.pop(name, None)


def _write_marker(table: Any, marker: Marker) -> None:
    table["looked_at"] = marker.looked_at
    table["known"] = list(marker.known)
