"""Did you mean and completion: words people wrote, the likelier errors first."""

from pathlib import Path

import pytest

from archive.german.typing_errors import typing_cost
from archive.service import open_archive


@pytest.mark.parametrize(
    ("likely", "unlikely", "meant"),
    [
        ("munchen", "mxnchen", "münchen"),  # umlaut forgotten
        ("zpern", "tpern", "ypern"),  # y and z of other keyboards
        ("reguerung", "regaerung", "regierung"),  # the next key
        ("komission", "kommisson", "kommission"),  # a double letter typed once
        ("regeirung", "regeerung", "regierung"),  # the wrong order
        ("lokomotivfürer", "lokomotivfüher", "lokomotivführer"),  # a silent h
    ],
)
def test_errors_that_people_make_cost_less(likely: str, unlikely: str, meant: str) -> None:
    assert 0 < typing_cost(likely, meant) < typing_cost(unlikely, meant)
    assert typing_cost(meant, meant) == 0


@pytest.mark.parametrize("words", [("", "abc"), ("abc", ""), ("haus", "maus"), ("straße", "gasse")])
def test_the_cost_is_the_same_both_ways(words: tuple[str, str]) -> None:
    assert typing_cost(*words) == pytest.approx(typing_cost(*reversed(words)))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    for number in range(45):
        (seeds / f"m{number}.txt").write_text("München und die Regierung beraten über Militärparaden.", "utf-8")
    (seeds / "fehler.txt").write_text("Die Regeirung schweigt. Mönche beten.", "utf-8")
    return tmp_path


def test_the_whole_question_is_mended_also_where_the_error_is_in_the_archive(home: Path) -> None:
    with open_archive(home) as archive:
        archive.index()
        assert archive.search("Munchen date:none").suggestion == "München date:none"
        assert archive.search("Regeirung").total == 1
        assert archive.search("Regeirung").suggestion == "Regierung"
        assert archive.search("Munchen -Regierung").suggestion is None  # finds nothing more
        assert archive.search("Regierung").suggestion is None


def test_a_word_is_parted_and_words_are_joined_where_that_finds_more(tmp_path: Path) -> None:
    texts = [
        "Die Bahn meldet: Nach Tagen voller Verspätung und vielen Gesprächen in Berlin und Bonn endet der Streik.",
        "Ein Streik der Ärzte trifft viele Städte, und wer krank ist, kommt nun auch mit der Bahn nicht an.",
        "Auftakt in Kiel.",
        "Der Auftakt gelingt.",
    ]
    (tmp_path / "seeds").mkdir()
    for number, text in enumerate(texts):
        (tmp_path / "seeds" / f"{number}.txt").write_text(text, "utf-8")
    with open_archive(tmp_path) as archive:
        archive.index()
        assert archive.search("Bahnstreik").suggestion == "Bahn Streik"
        assert archive.search("Bahnstreik -Kiel").suggestion == "Bahn Streik -Kiel"
        assert archive.search("title:Bahnstreik").suggestion is None
        assert archive.search('"Bahnstreik"').suggestion is None
        assert archive.search("Auf Takt").suggestion == "Auftakt"
        assert archive.search("Auftakt").suggestion is None


def test_names_and_words_that_the_dictionary_or_the_archive_knows_are_no_typing_errors(home: Path) -> None:
    for number in range(30):
        (home / "seeds" / f"o{number}.txt").write_text("Obama und Schröder sprachen über Schongau.", "utf-8")
    (home / "seeds" / "osama.txt").write_text("Osama bin Laden war nicht da.", "utf-8")
    with open_archive(home) as archive:
        archive.index()
        assert archive.search("Osama").total == 1
        for query in ("Osama", "Osama bin Laden", "Osama München", "Schröter", "Schoigu"):
            assert archive.search(query).suggestion is None, query
        assert archive.search("Obana").suggestion == "Obama"
        (home / "names.toml").write_text('"Obana" = ["Xyzobana"]\n', "utf-8")
        assert archive.search("Munchen Regeirung").suggestion is None  # the error is in the archive: the word is known
