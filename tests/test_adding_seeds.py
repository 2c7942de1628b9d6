"""Adding seeds: nothing is overwritten, nothing lands outside seeds/, and what is put right stands in a sidecar."""

import io
import tomllib
from pathlib import Path

import pytest

from archive import adding
from archive.errors import ArchiveError, FileInvalid, InputError, SeedNotFound
from archive.service import Archive, open_archive

HOSTILE = (
    "../x.txt", "/etc/passwd.txt", "..\\..\\x.txt", "C:\\x.txt", ".hidden.txt", "a\x00b.txt", "a\nb.txt",
    "\u202egnp.txt",
    "CON.txt", "nul.txt", "x" * 300 + ".txt", "ä" * 200 + ".txt", " . .txt", "a/b/c.txt", "<b>.txt", "a:b?.txt",
    "e\u0308.txt", "\ud800.txt",
)  # fmt: skip


def files(home: Path) -> set[str]:
    return {
        path.relative_to(home).as_posix() for path in home.rglob("*") if path.is_file() and "index" not in path.parts
    }


@pytest.fixture
def archive(home: Path) -> Archive:
    return open_archive(home)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_leads_nowhere_else(archive: Archive, home: Path, name: str) -> None:
    before = files(home)
    try:
        kept = archive.adding.add_file(name, io.BytesIO(b"Ein Leuchtturm."))
    except InputError:
        assert files(home) == before
        return
    (new,) = files(home) - before
    assert new == f"seeds/{kept}"
    assert "/" not in kept and kept[0] != "." and len(kept.encode()) < 200 and kept.isprintable()
    assert archive.adding.read(kept).number == 1


def test_nothing_is_overwritten(archive: Archive, home: Path) -> None:
    names = [archive.adding.add_file("parade.txt", io.BytesIO(f"Text {number}".encode())) for number in range(3)]
    assert names == ["parade 2.txt", "parade 3.txt", "parade 4.txt"]
    assert "Schoigu" in (home / "seeds" / "parade.txt").read_text("utf-8")
    (home / "seeds" / "scan.pdf.toml").write_text('title = "wartet"', "utf-8")  # a sidecar before its file
    assert archive.adding.add_file("scan.pdf", io.BytesIO(b"%PDF-1.4")) == "scan 2.pdf"
    assert archive.adding.add_file("export.jsonl.gz", io.BytesIO(b"x")) == "export.jsonl.gz"
    assert archive.adding.add_file("export.jsonl.gz", io.BytesIO(b"x")) == "export 2.jsonl.gz"


@pytest.mark.parametrize(("name", "data"), [("x.exe", b"MZ"), ("x.toml", b'title = "x"'), ("x", b"x"), ("x.txt", b"")])
def test_what_cannot_be_read_is_refused(archive: Archive, home: Path, name: str, data: bytes) -> None:
    before = files(home)
    with pytest.raises(InputError):
        archive.adding.add_file(name, io.BytesIO(data))
    assert files(home) == before


def test_a_file_that_is_too_large_leaves_nothing(archive: Archive, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adding, "MOST_BYTES", 100)
    before = files(home)
    with pytest.raises(InputError):
        archive.adding.add_file("gross.txt", io.BytesIO(b"x" * 101))
    assert files(home) == before


def test_a_file_system_without_links_does_it_too(archive: Archive, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def link(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr("os.link", link)
    assert archive.adding.add_file("neu.txt", io.BytesIO(b"Ein Leuchtturm.")) == "neu.txt"
    assert archive.adding.add_file("neu.txt", io.BytesIO(b"Noch einer.")) == "neu 2.txt"
    assert (home / "seeds" / "neu.txt").read_bytes() == b"Ein Leuchtturm."


def test_a_note_is_an_article_with_what_was_said_of_it(archive: Archive) -> None:
    title = 'Der "Turm": alt\n---\nsource: Fälschung'
    name = archive.adding.add_note(
        title, "Titel: Falsch\n\n# Keine Überschrift\n---\nEnde.", "27.7.2023", "Nord: \\ Blatt"
    )
    archive.index()
    (hit,) = archive.search("Überschrift").hits
    article = archive.article(hit.id)
    assert article.path == name
    assert (article.title, article.date, article.source) == (" ".join(title.split()), "2023-07-27", "Nord: \\ Blatt")
    assert "# Keine Überschrift" in article.text
    for bad in (("", "Text"), ("Titel", " "), ("x" * 501, "Text")):
        with pytest.raises(InputError):
            archive.adding.add_note(*bad)


def test_what_was_read_is_told_and_put_right_in_a_sidecar(archive: Archive, home: Path) -> None:
    reading = archive.adding.read("parade.txt")
    assert (reading.number, reading.reason, reading.stated) == (1, None, {})
    assert reading.articles[0].date == "2023-07-27"
    before = (home / "seeds" / "parade.txt").read_bytes()
    beside = home / "seeds" / "parade.txt.toml"
    beside.write_text('# von Anna\nseite = "3"\n', "utf-8")
    archive.adding.correct("parade.txt", {"title": "Richtig", "date": "1998-07", "author": "Anna Roth; Ben Sommer"})
    article = archive.adding.read("parade.txt").articles[0]
    assert (article.title, article.date, article.authors) == ("Richtig", "1998-07", ("Anna Roth", "Ben Sommer"))
    assert article.page == "3"
    assert "# von Anna" in beside.read_text("utf-8")
    archive.adding.correct("parade.txt", {"title": "Richtig", "source": "Nordblatt", "date": "1998-07"})
    assert "source" not in tomllib.loads(beside.read_text("utf-8"))  # it is read anyway
    archive.adding.correct("parade.txt", {"title": "", "author": ""})
    assert tomllib.loads(beside.read_text("utf-8")) == {"seite": "3", "date": "1998-07"}
    assert (home / "seeds" / "parade.txt").read_bytes() == before
    beside.write_text('datum = "2001"\nautorin = "Eva"\n', "utf-8")  # other names of the same fields
    assert archive.adding.read("parade.txt").stated == {"date": "2001", "author": "Eva"}
    archive.adding.correct("parade.txt", {"date": "2002", "author": "Anna Roth"})
    assert tomllib.loads(beside.read_text("utf-8")) == {"date": "2002", "author": "Anna Roth"}
    with pytest.raises(InputError):
        archive.adding.correct("parade.txt", {"date": "neulich"})
    beside.write_text("[[", "utf-8")
    with pytest.raises(FileInvalid):
        archive.adding.correct("parade.txt", {"title": "x"})


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", "../archive.toml", "/etc/passwd", "nirgends.txt", "bahn", ".x", "bahn/../parade.txt", "a\x00b"],
)
def test_only_seeds_are_read_and_put_right(archive: Archive, home: Path, name: str) -> None:
    (home / "seeds" / ".x").write_text("x")
    with pytest.raises(SeedNotFound):
        archive.adding.read(name)
    with pytest.raises(SeedNotFound):
        archive.adding.correct(name, {"title": "x"})


def test_a_link_that_leads_out_is_no_seed(archive: Archive, home: Path, tmp_path: Path) -> None:
    (tmp_path / "geheim.txt").write_text("geheim")
    (home / "seeds" / "link.txt").symlink_to(tmp_path / "geheim.txt")
    with pytest.raises(SeedNotFound):
        archive.adding.read("link.txt")


def test_no_other_file_has_the_same_id(archive: Archive, home: Path) -> None:
    (home / "seeds" / "Turm").write_text("Ohne Endung.", "utf-8")
    assert archive.adding.add_file("Turm.txt", io.BytesIO(b"Mit Endung.")) == "Turm 2.txt"


def test_the_environment_does_not_allow_it(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARCHIVE_ADDING", "true")
    assert open_archive(home).settings.adding == "false"


@pytest.mark.parametrize("value", ['"vielleicht"', "3"])
def test_the_setting_is_true_or_false(home: Path, value: str) -> None:
    (home / "archive.toml").write_text(f"adding = {value}\n", "utf-8")
    with pytest.raises(ArchiveError, match="adding"):
        open_archive(home)
