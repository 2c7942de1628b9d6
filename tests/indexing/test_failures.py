"""A failed read takes nothing out of the index, and neither does a folder that goes away in the middle of a run."""

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from archive.engines.tantivy.engine import TantivyEngine
from archive.engines.whoosh.engine import WhooshEngine
from archive.errors import ArchiveError, EngineError
from archive.indexing import tuning, workers
from archive.indexing.scan import Seed, certainly_gone, scan
from archive.indexing.seed_reading import read_seed
from archive.service import Archive, open_archive

from .states import settle

pytestmark = pytest.mark.usefixtures("engine")


def counts(archive: Archive, **options: bool) -> tuple[int, int, int, int, int]:
    report = archive.index(**options)
    return report.added, report.changed, report.removed, report.unchanged, report.failed


def total(archive: Archive, query: str = "") -> int:
    return archive.search(query, limit=0).total


def added(archive: Archive) -> dict[str, str]:
    return {article.id: article.added for article, _ in archive.export()}


def failures(archive: Archive) -> dict[str, str]:
    return {failure.path: failure.reason for failure in archive.status().failures}


class Unreadable:
    """Lets the system refuse to open one file. (Rights do not stop root, who runs tests in containers.)"""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
        self.path: Path | None = path
        really = Path.open

        def refuse(opened: Path, *arguments: object, **options: object) -> object:
            if opened == self.path:
                raise PermissionError(13, "Permission denied", str(opened))
            return really(opened, *arguments, **options)  # type: ignore[call-overload]

        monkeypatch.setattr(Path, "open", refuse)
        monkeypatch.setattr("sys.executable", "")  # seeds are read in this process, where the refusal is


@pytest.mark.parametrize("rebuild", [False, True])
def test_a_file_that_cannot_be_opened_keeps_its_article_until_it_can(
    home: Path, monkeypatch: pytest.MonkeyPatch, rebuild: bool
) -> None:
    seed = home / "seeds" / "brief.txt"
    with open_archive(home) as archive:
        archive.index()
        before = added(archive)
        time.sleep(1.1)  # what is seen anew would be seen later
        stamp = seed.stat().st_mtime_ns
        seed.write_text("Jetzt geht es um Bienen und um Honig.", "utf-8")
        os.utime(seed, ns=(stamp + 1, stamp + 1))
        barrier = Unreadable(monkeypatch, seed)
        assert counts(archive, rebuild=rebuild) == (0, 0, 0, 4, 1)
        assert total(archive, "Putin") == 1
        assert "Permission denied (the index keeps" in failures(archive)["brief.txt"]
        assert counts(archive) == (0, 0, 0, 4, 1)  # tried again, and not there either
        assert added(archive) == before
        barrier.path = None
        assert counts(archive) == (0, 1, 0, 3, 0)
        assert (total(archive, "Putin"), total(archive, "Honig")) == (0, 1)
        assert added(archive) == before


def test_a_file_that_became_unreadable_keeps_its_article_and_says_so(home: Path) -> None:
    with open_archive(home) as archive:
        archive.index()
        (home / "seeds" / "brief.txt").write_bytes(b"")
        assert counts(archive) == (0, 0, 0, 4, 1)
        assert "is empty" in failures(archive)["brief.txt"]
        assert total(archive, "Putin") == 1
        assert counts(archive, rebuild=True) == (0, 0, 0, 4, 1)
        assert total(archive, "Putin") == 1
        (home / "seeds" / "brief.txt").unlink()
        assert counts(archive) == (0, 0, 1, 3, 0)


def test_a_file_that_grows_while_it_is_read_keeps_its_article(home: Path) -> None:
    seed = home / "seeds" / "brief.txt"
    seed.write_text("Putin schreibt noch einen Brief. " * 5_000, "utf-8")  # so that reading it takes a while
    done = threading.Event()

    def grow() -> None:
        with seed.open("a", encoding="utf-8") as file:
            while not done.wait(0.0005):
                print("Und noch ein Satz über Bienen.", file=file, flush=True)

    with open_archive(home) as archive:
        archive.index()
        writer = threading.Thread(target=grow)
        size = seed.stat().st_size
        writer.start()
        try:
            while seed.stat().st_size == size:
                time.sleep(0.01)
            report = archive.index()
        finally:
            done.set()
            writer.join()
        assert (report.removed, report.failed) == (0, 1)
        assert "still being written" in failures(archive)["brief.txt"]
        assert (total(archive, "Putin"), total(archive, "Bienen")) == (1, 0)
        assert counts(archive) == (0, 1, 0, 3, 0)
        assert total(archive, "Bienen") == 1


def test_an_error_of_the_system_is_tried_again_and_one_of_the_content_is_not(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "seeds" / "leer.txt").write_bytes(b"")
    Unreadable(monkeypatch, home / "seeds" / "brief.txt")
    assert [o.read_ns for o in read_seed(home / "seeds", Seed("brief.txt", 1, 1))] == [0]
    assert all(o.read_ns for o in read_seed(home / "seeds", Seed("leer.txt", 1, 1)))


@pytest.mark.parametrize("number", [4, tuning.PARALLEL_FROM_SEEDS])
def test_readers_that_cannot_start_end_the_run_in_one_sentence(
    home: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    with open_archive(home) as archive:
        archive.index()
        for count in range(number):
            (home / "seeds" / f"m{count}.txt").write_text("Ein Leuchtturm.", "utf-8")
        (home / "seeds" / "ende.txt").unlink()
        workers.end_spare()
        with monkeypatch.context() as patch:
            patch.setattr("sys.executable", "/bin/false")
            with pytest.raises(ArchiveError, match=r"^No process .* could be started"):
                archive.index()
        assert total(archive) == 4
        assert counts(archive) == (number, 0, 1, 3, 0)


def test_the_command_says_it_in_one_line_and_exits_with_2(home: Path) -> None:
    lame = "import sys; from archive.cli import main; sys.executable = '/bin/false'; main()"
    run = subprocess.run([sys.executable, "-c", lame, "--home", str(home), "index"], capture_output=True, text=True)
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.startswith("archive: No process to read seeds with could be started")
    assert run.stderr.count("\n") == 1


@pytest.mark.parametrize("when", ["before the first is read", "after the first commit"])
def test_seeds_that_are_moved_away_in_mid_run_take_nothing_with_them(
    home: Path, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    monkeypatch.setattr(tuning, "BATCH_ARTICLES", 20)
    monkeypatch.setattr(tuning, "MOST_BATCH_ARTICLES", 20)
    for number in range(150):
        (home / "seeds" / f"m{number:03}.txt").write_text(f"Meldung {number} über einen Leuchtturm.", "utf-8")
    with open_archive(home) as archive:
        archive.index()
        before = added(archive)
        time.sleep(1.1)
        for number in range(150):
            (home / "seeds" / f"m{number:03}.txt").write_text(f"Meldung {number} über zwei Leuchttürme.", "utf-8")

        def move(done: int, total: int) -> None:
            if done >= (0 if when == "before the first is read" else 20) and not (home / "away").exists():
                (home / "seeds").rename(home / "away")
                if when != "before the first is read":  # an empty mount point is left
                    (home / "seeds").mkdir()

        with pytest.raises(ArchiveError, match="was moved or unmounted"):
            archive.index(progress=move)
        assert total(archive) == 154
        assert added(archive) == before
        shutil.rmtree(home / "seeds", ignore_errors=True)
        (home / "away").rename(home / "seeds")
        assert archive.index().removed == 0
        assert total(archive, "zwei Leuchttürme") == 150
        assert added(archive) == before


def test_a_rebuild_while_seeds_are_moved_away_leaves_the_old_index(home: Path) -> None:
    with open_archive(home) as archive:
        archive.index()
        before = added(archive)

        def move(done: int, total: int) -> None:
            if (home / "seeds").exists():
                (home / "seeds").rename(home / "away")

        with pytest.raises(ArchiveError, match="was moved or unmounted"):
            archive.index(rebuild=True, progress=move)
        assert added(archive) == before
        (home / "away").rename(home / "seeds")
        assert counts(archive) == (0, 0, 0, 4, 0)


def test_a_folder_that_is_replaced_in_mid_run_loses_nothing_and_a_file_that_is_deleted_does(home: Path) -> None:
    with open_archive(home) as archive:
        archive.index()
        for path in home.glob("seeds/**/*.txt"):
            os.utime(path, (1_600_000_000, 1_600_000_000))

        def unmount(done: int, total: int) -> None:
            if not (home / "away").exists():
                (home / "seeds" / "bahn").rename(home / "away")
                (home / "seeds" / "bahn").mkdir()
                (home / "seeds" / "ende.txt").unlink()

        assert counts(archive)[3] == 4
        for path in home.glob("seeds/**/*.txt"):
            os.utime(path, (1_600_000_001, 1_600_000_001))
        report = archive.index(progress=unmount)
        assert (report.removed, report.unchanged) == (1, 3)
        assert total(archive, "Lokomotivführer") == 1


def test_what_is_gone_is_looked_for_again(tmp_path: Path) -> None:
    (tmp_path / "ordner").mkdir()
    for name in ("a.txt", "b.txt", "ordner/c.txt", "ordner/d.txt"):
        (tmp_path / name).write_text("x", "utf-8")
    found = scan(tmp_path)
    names = {"a.txt", "b.txt", "ordner/c.txt", "ordner/d.txt", "nie/e.txt"}
    assert certainly_gone(tmp_path, found, names) == {"nie/e.txt"}
    (tmp_path / "a.txt").unlink()
    (tmp_path / "a.txt").mkdir()
    (tmp_path / "b.txt").unlink()
    (tmp_path / "b.txt").symlink_to("nirgends")
    assert certainly_gone(tmp_path, found, names) == {"a.txt", "b.txt", "nie/e.txt"}
    shutil.move(tmp_path / "ordner", tmp_path / "anders")
    assert certainly_gone(tmp_path, found, names) == names
    (tmp_path / "ordner").mkdir()
    assert certainly_gone(tmp_path, found, names) == {"a.txt", "b.txt", "nie/e.txt"}
    shutil.move(tmp_path, tmp_path.with_name("fort"))
    assert certainly_gone(tmp_path, found, names) == set()


def test_links_that_lead_nowhere_or_to_themselves_are_told_and_cost_no_article(home: Path) -> None:
    seeds = home / "seeds"
    with open_archive(home) as archive:
        archive.index()
        before = added(archive)
        (seeds / "neu.txt").symlink_to("nirgends.txt")
        (seeds / "schleife").symlink_to("schleife")
        (seeds / "hin").symlink_to("her")
        (seeds / "her").symlink_to("hin")
        (seeds / "brief.txt").rename(home / "brief.txt")
        (seeds / "brief.txt").symlink_to("weg.txt")
        (seeds / "bahn").rename(home / "bahn")
        (seeds / "bahn").symlink_to(home / "bahn", target_is_directory=True)
        for rebuild in (False, False, True):
            assert counts(archive, rebuild=rebuild) == (0, 0, 0, 4, 6)
            told = failures(archive)
            assert told.keys() == {"neu.txt", "schleife", "hin", "her", "brief.txt", "bahn"}
            assert all("leads nowhere or to itself" in told[name] for name in told if name != "bahn")
            assert "the index keeps" in told["brief.txt"]
            assert added(archive) == before
        for name in told:
            (seeds / name).unlink()
        assert counts(archive) == (0, 0, 2, 2, 0)


def test_after_a_run_that_failed_what_has_not_changed_counts_as_unchanged(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_archive(home) as archive:
        archive.index()
        for path in home.glob("seeds/**/*.txt"):
            os.utime(path, (1_600_000_000, 1_600_000_000))
        (home / "seeds" / "brief.txt").write_text("Jetzt geht es um Bienen.", "utf-8")

        def fail(*_: object, **__: object) -> None:
            raise EngineError("Out of luck.")

        with monkeypatch.context() as patch:
            for broken in (WhooshEngine, TantivyEngine):
                patch.setattr(broken, "update", fail)
            for _ in range(2):
                with pytest.raises(EngineError, match="luck"):
                    archive.index()
        assert counts(archive) == (0, 1, 0, 3, 0)
        assert total(archive, "Bienen") == 1


def test_a_file_that_comes_back_is_read_although_the_run_that_took_it_out_was_cut_off(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = home / "seeds" / "brief.txt"
    settle(home)
    with open_archive(home) as archive:
        archive.index()
        dates = added(archive)
        path.rename(home / path.name)
        with monkeypatch.context() as patch:
            for engine in (WhooshEngine, TantivyEngine):
                patch.setattr(engine, "update", _and_then_stop(engine.update))
            with pytest.raises(KeyboardInterrupt):
                archive.index()
        assert total(archive, "Putin") == 0
        (home / path.name).rename(path)
        assert counts(archive) == (0, 0, 0, 4, 0)
        assert total(archive, "Putin") == 1
        assert added(archive) == dates


def _and_then_stop(update: Callable[..., None]) -> Callable[..., None]:
    def updated(*given: Any) -> None:
        update(*given)
        raise KeyboardInterrupt

    return updated


def test_a_first_run_that_is_cut_off_is_continued(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tuning, "BATCH_ARTICLES", 2)
    monkeypatch.setattr(tuning, "MOST_BATCH_ARTICLES", 2)

    def stop(done: int, total: int) -> None:
        if done >= 2:
            raise KeyboardInterrupt

    with open_archive(home) as archive:
        with pytest.raises(KeyboardInterrupt):
            archive.index(progress=stop)
        assert total(archive) == 2
        before = added(archive)
        read: list[int] = []
        report = archive.index(progress=lambda done, total: read.append(total))
        assert (report.added, report.unchanged, report.notices) == (2, 2, [])
        assert before.items() <= added(archive).items()
