"""A run over the seeds of which an earlier one found that nothing is to be done: it looks at them alone."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.indexing import generations, tuning
from archive.indexing.first_seen import FILE
from archive.indexing.ledger import SCAN, FileEntry, Ledger
from archive.indexing.scan import scan
from archive.indexing.state import look_at_index
from archive.service import Archive, open_archive

from .states import settle


def is_known(home: Path) -> bool:
    """Whether the next run knows that there is nothing to do, without reading what the ledger says of each file."""
    return look_at_index(home / "index", digest=scan(home / "seeds").digest()).unchanged is not None


def counts(archive: Archive, **options: bool) -> tuple[int, int, int, int, int]:
    report = archive.index(**options)
    return report.added, report.changed, report.removed, report.unchanged, report.failed


@pytest.fixture
def settled(home: Path, engine: str) -> Path:
    """A home that a run has found to be up to date; one of its files cannot be read."""
    (home / "seeds" / "leer.txt").write_bytes(b"")
    settle(home)
    with open_archive(home) as archive:
        assert counts(archive) == (4, 0, 0, 0, 1)
        assert not is_known(home)
        assert counts(archive) == (0, 0, 0, 4, 1)
    assert is_known(home)
    return home


def test_such_a_run_tells_what_any_run_tells(settled: Path, engine: str) -> None:
    with open_archive(settled) as archive:
        before = archive.status().last_run
        time.sleep(1.1)
        report = archive.index()
        assert (report.unchanged, report.engine, report.notices) == (4, engine, [])
        assert [failure.path for failure in report.failures] == ["leer.txt"]
        assert (before or "") < (archive.status().last_run or "")
    assert is_known(settled)


def _change(seeds: Path) -> None:
    (seeds / "brief.txt").write_text("Jetzt geht es um Bienen.", "utf-8")


def _change_but_not_its_size(seeds: Path) -> None:
    path = seeds / "brief.txt"
    path.write_bytes(path.read_bytes().replace(b"Putin", b"Biden"))


def _add(seeds: Path) -> None:
    (seeds / "neu.txt").write_text("Ein neuer Artikel über Leuchttürme.", "utf-8")


def _remove(seeds: Path) -> None:
    (seeds / "brief.txt").unlink()


def _rename(seeds: Path) -> None:
    (seeds / "brief.txt").rename(seeds / "post.txt")


def _describe(seeds: Path) -> None:
    (seeds / "brief.txt.toml").write_text('title = "Post aus Moskau"', "utf-8")


def _lay_a_page_beside_its_files(seeds: Path) -> None:
    (seeds / "bahn.html").write_text("<title>Bahn</title><p>Seite über die Bahn, vollständig gespeichert.</p>", "utf-8")
    (seeds / "bahn").rename(seeds / "bahn-Dateien")


@pytest.mark.parametrize(
    ("happens", "expected"),
    [
        (_change, (0, 1, 0, 3, 1)),
        (_change_but_not_its_size, (0, 1, 0, 3, 1)),
        (_add, (1, 0, 0, 4, 1)),
        (_remove, (0, 0, 1, 3, 1)),
        (_rename, (1, 0, 1, 3, 1)),
        (_describe, (0, 1, 0, 3, 1)),
        (_lay_a_page_beside_its_files, (1, 0, 1, 3, 1)),
    ],
)
def test_whatever_happens_to_a_seed_is_seen(
    settled: Path, happens: Callable[[Path], None], expected: tuple[int, int, int, int, int]
) -> None:
    with open_archive(settled) as archive:
        happens(settled / "seeds")
        assert not is_known(settled)
        assert counts(archive) == expected
        settle(settled)
        archive.index()
        assert counts(archive) == (0, 0, 0, expected[0] + expected[1] + expected[3], 1)
        assert is_known(settled)


def test_what_lies_among_the_seeds_and_is_no_file_is_told_by_each_run(settled: Path) -> None:
    (settled / "seeds" / "nirgends").symlink_to("nichts")
    with open_archive(settled) as archive:
        for _ in range(3):
            assert counts(archive) == (0, 0, 0, 4, 2)
    assert not is_known(settled)


def test_what_is_asked_for_is_done_although_no_seed_has_changed(settled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_archive(settled) as archive:
        before = generations.current(settled / "index")
        assert counts(archive, rebuild=True) == (0, 0, 0, 4, 1)
        assert generations.current(settled / "index") != before
        assert counts(archive) == (0, 0, 0, 4, 1)
        assert is_known(settled)
        archive.forget("brief")
        assert not is_known(settled)
        assert counts(archive) == (0, 0, 0, 3, 1)
    other = "tantivy" if os.environ["ARCHIVE_ENGINE"] == "whoosh" else "whoosh"
    monkeypatch.setenv("ARCHIVE_ENGINE", other)
    with open_archive(settled) as archive:
        assert archive.index().engine == other


def test_an_archive_that_outgrew_its_engine_moves_although_no_seed_has_changed(
    settled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARCHIVE_ENGINE", "auto")
    monkeypatch.setattr("archive.indexing.decision.AUTO_LIMIT", 3)
    monkeypatch.setattr(tuning, "AUTO_LIMIT", 3)
    with open_archive(settled) as archive:
        assert archive.index().engine == "tantivy"


def test_dates_that_were_lost_are_written_down_again(settled: Path) -> None:
    with open_archive(settled) as archive:
        dates = {article.id: article.added for article, _ in archive.export()}
    (settled / "index" / FILE).unlink()
    time.sleep(1.1)
    with open_archive(settled) as archive:
        assert counts(archive) == (0, 0, 0, 4, 1)
        assert counts(archive, rebuild=True) == (0, 0, 0, 4, 1)
        assert {article.id: article.added for article, _ in archive.export()} == dates


def test_whatever_is_written_into_a_ledger_ends_that_nothing_is_to_be_done(tmp_path: Path) -> None:
    entry = FileEntry("one.txt", 10, 20, 30, None, {"one": ("h1", "2026")})
    with Ledger(tmp_path / "ledger.sqlite", write=True) as ledger:
        for write in (
            lambda: ledger.record([entry]),
            lambda: ledger.record([], ["one.txt"]),
            lambda: ledger.doubt(["one.txt"]),
            lambda: ledger.begin("one.txt", entry.articles),
        ):
            ledger.note(SCAN, "digest")
            ledger.record([])
            assert ledger.note(SCAN) == "digest"
            write()
            assert ledger.note(SCAN) == ""


def test_names_that_are_no_text_have_no_digest_and_others_have_one_that_tells_them_apart(tmp_path: Path) -> None:
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    assert scan(seeds).digest() == ""
    (seeds / "ä.txt").write_text("eins", "utf-8")
    first = scan(seeds).digest()
    (seeds / "ä.txt").rename(seeds / "ö.txt")
    assert len({first, scan(seeds).digest(), ""}) == 3
    try:
        (seeds / os.fsdecode(b"a\xff.txt")).write_text("zwei", "utf-8")
    except OSError:
        pytest.skip("this file system takes no name that is no text")
    assert scan(seeds).digest() == ""
