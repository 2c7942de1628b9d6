"""The timeline as a bar chart in SVG: one bar a year, month or day, placed by its time, so that gaps are seen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from archive.answering.results import Timeline, Unit
from web.language import gettext, number, percent, shown_date
from web.question import Question

HEIGHT = 100  # of the chart, in its own units
_MAX_WIDTH, _MAX_SLOT = 1000, 26  # of the chart, and of a bar with the gap beside it
COUNTED: dict[Unit, str] = {"year": "year", "month": "month", "day": "date"}  # the field that is counted for a unit
_FILTER: dict[Unit, str] = {"year": "year", "month": "month", "day": "within"}


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar.

    Attributes:
        count: the number of hits of its time.
        share: ``count`` divided by the number of all articles of that time; None where the chart shows counts.
        link: the page with a filter that finds exactly the hits counted.
        path: the SVG path that draws it.
    """

    name: str
    count: int
    share: float | None
    link: str
    path: str

    @property
    def title(self) -> str:
        """The bar in words, for its tooltip and for screen readers."""
        return f"{self.name}: {number(self.count)}" + ("" if self.share is None else f" ({percent(self.share)})")


@dataclass(frozen=True, slots=True)
class Aside:
    """Hits without a place on the axis: undated, or dated too coarsely.

    Attributes:
        link: the page with a filter that finds them; None where no filter does.
        width: their share of all hits in percent.
    """

    name: str
    count: int
    link: str | None
    width: int


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of ``width`` × HEIGHT.

    Attributes:
        labels: stand below it from left to right.
        peak: the value of its highest bar.
    """

    unit: Unit
    bars: tuple[Bar, ...]
    width: int
    labels: tuple[str, ...]
    peak: str
    asides: tuple[Aside, ...]


def chart(timeline: Timeline, question: Question, everything: Mapping[str, int] | None = None) -> Chart:
    """The chart of a timeline.

    Args:
        everything: the number of all articles by year, month or day; if given, the bars show shares of it.
    """
    unit = timeline.unit
    shares = [bar.count / (everything.get(bar.value) or bar.count) if everything is not None else None
              for bar in timeline.bars]  # fmt: skip
    heights = [bar.count if share is None else share for bar, share in zip(timeline.bars, shares, strict=True)]
    highest = max(heights, default=1)
    places = [_place(bar.value, unit) for bar in timeline.bars]
    first = places[0] if places else 0
    slots = places[-1] - first + 1 if places else 0
    slot = min(_MAX_SLOT, _MAX_WIDTH / max(slots, 1))
    bars = tuple(
        Bar(
            shown_date(bar.value),
            bar.count,
            share,
            question.plus(f"{_FILTER[unit]}={bar.value}"),
            _path((place - first) * slot, max(1.5, slot * 0.82), max(1.0, HEIGHT * height / highest)),
        )
        for bar, share, height, place in zip(timeline.bars, shares, heights, places, strict=True)
    )
    return Chart(
        unit,
        bars,
        width=round(slots * slot),
        labels=_labels(timeline, first, slots),
        peak=number(int(highest)) if everything is None else percent(highest),
        asides=_asides(timeline, question),
    )


def _path(x: float, width: float, height: float) -> str:
    return f"M{x:.4g} {HEIGHT}v-{height:.3g}h{width:.3g}v{height:.3g}z"


def _place(value: str, unit: Unit) -> int:
    """The number of a year, month or day on the axis: consecutive ones have consecutive numbers."""
    if unit == "day":
        return date.fromisoformat(value).toordinal()
    return int(value[:4]) if unit == "year" else int(value[:4]) * 12 + int(value[5:]) - 1


def _value(place: int, unit: Unit) -> str:
    if unit == "day":
        return date.fromordinal(place).isoformat()
    return f"{place:04}" if unit == "year" else f"{place // 12:04}-{place % 12 + 1:02}"


def _labels(timeline: Timeline, first: int, slots: int) -> tuple[str, ...]:
    if not slots:
        return ()
    places = {first, first + slots - 1} | ({first + slots // 2} if slots >= 25 else set())
    return tuple(shown_date(_value(place, timeline.unit)) for place in sorted(places))


def _asides(timeline: Timeline, question: Question) -> tuple[Aside, ...]:
    total = sum(bar.count for bar in timeline.bars) + timeline.coarse + timeline.undated
    found = []
    if timeline.coarse:
        by_month = timeline.unit == "month"  # then what is coarse has a year and no month
        name = gettext("only the year is known") if by_month else gettext("the day is not known")
        link = question.plus("month=", "year!=") if by_month else None
        found.append(Aside(name, timeline.coarse, link, 100 * timeline.coarse // total))
    if timeline.undated:
        link = question.plus("date=none")
        found.append(Aside(gettext("without a date"), timeline.undated, link, 100 * timeline.undated // total))
    return tuple(found)
