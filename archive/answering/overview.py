"""Tells what an index holds as a whole: counts of values, the timeline of all articles, first and last date."""

from collections.abc import Mapping
from typing import Literal

from archive.answering.results import Timeline, timeline
from archive.article import Article
from archive.engines.base import Engine
from archive.query.plan import All, Node, Not, Plan, Term


def coverage(engine: Engine, fields: tuple[str, ...]) -> Mapping[str, Mapping[str, int]]:
    """Count how many of all articles have each value of ``fields`` (of ``plan.VALUES``, or ``date``: cut to the day).

    This costs less than a search, so nothing is kept that could be stale."""
    return engine.search(Plan(All(), limit=0, counts=fields)).counts


def dates(engine: Engine, node: Node) -> Mapping[str, int]:
    """Count how many of the articles in ``node`` have each date, cut to the day."""
    return engine.search(Plan(node, limit=0, counts=("date",))).counts["date"]


def history(engine: Engine) -> Timeline:
    """Return the timeline of all articles."""
    found = engine.search(Plan(All(), limit=0, counts=("year", "month")))
    return timeline(found.counts["year"], found.counts["month"], found.total, lambda: dates(engine, All()))


def first_by_date(engine: Engine, sort: Literal["oldest", "newest"]) -> Article | None:
    """Return the oldest or the newest of the articles that have a date; None if none has."""
    found = engine.search(Plan(Not(Term("year", "")), sort, limit=1)).hits
    return next(iter(engine.get([id for id, _ in found]).values()), None)
