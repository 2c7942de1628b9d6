"""Candidates for names: offered, the likeliest first, never applied."""

from pathlib import Path

import pytest

from archive.answering.name_candidates import sound
from archive.service import Archive, open_archive

TEXTS = {
    "neu": "Bürgermeisterin Kowaltschuk eröffnete den Hafen. Danach dankte Kowaltschuks Stellvertreter.",
    "alt": "Kowalchuk eröffnete auch die Brücke. Kowalchuks Rede war kurz.",
    "schach": "Schachmeister Borodatschow gewann das Turnier in Basel.",
    "brett": "Der Schachmeister Borodachev gewann ein Turnier.",
    "bericht": "Minister Schoigu und Minister Shoigu sind einer, wie Mattéus und Matteus.",
    "segler": "Der Segler Marbolik umrundete das Kap.",
    "koch": "Im Fernsehen buk Marbolek einen Kuchen.",
}


@pytest.fixture
def pairs(tmp_path: Path) -> list[tuple[str, str]]:
    (tmp_path / "seeds").mkdir()
    for name, text in TEXTS.items():
        (tmp_path / "seeds" / f"{name}.txt").write_text(text, "utf-8")
    with open_archive(tmp_path) as archive:
        archive.index()
        found = _pairs(archive)
        assert archive.search("Borodatschow").total == 1  # an offer changes nothing
        assert _pairs(archive, 1) == found[:1]
    return found


def _pairs(archive: Archive, limit: int = 20) -> list[tuple[str, str]]:
    return [(candidate.name, candidate.other) for candidate in archive.name_candidates(limit)]


def test_spellings_that_sound_alike_among_the_same_words_are_offered(pairs: list[tuple[str, str]]) -> None:
    assert ("Kowalchuk", "Kowaltschuk") in pairs
    assert ("Borodachev", "Borodatschow") in pairs


def test_known_names_genitives_and_what_is_found_anyway_are_not_offered(pairs: list[tuple[str, str]]) -> None:
    assert len(pairs) == 2
    assert not {"Schoigu", "Shoigu", "Kowaltschuks", "Matteus"} & {name for pair in pairs for name in pair}


def test_a_name_that_sounds_otherwise_needs_the_same_words_around_it(pairs: list[tuple[str, str]]) -> None:
    assert not {"Marbolik", "Marbolek"} & {name for pair in pairs for name in pair}


@pytest.mark.parametrize(("one", "other"), [("schoigu", "шойгу"), ("lawrow", "lavrov"), ("selenskyj", "zelensky")])
def test_transliterations_sound_alike(one: str, other: str) -> None:
    assert sound(one) == sound(other)
    assert sound(one) != sound("merkel")
