"""The start page: ways into an archive that nothing is asked of yet, and what is new since the reader's last visit."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from flask import Response, after_this_request, request, url_for

from archive.answering.results import FacetValue, Results
from archive.errors import QueryError
from web.labels import FIELD_LABELS, value_label
from web.language import language
from web.question import Question, archive

_COOKIE = "visits"  # the day of this visit and that of the one before, in UTC
_COOKIE_SECONDS = 365 * 24 * 3600
_FIRST_VISIT_DAYS = 7  # what is new for who was never here
_VALUES = 8  # of a field
_WAYS = ("year", "source", "section", "place", "person")
_PLAIN = re.compile(r"[^\W_]+(?:[ -][^\W_]+){0,3}")  # a name that means nothing else within a question


@dataclass(frozen=True, slots=True)
class Way:
    """A field to begin with: links to its values, each with the number of its articles, and to the page of all."""

    name: str
    values: tuple[tuple[str, str, int], ...]
    more: int
    more_link: str


@dataclass(frozen=True, slots=True)
class News:
    """What was first seen since a day: that of the reader's last visit if ``is_return``."""

    since: str
    is_return: bool
    count: int
    link: str


@dataclass(frozen=True, slots=True)
class StartPage:
    """What the start page shows before the newest articles.

    Attributes:
        examples: questions that find something here, each with its link and the number of articles.
    """

    news: News | None
    ways: tuple[Way, ...]
    examples: tuple[tuple[str, str, int], ...]


def start_page(results: Results) -> StartPage:
    """The start page of the archive whose results for the empty question are given; notes the visit in a cookie."""
    return StartPage(_news(results.total), tuple(_ways(results)), tuple(_examples(results)))


def _news(total: int) -> News | None:
    today = datetime.now(UTC).date()
    last, before = (_day(text) for text in [*request.cookies.get(_COOKIE, "").split("."), "", ""][:2])
    if last != today:
        last, before = today, last

    @after_this_request
    def remember(response: Response) -> Response:
        days = ".".join(day.isoformat() for day in (last, before) if day)
        response.set_cookie(
            _COOKIE, days, max_age=_COOKIE_SECONDS, path=request.script_root or "/", samesite="Lax", httponly=True
        )
        return response

    since = before or today - timedelta(days=_FIRST_VISIT_DAYS)
    question = Question(where=(f"added=>={since.isoformat()}",))
    count = archive().count(question.search_request())
    if count == total or not (count or before):
        return None  # all is new, or nothing to somebody who knows nothing yet
    return News(since.isoformat(), before is not None, count, question.link())


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day <= datetime.now(UTC).date() else None


def _ways(results: Results) -> list[Way]:
    ways = []
    for field in _WAYS:
        facet = results.facets[field]
        known: Sequence[FacetValue] = facet.values
        if field == "year":
            known = sorted(known, key=lambda value: value.value, reverse=True)
        shown = tuple(
            (value_label(field, each.value), Question(where=(f"{field}={each.value}",)).link(), each.count)
            for each in known[:_VALUES]
        )
        if shown:
            more = len(known) - len(shown) + facet.more
            ways.append(Way(str(FIELD_LABELS[field]), shown, more, url_for("pages.values", field=field)))
    return ways


def _examples(results: Results) -> list[tuple[str, str, int]]:
    """Questions of several kinds about what this archive has most of."""
    german = language() == "de"
    place_field, date_field, either = ("ort", "datum", "ODER") if german else ("place", "date", "OR")
    names = {
        field: [value.value for value in results.facets[field].values if _PLAIN.fullmatch(value.value)]
        for field in ("person", "place", "org", "year")
    }
    persons, places, orgs, years = names.values()
    asked = []
    if persons:
        asked.append(persons[0])
    if places and years:
        quoted = f'"{places[0]}"' if re.search(r"\W", places[0]) else places[0]
        asked.append(f"{place_field}:{quoted} {date_field}:{years[0]}")
    if len(orgs) > 1:
        asked.append(f"{orgs[0]} {either} {orgs[1]}")
    if len(persons) > 1 and places:
        asked.append(f'"{persons[1]}" -{places[0]}' if not re.search(r"\W", places[0]) else f'"{persons[1]}"')
    found = []
    for text in asked:
        try:
            count = archive().count(text)
        except QueryError:  # of a name that is longer than any question may be
            continue
        if count:
            found.append((text, Question(q=text).link(), count))
    return found
