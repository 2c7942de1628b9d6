"""Every file under index/, truncated, overwritten with noise, emptied or removed: told, answered, mended."""

import json
import random
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archive.service import open_archive
from web import create_app

from .states import added, answers, command, fresh, settle, write_seeds

pytestmark = [
    pytest.mark.usefixtures("engine"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),  # Whoosh leaves a bad file open
]
DAMAGES = ("truncated", "noise", "emptied", "removed")
LOCKS = ("lock", "LOCK")  # their content means nothing


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Path]]:
    """For each engine a home with changed and removed articles, in several commits, that a run found up to date."""
    homes = {}
    with pytest.MonkeyPatch.context() as patch:
        for engine in ("whoosh", "tantivy"):
            patch.setenv("ARCHIVE_ENGINE", engine)
            home = homes[engine] = tmp_path_factory.mktemp(engine) / "home"
            (home / "seeds").mkdir(parents=True)
            write_seeds(home, range(40))
            settle(home)
            with open_archive(home) as archive:
                archive.index()
                write_seeds(home, range(40, 46))
                write_seeds(home, range(3), edition=2)  # fewer than a tenth: an index that is not built anew
                (home / "seeds" / "m39.txt").unlink()
                settle(home)
                time.sleep(1.1)  # so that dates differ
                archive.index()
                assert archive.index().unchanged == 45
    yield homes


def files(home: Path) -> list[Path]:
    """Every file under index/ that holds something, the largest of each kind first."""
    found = [path for path in (home / "index").rglob("*") if path.is_file() and not path.name.endswith(LOCKS)]
    return sorted(found, key=lambda path: (kind(path), -path.stat().st_size))


def kind(path: Path) -> str:
    return path.suffix if path.suffix not in ("", ".json", ".sqlite") else path.name


def damage(path: Path, how: str, seed: int = 5) -> None:
    content = path.read_bytes()
    if how == "removed":
        path.unlink()
    elif how == "emptied":
        path.write_bytes(b"")
    elif how == "truncated":
        path.write_bytes(content[: len(content) // 2])
    else:
        noise = random.Random(seed).randbytes(max(16, len(content) // 3))  # noqa: S311
        start = len(content) // 3
        path.write_bytes(content[:start] + noise + content[start + len(noise) :])


def generation(home: Path) -> str:
    return next(folder.name for folder in (home / "index").iterdir() if folder.is_dir())


@pytest.fixture(scope="module")
def fresh_answers(indexed: dict[str, Path]) -> dict[str, dict[bool, Any]]:
    """For each engine the answers of a fresh index, without and with the order by relevance."""
    with pytest.MonkeyPatch.context() as patch:
        found = {}
        for engine, home in indexed.items():
            patch.setenv("ARCHIVE_ENGINE", engine)
            found[engine] = {order: fresh(home, order) for order in (False, True)}
    return found


def check(home: Path, path: Path, how: str, fresh_answers: dict[bool, Any], capsys: pytest.CaptureFixture[str]) -> None:
    """Damage a file, and see that it is told, that everything answers, and that it is mended."""
    dates, before = added(home), generation(home)
    damage(path, how)
    code, told = command(capsys, home, "doctor", "--json")
    assert code == 1
    assert [(found["kind"], found["path"]) for found in json.loads(told)["differences"]] == [
        ("damaged", path.relative_to(home).as_posix())
    ]
    with open_archive(home) as archive:
        client = create_app(archive).test_client()
        for page in ("/", "/?q=Leuchtturm", "/status", "/healthz", "/api/search?q=Nummer&sort=newest",
                     "/article/m1?q=Leuchtturm", "/original/m1", "/api/article/m2", "/export.csv?q=Tag"):  # fmt: skip
            assert client.get(page).status_code in (200, 404, 503), page
    for arguments in (("search", "Leuchtturm"), ("search", "--csv", "Nummer"), ("show", "m1"), ("similar", "m1")):
        command(capsys, home, *arguments)
    code, told = command(capsys, home, "status")
    if path.name in ("surfaces.sqlite", "added.sqlite"):  # every answer is the same without them
        assert code == 0
        assert f"{path.name} is" in told or "could not be read" in told or how == "noise"
    assert command(capsys, home, "index")[0] == 0
    assert command(capsys, home, "doctor") == (0, "Seeds, ledger and index agree.\n")
    # What is built anew has the order of a fresh index; else Tantivy still counts what is gone.
    order = "whoosh" in before or generation(home) != before
    assert answers(home, order) == fresh_answers[order]
    assert added(home) == dates
    assert sum(folder.is_dir() for folder in (home / "index").iterdir()) == 1


def copy(homes: dict[str, Path], engine: str, tmp_path: Path) -> Path:
    """That home; times are kept, as a backup does."""
    return shutil.copytree(homes[engine], tmp_path / "home")


@pytest.mark.parametrize("turn", range(4))
def test_each_kind_of_file_in_one_way_each(
    indexed: dict[str, Path],
    fresh_answers: dict[str, dict[bool, Any]],
    engine: str,
    turn: int,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    kinds = {kind(path): path.relative_to(indexed[engine]) for path in reversed(files(indexed[engine]))}
    assert len(kinds) >= (13 if engine == "tantivy" else 8), kinds
    for place, path in enumerate(kinds.values()):
        if place % 4 == turn:
            home = copy(indexed, engine, tmp_path / str(place))
            check(home, home / path, DAMAGES[(place + place // 4 + 1) % 4], fresh_answers[engine], capsys)


@pytest.mark.torture
@pytest.mark.parametrize("how", DAMAGES)
def test_every_file_in_every_way(
    indexed: dict[str, Path],
    fresh_answers: dict[str, dict[bool, Any]],
    engine: str,
    how: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for place, path in enumerate(files(indexed[engine])):
        home = copy(indexed, engine, tmp_path / str(place))
        check(home, home / path.relative_to(indexed[engine]), how, fresh_answers[engine], capsys)


def test_the_index_that_they_damage_answers_as_a_fresh_one(
    indexed: dict[str, Path], fresh_answers: dict[str, dict[bool, Any]], engine: str
) -> None:
    order = engine == "whoosh"
    assert answers(indexed[engine], order) == fresh_answers[engine][order]
