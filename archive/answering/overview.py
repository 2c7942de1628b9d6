"""What a page tells beside the hits: how exact they are, what filters hide, every mark of an article, what is there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from archive.answering.results import Snippet, Timeline, timeline
from archive.answering.snippets import Marker, marked
from archive.article import Article
from archive.query.plan import All, Kind, Plan
from archive.query.precision import rungs, up_to
from archive.service import Archive

REACH = 200_000  # characters of an article that are marked: more would make a page wait


@dataclass(frozen=True, slots=True)
class Rung:
    """A rung of the ladder of precision: ``total`` articles match up to it, ``more`` of them not before it."""

    match: Kind
    total: int
    more: int


def ladder(
    archive: Archive, query: str, where: Iterable[str] = (), since: str | None = None, until: str | None = None
) -> tuple[Rung, ...]:
    """The rungs that find something more than the one before, most exact first; always the first of all. Empty for a
    question that has only one kind of match.

    Raises:
        QueryError, EngineError: as ``Archive.search``.
    """
    found: list[Rung] = []
    with archive.planned(query, where=where, since=since, until=until) as (opened, node):
        kinds = rungs(node)
        if len(kinds) < 2:
            return ()
        for kind in kinds:
            total = opened.engine.search(Plan(up_to(node, kind), limit=0)).total
            more = total - (found[-1].total if found else 0)
            if more or not found:
                found.append(Rung(kind, total, more))
    return tuple(found)


def count(
    archive: Archive,
    query: str,
    where: Iterable[str] = (),
    since: str | None = None,
    until: str | None = None,
    match: Kind | None = None,
) -> int:
    """How many articles ``Archive.search`` would find."""
    with archive.planned(query, where=where, since=since, until=until, match=match) as (opened, node):
        return opened.engine.search(Plan(node, limit=0)).total


def marks(archive: Archive, query: str, article: Article) -> Snippet:
    """The article's whole text in pieces, those that answer ``query`` with their kind of match; of a very long text
    the first REACH characters are marked."""
    with archive.planned(query) as (_, node):
        marker = Marker(node)
    return marked(article.text, marker.marks(article.text[:REACH], article.language))


def coverage(archive: Archive, *fields: str) -> Mapping[str, Mapping[str, int]]:
    """How many of all articles have each value of ``fields`` (of ``plan.VALUES``, or ``date``: cut to the day).

    It costs less than a search, so nothing is kept that could be stale."""
    with archive.planned() as (opened, _):
        return opened.engine.search(Plan(All(), limit=0, counts=fields)).counts


def history(archive: Archive) -> Timeline:
    """The timeline of all articles."""
    with archive.planned() as (opened, _):
        found = opened.engine.search(Plan(All(), limit=0, counts=("year", "month")))
    years, months = found.counts["year"], found.counts["month"]
    return timeline(years, months, found.total, lambda: coverage(archive, "date")["date"])
