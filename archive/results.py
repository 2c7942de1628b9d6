"""What a search gives back: plain frozen data, named as the contract's JSON."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from archive.article import PartialDate
from archive.german import fold_value
from archive.query.plan import Kind

FACETS = ("year", "month", "source", "agency", "author", "section", "place", "keyword", "folder", "language", "format")
FACET_VALUES = 50
Unit = Literal["year", "month", "day"]
_LENGTH: dict[Unit, int] = {"year": 4, "month": 7, "day": 10}
_DAYS_BY_DAY, _DAYS_BY_MONTH = 92, 366 * 10


@dataclass(frozen=True, slots=True)
class Piece:
    """A verbatim piece of text; ``match`` tells which kind of match it is, if any."""

    text: str
    match: Kind | None = None


Snippet = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """One article found."""

    id: str
    title: str
    date: str | None
    source: str | None
    agencies: tuple[str, ...]
    score: float
    snippets: tuple[Snippet, ...]


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value and the number of hits that have it."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Facet:
    """The most frequent values of a field among all hits; ``more`` is the number of values left out."""

    values: tuple[FacetValue, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """Hits over time: bars + coarse (dated more coarsely than the unit) + undated = total."""

    unit: Unit
    bars: tuple[FacetValue, ...]
    coarse: int
    undated: int


@dataclass(frozen=True, slots=True)
class Results:
    """The answer to a search. ``pages`` is 0 if ``total`` or ``limit`` is; ``took_ms`` is in milliseconds."""

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


def facet(counts: Mapping[str, int]) -> Facet:
    """A facet from counts of values as written: values that differ by case only are one, shown in their most frequent
    spelling, for that is what a filter by them finds."""
    spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for value, count in counts.items():
        spellings[fold_value(value)][value] += count
    merged = [
        FacetValue(min(found, key=lambda value: (-found[value], value)), sum(found.values()))
        for found in spellings.values()
    ]
    merged.sort(key=lambda value: (-value.count, value.value))
    return Facet(tuple(merged[:FACET_VALUES]), max(0, len(merged) - FACET_VALUES))


def timeline(dates: Mapping[str, int]) -> Timeline:
    """A timeline from counts of dates cut to their day ("" for undated).

    The unit is the finest that keeps the chart short (days for a quarter, months for ten years) and that at least half
    of the dated hits can be placed by.
    """
    dated = {PartialDate.parse(text): count for text, count in dates.items() if text}
    unit: Unit = "year"
    if dated:
        days = (max(when.last for when in dated) - min(when.first for when in dated)).days + 1
        fine: tuple[Unit, ...] = (
            ("day", "month") if days <= _DAYS_BY_DAY else ("month",) if days <= _DAYS_BY_MONTH else ()
        )
        half = sum(dated.values()) / 2
        unit = next((u for u in fine if sum(n for w, n in dated.items() if len(w.text) >= _LENGTH[u]) >= half), "year")
    bars: Counter[str] = Counter()
    for when, count in dated.items():
        if len(when.text) >= _LENGTH[unit]:
            bars[when.text[: _LENGTH[unit]]] += count
    placed = sum(bars.values())
    return Timeline(
        unit,
        tuple(FacetValue(value, bars[value]) for value in sorted(bars)),
        sum(dated.values()) - placed,
        dates.get("", 0),
    )
