"""Completion: one row a word, and persons, places, organisations and sources."""

from pathlib import Path

import pytest

from archive.service import Archive, open_archive

FORMS = ("Impfstoff", "Impfstoffe", "Impfstoffs", "Impfstoffen", "Impfstoffes")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    for number in range(45):
        (seeds / f"m{number}.txt").write_text("München und die Regierung beraten über Militärparaden.", "utf-8")
    (seeds / "fehler.txt").write_text("Die Regeirung schweigt. Mönche beten.", "utf-8")
    for number, form in enumerate(FORMS):
        head = "---\nquelle: Impf Blatt\npersonen: [Anna Impfler]\n---\n\n"
        (seeds / f"i{number}.md").write_text(f"{head}Viele {form} hier.", "utf-8")
    (seeds / "beide.txt").write_text("Die Impfstoffe gehen, der Impfstoff kommt, die Impfung folgt.", "utf-8")
    return tmp_path


def words(archive: Archive, text: str) -> list[tuple[str, int]]:
    return [(found.text, found.count) for found in archive.complete(text) if found.kind == "word"]


def test_words_come_as_written_by_frequency(home: Path, engine: str) -> None:
    with open_archive(home) as archive:
        archive.index()
        assert words(archive, "reg") == [("Regierung", 45), ("Regeirung", 1)]
        assert words(archive, "Beraten Mü") == [("Beraten München", 45)]
        assert words(archive, "Militaerp") == [("Militärparaden", 45)]
        assert archive.complete("") == []
        assert archive.complete("xyz") == []


def test_a_word_is_one_row_whatever_its_forms(home: Path, engine: str) -> None:
    with open_archive(home) as archive:
        archive.index()
        assert words(archive, "impfs") == [("Impfstoff", 6)]
        assert words(archive, "impfstoffe") == [("Impfstoffe", 4)]  # Impfstoff does not begin so
        assert [text for text, _ in words(archive, "impf")][:2] == ["Impfstoff", "Impfung"]
        assert len(archive.complete("im", 1)) == 1


def test_values_are_told_apart_and_are_questions(home: Path, engine: str) -> None:
    with open_archive(home) as archive:
        archive.index()
        values = {found.name: found for found in archive.complete("impf") if found.kind != "word"}
        assert {(name, found.kind, found.count) for name, found in values.items()} == {
            ("Impf Blatt", "source", 5), ("Anna Impfler", "person", 5),
        }  # fmt: skip
        assert all(archive.count(found.text) == 5 for found in values.values())
        (city,) = (found for found in archive.complete("Regierung Mü") if found.kind == "place")
        assert (city.text, city.name) == ('Regierung place:"München"', "München")
        paper = archive.complete("impf bl")[0]
        assert paper.text == 'source:"Impf Blatt"'  # both words are the value's
        assert all(found.kind == "word" for text in ('"impf', "source:impf") for found in archive.complete(text))
