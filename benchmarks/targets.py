"""The asked figures (on two cores), and whether a run reaches them."""

from dataclasses import dataclass

from benchmarks.figures import Table, served_memory, value
from benchmarks.programs import RECOLL, RIPGREP, TANTIVY, WHOOSH, Program
from benchmarks.results import ARCHIVE, GIVEN, MADE, Case, Series


@dataclass(frozen=True, slots=True)
class Target:
    """What is asked of a figure.

    Attributes:
        figure: its name.
        bound: the highest value, or the lowest one if ``at_least``.
        beside: the value is divided by that of this program.
        articles: the size that it is asked at; None: any.
        grown_from: the value is divided by that at this size.
        engine: of Archive.
    """

    figure: str
    bound: float
    at_least: bool = False
    beside: Program | None = None
    articles: int | None = 100_000
    grown_from: int | None = None
    engine: str = "tantivy"

    @property
    def program(self) -> str:
        """Archive on the engine that it is asked of."""
        return "Archive" if self.figure == "newcomer" else ARCHIVE[self.engine]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run has for a target.

    Attributes:
        case: where it was measured: the asked one, else the largest.
        series: the rounds; where a ratio is asked, of the figure itself.
        value: what is compared with the bound.
        reached: None: it was not measured at the size that is asked.
    """

    target: Target
    case: Case
    series: Series
    value: float
    reached: bool | None


TARGETS = (
    Target("index_rate", 2.5, at_least=True, beside=RECOLL),
    Target("index_rate", 0.2, at_least=True, beside=TANTIVY),
    Target("index_rate", 0.5, at_least=True, beside=WHOOSH, articles=2_000, engine="whoosh"),
    Target("index_memory", 1_200),
    Target("index_memory", 1.1, articles=1_000_000, grown_from=100_000),
    Target("unchanged", 1_500),
    Target("command", 150),
    Target("command", 0.4, beside=RIPGREP),
    Target("mixed_median", 12),
    Target("mixed_p95", 40),
    Target("mixed_slowest", 150),
    Target("page_median", 25),
    Target(served_memory(10_000), 350),
    Target("common", 6, articles=1_000_000, grown_from=100_000),
    Target("rare", 2, articles=1_000_000, grown_from=100_000),
    Target("newcomer", 4_000, articles=None),
)


def outcome(target: Target, table: Table) -> Outcome | None:
    """What a run says about a target; None: nothing."""
    cases = [case for case in table.cases() if target.articles is None or case.corpus in (MADE, GIVEN)]
    cases = [case for case in cases if table.get(case, target.program, target.figure)]
    if not cases:
        return None
    case = next((case for case in cases if case.articles == target.articles), cases[-1])
    series = table.get(case, target.program, target.figure)
    assert series is not None  # noqa: S101
    found = value(series)
    if target.beside or target.grown_from:
        if target.beside:
            base = table.get(case, target.beside.name, target.figure)
        else:
            base = table.get(Case(case.corpus, target.grown_from or 0), target.program, target.figure)
        if base is None or base is series or not value(base):
            return None
        found /= value(base)
    reached = found >= target.bound if target.at_least else found <= target.bound
    return Outcome(target, case, series, found, reached if target.articles in (None, case.articles) else None)
