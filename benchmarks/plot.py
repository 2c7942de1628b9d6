"""Draws figures over the number of articles, both axes logarithmic, as an SVG that is readable in light and dark."""

import math
from collections.abc import Mapping, Sequence
from html import escape

Points = Sequence[tuple[float, float]]

_WIDTH, _HEIGHT = 720, 380
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 200, 40, 46
# After Okabe and Ito's colours for all kinds of colour vision (2008), such as are seen on white and on black.
_COLOURS = ("#2b8ad6", "#d55e00", "#009e73", "#cc79a7", "#b8860b", "#56b4e9")
_SHAPES = ("circle", "square", "triangle", "diamond")
_STYLE = """text{font:13px system-ui,sans-serif;fill:#1f2328}.grid{stroke:#d1d9e0}.title{font-weight:600}
@media(prefers-color-scheme:dark){text{fill:#e6edf3}.grid{stroke:#3d444d}}"""


def svg(title: str, unit: str, lines: Mapping[str, Points]) -> str:
    """A plot.

    Args:
        title: what is shown, above it.
        unit: of the vertical axis.
        lines: for each name points of positive numbers (articles, value), by the number of articles.
    """
    points = [point for line in lines.values() for point in line]
    across = _Axis([x for x, _ in points], _LEFT, _WIDTH - _RIGHT)
    up = _Axis([y for _, y in points], _HEIGHT - _BOTTOM, _TOP)
    drawn = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img">',
        f"<title>{escape(title)}</title><style>{_STYLE}</style>",
        f'<text class="title" x="{_LEFT}" y="20">{escape(title)}, {escape(unit)}</text>',
    ]
    for tick in across.ticks:
        place = across.place(tick)
        drawn.append(f'<path class="grid" d="M{place:.1f} {_TOP}V{_HEIGHT - _BOTTOM}"/>')
        drawn.append(f'<text x="{place:.1f}" y="{_HEIGHT - 26}" text-anchor="middle">{tick:,.0f}</text>')
    for tick in up.ticks:
        place = up.place(tick)
        drawn.append(f'<path class="grid" d="M{_LEFT} {place:.1f}H{_WIDTH - _RIGHT}"/>')
        drawn.append(f'<text x="{_LEFT - 8}" y="{place + 4:.1f}" text-anchor="end">{tick:,.10g}</text>')
    drawn.append(f'<text x="{(_LEFT + _WIDTH - _RIGHT) / 2}" y="{_HEIGHT - 6}" text-anchor="middle">articles</text>')
    for number, (name, line) in enumerate(lines.items()):
        colour = _COLOURS[number % len(_COLOURS)]
        places = [(across.place(x), up.place(y)) for x, y in line]
        path = "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
        drawn.append(f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        shape = _SHAPES[number % len(_SHAPES)]
        drawn += [_mark(shape, x, y, colour) for x, y in places]
        line_of_key = _TOP + 10 + 22 * number
        drawn.append(_mark(shape, _WIDTH - _RIGHT + 22, line_of_key, colour))
        drawn.append(f'<text x="{_WIDTH - _RIGHT + 34}" y="{line_of_key + 4}">{escape(name)}</text>')
    return "\n".join([*drawn, "</svg>\n"])


class _Axis:
    """A logarithmic axis from ``first`` to ``last`` on the page, from the power of ten below all values to that above.

    Attributes:
        ticks: the powers of ten.
    """

    def __init__(self, values: Sequence[float], first: float, last: float) -> None:
        self._low = math.floor(math.log10(min(values)))
        high = max(math.ceil(math.log10(max(values))), self._low + 1)
        self._first, self._scale = first, (last - first) / (high - self._low)
        self.ticks = [10.0**power for power in range(self._low, high + 1)]

    def place(self, value: float) -> float:
        return self._first + (math.log10(value) - self._low) * self._scale


def _mark(shape: str, x: float, y: float, colour: str) -> str:
    fill = f'fill="{colour}"'
    match shape:
        case "circle":
            return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.5" {fill}/>'
        case "square":
            return f'<rect x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8" {fill}/>'
        case "triangle":
            return f'<path d="M{x - 5:.1f} {y + 4:.1f}h10l-5 -9z" {fill}/>'
        case _:
            return f'<path d="M{x - 5:.1f} {y:.1f}l5 -5l5 5l-5 5z" {fill}/>'
