"""What the archive covers: a table of years and months, and its sources."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from archive.results import FacetValue, facet
from web.question import Question

LEVELS = 4  # shades of a month, from few articles to many


@dataclass(frozen=True, slots=True)
class Month:
    """Articles of a month: ``level`` from 0 (none) to LEVELS, and the link to them."""

    value: str
    count: int
    level: int
    link: str


@dataclass(frozen=True, slots=True)
class Year:
    """Articles of a year, by month; ``total`` has those too of which only the year is known."""

    value: str
    total: int
    link: str
    months: tuple[Month, ...]


def by_month(dates: Mapping[str, int]) -> list[Year]:
    """Years that have articles, newest first."""
    years: Counter[str] = Counter()
    months: Counter[str] = Counter()
    for text, count in dates.items():
        if text:
            years[text[:4]] += count
            months[text[:7]] += count if len(text) >= 7 else 0
    most = max(months.values(), default=0)

    def month(value: str) -> Month:
        level = -(-months[value] * LEVELS // most) if most else 0
        return Month(value, months[value], level, Question(where=(f"month={value}",)).link())

    return [
        Year(
            year,
            years[year],
            Question(where=(f"year={year}",)).link(),
            tuple(month(f"{year}-{number:02}") for number in range(1, 13)),
        )
        for year in sorted(years, reverse=True)
    ]


def by_source(sources: Mapping[str, int], articles: int) -> list[tuple[FacetValue, str, int]]:
    """The largest sources, and last those articles that have none (""): value, the link to its articles, and its part
    of all ``articles`` in percent."""
    unknown = articles - sum(sources.values())
    values = [*facet(sources).values, *([FacetValue("", unknown)] if unknown > 0 else [])]
    return [
        (value, Question(where=(f"source={value.value}",)).link(), 100 * value.count // articles) for value in values
    ]
