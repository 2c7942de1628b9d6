"""The word lists are what the code that reads them expects."""

import re
from collections import Counter
from pathlib import Path

import pytest

import archive.german
from archive.german.fold import fold
from archive.german.function_words import auxiliaries, function_words, telling_words
from archive.german.morphology.closed_classes import no_heads, no_modifiers, place_heads
from archive.german.spelling import modern_spelling
from archive.german.word_lists import rows

DATA = Path(archive.german.__file__).parent / "data"
FOLDED = sorted(path.name for path in DATA.glob("*.txt"))
LANGUAGES = sorted(path.stem for path in DATA.glob("function_words/*.txt"))


@pytest.mark.parametrize("path", sorted(DATA.glob("**/*.txt")), ids=lambda path: path.stem)
def test_a_file_begins_with_what_it_is(path: Path) -> None:
    assert path.read_text("utf-8").startswith("# ")


@pytest.mark.parametrize("name", FOLDED)
def test_words_are_folded(name: str) -> None:
    assert rows(name)
    assert all(fold(word) == word for columns in rows(name) for word in columns)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_function_word_stands_in_its_file_once_and_under_known_tags(language: str) -> None:
    name = f"function_words/{language}.txt"
    text = (DATA / name).read_text("utf-8")
    assert set(" ".join(re.findall(r"^\[(.*)\]$", text, re.MULTILINE)).split()) <= {"function", "auxiliary", "telling"}
    words = Counter(word for columns in rows(name) for word in columns if not word.startswith("["))
    assert [word for word, count in words.items() if count > 1] == []
    assert all(word == word.lower() for word in words)
    assert telling_words(language)


def test_lists_are_read_with_their_tags() -> None:
    assert {"der", "dass", "ausser"} <= function_words("de") and "hat" not in function_words("de")
    assert "muss" in auxiliaries() and not auxiliaries() & function_words("de")
    assert {"daß", "mehr", "hat"} <= telling_words("de") and "ausser" not in telling_words("de")
    assert function_words("fi") == frozenset()


def test_closed_classes_are_joined_as_told() -> None:
    assert {"ver", "ab", "ge"} <= no_modifiers() and not {"gegen", "teil"} & no_modifiers()
    assert "keit" in no_heads() and place_heads()["burg"] == "burgen"


def test_an_old_spelling_is_changed_only_to_a_known_word() -> None:
    assert modern_spelling("potential", {"potenzial"}.__contains__) == "potenzial"
    assert modern_spelling("potential", set[str]().__contains__) == "potential"


def test_a_form_prior_is_a_part() -> None:
    assert all(
        word_class in ("noun", "verb", "adjective") and 0 < float(prior) < 1
        for word_class, _, prior in rows("form_priors.txt")
    )
