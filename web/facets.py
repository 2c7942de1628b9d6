"""The facets and the filters of the search page: what is shown of them, and the link of each."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from msgspec.structs import replace

from archive.answering.results import Facet, FacetValue, Results
from archive.errors import QueryError
from archive.german import fold_value
from archive.query.parse import DATED, parse
from archive.query.tokens import QUOTES
from archive.query.tree import SINGLE_FIELDS, Or
from web.labels import FIELD_LABELS, MATCH_LEVEL_LABELS, filter_label, value_label
from web.language import gettext, shown_date
from web.question import MAX_FILTERS, Question, archive, filter_parts

SHOWN = 8  # values of a facet; a page of its own shows all
_OPEN = ("source", "agency", "place", "section")


@dataclass(frozen=True, slots=True)
class ShownValue:
    """A value of a facet.

    Attributes:
        count: the number of hits that have it, or that its link adds.
        link: the page with a filter by this value, or without that filter if it ``is_set``.
        exclude_link: the page without the articles that have this value.
        adds: whether the link adds articles to the hits, which have other values of this field.
    """

    name: str
    count: int
    link: str
    exclude_link: str
    is_set: bool
    adds: bool


@dataclass(frozen=True, slots=True)
class ShownFacet:
    """A facet.

    Attributes:
        values: those that are set, then the others.
        is_either: whether values are set of a field that an article has once, so that each more adds articles.
        either_link: the page on which one of the set values is enough, where now an article must have them all.
        more: the number of values that the page at ``more_link`` shows besides.
    """

    field: str
    name: str
    values: tuple[ShownValue, ...]
    is_open: bool
    is_either: bool
    either_link: str | None
    more: int
    more_link: str


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is set, and the link to the page without it."""

    name: str
    link: str


def facets(question: Question, results: Results) -> list[ShownFacet]:
    """The facets that have set values or divide the hits, in the order of FIELD_LABELS; a value that all hits have
    divides nothing."""
    link = question.filter_links()
    return [
        _shown_facet(question, field, results.facets[field], link)
        for field in FIELD_LABELS
        if field in results.facets
        and (question.values(field) or any(value.count < results.total for value in results.facets[field].values))
    ]


def _shown_facet(question: Question, field: str, facet: Facet, link: Callable[[str], str]) -> ShownFacet:
    set_values = {fold_value(value): value for value in question.values(field)}
    is_either = bool(set_values) and field in SINGLE_FIELDS
    if is_either:
        # Of the articles that a click on another value would add, too.
        facet = archive().search(question.without_values(field).search_request(limit=0, page=1)).facets[field]
    known = {fold_value(value.value): value for value in facet.values}
    first = [known.get(folded) or _counted(question, field, value) for folded, value in set_values.items()]
    others = [value for folded, value in known.items() if folded not in set_values]
    shown = first + others[: max(0, SHOWN - len(first))]
    values = tuple(
        ShownValue(
            value_label(field, value.value),
            value.count,
            link(f"{field}={value.value}"),
            link(f"{field}!={value.value}"),
            is_set=fold_value(value.value) in set_values,
            adds=is_either and fold_value(value.value) not in set_values,
        )
        for value in shown
    )
    return ShownFacet(
        field,
        str(FIELD_LABELS[field]),
        values,
        is_open=(field in _OPEN and not question.is_open) or bool(set_values),
        is_either=is_either,
        either_link=None if is_either else either_link(question, field),
        more=len(first) + len(others) - len(shown) + facet.more,
        more_link=question.link(f"/values/{field}"),
    )


def _counted(question: Question, field: str, value: str) -> FacetValue:
    """A value that is set and not among the most frequent ones."""
    asked = question.without_values(field)
    asked = replace(asked, where=(*asked.where, f"{field}={value}"))
    return FacetValue(value, archive().count(asked.search_request()))


def either_link(question: Question, field: str) -> str | None:
    """The page on which an article needs only one of the set values of ``field``, as its question then says; None where
    fewer than two are set, or no question can say so."""
    values = question.values(field)
    quoted = [_in_quotes(value) for value in values]
    if len(values) < 2 or "" in values or None in quoted:
        return None
    either = f"{field}:({' OR '.join(map(str, quoted))})"
    try:
        is_or = isinstance(parse(question.q), Or)
        asked = f"({question.q})" if is_or else question.q
        # In front: an open quote in the question would take in what follows.
        query = f"{either} {asked}".strip()
        parse(query)
    except QueryError:
        return None  # too long
    return replace(question.without_values(field), q=query).link()


def _in_quotes(value: str) -> str | None:
    pair = next(((open, close) for open, close in QUOTES.items() if not set(open + close) & set(value)), None)
    return f"{pair[0]}{value}{pair[1][0]}" if pair else None


def chips(question: Question) -> list[Chip]:
    """The filters that are set, each with the link that removes it."""
    return [Chip(name, without.link()) for name, without in _without_each(question, [(one,) for one in question.where])]


def hidden(question: Question) -> list[tuple[Chip, int]]:
    """Of a question that finds nothing: the filters without which it finds articles, and how many it finds then."""
    found = [
        (Chip(name, less.link()), archive().count(less.search_request()))
        for name, less in _without_each(question, _needed(question))[: MAX_FILTERS // 5]
    ]
    return [(chip, number) for chip, number in found if number]


def _needed(question: Question) -> list[tuple[str, ...]]:
    """The filters in groups, of each of which an article must pass one."""
    groups = defaultdict[object, list[str]](list)
    for filter in question.where:
        field, excluded, _ = filter_parts(filter)
        groups[field if field in (*SINGLE_FIELDS, DATED) and not excluded else (filter,)].append(filter)
    return [tuple(group) for group in groups.values()]


def _without_each(question: Question, groups: list[tuple[str, ...]]) -> list[tuple[str, Question]]:
    """The question without each group of its filters and without each other limit, and the name of what it lacks."""
    either = gettext("or")
    parts = [
        (
            f" {either} ".join(map(filter_label, group)),
            replace(question, where=tuple(other for other in question.where if other not in group)),
        )
        for group in groups
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
