"""``SearchRequest``: all that one search asks for, the same from terminal, page, HTTP and Python to the planner."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Self, TypedDict, Unpack

from msgspec import Struct
from msgspec.structs import replace

from archive.errors import QueryError
from archive.query.match_levels import MATCH_LEVELS
from archive.query.parse import DATED, parse, parse_where, since_until
from archive.query.plan import SORTS, Kind, Sort
from archive.query.tree import SINGLE_FIELDS, And, Node, Or, Value

MAX_REACH = 10_000  # the most hits that can be paged through: page × limit
DEFAULT_LIMIT = 10  # hits a page


class SearchOptions(TypedDict, total=False):
    """What may be given beside the query, by keyword; each is an attribute of ``SearchRequest``."""

    where: Iterable[str]
    since: str | None
    until: str | None
    sort: Sort
    limit: int | None
    page: int
    match: Kind | None
    today: date | None


class SearchRequest(Struct, frozen=True):
    """One search. Nothing is checked before it is asked.

    Attributes:
        query: the question in the query language; blank asks for everything.
        where: filters ``FIELD=VALUE``, ``FIELD!=VALUE`` or ``FIELD=``; all must hold, but several values of a field
            that an article has once (``tree.SINGLE_FIELDS``), or of ``dated``, are either.
        since, until: dates as after ``date:``; None is open.
        sort: one of ``plan.SORTS``.
        limit: hits a page; 0 asks for counts only, None for every hit (exports only).
        page: number of the page, from 1.
        match: how far words are widened, one of ``MATCH_LEVELS``; None is all the way.
        today: the day that ``heute`` and ``7d`` count from; None is the current day, for ``added`` in UTC.
    """

    query: str = ""
    where: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    sort: Sort = "relevance"
    limit: int | None = DEFAULT_LIMIT
    page: int = 1
    match: Kind | None = None
    today: date | None = None

    @classmethod
    def of(cls, query: "str | SearchRequest", **options: Unpack[SearchOptions]) -> "SearchRequest":
        """The request for a query with ``options``; of a request, the same request with ``options`` changed."""
        given: dict[str, Any] = {**options}
        if "where" in given:
            given["where"] = tuple(given["where"])
        return replace(query, **given) if isinstance(query, SearchRequest) else cls(query, **given)

    def check(self) -> Self:
        """This request, if it can be asked.

        Raises:
            QueryError: ``limit`` or ``page`` is out of range, or ``sort`` or ``match`` is none of the known ones.
        """
        if self.page < 1 or (self.limit or 0) < 0:
            raise QueryError(self.query, "limit is 0 or more, page 1 or more.")
        if self.sort not in SORTS:
            raise QueryError(str(self.sort), "sort is one of: %(known)s.", known=", ".join(SORTS))
        if self.match is not None and self.match not in MATCH_LEVELS:
            raise QueryError(str(self.match), "match is one of: %(known)s.", known=", ".join(MATCH_LEVELS))
        return self

    def tree(self) -> Node:
        """What is asked: query, filters and dates, as one tree.

        Raises:
            QueryError: see ``parse`` and ``parse_where``.
        """
        days = since_until(self.since, self.until, self.today)
        nodes = [parse(self.query, self.today), *_filters(self.where, self.today), *([days] if days else [])]
        return nodes[0] if len(nodes) == 1 else And(tuple(nodes))

    @property
    def offset(self) -> int:
        """The number of hits before this page."""
        return (self.page - 1) * (self.limit or 0)


def _filters(where: Iterable[str], today: date | None) -> list[Node]:
    """The filters, all of which must hold. Several values of one of SINGLE_FIELDS, or of ``dated``, are either."""
    either: dict[str, list[Node]] = {}
    others: list[Node] = []
    for filter in where:
        node = parse_where(filter, today)
        if isinstance(node, Value) and node.field in SINGLE_FIELDS:
            either.setdefault(node.field, []).append(node)
        elif filter.partition("=")[0].strip().lower() == DATED:
            either.setdefault(DATED, []).append(node)
        else:
            others.append(node)
    return [found[0] if len(found) == 1 else Or(tuple(found)) for found in either.values()] + others
