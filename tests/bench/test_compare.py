"""Whether two runs are said to agree exactly if they lead to the same conclusions."""

from pathlib import Path

import pytest

from benchmarks.compare import compare, told
from benchmarks.questions import Question
from benchmarks.results import MADE, Asking, Case, Results

LARGE = Case(MADE, 100_000)


def run_of(rate: float, recoll: float, command: float = 140.0) -> Results:
    results = Results.begun("python -m benchmarks")
    results.add(LARGE, "Archive, Tantivy", "index_rate", [rate, rate * 1.1, rate * 0.9])
    results.add(LARGE, "Recoll", "index_rate", [recoll])
    results.add(LARGE, "Archive, Tantivy", "command", [command])
    return results


def test_the_same_conclusions_agree_though_values_vary() -> None:
    found = compare(run_of(1_200, 440), run_of(1_250, 420))
    assert not found.contradicted
    assert not found.far
    assert found.agreed == 3  # both targets; faster than Recoll


def test_a_target_that_only_one_run_reaches_is_a_contradiction() -> None:
    found = compare(run_of(1_200, 440), run_of(1_200, 440, command=160))
    assert len(found.contradicted) == 1
    assert "150" in found.contradicted[0]
    assert "2 of 3" in told(found)


def test_another_order_of_programs_is_a_contradiction_but_not_if_both_are_alike() -> None:
    assert len(compare(run_of(600, 400), run_of(300, 400)).contradicted) == 1
    assert not compare(run_of(410, 400), run_of(390, 400)).contradicted


def test_values_that_differ_much_are_told() -> None:
    assert len(compare(run_of(1_200, 440), run_of(1_800, 440)).far) == 1


def test_runs_with_nothing_in_common_cannot_be_compared() -> None:
    with pytest.raises(ValueError, match="in common"):
        compare(run_of(1, 1), Results.begun("python -m benchmarks"))


def test_results_are_the_same_after_they_were_saved(tmp_path: Path) -> None:
    results = run_of(1_200, 440)
    question = Question("filter", "Brief", where=("source=Nordblatt",))
    results.askings.append(Asking(LARGE, "Archive, Tantivy", "pages", [question], [1.5], [0], {100: 20.0}))
    results.text_bytes[LARGE] = 5
    results.growth[MADE] = {10_000: 3_000}
    results.save(tmp_path / "a.json")
    assert Results.load(tmp_path / "a.json") == results
    (tmp_path / "b.json").write_text("[]", "utf-8")
    with pytest.raises(ValueError, match="run python -m benchmarks"):
        Results.load(tmp_path / "b.json")
