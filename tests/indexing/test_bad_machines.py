"""A careless machine: a full disk, a folder that nobody may write to, a clock set back, two indexers at once."""

import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from archive.errors import ArticleNotFound
from archive.indexing import damage, generations
from archive.service import open_archive

from .kills import leftover
from .states import added, answers, command, fresh, write_seeds

pytestmark = [
    pytest.mark.usefixtures("engine"),
    pytest.mark.skipif(os.name != "posix", reason="limits and rights of POSIX"),
]


def index_in_another_process(home: Path, **options: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "archive", "--home", str(home), "index"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)  # type: ignore[call-overload,no-any-return]


def told_in_one_sentence(process: subprocess.Popen[str]) -> str:
    out, err = process.communicate(timeout=120)
    if process.returncode == 0:
        return ""
    assert (process.returncode, out) == (2, "")
    assert err.startswith("archive: ") and err.count("\n") == 1, err
    assert "defect" not in err and "Traceback" not in err
    return err


@pytest.mark.parametrize("limit", [0, 3_000, 30_000, 90_000])
def test_a_full_disk_loses_nothing_and_the_next_run_goes_on(home: Path, limit: int) -> None:
    import resource

    with open_archive(home) as archive:
        archive.index()
    before, dates = answers(home), added(home)
    write_seeds(home, range(40))

    def small_files() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    error = told_in_one_sentence(index_in_another_process(home, preexec_fn=small_files))
    assert error or limit > 10_000  # what is written may fit
    if error:
        assert answers(home, order=False).keys() >= before.keys()
    with open_archive(home) as archive:
        archive.index()
        assert archive.doctor().ok
    assert answers(home, order=False) == fresh(home, order=False)
    assert dates.items() <= added(home).items()
    leftover(home)


def test_two_indexers_at_once_give_one_index(home: Path) -> None:
    write_seeds(home, range(60))
    runs = [index_in_another_process(home) for _ in range(3)]
    errors = [told_in_one_sentence(run) for run in runs]
    assert errors.count("") >= 1
    assert all(not error or "Another run is writing" in error for error in errors)
    with open_archive(home) as archive:
        assert archive.index().unchanged == 64
        assert archive.doctor().ok
    assert answers(home) == fresh(home)
    leftover(home)


def test_a_clock_that_was_set_back_changes_nothing(home: Path, engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    write_seeds(home, range(30))
    tomorrow = time.time() + 86_400
    for path in (home / "seeds").rglob("*.txt"):
        os.utime(path, (tomorrow, tomorrow))
    with open_archive(home) as archive:
        archive.index()
        dates = added(home)
        generation = generations.current(home / "index")
        assert generation
        for path in generation.folder.rglob("*"):  # the list of segments is older than the segments
            when = tomorrow - 3600 if path.suffix in (".json", ".toc") else tomorrow
            os.utime(path, (when, when))
        checked = []
        damage_of = damage.damage_of
        monkeypatch.setattr(damage, "damage_of", lambda of: (checked.append(of), damage_of(of))[1])
        write_seeds(home, range(1), edition=2)
        report = archive.index()
        assert (report.changed, report.unchanged, report.notices) == (1, 33, [])
        assert len(checked) == 1
        for _ in range(2):
            assert archive.index().notices == []
        assert len(checked) == 1, "what was found sound is not checked at each run"
        assert archive.doctor().ok
    assert answers(home, order=False) == fresh(home, order=False)
    assert added(home) == dates


@contextmanager
def read_only(home: Path) -> Iterator[None]:
    """Nobody may write to the index during the block; root, who may write everywhere, is somebody else meanwhile."""
    folders = [home / "index", *(path for path in (home / "index").rglob("*") if path.is_dir())]
    for folder in folders:
        for path in folder.iterdir():
            if path.is_file():
                assert path.stat().st_mode & 0o004, f"{path.name} can be read by nobody else"
                path.chmod(0o444)
    for folder in folders:
        folder.chmod(0o555)
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(65_534)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)
        for folder in folders:
            folder.chmod(0o755)


def test_an_index_that_nobody_may_write_to_is_left_as_it_is(
    home: Path, engine: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        home = shutil.copytree(home, Path(folder) / "home")
        with open_archive(home) as archive:
            archive.index()
        before = answers(home)
        write_seeds(home, range(3))
        with read_only(home):
            codes = [command(capsys, home, *asked)[0] for asked in (("search", "Schoigu"), ("status",), ("doctor",))]
            assert codes == [0, 0, 1]  # three files are missing
            for asked in (("index",), ("index", "--rebuild"), ("doctor", "--repair")):
                assert command(capsys, home, *asked)[0] == 2
        assert answers(home) == before
        with open_archive(home) as archive:
            assert archive.index().added == 3
            assert archive.doctor().ok


@pytest.mark.parametrize("name", ["ledger.sqlite", "surfaces.sqlite", "added.sqlite"])
def test_a_transaction_that_a_killed_run_left_is_rolled_back_by_whoever_reads(home: Path, name: str) -> None:
    with open_archive(home) as archive:
        archive.index()
    before, dates = answers(home), added(home)
    (path,) = (home / "index").rglob(name)
    table = "block" if name == "surfaces.sqlite" else "article"
    code = """
import os, sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("PRAGMA cache_size = 1")  # so that pages are written before the commit, and the journal is needed
db.execute("BEGIN IMMEDIATE")
db.execute("CREATE TABLE more (text)")
db.executemany("INSERT INTO more VALUES (?)", [("x" * 1000,)] * 2000)
db.execute("DELETE FROM " + sys.argv[2])
os.kill(os.getpid(), 9)
"""
    subprocess.run([sys.executable, "-c", code, str(path), table], check=False)
    assert path.with_name(f"{name}-journal").stat().st_size
    with open_archive(home) as archive:
        archive.status()
        assert archive.doctor().ok
        assert archive.index().notices == []
        assert archive.doctor().ok
    assert answers(home) == before
    assert added(home) == dates
    with sqlite3.connect(path) as db:
        assert not db.execute("SELECT count(*) FROM sqlite_master WHERE name = 'more'").fetchone()[0]
    db.close()


# What docs/serving.md calls the whole backup.
BACKUP = (
    "seeds",
    "archive.toml",
    "names.toml",
    "synonyms.toml",
    "forgotten.toml",
    "searches.toml",
    "lists",
    "index/added.sqlite",
)


def test_the_backup_is_the_one_that_is_documented() -> None:
    told = (Path(__file__).parents[2] / "docs" / "serving.md").read_text("utf-8")
    sentence = re.search(r"A backup is (.*?), as far as", told, re.DOTALL)
    assert sentence
    assert {name.rstrip("/") for name in re.findall(r"`(.*?)`", sentence[1])} == set(BACKUP)


def test_a_backup_restores_the_same_answers_dates_and_lists(home: Path, tmp_path: Path) -> None:
    write_seeds(home, range(12))
    (home / "archive.toml").write_text(f'engine = "{os.environ["ARCHIVE_ENGINE"]}"\n', "utf-8")
    (home / "names.toml").write_text('Schoigu = ["Lichtner"]\n', "utf-8")
    (home / "synonyms.toml").write_text('Leuchtturm = ["Bahn"]\n', "utf-8")
    with open_archive(home) as archive:
        archive.index()
        assert archive.search("Leuchtturm", limit=0).total > 12
        ids = [hit.id for hit in archive.search("Leuchtturm", limit=5).hits]
        archive.lists.add("Wahl", *ids[:3], note="auf Seite 1")
        archive.lists.add("Archivgut", ids[1])
        archive.forget(ids[4])
        lists = {name: archive.lists.entries(name) for name in archive.lists.names()}
    (home / "searches.toml").write_text("", "utf-8")  # nothing is saved
    before, dates = answers(home), added(home)
    time.sleep(1.1)  # what is seen anew would be seen later
    backup = tmp_path / "backup"
    for kept in BACKUP:
        (backup / kept).parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if (home / kept).is_dir() else shutil.copy2)(home / kept, backup / kept)
    with open_archive(backup) as archive:
        report = archive.index()
        assert (report.added, report.notices) == (15, [])
        assert archive.doctor().ok
        assert {name: archive.lists.entries(name) for name in archive.lists.names()} == lists
        with pytest.raises(ArticleNotFound):
            archive.article(ids[4])
    assert answers(backup) == before
    assert added(backup) == dates
