"""What a search gives back: plain frozen data, named as the contract's JSON."""

from collections import Counter
from collections.abc import Callable, Mapping
from heapq import nlargest
from typing import Literal

from msgspec import Struct

from archive.german import fold_value
from archive.query.plan import Kind

FACETS = ("year", "month", "source", "agency", "author", "section", "place", "person", "org", "keyword", "folder",
          "language", "format")  # fmt: skip
FACET_VALUES = 50
FEW = 3  # articles: a question that finds more is not doubted, nor is a word that is in more
Unit = Literal["year", "month", "day"]
_MONTHS_BY_DAY, _MONTHS_BY_MONTH = 3, 120


class Piece(Struct, frozen=True):
    """A verbatim piece of text; ``match`` tells which kind of match it is, if any."""

    text: str
    match: Kind | None = None


Snippet = tuple[Piece, ...]


class Hit(Struct, frozen=True):
    """One article found.

    Attributes:
        marked_title: the title in pieces.
        because: of articles like another, the words that both have; else None.
        missing: of a relaxed hit, the words of the question that it lacks, as they were typed; else None.
    """

    id: str
    title: str
    date: str | None
    source: str | None
    agencies: tuple[str, ...]
    score: float
    snippets: tuple[Snippet, ...]
    marked_title: Snippet = ()
    because: tuple[str, ...] | None = None
    missing: tuple[str, ...] | None = None


class Relaxed(Struct, frozen=True):
    """Articles that hold most words of a question, but not all.

    Attributes:
        total: how many there are.
        hits: the best of them, best first; each tells in ``missing`` what it lacks.
        without: pairs of a word of the question and the number of articles that lack it and hold all the others, most
            first; words without such articles are left out.
    """

    total: int
    hits: tuple[Hit, ...]
    without: tuple[tuple[str, int], ...] = ()


class FacetValue(Struct, frozen=True):
    """A value and the number of hits that have it."""

    value: str
    count: int


class Facet(Struct, frozen=True):
    """The most frequent values of a field among all hits; ``more`` is the number of values left out."""

    values: tuple[FacetValue, ...]
    more: int


class Timeline(Struct, frozen=True):
    """Hits over time: bars + coarse (dated more coarsely than the unit) + undated = total."""

    unit: Unit
    bars: tuple[FacetValue, ...]
    coarse: int
    undated: int


class Results(Struct, frozen=True):
    """The answer to a search.

    Attributes:
        pages: 0 if ``total`` or ``limit`` is.
        took_ms: milliseconds.
        relaxed: on page 1, where few articles hold all words of the question, those that hold most of them.
        understood: how a question with operators, fields, dates or widened words was read, in English; else None.
    """

    query: str
    total: int
    total_is_exact: bool
    page: int
    pages: int
    limit: int
    took_ms: float
    engine: str
    hits: tuple[Hit, ...]
    facets: Mapping[str, Facet]
    timeline: Timeline
    suggestion: str | None
    relaxed: Relaxed | None = None
    understood: str | None = None


def facet(counts: Mapping[str, int], most: int = FACET_VALUES, more: int = 0) -> Facet:
    """A facet of at most so many values from counts of values as written: values that differ by case only are one,
    shown in their most frequent spelling, for that is what a filter by them finds. ``more``: how many values the counts
    leave out."""
    merged = _merged(counts)
    # Of thousands of values only those that may be shown are sorted by name.
    least = nlargest(most, merged.values())[-1:] or [0]
    shown = sorted((-total, value) for value, total in merged.items() if total >= least[0])[:most]
    return Facet(tuple(FacetValue(value, -total) for total, value in shown), max(0, len(merged) - most) + more)


def _merged(counts: Mapping[str, int]) -> Mapping[str, int]:
    """Counts with the values that differ by case only as one, in the spelling with most articles, the first by name of
    several."""
    if len(set(map(fold_value, counts))) == len(counts):  # in a fifth of the time of what follows, and nearly always so
        return counts
    variants: dict[str, list[str]] = {}  # folded → as written
    for value in counts:
        variants.setdefault(fold_value(value), []).append(value)
    merged = dict(counts)
    for values in variants.values():
        if len(values) > 1:
            total = sum(map(merged.pop, values))
            merged[min(values, key=lambda value: (-counts[value], value))] = total
    return merged


def timeline(
    years: Mapping[str, int], months: Mapping[str, int], total: int, dates: Callable[[], Mapping[str, int]]
) -> Timeline:
    """A timeline of ``total`` hits from counts of their years and months.

    The unit is the finest that keeps the chart short (days for a quarter, months for ten years) and that at least half
    of the dated hits can be placed by.

    Args:
        dates: gives counts of dates cut to their day; asked only where the hits lie within a few months, for there may
            be many.
    """
    unit: Unit
    dated, unit, bars = sum(years.values()), "year", Counter(years)
    if dated:
        by_year = Counter[str]()
        for month, count in months.items():
            by_year[month[:4]] += count
        vague = [year for year, count in years.items() if count > by_year[year]]
        first = min([*months, *(f"{year}-01" for year in vague)])
        last = max([*months, *(f"{year}-12" for year in vague)])
        span = 12 * (int(last[:4]) - int(first[:4])) + int(last[5:]) - int(first[5:]) + 1
        if span <= _MONTHS_BY_MONTH and 2 * sum(months.values()) >= dated:
            unit, bars = "month", Counter(months)
        if span <= _MONTHS_BY_DAY:
            days = {date: count for date, count in dates().items() if len(date) == 10}
            if 2 * sum(days.values()) >= dated:
                unit, bars = "day", Counter(days)
    placed = tuple(FacetValue(value, bars[value]) for value in sorted(bars))
    return Timeline(unit, placed, dated - sum(bars.values()), total - dated)
