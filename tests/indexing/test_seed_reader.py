"""Seeds read in other processes are what they are when read here."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from archive.errors import ArchiveError
from archive.german.analyzer import Analyzer
from archive.indexing import workers
from archive.indexing.scan import scan
from archive.indexing.seed_reading import Outcome, read_seed
from archive.indexing.tuning import PARALLEL_FROM_SEEDS
from archive.indexing.workers import read_seeds

_TEXT = "Die Verteidigungsminister besuchten Häuser, Kampf- und Spionagedrohnen. Regie-\nrung {0}er {0}innen {0}s-{0}"


def test_many_processes_read_as_one_does(tmp_path: Path) -> None:
    number = PARALLEL_FROM_SEEDS + 150
    for count in range(number):
        text = _TEXT.format(chr(97 + count % 26) * 3 + "stadt" * (count % 7))
        (tmp_path / f"{count:04}.txt").write_text(text if count % 40 else "", "utf-8")
    seeds = scan(tmp_path).seeds
    here = [said(outcome) for seed in seeds for outcome in read_seed(tmp_path, seed)]
    assert list(map(said, read_seeds(tmp_path, seeds))) == here


def said(outcome: Outcome) -> tuple[object, ...]:
    """All of an outcome but when it was read."""
    return outcome.seed, outcome.articles, outcome.reason


def test_what_one_has_met_another_need_not_analyse(monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = Analyzer(), Analyzer()
    text = "Kampf- und Spionagedrohnen über den Häusern von Pjöngjang"
    fields = one.fields(text)
    met = one.take_met()
    assert met and not one.take_met()
    other.learn(met)
    monkeypatch.setattr(other, "_span", None)
    assert other.fields(text) == fields
    assert other.take_met() == met


def test_a_module_in_the_current_folder_is_never_run(tmp_path: Path) -> None:
    many_seeds(tmp_path / "seeds")
    package = str(Path(__file__).parents[2])
    for name in ("pickle", "archive", "json"):
        (tmp_path / f"{name}.py").write_text("open('executed', 'w').close()\nraise SystemExit", "utf-8")
    index = f"import sys; sys.path.insert(0, {package!r}); from archive.cli import main; main()"
    command = [sys.executable, "-P", "-c", index, "--home", str(tmp_path), "index"]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, env=environment)
    assert run.stdout.startswith(f"{PARALLEL_FROM_SEEDS} added"), run.stderr
    assert not (tmp_path / "executed").exists()


def test_when_no_process_can_be_started_nothing_counts_as_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    many_seeds(tmp_path)
    seeds = scan(tmp_path).seeds
    workers.end_spare()
    monkeypatch.setattr("sys.executable", "/bin/false")
    with pytest.raises(ArchiveError, match=r"^No process .* could be started \(exit status 1\)\.$"):
        list(read_seeds(tmp_path, seeds))


def test_what_one_process_cannot_do_the_others_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    many_seeds(tmp_path)
    seeds = scan(tmp_path).seeds
    start = workers._start
    tries: list[int] = []

    def fails_once(errors: int) -> "subprocess.Popen[bytes]":
        tries.append(1)
        if len(tries) == 1:
            raise workers._NotStartedError("no memory")
        return start(errors)

    workers.end_spare()
    monkeypatch.setattr(workers, "_start", fails_once)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    assert [outcome.seed for outcome in read_seeds(tmp_path, seeds) if outcome.articles] == seeds


def many_seeds(folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    for number in range(PARALLEL_FROM_SEEDS):
        (folder / f"{number:04}.txt").write_text(f"Leuchtturm Nummer {number}.", "utf-8")
