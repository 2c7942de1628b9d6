"""The question in a URL: every state of the page is a link, and this is what its parameters mean."""

import time
from collections.abc import Callable, Collection, Hashable
from functools import lru_cache
from itertools import starmap
from typing import Any, Self, TypeVar, cast
from urllib.parse import urlencode

from flask import current_app, g, request
from msgspec import Struct
from msgspec.structs import replace
from werkzeug.datastructures import MultiDict

from archive.answering.results import Results
from archive.errors import QueryError
from archive.german import fold_value
from archive.query.plan import Kind, Sort
from archive.query.tokens import FIELDS
from archive.query.tree import SINGLE_FIELDS
from archive.request import DEFAULT_LIMIT, SearchRequest
from archive.service import Archive
from web.recent import RecentAnswers

T = TypeVar("T")
MAX_LIMIT = 100  # hits a page
MAX_FILTERS = 50
_PLACE = "\0"  # no filter: stands where another one is to be put


class Question(Struct, frozen=True):
    """What ``q where since until match sort limit page`` ask for, and how the page shows it: ``share`` is a timeline in
    shares of all articles."""

    q: str = ""
    where: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    sort: str = "relevance"
    limit: int = DEFAULT_LIMIT
    page: int = 1
    match: str = ""
    share: bool = False

    @classmethod
    def of_request(cls, most: int = MAX_LIMIT) -> Self:
        """The question of the current request.

        Args:
            most: the highest ``limit``.

        Raises:
            QueryError: a number is none, or a limit is passed.
        """
        return cls.of_arguments(request.args, most)

    @classmethod
    def of_arguments(cls, args: MultiDict[str, str], most: int = MAX_LIMIT) -> Self:
        """The question that the parameters of a URL ask; see ``of_request``."""
        given = args.getlist("where")
        where = tuple(dict.fromkeys(filter(None, given)))
        if len(given) > MAX_FILTERS:
            raise QueryError("where", "At most %(most)s filters can be asked at once.", most=MAX_FILTERS)
        return cls(
            q=args.get("q", ""),
            where=where,
            since=args.get("since", ""),
            until=args.get("until", ""),
            sort=args.get("sort", "") or "relevance",
            limit=_number(args, "limit", DEFAULT_LIMIT, most),
            page=_number(args, "page", 1, 10_000),
            match=args.get("match", ""),
            share=args.get("share") == "1",
        )

    def ask(self) -> Results:
        """The answer of this application's archive, which it may have given before."""
        started = time.perf_counter()
        request = self.search_request()
        results = kept("search", request, lambda: archive().search(request))
        return replace(results, took_ms=(time.perf_counter() - started) * 1000)

    def search_request(self, **changes: Any) -> SearchRequest:
        """This question as the archive takes it, with ``changes`` of a request's attributes."""
        request = SearchRequest(
            query=self.q,
            where=self.where,
            since=self.since or None,
            until=self.until or None,
            sort=cast(Sort, self.sort),
            limit=self.limit,
            page=self.page,
            match=cast(Kind, self.match) if self.match else None,
        )
        return replace(request, **changes)

    @property
    def is_open(self) -> bool:
        """Whether nothing is asked for but to see what is there."""
        return not (self.q.strip() or self.where or self.since or self.until or self.match)

    def fields(self, *without: str) -> list[tuple[str, str]]:
        """The parameters that differ from their defaults, as a form or a URL holds them, ``without`` some."""
        shown = [("q", self.q), *(("where", filter) for filter in self.where)]
        shown += [("since", self.since), ("until", self.until), ("match", self.match)]
        shown += [("sort", self.sort if self.sort != "relevance" else ""), ("share", "1" if self.share else "")]
        shown += [("limit", str(self.limit) if self.limit != DEFAULT_LIMIT else "")]
        shown += [("page", str(self.page) if self.page != 1 else "")]
        return [(name, value) for name, value in shown if value and name not in without]

    def link(self, path: str = "/", **changes: Any) -> str:
        """This question with changes as a link, to the page or another ``path``; any change goes to page 1."""
        return request.script_root + self.address(path, **changes)

    def address(self, path: str = "/", **changes: Any) -> str:
        """``link`` without the prefix that the archive is served below: the same wherever it is served."""
        fields = replace(self, **({"page": 1} | changes)).fields()
        return f"{path}?{'&'.join(starmap(_encoded, fields))}" if fields else path

    def plus(self, *filters: str) -> str:
        """The page with these filters too, in place of other values of the same field that an article has once: those
        would be found beside."""
        fields = {field for field, excluded, _ in map(filter_parts, filters) if field in SINGLE_FIELDS and not excluded}
        kept = (filter for filter in self.where if not (fields and self._is_value_of(filter, fields)))
        return self.link(where=tuple(dict.fromkeys((*kept, *filters))))

    def values(self, field: str) -> tuple[str, ...]:
        """The values of a field that filters ask for, in their order; "" stands for articles without one."""
        asked = (value for name, excluded, value in map(filter_parts, self.where) if name == field and not excluded)
        return tuple({fold_value(value): value for value in asked}.values())

    def without_values(self, *fields: str) -> Self:
        """This question without the filters that ask for a value of these fields; what is excluded stays so."""
        kept = tuple(filter for filter in self.where if not self._is_value_of(filter, fields))
        return replace(self, where=kept, page=1)

    def filter_links(self) -> Callable[[str], str]:
        """What gives the page with one more filter, or without it if it is set, however it is written. A page has a
        hundred such links, which differ by the filter alone."""
        before, _, after = self.link(where=(*self.where, _PLACE)).rpartition(_encoded("where", _PLACE))
        folded = [_folded(filter) for filter in self.where]

        def link(filter: str) -> str:
            if folded and (asked := _folded(filter)) in folded:
                kept = (other for other, known in zip(self.where, folded, strict=True) if known != asked)
                return self.link(where=tuple(kept))
            return f"{before}{_encoded('where', filter)}{after}"

        return link

    @staticmethod
    def _is_value_of(filter: str, fields: Collection[str]) -> bool:
        field, excluded, _ = filter_parts(filter)
        return field in fields and not excluded


def filter_parts(filter: str) -> tuple[str, bool, str]:
    """``quelle!=dpa`` → ("source", True, "dpa"): the field's name, whether the value is excluded, the value."""
    name, _, value = filter.partition("=")
    known = name.removesuffix("!").strip().lower()
    return FIELDS.get(known, known), name.endswith("!"), value.strip()


def _folded(filter: str) -> tuple[str, bool, str]:
    field, excluded, value = filter_parts(filter)
    return field, excluded, fold_value(value)


@lru_cache(maxsize=10_000)  # a page has hundreds of links that differ by one filter
def _encoded(name: str, value: str) -> str:
    return urlencode([(name, value)])


def _number(args: MultiDict[str, str], name: str, default: int, most: int) -> int:
    text = args.get(name, "")
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(most)) and int(text) <= most):
        raise QueryError(text, "%(name)s is a whole number of at most %(most)s.", name=name, most=most)
    return int(text)


def kept(what: str, request: Hashable, ask: Callable[[], T]) -> T:
    """The answer to a request, asked anew only if the archive has changed since; ``what`` is asked of it."""
    recent = cast(RecentAnswers, current_app.extensions["recent"])
    if "version" not in g:  # a page asks several times
        g.version = archive().version()
    return recent.answer(g.version, (what, request), ask)


def archive() -> Archive:
    """The archive that this application serves."""
    return cast(Archive, current_app.extensions["archive"])
