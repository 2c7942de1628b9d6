"""seeds/ ↔ index: what a run reads, keeps, takes out and reports."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from archive.errors import ArchiveError, EngineUnavailable, IndexLocked
from archive.indexing import tuning
from archive.indexing.generations import writing
from archive.service import Archive, open_archive

pytestmark = pytest.mark.usefixtures("engine")


def counts(archive: Archive, **options: bool) -> tuple[int, int, int, int, int]:
    report = archive.index(**options)
    return report.added, report.changed, report.removed, report.unchanged, report.failed


def total(archive: Archive, query: str = "") -> int:
    return archive.search(query, limit=0).total


def test_only_what_is_new_changed_or_gone_is_touched(home: Path) -> None:
    with open_archive(home) as archive:
        assert counts(archive) == (4, 0, 0, 0, 0)
        assert counts(archive) == (0, 0, 0, 4, 0)
        (home / "seeds" / "neu.txt").write_text("Ein neuer Artikel über Leuchttürme.", "utf-8")
        (home / "seeds" / "brief.txt").write_text("Jetzt geht es um Bienen.", "utf-8")
        (home / "seeds" / "ende.txt").unlink()
        assert counts(archive) == (1, 1, 1, 2, 0)
        assert total(archive, "Leuchtturm") == 1
        assert total(archive, "Biene") == 1
        assert total(archive, "Putin") == 0
        assert total(archive) == 4


def test_a_touched_file_with_the_same_content_is_unchanged(home: Path) -> None:
    with open_archive(home) as archive:
        archive.index()
        os.utime(home / "seeds" / "brief.txt", (1_600_000_000, 1_600_000_000))
        assert counts(archive) == (0, 0, 0, 4, 0)


def test_a_change_within_one_tick_of_the_clock_and_of_equal_size_is_seen(home: Path) -> None:
    path = home / "seeds" / "uhr.txt"
    with open_archive(home) as archive:
        path.write_text("Der Hund schläft.", "utf-8")
        archive.index()
        stamp = path.stat().st_mtime_ns
        path.write_text("Der Bock schläft.", "utf-8")
        os.utime(path, ns=(stamp, stamp))
        archive.index()
        assert total(archive, "Bock") == 1


def test_a_file_written_before_or_after_all_times_that_the_ledger_holds_is_read(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tuning, "PACKED_FROM_SEEDS", 1)
    for name, seconds in (("ende.txt", 15_000_000_000), ("brief.txt", -15_000_000_000)):
        os.utime(home / "seeds" / name, (seconds, seconds))
    with open_archive(home) as archive:
        assert counts(archive) == (4, 0, 0, 0, 0)
        assert counts(archive) == (0, 0, 0, 4, 0)


def test_bad_files_stop_nothing_and_are_remembered_with_their_reason(home: Path) -> None:
    (home / "seeds" / "leer.txt").write_bytes(b"")
    (home / "seeds" / "bild.txt").write_bytes(bytes(range(256)) * 20)
    with open_archive(home) as archive:
        assert counts(archive) == (4, 0, 0, 0, 2)
        report = archive.index()
        assert {failure.path for failure in report.failures} == {"leer.txt", "bild.txt"}
        assert all(failure.reason for failure in report.failures)
        assert archive.status().failed == 2
        (home / "seeds" / "leer.txt").write_text("Doch etwas Text über Möwen.", "utf-8")
        assert counts(archive) == (1, 0, 0, 4, 1)


def test_an_empty_or_missing_seeds_folder_empties_nothing_unless_told_to(home: Path) -> None:
    with open_archive(home) as archive:
        archive.index()
        shutil.move(home / "seeds", home / "away")
        for rebuild in (False, True):
            report = archive.index(rebuild=rebuild)
            assert (report.removed, report.unchanged) == (0, 4)
            assert "--prune" in report.notices[0]
            assert total(archive) == 4
        (home / "seeds").mkdir()
        assert counts(archive) == (0, 0, 0, 4, 0)
        assert counts(archive, prune=True) == (0, 0, 4, 0, 0)
        assert total(archive) == 0


def test_a_home_without_seeds_and_index_says_what_to_do(tmp_path: Path) -> None:
    with open_archive(tmp_path) as archive:
        with pytest.raises(ArchiveError, match="no folder"):
            archive.index()
        with pytest.raises(EngineUnavailable):
            archive.search("x")


def test_an_index_deleted_by_hand_is_built_anew(home: Path) -> None:
    with open_archive(home) as archive:
        archive.index()
        shutil.rmtree(home / "index")
        assert counts(archive) == (4, 0, 0, 0, 0)
        assert total(archive, "Schoigu") == 2


@pytest.mark.parametrize("spoil", ["pointer", "ledger", "engine"])
def test_a_damaged_index_is_built_anew_and_says_so(home: Path, engine: str, spoil: str) -> None:
    with open_archive(home) as archive:
        archive.index()
    (generation,) = (path for path in (home / "index").iterdir() if path.is_dir())
    if spoil == "pointer":
        (home / "index" / "current.json").write_text("{", "utf-8")
    elif spoil == "ledger":
        (generation / "ledger.sqlite").write_bytes(b"no database" * 100)
    else:
        shutil.rmtree(generation / engine)
    with open_archive(home) as archive:
        report = archive.index()
        assert "anew" in report.notices[0]
        assert total(archive, "Schoigu") == 2


def test_a_rebuild_keeps_when_articles_were_first_seen_and_reports_them_as_unchanged(home: Path) -> None:
    with open_archive(home) as archive:
        archive.index()
        before = archive.article("parade").added
        time.sleep(1.1)
        assert counts(archive, rebuild=True) == (0, 0, 0, 4, 0)
        assert archive.article("parade").added == before
        assert len([path for path in (home / "index").iterdir() if path.is_dir()]) == 1


def test_an_open_archive_moves_over_to_an_index_rebuilt_by_another_process(home: Path) -> None:
    with open_archive(home) as archive:
        archive.index()
        assert total(archive, "Bienen") == 0
        (home / "seeds" / "brief.txt").write_text("Jetzt geht es um Bienen.", "utf-8")
        subprocess.run(
            [sys.executable, "-m", "archive", "--home", str(home), "index", "--rebuild"],
            check=True,
            capture_output=True,
        )
        assert total(archive, "Bienen") == 1


def test_two_names_of_one_id_are_reported_and_do_not_depend_on_which_came_first(home: Path) -> None:
    with open_archive(home) as archive:
        (home / "seeds" / "zwei.txt").write_text("Die zweite Fassung.", "utf-8")
        archive.index()
        (home / "seeds" / "zwei").write_text("Die erste Fassung.", "utf-8")
        report = archive.index()
        assert [failure.path for failure in report.failures] == ["zwei.txt"]
        assert "rename" in report.failures[0].reason
        assert archive.article("zwei").text == "Die erste Fassung."
        (home / "seeds" / "zwei").unlink()
        assert archive.index().failed == 0
        assert archive.article("zwei").text == "Die zweite Fassung."


def test_dotfiles_are_skipped_and_links_out_of_seeds_are_refused(home: Path, tmp_path: Path) -> None:
    (tmp_path / "geheim.txt").write_text("Geheimnis", "utf-8")
    (home / "seeds" / ".versteckt.txt").write_text("Geheimnis", "utf-8")
    (home / "seeds" / ".git").mkdir()
    (home / "seeds" / ".git" / "x.txt").write_text("Geheimnis", "utf-8")
    (home / "seeds" / "hinaus.txt").symlink_to(tmp_path / "geheim.txt")
    (home / "seeds" / "ordner").symlink_to(tmp_path, target_is_directory=True)
    (home / "seeds" / "kreis").symlink_to(home / "seeds", target_is_directory=True)
    with open_archive(home) as archive:
        assert {failure.path for failure in archive.index().failures} == {"hinaus.txt", "ordner"}
        assert total(archive, "Geheimnis") == 0


@pytest.mark.skipif(os.name != "posix", reason="names of undecodable bytes exist on POSIX alone")
def test_any_file_name_becomes_an_id(home: Path) -> None:
    names = [
        b"mit leer.txt",
        "Ä NFC.txt".encode(),
        "A\u0308 NFD.txt".encode(),
        b"\xff\xfe.txt",
        b"<b>.txt",
        b"n" * 251 + b".txt",
    ]
    for name in names:
        (home / "seeds" / os.fsdecode(name)).write_text("Ein Leuchtturm.", "utf-8")
    with open_archive(home) as archive:
        assert archive.index().added == 4 + len(names)
        ids = {hit.id for hit in archive.search("Leuchtturm").hits}
        assert ids == {"mit leer", "Ä NFC", "Ä NFD", "%FF%FE", "<b>", "n" * 251}
        assert all(archive.article(id).id == id for id in ids)
        assert archive.index().unchanged == 4 + len(names)


def test_a_second_run_at_the_same_time_is_refused_politely(home: Path) -> None:
    with open_archive(home) as archive:
        archive.index()
        with writing(home / "index"), pytest.raises(IndexLocked):
            archive.index()


def test_many_files_are_read_in_other_processes_with_the_same_outcome(home: Path) -> None:
    for number in range(250):
        (home / "seeds" / f"m{number}.txt").write_text(f"Leuchtturm Nummer {number}.", "utf-8")
    (home / "seeds" / "leer.txt").write_bytes(b"")
    with open_archive(home) as archive:
        assert counts(archive) == (254, 0, 0, 0, 1)
        assert total(archive, "Leuchttürme") == 250


def test_a_folder_that_cannot_be_looked_into_loses_nothing(home: Path, tmp_path: Path) -> None:
    deep = home / "seeds" / "/".join(["d" * 250] * 15)
    deep.mkdir(parents=True)
    (deep / "tief.txt").write_text("Ein Leuchtturm.", "utf-8")
    with open_archive(home) as archive:
        assert counts(archive) == (5, 0, 0, 0, 0)
    far = tmp_path / ("x" * 250)
    far.mkdir(parents=True)
    home.rename(far / "home")  # now the paths of the deepest folders are longer than the system allows
    try:
        with open_archive(far / "home") as archive:
            assert counts(archive) == (0, 0, 0, 5, 1)
            assert total(archive, "Leuchtturm") == 1
    finally:
        (far / "home").rename(home)


def test_what_a_browser_puts_beside_a_saved_page_is_no_article(home: Path) -> None:
    seeds = home / "seeds" / "web"
    for folder in ("Seite-Dateien/frames", "andere_files", "lose-Dateien"):
        (seeds / folder).mkdir(parents=True)
        (seeds / folder / "rahmen.html").write_text("<p>Ein Leuchtturm in der Werbung.", "utf-8")
    for name in ("Seite.html", "andere.htm"):
        (seeds / name).write_text("<p>Ein Leuchtturm am Meer, der schon lange steht.", "utf-8")
    with open_archive(home) as archive:
        archive.index()
        found = {hit.id for hit in archive.search("Leuchtturm").hits}
        assert found == {"web/Seite.html", "web/andere.htm", "web/lose-Dateien/rahmen.html"}
