"""Saved searches: what is new for each, from Python and from the command line, and whatever stands in their file."""

import json
import sys
from datetime import UTC, datetime, tzinfo
from pathlib import Path

import pytest

from archive.errors import FileInvalid, InputError, ListNotFound, QueryError
from archive.request import SearchRequest
from archive.service import Archive, open_archive
from archive.toml_files import read_toml
from tests.cli.test_cli import run


def write(home: Path, name: str, text: str = "Schoigu reist weiter.") -> None:
    (home / "seeds" / f"{name}.txt").write_text(f"Titel: Neues {name}\nDatum: 2024-01-01\n\n{text}\n", "utf-8")


def new(archive: Archive, name: str = "Schoigu") -> set[str]:
    news = archive.saved_searches.news(name)
    assert len(news.ids) == len(set(news.ids)) == archive.saved_searches.number_of_new(news.search)
    assert {article.id for article in archive.saved_searches.articles(news.ids)} == set(news.ids)
    return set(news.ids)


def look(archive: Archive, name: str = "Schoigu") -> None:
    archive.saved_searches.look(archive.saved_searches.news(name))


@pytest.fixture(params=["one second", "seconds apart"])
def clock(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs begin in one and the same second, or each in another."""
    seconds = [1_750_000_000]

    class Clock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            seconds[0] += 0 if request.param == "one second" else 5
            return datetime.fromtimestamp(seconds[0], UTC)

    monkeypatch.setattr("archive.indexing.run.datetime", Clock)


@pytest.mark.usefixtures("clock")
def test_only_what_came_after_the_last_look_is_new(home: Path) -> None:
    with open_archive(home) as archive:
        archive.index()
        archive.saved_searches.save("Schoigu", SearchRequest("Schoigu"))
        assert new(archive) == set()
        write(home, "a")
        write(home, "fremd", "Nichts davon.")
        archive.index()
        assert new(archive) == {"a"}
        assert new(archive) == {"a"}  # to ask is not to look
        look(archive)
        assert new(archive) == set()
        write(home, "b")
        archive.index()
        seen = archive.saved_searches.news("Schoigu")
        write(home, "c")
        archive.index()
        archive.saved_searches.look(seen)  # what came meanwhile stays new
        assert new(archive) == {"c"}
        (home / "seeds" / "c.txt").unlink()
        archive.index()
        assert new(archive) == set()


def test_a_search_has_its_own_filters_and_its_own_marker(archive: Archive, home: Path) -> None:
    archive.saved_searches.save("Alle", SearchRequest())
    archive.saved_searches.save("Nordblatt", SearchRequest("", ("source=Nordblatt",), since="2024"))
    write(home, "a")
    (home / "seeds" / "b.txt").write_text("Titel: B\nDatum: 2024-02-01\nQuelle: Nordblatt\n\nText.", "utf-8")
    archive.index()
    assert (new(archive, "Alle"), new(archive, "Nordblatt")) == ({"a", "b"}, {"b"})
    look(archive, "Nordblatt")
    assert (new(archive, "Alle"), new(archive, "Nordblatt")) == ({"a", "b"}, set())
    archive.saved_searches.save("Nordblatt", SearchRequest("Schoigu"))
    assert [one.name for one in archive.saved_searches.all()] == ["Alle", "Nordblatt"]
    archive.saved_searches.delete("Alle")
    with open_archive(home) as other:
        (left,) = other.saved_searches.all()
        assert (left.name, left.request) == ("Nordblatt", SearchRequest("Schoigu"))
    with pytest.raises(ListNotFound):
        archive.saved_searches.delete("Alle")


def test_the_file_may_be_written_by_people(archive: Archive, home: Path) -> None:
    path = home / "searches.toml"
    path.write_text('# von Anna\n[[search]]\nname = "Korea"\nquery = "Nordkorea"  # alles\nfarbe = "rot"\n', "utf-8")
    assert new(archive, "Korea") == {"parade", "brief"}  # nothing was looked at
    look(archive, "Korea")
    assert new(archive, "Korea") == set()
    text = path.read_text("utf-8")
    for kept in ("# von Anna", "# alles", 'farbe = "rot"'):
        assert kept in text


@pytest.mark.parametrize(
    "text",
    ["[[search]]\n", "search = 3", '[[search]]\nname = "../x"\nquery = "x"', '[[search]]\nname = "x"\nquery = 3', "[[",
     '[[search]]\nname = "x"\nlooked_at = "gestern"', '[[search]]\nname = "x"\nwhere = "source=x"',
     '[[search]]\nname = "x"\nmatch = "alles"', "search = [3]"],
)  # fmt: skip
def test_a_typing_error_is_told_and_left_alone(archive: Archive, home: Path, text: str) -> None:
    (home / "searches.toml").write_text(text, "utf-8")
    with pytest.raises(FileInvalid):
        archive.saved_searches.all()
    with pytest.raises(FileInvalid):
        archive.saved_searches.save("Neu", SearchRequest("x"))
    assert (home / "searches.toml").read_text("utf-8") == text
    assert any("searches.toml" in problem for problem in archive.status().problems)


def test_what_cannot_be_kept_is_refused(archive: Archive, home: Path) -> None:
    for name in ("", "../x", "a/b", ".x", "x" * 81, "\u202ex", "a\nb"):
        with pytest.raises(InputError):
            archive.saved_searches.save(name, SearchRequest("x"))
    with pytest.raises(QueryError):
        archive.saved_searches.save("Gut", SearchRequest("date:morgens"))
    assert not (home / "searches.toml").exists()


def test_the_command_says_what_is_new_once(archive: Archive, home: Path) -> None:
    at = ("--home", str(home), "follow")
    assert run(*at).returncode == 1
    assert run(*at, "Schoigu").returncode == 1
    assert run(*at, "Schoigu", "--save", "Schoigu").returncode == 0
    assert run(*at).stdout == "Schoigu: nothing new\n"
    write(home, "a")
    archive.index()
    answer = run(*at)
    assert (answer.returncode, answer.stdout) == (0, "Schoigu: 1 new\n")
    answer = run(*at, "Schoigu")
    assert (answer.returncode, answer.stdout) == (0, "Neues a\n2024-01-01 · a\n")
    answer = run(*at, "Schoigu")
    assert (answer.returncode, answer.stdout) == (1, "")
    write(home, "b")
    archive.index()
    answer = run(*at, "Schoigu", "--jsonl")
    assert [json.loads(line)["id"] for line in answer.stdout.splitlines()] == ["b"]
    assert run(*at, "Schoigu", "--delete").returncode == 0
    assert run(*at, "Schoigu").returncode == 1


def test_a_program_gets_what_is_new_and_only_then_it_counts_as_seen(archive: Archive, home: Path) -> None:
    at = ("--home", str(home), "follow", "Schoigu")
    run(*at, "--save", "Schoigu")
    got = home / "got.jsonl"
    program = home / "program.py"
    program.write_text(f"import sys; open({str(got)!r}, 'a').write(sys.stdin.read()); sys.exit(int(sys.argv[1]))")
    command = f"'{sys.executable}' '{program}'"
    assert run(*at, "--exec", f"{command} 0").returncode == 1  # nothing is new: nothing is started
    assert not got.exists()
    write(home, "a", "Schoigu; $(touch gehackt) `touch gehackt`")
    archive.index()
    answer = run(*at, "--exec", f"{command} 3", cwd=home)
    assert answer.returncode == 2
    assert "failed with status 3" in answer.stderr
    assert run(*at, "--exec", "/nirgends/programm").returncode == 2
    assert run(*at, "--exec", "'").returncode == 2
    got.unlink()
    assert run(*at, "--exec", f"{command} 0", cwd=home).returncode == 0
    assert [json.loads(line)["id"] for line in got.read_text("utf-8").splitlines()] == ["a"]
    assert run(*at, "--exec", f"{command} 0").returncode == 1
    assert not (home / "gehackt").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("--jsonl",),
        ("--exec", "cat"),
        ("--delete",),
        ("--save", "x"),
        ("x", "--delete", "--jsonl"),
        ("x", "--where", "a=b"),
    ],
)
def test_options_that_do_not_go_together_are_told(home: Path, arguments: tuple[str, ...]) -> None:
    answer = run("--home", str(home), "follow", *arguments)
    assert answer.returncode == 2
    assert "Traceback" not in answer.stderr


def test_many_articles_of_one_second_are_kept_within_bounds(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.saved_searches._MOST_KNOWN", 10)
    for number in range(15):
        write(home, f"n{number}")
    with open_archive(home) as archive:
        archive.index()
        archive.saved_searches.save("Schoigu", SearchRequest("Schoigu"))
        assert len(read_toml(home / "searches.toml")["search"][0]["known"]) == 10
        assert new(archive) == set()
