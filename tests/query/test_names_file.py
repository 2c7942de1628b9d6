"""Names in several spellings: asked for when a question is planned, learned only as an offer."""

import tomllib
from pathlib import Path

import pytest

from archive.query.entries import shipped_entries
from archive.service import Archive, open_archive

TEXTS = {
    "schoigu": "Verteidigungsminister Schoigu reiste nach Pjöngjang.",
    "genitiv": "Schoigus Reise endete in Moskau.",
    "shoigu": "Minister Shoigu travelled, wrote the paper.",
    "kyrillisch": "Im Original steht Шойгу an dieser Stelle.",
    "erdogan": "Präsident Erdoğan sprach in Ankara, Erdoğans Rede war kurz.",
    "cafe": "Das Café am Markt schließt.",
    "walesa": "Lech Walesa kam zu Besuch.",
    "meier": "Bürgermeisterin Kowaltschuk eröffnete den Hafen.",
    "maier": "Kowalchuk eröffnete auch die Brücke.",
}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "seeds").mkdir()
    for name, text in TEXTS.items():
        (tmp_path / "seeds" / f"{name}.txt").write_text(text, "utf-8")
    with open_archive(tmp_path) as archive:
        archive.index()
    return tmp_path


def ids(archive: Archive, query: str) -> set[str]:
    return {hit.id for hit in archive.search(query, limit=50).hits}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("Schoigu", {"schoigu", "genitiv", "shoigu", "kyrillisch"}),
        ("Shoigu", {"schoigu", "genitiv", "shoigu", "kyrillisch"}),
        ("Shoigus", {"schoigu", "genitiv", "shoigu", "kyrillisch"}),
        ("Шойгу", {"schoigu", "genitiv", "shoigu", "kyrillisch"}),
        ("Choigou", {"schoigu", "genitiv", "shoigu", "kyrillisch"}),
        ("title:Pyongyang", {"schoigu"}),
        ("Erdogan", {"erdogan"}),
        ("Erdoğan", {"erdogan"}),
        ("Cafe", {"cafe"}),
        ("Café", {"cafe"}),
        ("Wałęsa", {"walesa"}),
        ('"Shoigu"', {"shoigu"}),
        ("Shoigu -Moskau", {"schoigu", "shoigu", "kyrillisch"}),
    ],
)
def test_a_name_is_found_in_any_spelling(home: Path, query: str, found: set[str]) -> None:
    with open_archive(home) as archive:
        assert ids(archive, query) == found


def test_without_a_name_is_without_all_its_spellings(home: Path) -> None:
    with open_archive(home) as archive:
        assert ids(archive, "-Shoigu") == set(TEXTS) - ids(archive, "Shoigu")


def test_the_mark_says_that_it_is_another_spelling_and_the_own_spelling_ranks_first(home: Path) -> None:
    with open_archive(home) as archive:
        hits = archive.search("Shoigu").hits
        assert hits[0].id == "shoigu"
        kinds = {p.text: p.match for hit in hits for s in hit.snippets for p in s if p.match}
        assert kinds == {"Shoigu": "exact", "Schoigu": "name", "Schoigus": "name", "Шойгу": "name"}


def test_another_spelling_of_the_same_form_is_marked_as_such(home: Path) -> None:
    (home / "seeds" / "alt.txt").write_text("Die Schiffahrt ruht. Der G20-Gipfel auch. Das Potential bleibt.", "utf-8")
    (home / "seeds" / "neu.txt").write_text("Die Schifffahrt ruht. Die G-20 tagen. Die Potenziale bleiben.", "utf-8")
    with open_archive(home) as archive:
        archive.index()
        for query, kinds in {
            "Schifffahrt": {"Schiffahrt": "spelling", "Schifffahrt": "exact"},
            "G20": {"G20": "exact", "G-20": "spelling"},
            "Potenziale": {"Potential": "inflection", "Potenziale": "exact"},
        }.items():
            hits = archive.search(query).hits
            assert {p.text: p.match for hit in hits for s in hit.snippets for p in s if p.match} == kinds


def test_umlauts_are_letters_of_their_own(home: Path) -> None:
    (home / "seeds" / "schon.txt").write_text("Das ist schon lange vorbei.", "utf-8")
    (home / "seeds" / "schoen.txt").write_text("Ein schöner Morgen.", "utf-8")
    with open_archive(home) as archive:
        archive.index()
        assert ids(archive, "schön") == {"schoen"}


def test_a_compound_with_a_name_is_found_in_any_spelling(home: Path) -> None:
    (home / "seeds" / "besuch.txt").write_text("Der Schoigu-Besuch in Asien dauerte.", "utf-8")
    with open_archive(home) as archive:
        archive.index()
        assert "besuch" in ids(archive, "Shoigu")
        (hit,) = archive.search("Shoigu-Besuch").hits
        assert [(p.text, p.match) for s in hit.snippets for p in s if p.match] == [("Schoigu-Besuch", "name")]


def test_another_spelling_is_found_in_the_forms_of_its_articles_language(home: Path) -> None:
    text = "Президент не видел Путина. Это было не так важно для людей, которые слушали речь Путина по радио."
    (home / "seeds" / "russisch.txt").write_text(text, "utf-8")
    with open_archive(home) as archive:
        archive.index()
        assert archive.article("russisch").language == "ru"
        assert ids(archive, "Putin") == {"russisch"}


def test_a_spelling_of_several_words_is_asked_for_as_a_phrase(home: Path) -> None:
    (home / "seeds" / "uno.txt").write_text("Die Vereinten Nationen tagen.", "utf-8")
    (home / "seeds" / "nation.txt").write_text("Jede Nation ist anders, u. a. diese; Nationen, vereint.", "utf-8")
    (home / "names.toml").write_text('UNO = ["Vereinten Nationen", "U.N.", ""]', "utf-8")
    with open_archive(home) as archive:
        archive.index()
        (hit,) = archive.search("UNO").hits
        assert [(p.text, p.match) for s in hit.snippets for p in s if p.match] == [
            ("Vereinten", "name"),
            ("Nationen", "name"),
        ]


def test_the_archives_own_list_adds_and_switches_off_without_a_restart(home: Path) -> None:
    own = home / "names.toml"
    with open_archive(home) as archive:
        assert ids(archive, "Kowaltschuk") == {"meier"}
        own.write_text('Kowaltschuk = ["Kowalchuk"]\nSchoigu = []\n', "utf-8")
        assert ids(archive, "Kowaltschuk") == {"meier", "maier"}
        assert ids(archive, "Shoigu") == {"shoigu"}
        own.unlink()
        assert ids(archive, "Kowaltschuk") == {"meier"}


def test_an_own_entry_adds_to_the_shipped_one_whichever_spelling_it_stands_under(home: Path) -> None:
    (home / "names.toml").write_text('Shoigu = ["Kowalchuk"]\n', "utf-8")
    with open_archive(home) as archive:
        assert ids(archive, "Шойгу") == {"schoigu", "genitiv", "shoigu", "kyrillisch", "maier"}
        assert ids(archive, "Kowalchuk") == ids(archive, "Шойгу")
        (home / "names.toml").write_text('Shoigu = []\nSchoigu = ["Шойгу"]\n', "utf-8")
        assert ids(archive, "Шойгу") == {"schoigu", "genitiv", "kyrillisch"}


BROKEN = ["Schoigu = ", "Schoigu = 5", 'Schoigu = ["a", 1]', "[Schoigu]\nx = 1", "x = " + "[" * 100_000]


@pytest.mark.parametrize("text", BROKEN)
def test_a_broken_list_is_told_once_and_its_last_good_state_goes_on(home: Path, text: str) -> None:
    own, told = home / "names.toml", list[str]()
    own.write_text('Kowaltschuk = ["Kowalchuk"]', "utf-8")
    with open_archive(home, on_problem=told.append) as archive:
        assert ids(archive, "Kowaltschuk") == {"meier", "maier"}
        own.write_text(text, "utf-8")
        for _ in range(2):
            assert ids(archive, "Kowaltschuk") == {"meier", "maier"}
        (problem,) = told
        assert str(own) in problem
        assert "Mend" in problem or "Write" in problem
        assert "\n" not in problem
        assert archive.status().problems == (problem,)
        own.write_text('Meier = ["Maier"]', "utf-8")
        assert ids(archive, "Kowaltschuk") == {"meier"}
        assert archive.status().problems == ()
        assert len(told) == 1


def test_at_the_start_a_broken_list_leaves_the_shipped_one(home: Path, caplog: pytest.LogCaptureFixture) -> None:
    (home / "names.toml").mkdir()  # cannot be read at all
    (home / "synonyms.toml").write_text("AKW = ", "utf-8")
    with open_archive(home) as archive:
        assert ids(archive, "Shoigu") == {"schoigu", "genitiv", "shoigu", "kyrillisch"}
        assert [name in problem for name, problem in zip(("names", "synonyms"), archive.problems(), strict=True)]
    assert [record.name for record in caplog.records] == ["archive", "archive"]
    assert "names.toml cannot be read" in caplog.text


def test_the_shipped_list_is_well_formed_and_names_no_spelling_twice() -> None:
    from importlib.resources import files

    entries = tomllib.loads(files("archive.query").joinpath("names.toml").read_text("utf-8"))
    spellings = [spelling for name, others in entries.items() for spelling in (name, *others)]
    assert len(entries) > 80
    assert len(spellings) == len(set(spellings))


@pytest.mark.parametrize("name", ["names.toml", "synonyms.toml"])
def test_the_shipped_lists_are_read_as_toml_would_be(name: str) -> None:
    from importlib.resources import files

    entries = tomllib.loads(files("archive.query").joinpath(name).read_text("utf-8"))
    assert shipped_entries(name) == [(spelling, *others) for spelling, others in entries.items()]
