"""Writes what a run has found: tables as text for Markdown, and plots."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks import plot
from benchmarks.figures import Figure, Table, figure, value
from benchmarks.questions import MIXED
from benchmarks.results import GIVEN, MADE, REAL, REFUSED, Results, Series
from benchmarks.runs import LONG
from benchmarks.targets import TARGETS, Outcome, outcome

ROOT = Path(__file__).resolve().parents[1]
# By the names of their files: the title, and the figures that are shown.
PLOTS = {
    "indexing": ("Indexing from files, whole process", ("index_rate",)),
    "questions": ("Words and phrases, first asking, median", ("plain_median",)),
    "words": ("A common and a rare word, first asking, median", ("common", "rare")),
    "pages": ("Page of results over HTTP, first asking, median", ("page_median",)),
    "commands": ("Search for a word, whole process, median", ("command",)),
}
_FOLDER = "docs/benchmarks"
_NO = "–"


def write(results: Results, root: Path = ROOT) -> None:
    """Write ``BENCHMARKS.md`` and its plots."""
    (root / _FOLDER).mkdir(parents=True, exist_ok=True)
    (root / "BENCHMARKS.md").write_text(markdown(results), "utf-8")
    for name, drawn in plots(results).items():
        (root / _FOLDER / f"{name}.svg").write_text(drawn, "utf-8")


def markdown(results: Results) -> str:
    """The whole report."""
    table = Table(results)
    parts = [
        "# Speed and memory",
        f"Made by `{results.command}`, {results.started} UTC, in {results.seconds / 60:.0f} minutes; not by hand.",
        "\n".join(f"- {name}: {found}" for name, found in results.machine.items())
        + "\n- "
        + ", ".join(f"{name} {version}" for name, version in results.versions.items()),
        *(f"{name} is not installed and not measured: {how}." for name, how in results.missing.items()),
        "## What is asked, and what is reached",
        "\n".join(targets_table(table)),
        "## The largest archive",
        "\n".join(largest_table(table)),
        *_pictures(results),
        "## All sizes",
        "\n".join(sizes_table(table)),
        "## How it is measured",
        method(results),
    ]
    return "\n\n".join(filter(None, parts)) + "\n"


def targets_table(table: Table) -> Iterator[str]:
    """A row for each asked figure: its value, the rounds, the asked figure, and whether it is reached."""
    yield "| figure | at | Archive | rounds | asked | reached |"
    yield "|---|---|--:|--:|--:|---|"
    for target in TARGETS:
        found = outcome(target, table)
        shown = figure(target.figure)
        label, ratio = shown.label, bool(target.beside or target.grown_from)
        if target.beside:
            label += f": ratio to {target.beside.name}"
        if target.grown_from:
            label += f": ratio to that at {target.grown_from:,}"
        label += "; Whoosh" if target.engine == "whoosh" else ""
        bound = f"{'≥' if target.at_least else '≤'} {target.bound:,g}" + ("×" if ratio else _unit(shown))
        if found is None:
            yield f"| {label} | {_size(target.articles)} | {_NO} | {_NO} | {bound} | not measured |"
            continue
        told = f"{found.value:.2f}×" if ratio else _shown(found.value, shown)
        rounds = _spread(found.series, shown)
        yield f"| {label} | {found.case} | {told} | {rounds} | {bound} | {_reached(found)} |"


def largest_table(table: Table) -> Iterator[str]:
    """A row for each figure of the largest archive of made texts, else of any: Archive, its rounds, the others."""
    cases = table.cases()
    if not cases:
        return
    case = next((case for corpus in (MADE, GIVEN, REAL) for case in reversed(cases) if case.corpus == corpus), cases[0])
    yield f"| {case} | Archive | lowest to highest round | beside it |"
    yield "|---|--:|--:|---|"
    for name in table.names():
        rows = table.of(case, name)
        if rows:
            shown = figure(name)
            others = "; ".join(
                f"{row.program} {_shown(value(row), shown)}" + (f" ({_spread(row, shown)})" if row.values[1:] else "")
                for row in rows[1:]
            )
            yield f"| {shown.label} | {_shown(value(rows[0]), shown)} | {_spread(rows[0], shown)} | {others or _NO} |"


def sizes_table(table: Table) -> Iterator[str]:
    """A row for each figure and program, a column for each archive."""
    cases = table.cases()
    yield f"| figure | program | {' | '.join(map(str, cases))} |"
    yield f"|---|---|{'--:|' * len(cases)}"
    for name in table.names():
        shown = figure(name)
        label = shown.label + (f", {shown.unit}" if shown.unit else "")
        for program in table.programs(name):
            cells = []
            for case in cases:
                series = table.get(case, program, name)
                cells.append(f"{value(series):,.{shown.digits}f}" if series else _NO)
            yield f"| {label} | {program} | {' | '.join(cells)} |"


def plots(results: Results) -> dict[str, str]:
    """The plots, as SVG, by their names: those that have something to show over more than one size."""
    table = Table(results)
    found = {}
    for name, (title, figures) in PLOTS.items():
        lines = {}
        for measured in figures:
            for program in table.programs(measured):
                series = [one for case in table.cases() if (one := table.get(case, program, measured))]
                made = [(one.case.articles, value(one)) for one in series if one.case.corpus == MADE]
                if made:
                    lines[program if len(figures) == 1 else f"{program}, {measured}"] = made
        if any(len(line) > 1 for line in lines.values()):
            found[name] = plot.svg(title, figure(figures[0]).unit, lines)
    return found


def _pictures(results: Results) -> Iterator[str]:
    drawn = plots(results)
    if drawn:
        yield "\n".join(f"![{PLOTS[name][0]}, over the number of articles]({_FOLDER}/{name}.svg)" for name in drawn)


def method(results: Results) -> str:
    """How everything was measured, in plain words (``method.md``), with what this run has to say about it."""
    kinds = ", ".join(f"{kind} ({MIXED.count(kind)})" for kind in dict.fromkeys(MIXED))
    text = Path(__file__).with_name("method.md").read_text("utf-8").strip()
    told = [text.format(kinds=kinds, long=f"{LONG:g}"), _growth(results), _refused(results), *results.notes]
    return "\n\n".join(filter(None, told))


def _refused(results: Results) -> str:
    """How many questions of Archive were answered by an error, and which kinds they are of."""
    asked = [
        (question.kind, total)
        for asking in results.askings
        for question, total in zip(asking.questions, asking.totals, strict=True)
    ]
    kinds = sorted({kind for kind, total in asked if total == REFUSED})
    count = sum(1 for _, total in asked if total == REFUSED)
    return f"{count:,} of {len(asked):,} questions were refused with a reason ({', '.join(kinds)})." if count else ""


def _growth(results: Results) -> str:
    """How the number of distinct words grows, of each corpus."""
    marks = sorted({mark for counts in results.growth.values() for mark in counts})
    if not marks:
        return ""
    rows = [
        f"| {corpus} | {' | '.join(f'{counts[mark]:,}' if mark in counts else _NO for mark in marks)} |"
        for corpus, counts in results.growth.items()
    ]
    head = f"| distinct words after | {' | '.join(f'{mark:,}' for mark in marks)} words |\n|---|{'--:|' * len(marks)}"
    return "\n".join([head, *rows])


def _reached(found: Outcome) -> str:
    if found.reached is None:
        return f"asked at {_size(found.target.articles)}"
    return "yes" if found.reached else "**no**"


def _size(articles: int | None) -> str:
    return f"{articles:,}" if articles else "any"


def _shown(number: float, shown: Figure) -> str:
    return f"{number:,.{shown.digits}f}{_unit(shown)}"


def _unit(shown: Figure) -> str:
    return f" {shown.unit}" if shown.unit else ""


def _spread(series: Series, shown: Figure) -> str:
    if len(series.values) == 1:
        return "one round"
    low, high = min(series.values), max(series.values)
    return f"{low:,.{shown.digits}f}–{high:,.{shown.digits}f}"


def summary(results: Results) -> str:
    """The tables for a terminal."""
    table = Table(results)
    lines: Sequence[str] = [*targets_table(table), "", *largest_table(table), "", *sizes_table(table)]
    return "\n".join(lines)
