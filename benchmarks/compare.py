"""Whether two runs lead to the same conclusions: which asked figures are reached, which program is better at what."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from benchmarks.figures import Table, figure, value
from benchmarks.results import Results
from benchmarks.targets import TARGETS, outcome

ALIKE = 1.15  # two values that differ by less lead to no conclusion about which is better: so much a run may vary
_FAR = 1.25  # a value that differs by more between the runs is told


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs side by side, as sentences.

    Attributes:
        agreed: how many conclusions are the same.
        contradicted: conclusions that are not.
        far: values of Archive that differ much, though the conclusions are the same.
    """

    agreed: int
    contradicted: list[str]
    far: list[str]


def compare(one: Results, other: Results) -> Comparison:
    """Compare what both runs have measured.

    Raises:
        ValueError: they have no figure in common.
    """
    first, second = Table(one), Table(other)
    pairs = [*_targets(first, second), *_rankings(first, second)]
    if not pairs:
        raise ValueError("The runs have no figure in common; measure the same sizes and parts.")
    contradicted = [sentence for agree, sentence in pairs if not agree]
    return Comparison(len(pairs) - len(contradicted), contradicted, list(_far(first, second)))


def _targets(first: Table, second: Table) -> Iterator[tuple[bool, str]]:
    for target in TARGETS:
        one, other = outcome(target, first), outcome(target, second)
        if one and other and one.reached is not None and other.reached is not None:
            label = figure(target.figure).label + (f", ratio to {target.beside.name}" if target.beside else "")
            values = f"{one.value:,.2f} and {other.value:,.2f}"
            yield (
                one.reached == other.reached,
                f"{label}: asked {target.bound:,g}; {values}",
            )


def _rankings(first: Table, second: Table) -> Iterator[tuple[bool, str]]:
    """For each figure of each case whether Archive is better or worse than each other program."""
    for case in first.cases():
        for name in first.names():
            for row, beside in combinations(first.of(case, name), 2):
                mine, its = (second.get(case, program, name) for program in (row.program, beside.program))
                if not row.program.startswith("Archive") or not mine or not its:
                    continue
                if not (value(beside) and value(its)):
                    continue  # nothing of it: no ratio tells how much better
                ratios = value(row) / value(beside), value(mine) / value(its)
                agree = not min(ratios) * ALIKE < 1 < max(ratios) / ALIKE
                yield agree, (f"{figure(name).label}, {case}: {row.program} has {ratios[0]:.2f} and "
                              f"{ratios[1]:.2f} times the value of {beside.program}")  # fmt: skip


def _far(first: Table, second: Table) -> Iterator[str]:
    for case in first.cases():
        for name in first.names():
            for row in first.of(case, name):
                other = second.get(case, row.program, name)
                if not row.program.startswith("Archive") or other is None or not min(value(row), value(other)):
                    continue
                ratio = value(other) / value(row)
                if not 1 / _FAR < ratio < _FAR:
                    yield f"{figure(name).label}, {case}, {row.program}: {value(row):,.1f} and {value(other):,.1f}"


def told(comparison: Comparison) -> str:
    """The comparison for a terminal."""
    lines = [f"differs much: {sentence}" for sentence in comparison.far]
    lines += [f"contradicts: {sentence}" for sentence in comparison.contradicted]
    count = comparison.agreed + len(comparison.contradicted)
    lines.append(f"{comparison.agreed} of {count} conclusions agree.")
    return "\n".join(lines)
