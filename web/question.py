"""The question in a URL: every state of the page is a link, and this is what its parameters mean."""

from dataclasses import dataclass, replace
from typing import Any, Self, TypedDict, cast
from urllib.parse import urlencode

from flask import current_app, request

from archive.errors import QueryError
from archive.query.plan import Sort
from archive.results import Results
from archive.service import Archive

MAX_LIMIT = 100  # hits a page
MAX_FILTERS = 50


class Filters(TypedDict):
    """What narrows and sorts a question."""

    where: tuple[str, ...]
    since: str | None
    until: str | None
    sort: Sort


@dataclass(frozen=True, slots=True)
class Question:
    """What ``q where since until sort limit page`` ask for."""

    q: str = ""
    where: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    sort: str = "relevance"
    limit: int = 10
    page: int = 1

    @classmethod
    def of_request(cls, most: int = MAX_LIMIT) -> Self:
        """The question of the current request.

        Args:
            most: the highest ``limit``.

        Raises:
            QueryError: a number is none, or a limit is passed.
        """
        args = request.args
        given = args.getlist("where")
        where = tuple(dict.fromkeys(filter(None, given)))
        if len(given) > MAX_FILTERS:
            raise QueryError("where", f"At most {MAX_FILTERS} filters can be asked at once.")
        return cls(
            q=args.get("q", ""),
            where=where,
            since=args.get("since", ""),
            until=args.get("until", ""),
            sort=args.get("sort", "") or "relevance",
            limit=_number("limit", 10, most),
            page=_number("page", 1, 10_000),
        )

    def ask(self) -> Results:
        """The answer of this application's archive."""
        return archive().search(self.q, limit=self.limit, page=self.page, **self.filters())

    def filters(self) -> Filters:
        """All but the words and the page, as ``Archive.search`` and ``Archive.export`` take them."""
        return {
            "where": self.where,
            "since": self.since or None,
            "until": self.until or None,
            "sort": cast(Sort, self.sort),
        }

    def link(self, **changes: Any) -> str:
        """The page of this question with changes, as a relative URL. Any change but of the page goes to page 1."""
        asked = replace(self, **({"page": 1} | changes))
        shown = [("q", asked.q), *(("where", filter) for filter in asked.where)]
        shown += [("since", asked.since), ("until", asked.until)]
        shown += [("sort", asked.sort)] if asked.sort != "relevance" else []
        shown += [("limit", str(asked.limit))] if asked.limit != 10 else []
        shown += [("page", str(asked.page))] if asked.page != 1 else []
        return "/?" + urlencode([(name, value) for name, value in shown if value])

    def with_filter(self, filter: str) -> str:
        """The page with one more filter, or without it if it is set."""
        kept = tuple(other for other in self.where if other != filter)
        return self.link(where=kept if len(kept) < len(self.where) else (*self.where, filter))


def _number(name: str, default: int, most: int) -> int:
    text = request.args.get(name, "")
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(most)) and int(text) <= most):
        raise QueryError(text, f"{name} is a whole number of at most {most}.")
    return int(text)


def archive() -> Archive:
    """The archive that this application serves."""
    return cast(Archive, current_app.extensions["archive"])
