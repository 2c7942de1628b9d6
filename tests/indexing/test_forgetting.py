"""``archive forget``: what is taken out is gone from answers and files, and does not come back."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from archive.errors import ArchiveError, ArticleNotFound
from archive.indexing import generations
from archive.indexing.forgotten import Forgotten
from archive.indexing.former import FormerIndex
from archive.service import Archive, open_archive
from tests.serving import serving, until
from web import create_app

SECRET = "Zwiebelquark"  # noqa: S105
TEXT = f"Titel: {SECRET}fest im Dorf\nQuelle: {SECRET} Bote\nAutor: Rosa {SECRET}\n\nDas {SECRET}fest, {SECRET}s genug."
ID = f"ordner/{SECRET}-2024"


@pytest.fixture
def secret(home: Path) -> Path:
    """The seed of an article that nothing else in the archive is like."""
    path = home / "seeds" / f"{ID}.txt"
    path.parent.mkdir()
    path.write_text(TEXT, "utf-8")
    return path


@pytest.fixture
def opened(home: Path, secret: Path, engine: str) -> Archive:
    with open_archive(home) as archive:
        archive.index()
        assert archive.search(SECRET).total == 1
        return archive


def holding(folder: Path) -> list[Path]:
    """The files that hold the secret word, in any case or encoding."""
    words = [word.encode(coding) for word in (SECRET, SECRET.lower()) for coding in ("utf-8", "utf-16-le")]
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path for path in files if any(word in path.read_bytes() for word in words)]


def gone(archive: Archive) -> None:
    client = create_app(archive).test_client()
    for path in (f"/api/search?q={SECRET}", "/api/search?limit=100", f"/api/complete?q={SECRET[:5]}", "/feed.atom",
                 "/export.csv", "/export.jsonl", "/status", f"/article/{ID}", f"/original/{ID}"):  # fmt: skip
        text = client.get(path).text.replace(ID, "").replace(f"q={SECRET}", "").replace(f'"query":"{SECRET}"', "")
        assert SECRET.lower() not in text.lower(), path
    assert archive.search(limit=0).total == 4


@pytest.mark.parametrize("way", ["delete", "move", "stay"])
def test_it_is_gone_from_answers_and_from_every_file_and_stays_away(
    opened: Archive, home: Path, secret: Path, tmp_path: Path, way: str
) -> None:
    assert holding(home / "index")
    done = opened.forget(ID, delete=way == "delete", move=tmp_path / "weg" if way == "move" else None)
    assert done.ids == (ID,)
    gone(opened)
    assert secret.exists() == (way == "stay")
    assert (tmp_path / "weg" / f"{ID}.txt").exists() == (way == "move")
    if way == "stay":  # the ledger knows the name of every file in seeds/
        assert {path.name for path in holding(home)} == {secret.name, "ledger.sqlite"}
    else:
        assert not holding(home)
    # Dropped again, under its name and others, changed a little, by runs of either kind.
    secret.write_text(TEXT, "utf-8")
    (home / "seeds" / "anders.txt").write_text(TEXT.replace("\n", "\r\n"), "utf-8")
    opened.index()
    gone(opened)
    assert opened.index().changed == 0  # read once, not at every run
    secret.write_text(TEXT + " Nachtrag.", "utf-8")
    opened.index(rebuild=True)
    gone(opened)
    assert opened.status().failed == 0
    # Another article of the same words is another one.
    (home / "seeds" / "neu.txt").write_text(f"Titel: Neues\n\nEin anderer Artikel über {SECRET}.", "utf-8")
    assert opened.index().added == 1


def test_removing_its_entry_takes_it_in_again(opened: Archive, home: Path, secret: Path) -> None:
    opened.forget(ID)
    record = home / "forgotten.toml"
    assert SECRET not in record.read_text("utf-8")
    record.unlink()
    opened.index(rebuild=True)
    assert opened.search(SECRET).total == 1


def test_forgotten_first_and_deleted_later(opened: Archive, secret: Path) -> None:
    opened.forget(ID)
    assert secret.exists()
    opened.forget(ID, delete=True)
    assert not secret.exists()
    gone(opened)


def test_a_sidecar_goes_with_its_seed(opened: Archive, secret: Path) -> None:
    sidecar = secret.with_name(secret.name + ".toml")
    sidecar.write_text(f'title = "{SECRET}"', "utf-8")
    opened.forget(ID, delete=True)
    assert not sidecar.exists()


def _lines(texts: list[str]) -> str:
    return "".join(json.dumps({"text": text}) + "\n" for text in texts)


def test_of_a_file_with_several_only_that_article_goes(home: Path, engine: str) -> None:
    several = home / "seeds" / "alle.jsonl"
    parts = ["Der erste Leuchtturm.", f"{SECRET} ist der zweite.", "Der dritte Leuchtturm."]
    several.write_text(_lines(parts), "utf-8")
    with open_archive(home) as archive:
        archive.index()
        done = archive.forget("alle.jsonl~2", delete=True)
        assert several.exists()
        assert any("by hand" in notice for notice in done.notices)
        assert {hit.id for hit in archive.search("Leuchtturm").hits} == {"alle.jsonl", "alle.jsonl~3"}
        assert archive.search(SECRET).total == 0
        # Where it moves within its file, it is left out and what has its number now is not.
        several.write_text(_lines(["Ein Leuchtturm davor.", *parts]), "utf-8")
        archive.index()
        assert archive.search("Leuchtturm").total == 3
        assert archive.search(SECRET).total == 0
        archive.forget("alle.jsonl", "alle.jsonl~2", "alle.jsonl~4", delete=True)
        assert not several.exists()
        assert archive.search("Leuchtturm").total == 0


def test_nothing_is_done_where_something_is_wrong(opened: Archive, home: Path, secret: Path, tmp_path: Path) -> None:
    with pytest.raises(ArticleNotFound):
        opened.forget(ID, "nirgends", delete=True)
    with pytest.raises(ArchiveError, match="seeds"):
        opened.forget(ID, move=home / "seeds" / "weg")
    assert secret.exists()
    assert opened.search(SECRET).total == 1
    (tmp_path / ID).parent.mkdir()
    (tmp_path / f"{ID}.txt").write_text("da", "utf-8")
    with pytest.raises(ArchiveError, match="exists"):
        opened.forget(ID, move=tmp_path)
    assert secret.exists()
    (home / "forgotten.toml").write_text("[[article", "utf-8")
    with pytest.raises(ArchiveError, match=r"forgotten\.toml"):
        opened.index(rebuild=True)


def test_a_folder_that_is_not_there_empties_nothing(opened: Archive, home: Path) -> None:
    (home / "seeds").rename(home / "weg")
    with pytest.raises(ArchiveError, match="There is no folder"):
        opened.forget(ID)
    assert opened.search(limit=0).total == 5


def test_the_last_article_can_be_forgotten(tmp_path: Path, engine: str) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "eins.txt").write_text(TEXT, "utf-8")
    with open_archive(tmp_path) as archive:
        archive.index()
        archive.forget("eins", delete=True)
        assert archive.search(limit=0).total == 0
        assert holding(tmp_path) == []


def test_it_waits_for_a_watcher_and_a_server_shows_it_no_more(home: Path, secret: Path) -> None:
    with serving(home) as server:
        until(lambda: server.json(f"/api/search?q={SECRET}")["total"] == 1)
        command = [sys.executable, "-m", "archive", "--home", str(home), "forget", ID, "--delete"]
        answer = subprocess.run(command, capture_output=True, text=True)
        assert (answer.returncode, answer.stderr) == (0, "")
        assert "1 article taken out for good" in answer.stdout
        assert server.json(f"/api/search?q={SECRET}")["total"] == 0
        secret.write_text(TEXT, "utf-8")
        (home / "seeds" / "turm.txt").write_text("Ein Leuchtturm.", "utf-8")
        until(lambda: server.json("/api/search?q=Leuchtturm")["total"] == 1)
        assert server.json(f"/api/search?q={SECRET}")["total"] == 0
        unknown = subprocess.run([*command[:-2], "nirgends"], capture_output=True, text=True)
        assert (unknown.returncode, unknown.stdout, unknown.stderr.count("\n")) == (1, "", 1)
        both = subprocess.run([*command, "--move", "weg"], capture_output=True, text=True)
        assert both.returncode == 2
    assert generations.current(home / "index") is not None


def test_what_the_index_before_holds_of_it_is_not_taken_over(opened: Archive, home: Path, secret: Path) -> None:
    generation = generations.current(home / "index")
    assert generation is not None
    nothing, it = Forgotten(home / "forgotten.toml"), Forgotten(home / "forgotten.toml")
    it.add([opened.article(ID)])
    name = secret.name if secret.parent == home / "seeds" else secret.relative_to(home / "seeds").as_posix()
    assert len(FormerIndex(generation, nothing).articles([name])[name]) == 1
    assert FormerIndex(generation, it).articles([name]) == {name: ()}
