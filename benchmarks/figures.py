"""The figures of a run by their names, and those that are computed from the times of single questions."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median, quantiles

from benchmarks.questions import COMMON, PLAIN, RARE
from benchmarks.results import ARCHIVE, Asking, Case, Results, Series

_LEAST = 5  # common or rare words that a median is told of


@dataclass(frozen=True, slots=True)
class Figure:
    """What is measured.

    Attributes:
        label: what it is, in the tables.
        unit: of its values.
        more_is_better: whether a higher value is the better one.
        digits: that are shown.
        worst: whether the highest of all rounds is told; else their median.
    """

    label: str
    unit: str
    more_is_better: bool = False
    digits: int = 0
    worst: bool = False


FIGURES: dict[str, Figure] = {
    "index_rate": Figure("indexing from files, whole process", "texts/s", more_is_better=True),
    "index_bytes": Figure("index on disk, bytes for a byte of text", "", digits=2),
    "index_memory": Figure("peak memory of all processes while indexing", "MB", worst=True),
    "unchanged": Figure("run over unchanged files, whole process", "ms"),
    "command": Figure("search for a word, whole process", "ms"),
    "opening": Figure("first question of a process that has opened the index", "ms", digits=1),
    "mixed_median": Figure("mixed questions, first asking, in process: median", "ms", digits=1),
    "mixed_p95": Figure("mixed questions: 95 of 100 are faster than", "ms", digits=1),
    "mixed_slowest": Figure("mixed questions: the slowest", "ms", digits=1, worst=True),
    "plain_median": Figure("of these the words and phrases alone: median", "ms", digits=1),
    "plain_p95": Figure("words and phrases alone: 95 of 100 are faster than", "ms", digits=1),
    "cold_opening": Figure("first question with a cold page cache", "ms", digits=1),
    "cold_median": Figure("mixed questions after it, cache cold at first: median", "ms", digits=1),
    "cold_slowest": Figure("mixed questions, cache cold at first: the slowest", "ms", digits=1, worst=True),
    "still_cached": Figure("pages of the index that could not be dropped from the cache", "%", digits=1),
    "common": Figure("a common word (in 5 to 30 of 100 articles), first asking: median", "ms", digits=1),
    "rare": Figure(f"a rare word (in at most {RARE} articles), first asking: median", "ms", digits=1),
    "page_median": Figure("page of results, over HTTP, first asking: median", "ms", digits=1),
    "page_p95": Figure("page of results: 95 of 100 are faster than", "ms", digits=1),
    "newcomer": Figure("first index of a newcomer, whole process, empty cache", "ms"),
}


def served_memory(count: int) -> str:
    """The name of the figure of the memory of a server after so many questions."""
    return f"served_memory_{count}"


def served_slowest(count: int) -> str:
    """The name of the figure of the slowest of so many pages."""
    return f"served_slowest_{count}"


def figure(name: str) -> Figure:
    """The figure of a name."""
    if name.startswith("served_memory_"):
        return Figure(f"own memory of archive serve after {int(name[14:]):,} different questions", "MB", worst=True)
    if name.startswith("served_slowest_"):
        return Figure(f"slowest of {int(name[15:]):,} different pages", "ms", worst=True)
    return FIGURES[name]


def value(series: Series) -> float:
    """The one value that is told of a series."""
    return max(series.values) if figure(series.figure).worst else median(series.values)


class Table:
    """All figures of a run, measured and computed, by case, program and name."""

    def __init__(self, results: Results) -> None:
        self._found = {(one.case, one.program, one.figure): one for one in (*results.series, *_computed(results))}

    def get(self, case: Case, program: str, name: str) -> Series | None:
        """The series of one figure, if it was measured."""
        return self._found.get((case, program, name))

    def cases(self) -> list[Case]:
        """What was measured, by corpus and size."""
        return sorted({case for case, _, _ in self._found})

    def names(self) -> list[str]:
        """The figures that there are, in the order of the tables."""
        found = {name for _, _, name in self._found}
        known = [name for name in FIGURES if name in found]
        served = (name for name in found if name not in FIGURES)
        at = known.index("page_p95") + 1 if "page_p95" in known else len(known)
        return known[:at] + sorted(served, key=lambda name: (int(name.split("_")[-1]), name)) + known[at:]

    def programs(self, name: str) -> list[str]:
        """The programs that a figure was measured of: Archive first, on its fastest engine."""
        found = dict.fromkeys(program for _, program, figure in self._found if figure == name)
        return sorted(found, key=lambda program: (not program.startswith("Archive"), program == ARCHIVE["whoosh"]))

    def of(self, case: Case, name: str) -> list[Series]:
        """The series of all programs for a figure of a case, Archive first."""
        found = (self.get(case, program, name) for program in self.programs(name))
        return [series for series in found if series]


def _computed(results: Results) -> Iterator[Series]:
    groups: defaultdict[tuple[Case, str, str], list[Asking]] = defaultdict(list)
    for asking in results.askings:
        groups[asking.case, asking.program, asking.mode].append(asking)
    for (case, program, mode), rounds in groups.items():
        for name, values in _figures(mode, rounds):
            if values:
                yield Series(case, program, name, values)


def _figures(mode: str, rounds: Sequence[Asking]) -> Iterator[tuple[str, list[float]]]:
    times = [asking.ms[1:] for asking in rounds]
    if mode == "warm":
        if any(question.kind not in (*PLAIN, "opening") for question in rounds[0].questions):
            yield "mixed_median", [median(ms) for ms in times]
            yield "mixed_p95", [p95(ms) for ms in times]
            yield "mixed_slowest", [max(ms) for ms in times]
        plain = [_of_kinds(asking, PLAIN) for asking in rounds]
        yield "plain_median", [median(ms) for ms in plain]
        yield "plain_p95", [p95(ms) for ms in plain]
        yield "opening", [asking.ms[0] for asking in rounds]
    elif mode == "cold":
        yield "cold_opening", [asking.ms[0] for asking in rounds]
        yield "cold_median", [median(ms) for ms in times]
        yield "cold_slowest", [max(ms) for ms in times]
    elif mode == "words":
        for kind, low, high in _bounds(rounds[0].case.articles):
            for asking in rounds:
                ms = [
                    took
                    for question, took, total in zip(asking.questions, asking.ms, asking.totals, strict=True)
                    if question.kind == kind and low <= total <= high
                ]
                yield kind, [median(ms)] if len(ms) >= _LEAST else []
    elif mode == "pages":
        for asking in rounds:
            yield "page_median", [median(asking.ms)]
            yield "page_p95", [p95(asking.ms)]
            for count, megabytes in asking.megabytes.items():
                yield served_memory(count), [megabytes]
                yield served_slowest(count), [max(asking.ms[:count])]


def _bounds(articles: int) -> tuple[tuple[str, float, float], ...]:
    return ("common", COMMON[0] * articles, COMMON[1] * articles), ("rare", 1, RARE)


def _of_kinds(asking: Asking, kinds: Sequence[str]) -> list[float]:
    return [took for question, took in zip(asking.questions, asking.ms, strict=True) if question.kind in kinds]


def p95(values: Sequence[float]) -> float:
    """The value that 95 of 100 are below."""
    return quantiles(values, n=20, method="inclusive")[-1] if len(values) > 1 else values[0]
