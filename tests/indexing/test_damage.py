"""An index that cannot be read just now stays; one that is damaged is built anew beside; ``added`` survives both."""

import json
import shutil
import sqlite3
import time
from pathlib import Path

import pytest

from archive.engines.embedded import EmbeddedEngine
from archive.errors import EngineError, EngineUnavailable, IndexDamaged, IndexLocked
from archive.indexing import generations, tuning
from archive.service import Archive, open_archive

pytestmark = pytest.mark.usefixtures("engine")


def added(archive: Archive) -> dict[str, str]:
    return {article.id: article.added for article, _ in archive.export()}


def files(home: Path) -> set[str]:
    return {path.relative_to(home).as_posix() for path in (home / "index").rglob("*") if path.name != ".lock"}


def generation(home: Path) -> Path:
    return home / "index" / str(json.loads((home / "index" / "current.json").read_text("utf-8"))["generation"])


@pytest.fixture
def old(home: Path) -> dict[str, str]:
    """That home, indexed long ago: ``added`` by id."""
    with open_archive(home) as archive:
        archive.index()
        before = added(archive)
    time.sleep(1.1)  # what is seen anew would be seen later
    return before


def test_a_ledger_that_is_locked_is_not_damaged(
    home: Path, old: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tuning, "SQLITE_PATIENCE_SECONDS", 0.1)
    lock = sqlite3.connect(generation(home) / "ledger.sqlite", isolation_level=None)
    lock.execute("BEGIN EXCLUSIVE")
    before = files(home)
    with open_archive(home) as archive:
        for rebuild in (False, True):
            with pytest.raises(IndexLocked) as error:
                archive.index(rebuild=rebuild)
            assert error.value.hint
            assert files(home) == before
        lock.close()
        assert archive.index().notices == []
        assert added(archive) == old


def test_an_engine_that_fails_once_is_not_damaged(
    home: Path, old: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = files(home)
    for error in (EngineError("Out of luck."), EngineUnavailable("Out of reach.")):
        with monkeypatch.context() as patch, open_archive(home) as archive:
            patch.setattr(EmbeddedEngine, "info", raises(error))
            with pytest.raises(type(error), match="Out of"):
                archive.index()
            assert files(home) == before
    with open_archive(home) as archive:
        assert archive.index().notices == []
        assert added(archive) == old


def test_a_disk_error_is_not_damage_and_a_rebuild_that_is_asked_for_goes_on(
    home: Path, old: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = files(home)
    with monkeypatch.context() as patch, open_archive(home) as archive:
        patch.setattr(EmbeddedEngine, "_snapshot", raises(OSError(5, "Input/output error")))
        with pytest.raises(EngineError, match="Input/output error") as error:
            archive.index()
        assert not isinstance(error.value, IndexDamaged)
        assert "--rebuild" in error.value.hint
        assert files(home) == before
    with open_archive(home) as archive:
        assert archive.index(rebuild=True).unchanged == 4
        assert added(archive) == old


def test_a_pointer_that_cannot_be_read_is_not_damaged(home: Path, old: dict[str, str]) -> None:
    pointer = home / "index" / generations.POINTER
    pointer.rename(home / "pointer")
    pointer.mkdir()  # reading it fails, for root too
    before = files(home)
    with open_archive(home) as archive:
        with pytest.raises(EngineUnavailable):
            archive.index()
        assert files(home) == before
        pointer.rmdir()
        (home / "pointer").rename(pointer)
        assert archive.index().notices == []
        assert added(archive) == old


@pytest.mark.parametrize("spoil", ["pointer", "ledger", "no ledger", "empty ledger", "engine", "about", "noise"])
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Whoosh leaves a bad file open
def test_added_survives_every_damage(home: Path, old: dict[str, str], engine: str, spoil: str) -> None:
    folder = generation(home)
    ledger = folder / "ledger.sqlite"
    if spoil == "pointer":
        (home / "index" / "current.json").write_text("{", "utf-8")
    elif spoil == "ledger":
        ledger.write_bytes(b"no database" * 1000)
    elif spoil == "no ledger":
        ledger.unlink()
    elif spoil == "empty ledger":
        ledger.write_bytes(b"")
    elif spoil == "engine":
        shutil.rmtree(folder / engine)
    elif spoil == "about":
        (folder / engine / "about.json").write_text("{", "utf-8")
    else:
        for path in (folder / engine).glob("*.toc" if engine == "whoosh" else "meta.json"):
            path.write_bytes(bytes(range(200)))
    with open_archive(home) as archive:
        assert "anew" in archive.index().notices[0]
        assert added(archive) == old
        assert archive.index().notices == []
        assert [path.name for path in (home / "index").iterdir() if path.is_dir()] == [generation(home).name]


def test_a_damaged_index_answers_until_the_new_one_is_complete(
    home: Path, old: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (generation(home) / "ledger.sqlite").write_bytes(b"no database" * 1000)
    with open_archive(home) as archive:
        seen: list[int] = []
        archive.index(progress=lambda done, total: seen.append(archive.search(limit=0).total))
        assert set(seen) == {4}


def test_a_damaged_index_is_not_emptied_while_seeds_are_not_mounted(home: Path, old: dict[str, str]) -> None:
    (generation(home) / "ledger.sqlite").write_bytes(b"no database" * 1000)
    shutil.move(home / "seeds", home / "away")
    with open_archive(home) as archive:
        assert "keeps its 4 articles" in archive.index().notices[0]
        assert archive.search(limit=0).total == 4
        shutil.move(home / "away", home / "seeds")
        archive.index()
        assert added(archive) == old


def test_what_was_removed_is_new_when_it_comes_back(home: Path, old: dict[str, str]) -> None:
    seed = home / "seeds" / "brief.txt"
    with open_archive(home) as archive:
        seed.rename(home / "brief.txt")
        assert archive.index().removed == 1
        (home / "brief.txt").rename(seed)
        assert archive.index().added == 1
        found = added(archive)
        assert found.pop("brief") > old["brief"]
        assert found == {id: when for id, when in old.items() if id != "brief"}


@pytest.mark.parametrize("spoil", ["gone", "noise"])
def test_an_index_whose_dates_are_damaged_gives_them_again(home: Path, old: dict[str, str], spoil: str) -> None:
    dates = home / "index" / "added.sqlite"
    if spoil == "gone":
        dates.unlink()
    else:
        dates.write_bytes(b"no database" * 1000)
    with open_archive(home) as archive:
        notices = archive.index().notices
        assert len(notices) == (spoil == "noise")
        assert all("added.sqlite" in notice and "4 more of the ledger" in notice for notice in notices)
        (home / "index" / "current.json").write_text("{", "utf-8")
        archive.index()
        assert added(archive) == old


@pytest.mark.parametrize("spoil", ["gone", "noise"])
def test_dates_survive_the_loss_of_their_file_and_of_the_ledger(home: Path, old: dict[str, str], spoil: str) -> None:
    dates = home / "index" / "added.sqlite"
    (generation(home) / "ledger.sqlite").write_bytes(b"no database" * 1000)
    with open_archive(home) as archive:
        if spoil == "gone":
            dates.unlink()
        else:
            dates.write_bytes(b"no database" * 1000)
        assert "4 articles were first seen was read of the index itself" in " ".join(archive.index().notices)
        assert added(archive) == old
        assert archive.index().notices == []


def test_a_journal_of_a_run_that_was_killed_before_it_wrote_is_removed(home: Path, old: dict[str, str]) -> None:
    journal = home / "index" / "added.sqlite-journal"
    journal.write_bytes(b"")
    with open_archive(home) as archive:
        assert archive.index().notices == []
        assert not journal.exists()
        assert added(archive) == old


@pytest.mark.parametrize("spoil", ["gone", "noise"])
def test_status_tells_that_dates_are_damaged(home: Path, old: dict[str, str], spoil: str) -> None:
    dates = home / "index" / "added.sqlite"
    if spoil == "gone":
        dates.unlink()
    else:
        dates.write_bytes(b"no database" * 1000)
    with open_archive(home) as archive:
        (problem,) = archive.status().problems
        assert f"added.sqlite is {'missing' if spoil == 'gone' else 'damaged'}" in problem
        assert "archive index" in problem
        archive.index()
        assert archive.status().problems == ()


def raises(error: Exception) -> object:
    def fail(*_: object) -> None:
        raise error

    return fail
