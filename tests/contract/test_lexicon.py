"""The words of the index."""

import pytest

from archive.engines.base import Engine, WordCount, WordMatch

from .making import article


@pytest.fixture
def words(engine: Engine) -> Engine:
    engine.update([article(f"p{n}", title="Parade" if n < 2 else "", body="parade paraden parade") for n in range(5)])
    engine.update([article(f"m{n}", title="militärparade", body="schoigu") for n in range(3)])
    engine.update([article("x", title="militärparade", body="militärparade prade apfel größe ärger")])
    return engine


def texts(engine: Engine, match: WordMatch, limit: int = 100) -> list[str]:
    return [found.text for found in engine.words(match, limit)]


def test_a_count_is_of_articles_by_body_or_by_title_if_that_is_more(words: Engine) -> None:
    assert words.words(WordMatch("exact", "parade"), 9) == [WordCount("parade", 5)]
    assert words.words(WordMatch("exact", "militärparade"), 9) == [WordCount("militärparade", 4)]
    assert words.words(WordMatch("exact", "Parade", "terms"), 9) == [WordCount("Parade", 2)]
    assert words.words(WordMatch("exact", "para"), 9) == []


def test_any_of_several_words_is_looked_up_at_once(words: Engine) -> None:
    match = WordMatch("any", "prade fehlt militärparade parade parade Parade")
    expected = [WordCount("parade", 5), WordCount("militärparade", 4), WordCount("Parade", 2), WordCount("prade", 1)]
    assert words.words(match, 9) == expected
    assert words.words(match, 2) == expected[:2]
    assert words.words(match, 0) == []
    terms = WordMatch("any", "Parade zeile schoigu parade fehlt", "terms")
    assert words.words(terms, 9) == [WordCount("parade", 5), WordCount("schoigu", 3), WordCount("Parade", 2)]
    for nothing in ("", " ", "fehlt", "fehlt auch"):
        assert words.words(WordMatch("any", nothing), 9) == []


def test_any_of_very_many_words(words: Engine) -> None:
    text = " ".join([f"w{n}" for n in range(2_500)] + ["apfel"])
    assert words.words(WordMatch("any", text), 9) == [WordCount("apfel", 1)]


def test_the_lead_is_in_no_lexicon(words: Engine) -> None:
    words.update([article("lead", lead="vorspann")])
    assert words.words(WordMatch("any", "vorspann"), 9) == []
    assert words.words(WordMatch("any", "vorspann", "terms"), 9) == []
    assert texts(words, WordMatch("prefix", "vor")) == []


def test_a_prefix_finds_words_most_frequent_first_then_by_text(words: Engine) -> None:
    expected = [WordCount("parade", 5), WordCount("paraden", 5), WordCount("prade", 1)]
    assert words.words(WordMatch("prefix", "p"), 9) == expected
    assert words.words(WordMatch("prefix", "p"), 2) == expected[:2]
    assert words.words(WordMatch("prefix", "p"), 0) == []
    assert texts(words, WordMatch("prefix", "gr")) == ["größe"]
    assert texts(words, WordMatch("prefix", "zz")) == []


def test_a_pattern_must_match_the_whole_word(words: Engine) -> None:
    assert texts(words, WordMatch("pattern", ".*parade")) == ["parade", "militärparade"]
    assert texts(words, WordMatch("pattern", "par.*", prefix="par")) == ["parade", "paraden"]
    assert texts(words, WordMatch("pattern", "gr..e", prefix="gr")) == ["größe"]
    assert texts(words, WordMatch("pattern", "para", prefix="para")) == []


@pytest.mark.parametrize(
    ("text", "distance", "expected"),
    [
        ("parade", 1, ["parade", "paraden", "Parade", "prade"]),
        ("shoigu", 1, ["schoigu"]),
        ("shoigo", 1, []),
        ("shoigo", 2, ["schoigu"]),
        ("apfle", 1, ["apfel"]),
        ("grosse", 1, []),
        ("grösse", 2, ["größe"]),
    ],
)
def test_a_typing_error_is_an_insertion_a_deletion_another_letter_or_neighbours_swapped(
    words: Engine, text: str, distance: int, expected: list[str]
) -> None:
    assert texts(words, WordMatch("fuzzy", text, distance=distance)) == expected


def test_words_of_removed_articles_are_no_words_any_more(words: Engine) -> None:
    words.update([], ["p0", "p1", "x"])
    assert words.words(WordMatch("any", "apfel parade"), 9) == [WordCount("parade", 3)]
    assert words.words(WordMatch("exact", "parade"), 9) == [WordCount("parade", 3)]
    assert words.words(WordMatch("prefix", "mil"), 9) == [WordCount("militärparade", 3)]
    for match in (WordMatch("prefix", "Par"), WordMatch("exact", "apfel"), WordMatch("fuzzy", "prade", distance=0)):
        assert words.words(match, 9) == []


def test_an_empty_index_has_no_words(engine: Engine) -> None:
    for match in (
        WordMatch("prefix", ""),
        WordMatch("any", "a b"),
        WordMatch("pattern", ".*"),
        WordMatch("fuzzy", "a", distance=2),
    ):
        assert engine.words(match, 9) == []
