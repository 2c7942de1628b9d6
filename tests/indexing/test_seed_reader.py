"""Seeds read in other processes are what they are when read here."""

from pathlib import Path

from archive.german.analyzer import Analyzer
from archive.indexing.scan import scan
from archive.indexing.tuning import PARALLEL_FROM_SEEDS
from archive.indexing.workers import Outcome, read_seed, read_seeds

_TEXT = "Die Verteidigungsminister besuchten Häuser, Kampf- und Spionagedrohnen. Regie-\nrung {0}er {0}innen {0}s-{0}"


def test_many_processes_read_as_one_does(tmp_path: Path) -> None:
    number = PARALLEL_FROM_SEEDS + 150
    for count in range(number):
        text = _TEXT.format(chr(97 + count % 26) * 3 + "stadt" * (count % 7))
        (tmp_path / f"{count:04}.txt").write_text(text if count % 40 else "", "utf-8")
    seeds = scan(tmp_path).seeds
    assert list(map(said, read_seeds(tmp_path, seeds))) == [said(read_seed(tmp_path, seed)) for seed in seeds]


def said(outcome: Outcome) -> tuple[object, ...]:
    """All of an outcome but when it was read."""
    return outcome.seed, outcome.articles, outcome.reason


def test_what_one_has_met_another_need_not_analyse() -> None:
    one, other = Analyzer(), Analyzer()
    text = "Kampf- und Spionagedrohnen über den Häusern von Pjöngjang"
    fields = one.fields(text)
    met = one.take_met()
    assert met and not one.take_met()
    other.learn(met)
    assert other.fields(text) == fields
    assert not other.take_met()
    other.fields("Der Wald")
    assert set(other.take_met()) == {"Der", "Wald"}
