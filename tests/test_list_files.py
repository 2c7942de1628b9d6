"""Lists of articles: what is kept in their files, from Python, from the command line, and whatever stands in them."""

import csv
import io
import json
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.article import Article
from archive.errors import ArchiveError, ArticleNotFound, FileInvalid, InputError, ListNotFound
from archive.home import Home
from archive.lists import MAX_ENTRIES, Entry, Lists
from archive.service import Archive, open_archive
from archive.toml_files import read_toml
from tests.cli.test_cli import loaded, run

HOSTILE_NAMES = (
    "", " ", ".", "..", "../x", "a/b", "/etc/passwd", "a\\b", "C:\\x",
    ".hidden", "-rf", "--help", "a\x00b", "a\nb", "a\x1b[31m",
    "x" * 81, "ä" * 100, "CON", "nul.txt", "a:b", "a*", "a?", 'a"b', "<b>", "a|b", "ends.", "\u202eabc", "\ud800",
)  # fmt: skip


def ids(archive: Archive, name: str) -> list[str]:
    return [entry.id for entry in archive.lists.entries(name)]


def test_a_list_keeps_its_order_and_its_notes(archive: Archive, home: Path) -> None:
    assert archive.lists.names() == []
    assert archive.lists.add("Nordkorea 2023", "parade", "brief", note="gesehen") == 2
    assert archive.lists.add("Nordkorea 2023", "bahn/streik", "parade", place=1) == 1
    archive.lists.add("Nordkorea 2023", "brief", note='Zeile "eins" \\\nzwei')
    assert archive.lists.entries("Nordkorea 2023") == (
        Entry("bahn/streik"), Entry("parade", "gesehen"), Entry("brief", 'Zeile "eins" \\\nzwei'),
    )  # fmt: skip
    archive.lists.add("Nordkorea 2023", "parade", note="")
    archive.lists.remove("Nordkorea 2023", "bahn/streik")
    with open_archive(home) as other:
        assert other.lists.entries("Nordkorea 2023")[0] == Entry("parade")
        articles = [article for _, article in other.lists.articles("Nordkorea 2023")]
        assert [article and article.title for article in articles] == [
            "Militärparade in Pjöngjang", "Putin schreibt einen Brief",
        ]  # fmt: skip
    archive.lists.remove("Nordkorea 2023", "parade", "brief")
    assert ids(archive, "Nordkorea 2023") == []
    archive.lists.add("Nordkorea 2023", "parade")
    assert ids(archive, "Nordkorea 2023") == ["parade"]
    archive.lists.delete("Nordkorea 2023")
    assert archive.lists.names() == []


def test_what_people_wrote_in_the_file_stays(archive: Archive, home: Path) -> None:
    archive.lists.create("Heft")
    path = home / "lists" / "Heft.toml"
    path.write_text(
        '# von Anna\nthema = "Korea"\n\n[[article]]\nid = "brief"  # zuerst\nfarbe = "rot"\n\n'
        '[[article]]\nid = "parade"\nnote = """\nzwei\nZeilen"""\n',
        "utf-8",
    )
    assert archive.lists.entries("Heft")[1] == Entry("parade", "zwei\nZeilen")
    archive.lists.add("Heft", "bahn/streik", place=2)
    archive.lists.remove("Heft", "parade")
    text = path.read_text("utf-8")
    for kept in ("# von Anna", 'thema = "Korea"', "# zuerst", 'farbe = "rot"'):
        assert kept in text
    assert ids(archive, "Heft") == ["brief", "bahn/streik"]
    assert [child.name for child in (home / "lists").iterdir()] == ["Heft.toml"]


def test_an_unknown_article_changes_nothing(archive: Archive) -> None:
    with pytest.raises(ArticleNotFound):
        archive.lists.add("Heft", "parade", "nirgends")
    assert archive.lists.names() == []
    with pytest.raises(ListNotFound):
        archive.lists.entries("Heft")
    archive.lists.add("Heft", "parade")
    with pytest.raises(ArticleNotFound):
        archive.lists.remove("Heft", "parade", "brief")
    assert ids(archive, "Heft") == ["parade"]


@pytest.mark.parametrize("name", HOSTILE_NAMES, ids=ascii)
def test_no_name_leaves_the_folder_or_commands_anything(archive: Archive, home: Path, name: str) -> None:
    before = sorted(home.parent.rglob("*"))
    for act in (
        lambda: archive.lists.create(name), lambda: archive.lists.add(name, "parade"),
        lambda: archive.lists.entries(name),
        lambda: archive.lists.remove(name, "parade"), lambda: archive.lists.delete(name),
    ):  # fmt: skip
        with pytest.raises(InputError):
            act()
    assert sorted(home.parent.rglob("*")) == before


def test_a_name_is_one_however_its_letters_are_composed(archive: Archive) -> None:
    archive.lists.add(" Su\u0308dkorea ", "parade")
    assert archive.lists.names() == ["S\u00fcdkorea"]
    assert ids(archive, "S\u00fcdkorea") == ["parade"]


@pytest.mark.parametrize(
    "text",
    ["[[article]\n", "article = 3", "article = [3]", '[[article]]\nid = 3\n', '[[article]]\nnote = "x"\n',
     '[[article]]\nid = "parade"\nnote = 3\n', '[article]\nid = "parade"\n', "x = " + "[" * 20_000,
     "\x00", "a = 1\na = 2\n"],
    ids=lambda text: text[:20],
)  # fmt: skip
def test_a_typing_error_is_told_and_nothing_is_overwritten(archive: Archive, home: Path, text: str) -> None:
    archive.lists.add("Gut", "parade")
    path = home / "lists" / "Heft.toml"
    path.write_text(text, "utf-8")
    for act in (
        lambda: archive.lists.entries("Heft"), lambda: archive.lists.add("Heft", "parade"),
        lambda: archive.lists.remove("Heft", "parade"),
    ):  # fmt: skip
        with pytest.raises(FileInvalid) as told:
            act()
        assert "Heft.toml" in str(told.value)
    assert path.read_text("utf-8") == text
    assert [(one.name, one.entries, bool(one.problem)) for one in archive.lists.summaries()] == [
        ("Gut", 1, False), ("Heft", 0, True),
    ]  # fmt: skip
    assert any("Heft.toml" in problem for problem in archive.status().problems)
    assert archive.search("Schoigu").total == 2
    path.write_text("", "utf-8")
    assert archive.lists.entries("Heft") == ()
    assert archive.problems() == ()


def test_a_file_that_bears_no_name_of_a_list_is_told(archive: Archive, home: Path) -> None:
    (home / "lists").mkdir()
    (home / "lists" / "a*b.toml").write_text("", "utf-8")
    assert archive.lists.names() == []
    assert "rename" in archive.problems()[0]


def test_what_was_taken_out_for_good_is_on_no_list(archive: Archive, home: Path) -> None:
    archive.lists.add("Heft", "parade", "brief", note="Notiz")
    archive.forget("parade")
    assert ids(archive, "Heft") == ["brief"]
    assert [article and article.id for _, article in archive.lists.articles("Heft")] == ["brief"]
    with pytest.raises(ArticleNotFound):
        archive.lists.add("Heft", "parade")
    exported = run("--home", str(home), "list", "Heft", "export", "--jsonl")
    assert "parade" not in exported.stdout.lower()
    (home / "forgotten.toml").unlink()
    archive.index()
    assert ids(archive, "Heft") == ["parade", "brief"]


def test_an_article_that_is_gone_for_now_stays_on_its_list(archive: Archive, home: Path) -> None:
    archive.lists.add("Heft", "parade", "brief", note="Notiz")
    text = (home / "seeds" / "parade.txt").read_text("utf-8")
    (home / "seeds" / "parade.txt").unlink()
    archive.index()
    assert [(entry.id, article is None) for entry, article in archive.lists.articles("Heft")] == [
        ("parade", True), ("brief", False),
    ]  # fmt: skip
    archive.lists.add("Heft", "parade", note="fehlt noch", place=2)
    (home / "seeds" / "parade.txt").write_text(text, "utf-8")
    archive.index()
    assert all(article for _, article in archive.lists.articles("Heft"))
    assert archive.lists.entries("Heft") == (Entry("brief", "Notiz"), Entry("parade", "fehlt noch"))


def some(tmp_path: Path) -> Lists:
    """Lists of an archive in which every article exists."""
    return Lists(Home(tmp_path), lambda ids: {id: Article(id=id, path=id, title=id, text=id) for id in ids})


def test_ten_thousand_entries(tmp_path: Path) -> None:
    lists = some(tmp_path)
    lists.create("Lang")
    path = tmp_path / "lists" / "Lang.toml"
    with path.open("a", encoding="utf-8") as file:
        for number in range(MAX_ENTRIES - 1):
            file.write(f'[[article]]\nid = "a/{number}"\nnote = "{number}"\n\n')
    lists.add("Lang", "neu", note="letzter")
    with pytest.raises(InputError, match="10,000"):
        lists.add("Lang", "zu viel")
    assert lists.entries("Lang")[-1] == Entry("neu", "letzter")
    assert sum(1 for _ in lists.articles("Lang")) == MAX_ENTRIES
    assert [entry.id for entry, _ in lists.articles("Lang", 5_000, 2)] == ["a/5000", "a/5001"]


def test_several_threads_lose_nothing(tmp_path: Path) -> None:
    lists = some(tmp_path)
    threads = [
        threading.Thread(target=lambda number=number: [some(tmp_path).add("Heft", f"{number}-{i}") for i in range(10)])
        for number in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(lists.entries("Heft")) == 40


def test_where_nothing_can_be_written_that_is_told(tmp_path: Path) -> None:
    lists = some(tmp_path)
    (tmp_path / "lists").write_text("", "utf-8")
    with pytest.raises(ArchiveError):
        lists.add("Heft", "a")


@given(st.lists(st.tuples(st.text(min_size=1, max_size=30), st.text(max_size=200)), max_size=6))
@settings(max_examples=60)
def test_any_id_and_any_note_come_back(tmp_path_factory: pytest.TempPathFactory, pairs: list[tuple[str, str]]) -> None:
    lists = some(tmp_path_factory.mktemp("home"))
    for id, note in pairs:
        lists.add("Heft", id.encode("utf-8", "replace").decode(), note=note)
    entries = lists.entries("Heft") if pairs else ()
    assert {entry.id for entry in entries} == {id.encode("utf-8", "replace").decode() for id, _ in pairs}
    for entry in entries:
        assert not set(entry.note) & set("\x00\x1b\r\u2028")
    if pairs:
        assert read_toml(Path(lists._home.lists) / "Heft.toml")["article"]


def test_the_command(archive: Archive, home: Path) -> None:
    at = ("--home", str(home))
    empty = run(*at, "list")
    assert (empty.returncode, empty.stdout) == (1, "There are no lists.\n")
    added = run(*at, "list", "Heft", "add", "parade", "brief", "--note", "=1+1")
    assert (added.returncode, added.stdout, added.stderr) == (0, "Heft: 2 articles\n", "")
    assert loaded(run(*at, "list", "--json")) == [{"name": "Heft", "articles": 2, "problem": None}]
    shown = run(*at, "list", "Heft")
    assert shown.returncode == 0
    assert "Militärparade in Pjöngjang" in shown.stdout
    assert shown.stdout == run(*at, "list", "Heft", "show").stdout
    data = loaded(run(*at, "list", "Heft", "show", "--json"))
    assert data["name"] == "Heft"
    assert data["articles"][1] == {
        "id": "brief", "note": "=1+1", "title": "Putin schreibt einen Brief", "date": "2023-07", "source": "Die Woche",
    }  # fmt: skip
    rows = list(csv.DictReader(io.StringIO(run(*at, "list", "Heft", "export").stdout)))
    assert [(row["id"], row["note"]) for row in rows] == [("parade", "'=1+1"), ("brief", "'=1+1")]
    lines = run(*at, "list", "Heft", "export", "--jsonl").stdout.splitlines()
    assert [json.loads(line)["note"] for line in lines] == ["=1+1", "=1+1"]
    assert "N1  - =1+1" in run(*at, "list", "Heft", "export", "--ris").stdout
    assert "annote = {=1+1}" in run(*at, "list", "Heft", "export", "--bibtex").stdout
    assert run(*at, "list", "Heft", "remove", "parade", "brief").returncode == 0
    assert run(*at, "list", "Heft").returncode == 1
    assert run(*at, "list", "Heft", "show", "--json").returncode == 1


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("Heft",), 1), (("Heft", "add", "nirgends"), 1), (("Heft", "remove", "parade"), 1), (("Heft", "export"), 1),
        (("../x", "add", "parade"), 2), (("Heft", "add"), 2), (("Heft", "nonsense"), 2),
        (("Heft", "show", "parade"), 2),
        (("Heft", "show", "--csv"), 2), (("Heft", "export", "--csv", "--ris"), 2),
        (("Heft", "remove", "x", "--note", "y"), 2),
        (("Heft", "add", "parade", "--place", "0"), 2), (("Heft", "add", "parade", "--note", "x" * 10_001), 2),
    ],
    ids=lambda value: " ".join(value)[:40] if isinstance(value, tuple) else None,
)  # fmt: skip
def test_slips_exit_as_grep_with_one_sentence(
    home: Path, arguments: tuple[str, ...], code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARCHIVE_ENGINE", "whoosh")
    with open_archive(home) as archive:
        archive.index()
    answer = run("--home", str(home), "list", *arguments)
    assert (answer.returncode, answer.stdout, answer.stderr.count("\n")) == (code, "", 1)
    assert not (home / "lists").exists()
