"""The timeline as a bar chart in SVG: one bar a year, month or day, placed by its time, so that gaps are seen."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from math import floor, log10

from archive.answering.results import Timeline, Unit
from web.language import gettext, number, percent, shown_date
from web.question import Question

HEIGHT = 100  # of the chart, in its own units
_MAX_WIDTH, _MAX_SLOT = 1000, 26  # of the chart, and of a bar with the gap beside it
_LEAST_HEIGHT = 3.0  # of a bar, so that one article is seen beside thousands
_STEPS = (1, 2, 4, 6, 8, 10)  # times a power of ten: where the axis of numbers ends; all but 1 have a whole half
COUNTED: dict[Unit, str] = {"year": "year", "month": "month", "day": "date"}  # the field that is counted for a unit
_FILTER: dict[Unit, str] = {"year": "year", "month": "month", "day": "within"}


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar.

    Attributes:
        count: the number of hits of its time.
        share: ``count`` divided by the number of all articles of that time; None where the chart shows counts.
        link: the page with a filter that finds exactly the hits counted.
        left, slot: where its column begins and how wide it is: all of the column is the link.
        path: the SVG path that draws it.
    """

    name: str
    count: int
    share: float | None
    link: str
    left: str
    slot: str
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
        scale: the numbers of its vertical axis from the top down: its end, its middle if that is whole, and zero.
    """

    unit: Unit
    bars: tuple[Bar, ...]
    width: int
    labels: tuple[str, ...]
    scale: tuple[str, ...]
    asides: tuple[Aside, ...]


def chart(
    timeline: Timeline, question: Question, everything: Mapping[str, int] | None = None, months: Collection[str] = ()
) -> Chart:
    """The chart of a timeline.

    Args:
        months: those that hits are dated to; needed for a timeline by day, to ask for the hits without one.
        everything: the number of all articles by year, month or day; if given, the bars show shares of it.
    """
    unit = timeline.unit
    shares = [bar.count / (everything.get(bar.value) or bar.count) if everything is not None else None
              for bar in timeline.bars]  # fmt: skip
    heights = [bar.count if share is None else share for bar, share in zip(timeline.bars, shares, strict=True)]
    top = _axis_end(max(heights, default=1))
    top = top if everything is None else min(top, 1.0)
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
            f"{(place - first) * slot:.4g}",
            f"{slot:.4g}",
            _path((place - first) * slot, max(1.5, slot * 0.82), max(_LEAST_HEIGHT, HEIGHT * height / top)),
        )
        for bar, share, height, place in zip(timeline.bars, shares, heights, places, strict=True)
    )
    return Chart(
        unit,
        bars,
        width=round(slots * slot),
        labels=_labels(timeline, first, slots),
        scale=tuple(
            number(int(value)) if everything is None else percent(value)
            for value in ((top, top / 2, 0) if everything is not None or top > 1 else (top, 0))
        ),
        asides=_asides(timeline, question, months),
    )


def _axis_end(highest: float) -> float:
    """The round number at or above the highest value that the vertical axis ends with."""
    power = 10.0 ** floor(log10(highest))
    return next(power * step for step in _STEPS if power * step >= highest * (1 - 1e-9))


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


def _asides(timeline: Timeline, question: Question, months: Collection[str]) -> tuple[Aside, ...]:
    total = sum(bar.count for bar in timeline.bars) + timeline.coarse + timeline.undated
    found = []
    if timeline.coarse:
        by_month = timeline.unit == "month"  # then what is coarse has a year and no month
        name = gettext("only the year is known") if by_month else gettext("the day is not known")
        # A timeline by day is one of few months, and an article of which only the year is known would make it longer.
        asked = ("month=", "year!=") if by_month else [f"dated={month}" for month in sorted(months)]
        link = question.plus(*asked) if asked else None
        found.append(Aside(name, timeline.coarse, link, 100 * timeline.coarse // total))
    if timeline.undated:
        link = question.plus("date=none")
        found.append(Aside(gettext("without a date"), timeline.undated, link, 100 * timeline.undated // total))
    return tuple(found)
