"""``python -m benchmarks --quick`` is run, and what it reports is complete."""

import platform
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from xml.etree import ElementTree

import pytest

from benchmarks import report
from benchmarks.compare import compare
from benchmarks.figures import FIGURES, Table, figure, served_memory, served_slowest
from benchmarks.programs import RECOLL, RIPGREP
from benchmarks.questions import OPENING
from benchmarks.results import MADE, Case, Results
from benchmarks.runs import QUICK
from benchmarks.targets import TARGETS, outcome

ROOT = Path(__file__).parents[2]
SMALL, LARGE = Case(MADE, 60), Case(MADE, 120)


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bench") / "raw.json"
    command = [sys.executable, "-m", "benchmarks", "--quick", "--sizes", "60,120", "--whoosh", "60", "--out", str(path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    assert FIGURES["index_rate"].label in done.stdout
    return path


@pytest.fixture(scope="module")
def results(raw: Path) -> Results:
    return Results.load(raw)


def test_every_figure_is_there_for_every_engine_and_size(results: Results) -> None:
    table = Table(results)
    for case in (SMALL, LARGE):
        for name in FIGURES:
            if name != "newcomer":
                assert table.get(case, "Archive, Tantivy", name), (case, name)
                if name != "command" and case == SMALL:
                    assert table.get(case, "Archive, Whoosh", name), (case, name)
    for count in QUICK.served:
        assert table.get(LARGE, "Archive, Tantivy", served_memory(count))
        assert table.get(LARGE, "Archive, Tantivy", served_slowest(count))
    assert table.programs("newcomer") == ["Archive"]
    assert {"Tantivy alone", "SQLite FTS5", "Whoosh alone"} <= set(table.programs("plain_median"))
    for program in (RECOLL, RIPGREP):
        assert (program.name in table.programs("command")) == program.installed
        assert (program.name in results.missing) != program.installed


def test_no_process_and_no_program_is_asked_anything_twice(results: Results) -> None:
    asked: defaultdict[object, list[object]] = defaultdict(list)
    for asking in results.askings:
        own = asking.questions[1:] if asking.mode != "pages" else asking.questions
        asked[asking.case, asking.program].extend(question.key for question in own)
        assert all(question.key != OPENING.key for question in own)
        assert len(asking.ms) == len(asking.questions)
    for program, keys in asked.items():
        assert len(set(keys)) == len(keys), program
    warm = [asking for asking in results.askings if asking.mode == "warm" and asking.program == "Archive, Tantivy"]
    assert [len(asking.questions) for asking in warm] == [QUICK.questions + 1] * QUICK.rounds * 2


def test_the_questions_find_something(results: Results) -> None:
    for asking in results.askings:
        if asking.mode == "warm":
            found = [total for total in asking.totals[1:] if total]
            assert len(found) > len(asking.totals) / 2, asking.program


def test_the_report_has_a_row_for_everything_and_can_be_made_again(results: Results, raw: Path, tmp_path: Path) -> None:
    report.write(results, tmp_path)
    made = (tmp_path / "BENCHMARKS.md").read_text("utf-8")
    for name in Table(results).names():
        assert made.count(figure(name).label) >= 2, name
    for target in TARGETS:
        assert f"{target.bound:,g}" in made
    for missing, how in results.missing.items():
        assert f"{missing} is not installed" in made
        assert how in made
    for secret in (platform.node(), str(ROOT), str(raw.parent)):
        assert secret not in made
    again = subprocess.run(
        [sys.executable, "-m", "benchmarks", "report", str(raw)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert again.stdout.strip() == made.strip()


def test_the_plots_are_drawings_with_a_line_for_each_program(results: Results, tmp_path: Path) -> None:
    report.write(results, tmp_path)
    made = (tmp_path / "BENCHMARKS.md").read_text("utf-8")
    assert set(report.plots(results)) == set(report.PLOTS)
    for name, (_, figures) in report.PLOTS.items():
        path = tmp_path / "docs" / "benchmarks" / f"{name}.svg"
        assert f"docs/benchmarks/{name}.svg" in made
        drawn = ElementTree.parse(path).getroot()  # noqa: S314
        told = "".join(drawn.itertext())
        assert "prefers-color-scheme:dark" in told
        for measured in figures:
            for program in Table(results).programs(measured):
                assert program in told


def test_what_is_asked_at_another_size_is_not_said_to_be_reached(results: Results) -> None:
    table = Table(results)
    for target in TARGETS:
        found = outcome(target, table)
        if found and target.articles:
            assert found.reached is None
            assert found.case == (SMALL if target.engine == "whoosh" else LARGE)
    newcomer = next(outcome(target, table) for target in TARGETS if target.figure == "newcomer")
    assert newcomer is not None
    assert newcomer.reached == (newcomer.value <= 4_000)


def test_a_run_agrees_with_itself(results: Results) -> None:
    found = compare(results, results)
    assert found.agreed > 30
    assert not found.contradicted
    assert not found.far
