"""A file of very many articles: it is read, handed on and written in parts, and whatever breaks in between, nothing of
it is lost or doubled."""

import json
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from archive.indexing import decision, tuning, workers
from archive.indexing.ledger import Ledger
from archive.indexing.scan import scan
from archive.indexing.seed_reading import Outcome, read_seed
from archive.service import Archive, open_archive

LETTERS = 400  # of an article's text
ARTICLES = 60


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tuning, "PART_CHARACTERS", 2_000)  # some five articles


def line(number: int, letters: int = 0) -> str:
    text = f"Der Leuchtturm {number} steht am Meer. " + "Das Meer rauscht. " * (letters // 18)
    return json.dumps({"title": f"Turm nummer{number}", "text": text}) + "\n"


def export(folder: Path, numbers: range, letters: int = LETTERS) -> Path:
    """A file of so many articles."""
    seed = folder / "export.jsonl"
    seed.write_text("".join(line(number, letters) for number in numbers), "utf-8")
    return seed


def outcomes(folder: Path) -> list[Outcome]:
    return [outcome for seed in scan(folder).seeds for outcome in read_seed(folder, seed)]


def titles(some: list[Outcome]) -> list[str]:
    return [analyzed.article.title for outcome in some for analyzed in outcome.articles]


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    (tmp_path / "seeds").mkdir()
    with open_archive(tmp_path, engine="tantivy") as opened:
        yield opened


def found(archive: Archive, query: str = "Leuchtturm") -> set[str]:
    return {article.title for article, _ in archive.export(query)}


def test_parts_hold_what_the_file_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    export(tmp_path, range(30), 400)
    parts = outcomes(tmp_path)
    monkeypatch.setattr(tuning, "PART_CHARACTERS", 1_000_000)
    (whole,) = outcomes(tmp_path)
    assert [part.more for part in parts] == [*[True] * (len(parts) - 1), False]
    assert len(parts) >= 5
    assert [analyzed for part in parts for analyzed in part.articles] == list(whole.articles)


def test_broken_lines_of_all_parts_are_told_at_the_end(tmp_path: Path) -> None:
    seed = export(tmp_path, range(30), 400)
    lines = seed.read_text("utf-8").splitlines(keepends=True)
    seed.write_text("".join([*lines[:4], "{\n", *lines[4:20], "[\n", *lines[20:]]), "utf-8")
    *parts, last = outcomes(tmp_path)
    assert not any(part.reason for part in parts)
    assert last.reason is not None and "line 5" in last.reason and "1 more parts" in last.reason
    assert len(titles([*parts, last])) == 30


def test_a_file_that_grows_while_its_parts_are_read_is_read_again_later(tmp_path: Path) -> None:
    seed = export(tmp_path, range(30), 400)
    some: list[Outcome] = []
    for outcome in read_seed(tmp_path, scan(tmp_path).seeds[0]):
        if not some:
            with seed.open("a", encoding="utf-8") as file:
                file.write(line(30))
        some.append(outcome)
    assert some[-1].read_ns == 0 and not some[-1].more
    assert some[-1].reason is not None and "still being written" in some[-1].reason


def test_an_index_has_each_article_once_and_loses_those_that_have_gone(archive: Archive) -> None:
    seed = export(archive.home.seeds, range(ARTICLES))
    report = archive.index()
    assert (report.added, report.failed) == (ARTICLES, 0)
    assert len(found(archive)) == archive.count("Leuchtturm") == ARTICLES
    assert found(archive, f"nummer{ARTICLES - 1}") == {f"Turm nummer{ARTICLES - 1}"}
    first = archive.article(f"{seed.name}~2").added
    export(archive.home.seeds, range(ARTICLES - 50))
    report = archive.index()
    # An article says which file it was read from: its SHA-256.
    assert (report.added, report.changed, report.removed, report.unchanged) == (0, ARTICLES - 50, 50, 0)
    assert archive.count("Leuchtturm") == ARTICLES - 50
    assert archive.article(f"{seed.name}~2").added == first


def test_a_run_that_ends_within_a_file_goes_on_or_takes_back(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    seed = export(archive.home.seeds, range(ARTICLES))
    monkeypatch.setattr(tuning, "BATCH_ARTICLES", 1)  # a commit a part

    class CutOffError(Exception):
        pass

    calls: list[int] = []

    def cut_off(done: int, total: int) -> None:
        if committed(archive):
            calls.append(done)
            raise CutOffError

    with pytest.raises(CutOffError):
        archive.index(progress=cut_off)
    assert calls == [0]
    some = archive.count("Leuchtturm")
    assert 0 < some < ARTICLES
    kept = seed.read_bytes()
    seed.unlink()
    (archive.home.seeds / "other.txt").write_text("Ein Leuchtturm.", "utf-8")
    assert archive.index().removed == some
    assert archive.count("Leuchtturm") == 1
    seed.write_bytes(kept)
    with pytest.raises(CutOffError):
        archive.index(progress=cut_off)
    archive.index()
    assert archive.count("Leuchtturm") == ARTICLES + 1
    assert archive.doctor().ok


def committed(archive: Archive) -> int:
    """How many articles of an unfinished file the ledger knows."""
    ledgers = list(archive.home.index.glob("*/ledger.sqlite"))
    if not ledgers:
        return 0
    with Ledger(ledgers[0]) as ledger:
        return sum(id.startswith("export.jsonl") for id in ledger.ids())


def test_a_reader_that_is_killed_within_a_file_costs_the_rest_of_it_until_the_next_run(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    export(archive.home.seeds, range(ARTICLES))
    (archive.home.seeds / "zuletzt.txt").write_text("Ein Leuchtturm am Ende.", "utf-8")
    monkeypatch.setattr(tuning, "BATCH_ARTICLES", 1)
    killed: list[int] = []
    workers.end_spare()  # of an earlier run
    others = {child.pid for child in psutil.Process().children()}

    def kill(done: int, total: int) -> None:
        if committed(archive) and not killed:
            for child in psutil.Process().children():
                if child.pid not in others:
                    killed.append(child.pid)
                    child.kill()

    report = archive.index(progress=kill)
    assert killed
    assert report.failed == 1
    assert 1 < archive.count("Leuchtturm") < ARTICLES + 1
    assert archive.count("Ende") == 1
    report = archive.index()
    assert report.failed == 0
    assert archive.count("Leuchtturm") == ARTICLES + 1


def test_what_was_forgotten_is_known_in_whatever_part_it_stands(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    seed = export(tmp_path / "seeds", range(30), 400)
    with open_archive(tmp_path) as archive:
        archive.index()
        archive.forget("export.jsonl~21")
        lines = seed.read_text("utf-8").splitlines(keepends=True)
        for moved in ([*lines[1:]], [lines[20], *lines[:20], *lines[21:]]):  # a place further up; the first of all
            seed.write_text("".join(moved), "utf-8")
            kept = {json.loads(text)["title"] for text in moved} - {"Turm nummer20"}
            assert set(titles(outcomes(tmp_path / "seeds"))) == kept


def test_an_archive_moves_to_another_engine_as_soon_as_a_file_holds_too_much(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decision, "AUTO_LIMIT", 20)
    monkeypatch.setattr(tuning, "AUTO_LIMIT", 20)
    monkeypatch.setattr(tuning, "BATCH_ARTICLES", 1)
    with open_archive(home) as archive:
        assert archive.index().engine == "whoosh"
        export(home / "seeds", range(ARTICLES))
        calls: list[str] = []
        report = archive.index(progress=lambda done, total: calls.append(archive.status().engine))
        assert (report.engine, report.added, report.failed) == ("tantivy", ARTICLES, 0)
        assert len([notice for notice in report.notices if "moves from whoosh to tantivy" in notice]) == 1
        assert archive.count("Leuchtturm") == ARTICLES
        assert archive.count("Schoigu") == 2
        assert not archive.index().notices
