"""The facets and the filters of the search page: what is shown of them, and the link of each."""

from dataclasses import dataclass, replace

from archive.answering.results import Facet, Results
from web.labels import FIELD_LABELS, MATCH_LEVEL_LABELS, filter_label, filter_parts, value_label
from web.language import gettext, shown_date
from web.question import MAX_FILTERS, Question, archive

SHOWN = 8  # values of a facet before the link "more": with all values the page would be five times as large
_OPEN = ("source", "agency", "place", "section")


@dataclass(frozen=True, slots=True)
class ShownValue:
    """A value of a facet.

    Attributes:
        count: the number of hits that have it.
        link: the page with a filter by this value, or without that filter if it ``is_set``.
        exclude_link: the page without the articles that have this value.
    """

    name: str
    count: int
    link: str
    exclude_link: str
    is_set: bool


@dataclass(frozen=True, slots=True)
class ShownFacet:
    """A facet.

    Attributes:
        more: the number of values that the page at ``more_link`` shows besides.
        left: the number of values that no page shows.
    """

    field: str
    name: str
    values: tuple[ShownValue, ...]
    is_open: bool
    more: int
    more_link: str
    left: int


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is set, and the link to the page without it."""

    name: str
    link: str


def facets(question: Question, results: Results) -> list[ShownFacet]:
    """The facets that divide the hits, in the order of FIELD_LABELS; a value that all hits have divides nothing."""
    return [
        _shown_facet(question, field, results.facets[field])
        for field in FIELD_LABELS
        if field in results.facets and any(value.count < results.total for value in results.facets[field].values)
    ]


def _shown_facet(question: Question, field: str, facet: Facet) -> ShownFacet:
    is_all = question.more == field
    shown = facet.values if is_all else facet.values[:SHOWN]
    set_values = {value.casefold() for name, excluded, value in map(filter_parts, question.where)
                  if name == field and not excluded}  # fmt: skip
    values = tuple(
        ShownValue(
            value_label(field, value.value),
            value.count,
            question.with_filter(f"{field}={value.value}"),
            question.with_filter(f"{field}!={value.value}"),
            value.value.casefold() in set_values,
        )
        for value in shown
    )
    return ShownFacet(
        field,
        str(FIELD_LABELS[field]),
        values,
        is_open=is_all or field in _OPEN or bool(set_values),
        more=len(facet.values) - len(shown),
        more_link=question.link(more=field, page=question.page),
        left=facet.more if len(shown) == len(facet.values) else 0,
    )


def chips(question: Question) -> list[Chip]:
    """The filters that are set, each with the link that removes it."""
    return [Chip(name, without.link()) for name, without in _without_each(question)]


def hidden(question: Question) -> list[tuple[Chip, int]]:
    """Of a question that finds nothing: the filters without which it finds articles, and how many it finds then."""
    found = [
        (Chip(name, less.link()), archive().count(less.search_request()))
        for name, less in _without_each(question)[: MAX_FILTERS // 5]
    ]
    return [(chip, number) for chip, number in found if number]


def _without_each(question: Question) -> list[tuple[str, Question]]:
    parts = [
        (filter_label(filter), replace(question, where=tuple(other for other in question.where if other != filter)))
        for filter in question.where
    ]
    if question.since:
        parts.append((gettext("from %(date)s", date=_date(question.since)), replace(question, since="")))
    if question.until:
        parts.append((gettext("up to %(date)s", date=_date(question.until)), replace(question, until="")))
    if question.match in MATCH_LEVEL_LABELS:
        parts.append((str(MATCH_LEVEL_LABELS[question.match]), replace(question, match="")))
    return [(name, replace(less, page=1)) for name, less in parts]


def _date(text: str) -> str:
    try:
        return shown_date(text)
    except ValueError:
        return text  # a relative date: 7d, heute
