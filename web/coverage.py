"""What the archive covers: a table of years and months, and its sources."""

from collections.abc import Mapping
from dataclasses import dataclass

from archive.answering.results import FacetValue, facet
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


def by_month(years: Mapping[str, int], months: Mapping[str, int]) -> list[Year]:
    """Years that have articles, newest first, from counts of years and of months."""
    most = max(months.values(), default=0)

    def month(value: str) -> Month:
        count = months.get(value, 0)
        return Month(
            value, count, -(-count * LEVELS // most) if most else 0, Question(where=(f"month={value}",)).link()
        )

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
