"""The coverage of the archive: a table of its articles by year and month, and its largest sources."""

from collections.abc import Mapping
from dataclasses import dataclass

from archive.answering.results import FacetValue, facet
from web.question import Question

SHADES = 4  # of a month in the table, from few articles to many


@dataclass(frozen=True, slots=True)
class Month:
    """The articles of a month (``2023-07``): their number, a shade from 0 (none) to SHADES, the link to them."""

    value: str
    count: int
    shade: int
    link: str


@dataclass(frozen=True, slots=True)
class Year:
    """The articles of a year, by month; ``total`` includes those of which only the year is known."""

    value: str
    total: int
    link: str
    months: tuple[Month, ...]


def by_month(years: Mapping[str, int], months: Mapping[str, int]) -> list[Year]:
    """The years that have articles, newest first, from the counts of each year and each month."""
    most = max(months.values(), default=0)

    def month(value: str) -> Month:
        count = months.get(value, 0)
        return Month(
            value, count, -(-count * SHADES // most) if most else 0, Question(where=(f"month={value}",)).link()
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
    """The largest sources, and last "" for the articles without one.

    Args:
        sources: the number of articles of each source.
        articles: the number of all articles.

    Returns:
        For each source its name and count, the link to its articles, and its share of all articles in percent.
    """
    unknown = articles - sum(sources.values())
    values = [*facet(sources).values, *([FacetValue("", unknown)] if unknown > 0 else [])]
    return [
        (value, Question(where=(f"source={value.value}",)).link(), 100 * value.count // articles) for value in values
    ]
