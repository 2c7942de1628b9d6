"""Facets as the page shows them, the filters that are set, and what each of them hides."""

from dataclasses import dataclass, replace

from archive.answering.results import Facet, Results
from web.labels import FIELD_NAMES, RUNGS, filter_name, filter_parts, value_name
from web.language import gettext, shown_date
from web.question import MAX_FILTERS, Question, archive

SHOWN = 8  # values of a facet before "more"; all of every facet would make the page five times as large
_OPEN = ("source", "agency", "place", "section")


@dataclass(frozen=True, slots=True)
class Choice:
    """A value: how many hits have it, and the links that ask for it (or no longer) and for all others."""

    name: str
    count: int
    link: str
    without: str
    is_set: bool


@dataclass(frozen=True, slots=True)
class Choices:
    """A facet: ``more`` values are behind ``more_link``, ``left`` are not shown at all."""

    field: str
    name: str
    choices: tuple[Choice, ...]
    is_open: bool
    more: int
    more_link: str
    left: int


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is set, and the link without it."""

    name: str
    link: str


def facets(question: Question, results: Results) -> list[Choices]:
    """The facets that part the hits, those that are asked for most first: one that all hits have is no choice."""
    return [
        _choices(question, field, results.facets[field])
        for field in FIELD_NAMES
        if field in results.facets and any(value.count < results.total for value in results.facets[field].values)
    ]


def _choices(question: Question, field: str, facet: Facet) -> Choices:
    is_all = question.more == field
    shown = facet.values if is_all else facet.values[:SHOWN]
    set_values = {value.casefold() for name, excluded, value in map(filter_parts, question.where)
                  if name == field and not excluded}  # fmt: skip
    choices = tuple(
        Choice(
            value_name(field, value.value),
            value.count,
            question.with_filter(f"{field}={value.value}"),
            question.with_filter(f"{field}!={value.value}"),
            value.value.casefold() in set_values,
        )
        for value in shown
    )
    return Choices(
        field,
        str(FIELD_NAMES[field]),
        choices,
        is_open=is_all or field in _OPEN or bool(set_values),
        more=len(facet.values) - len(shown),
        more_link=question.link(more=field, page=question.page),
        left=facet.more if len(shown) == len(facet.values) else 0,
    )


def chips(question: Question) -> list[Chip]:
    """The filters that are set, each with the link that removes it."""
    return [Chip(name, without.link()) for name, without in _without_each(question)]


def hidden(question: Question) -> list[tuple[Chip, int]]:
    """For a question that finds nothing: the filters without which it does, and how many articles then."""
    found = [
        (Chip(name, less.link()), archive().count(less.search_request()))
        for name, less in _without_each(question)[: MAX_FILTERS // 5]
    ]
    return [(chip, number) for chip, number in found if number]


def _without_each(question: Question) -> list[tuple[str, Question]]:
    parts = [
        (filter_name(filter), replace(question, where=tuple(other for other in question.where if other != filter)))
        for filter in question.where
    ]
    if question.since:
        parts.append((gettext("from %(date)s", date=_date(question.since)), replace(question, since="")))
    if question.until:
        parts.append((gettext("up to %(date)s", date=_date(question.until)), replace(question, until="")))
    if question.match in RUNGS:
        parts.append((str(RUNGS[question.match]), replace(question, match="")))
    return [(name, replace(less, page=1)) for name, less in parts]


def _date(text: str) -> str:
    try:
        return shown_date(text)
    except ValueError:
        return text  # 7d, heute
