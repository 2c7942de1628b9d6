"""Words, operators, quotes, wildcards, typing errors: each row of the language, and text that only looks like it."""

from datetime import date

import pytest

from archive.errors import QueryError
from archive.query.parse import parse
from archive.query.tree import And, Everything, Fuzzy, Near, Node, Not, Nothing, Or, Phrase, Wildcard, Word

TODAY = date(2024, 2, 29)


def words(node: Node) -> object:
    """The tree without places: a word as its text, And/Or as a tuple that begins with its sign, Not as ("-", …)."""
    match node:
        case And(nodes):
            return ("&", *map(words, nodes))
        case Or(nodes):
            return ("|", *map(words, nodes))
        case Not(inner):
            return ("-", words(inner))
        case Word(text):
            return text
    return node


@pytest.mark.parametrize("query", ["Schoigu Nordkorea", "Schoigu AND Nordkorea", "Schoigu UND Nordkorea"])
def test_a_blank_means_and(query: str) -> None:
    assert words(parse(query, TODAY)) == ("&", "Schoigu", "Nordkorea")


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("Putin OR Xi", ("|", "Putin", "Xi")),
        ("Putin ODER Xi", ("|", "Putin", "Xi")),
        ("-China", ("-", "China")),
        ("NOT China", ("-", "China")),
        ("NICHT China", ("-", "China")),
        ("(Putin OR Xi) Brief", ("&", ("|", "Putin", "Xi"), "Brief")),
        ("a OR b c", ("|", "a", ("&", "b", "c"))),
        ("a b OR c d", ("|", ("&", "a", "b"), ("&", "c", "d"))),
        ("NOT a OR b", ("|", ("-", "a"), "b")),
        ("NOT a b", ("&", ("-", "a"), "b")),
        ("a NOT b OR c", ("|", ("&", "a", ("-", "b")), "c")),
        ("a AND NOT b", ("&", "a", ("-", "b"))),
        ("-(a b)", ("-", ("&", "a", "b"))),
        ("NOT(a)", ("-", "a")),
        ("a AND(b OR c)OR d", ("|", ("&", "a", ("|", "b", "c")), "d")),
        ("NOT NOT x", "x"),
        ("NOT NOT NOT x", ("-", "x")),
        ("NOT -x", "x"),
        ("NOT (-x)", "x"),
        ("a -b", ("&", "a", ("-", "b"))),
        ("(-a)", ("-", "a")),
    ],
)
def test_operators_bind_not_before_and_before_or(query: str, tree: object) -> None:
    assert words(parse(query, TODAY)) == tree


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("NOT", "NOT"),
        ("AND", "AND"),
        ("x OR", ("&", "x", "OR")),
        ("OR x", ("&", "OR", "x")),
        ("(NOT) x", ("&", "NOT", "x")),
        ("x AND ()", ("&", "x", "AND")),
        ("x AND ...", ("&", "x", "AND")),
        ("-AND", ("-", "AND")),
        ("a and b or not c", ("&", "a", "and", "b", "or", "not", "c")),
        ("a Oder b", ("&", "a", "Oder", "b")),
        ("ANDERS ORT", ("&", "ANDERS", "ORT")),
    ],
)
def test_an_operator_that_lacks_something_or_its_capitals_is_a_word(query: str, tree: object) -> None:
    assert words(parse(query, TODAY)) == tree


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("Kim-Il-Sung", "Kim-Il-Sung"),
        ("G-20", "G-20"),
        ("- China", "China"),
        ("China -", "China"),
        ("--foo", "foo"),
        ("„Welt“-Reporter", ("&", Phrase("Welt"), "Reporter")),
        ("a -... b", ("&", "a", "b")),
        ("Kampf- und", ("&", "Kampf", "und")),
    ],
)
def test_a_dash_negates_only_right_before_a_word(query: str, tree: object) -> None:
    assert words(parse(query, TODAY)) == tree


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("((a", "a"),
        ("a))", "a"),
        (")a(", "a"),
        ("(a) b)", ("&", "a", "b")),
        ("-(a", ("-", "a")),
        ("a ( ) b", ("&", "a", "b")),
        ("-() b", "b"),
        ('"a', "a"),
        ('a"', "a"),
        ('5" und 7" TV', ("&", "5", "und", "7", "TV")),
        ("a :-) b", ("&", "a", "b")),
        ("Bürger(innen)", "Bürger(innen)"),
        ("(Minister(in))", "Minister(in)"),
        ("Berlin (dpa) - Der", ("&", "Berlin", "dpa", "Der")),
    ],
)
def test_brackets_and_quotes_without_their_other_half_are_characters(query: str, tree: object) -> None:
    assert words(parse(query, TODAY)) == tree


@pytest.mark.parametrize("query", ["", "  ", "\n\t", "\x00", "\u2028", "\ud800"])
def test_a_blank_query_asks_for_everything(query: str) -> None:
    assert parse(query, TODAY) == Everything()


@pytest.mark.parametrize(
    "query", ["*", "?", "[", '"', "((((", "()", '""', '"..."', "- – …", "~", "-", "***", ":", "„“"]
)
def test_nothing_but_punctuation_finds_nothing(query: str) -> None:
    assert parse(query, TODAY) == Nothing()


@pytest.mark.parametrize("query", ['"Tag X"', "„Tag X“", "„Tag X”", '„Tag X"', "»Tag X«", "«Tag X»", "“Tag X”"])
def test_quotes_of_all_kinds_hold_a_phrase(query: str) -> None:
    assert parse(query, TODAY) == Phrase("Tag X")
    assert parse(f"-{query}", TODAY) == Not(Phrase("Tag X"))
    assert words(parse(f"sagte:{query},", TODAY)) == ("&", "sagte", Phrase("Tag X"))


def test_signs_of_the_language_are_text_in_quotes() -> None:
    assert parse('"a OR (b* -c title:d"', TODAY) == Phrase("a OR (b* -c title:d")


def test_nearness_stands_behind_the_quote() -> None:
    assert parse('"Kim Schoigu"~5', TODAY) == Near("Kim Schoigu", 5)
    assert parse("„Kim Schoigu“~100 x", TODAY) == And((Near("Kim Schoigu", 100), Word("x", 18)))
    assert parse('"Kim Schoigu"~', TODAY) == Phrase("Kim Schoigu")
    with pytest.raises(QueryError, match="100 positions"):
        parse('"Kim Schoigu"~101', TODAY)


@pytest.mark.parametrize(
    "pattern", ["Militär*", "*parade", "Rak?ten", "Mil*är", "?arade", "Rak?te?", "199*", "UN-Rat*", "*arbeiter*innen"]
)
def test_wildcards(pattern: str) -> None:
    assert parse(pattern, TODAY) == Wildcard(pattern)
    assert parse(f"({pattern}).", TODAY) == Wildcard(pattern)
    assert parse(f"-{pattern}", TODAY) == Not(Wildcard(pattern))


def test_a_run_of_stars_is_one_star() -> None:
    assert parse("Mil****är", TODAY) == Wildcard("Mil*är")


@pytest.mark.parametrize("query", ["Mi*", "*i", "?a?", "K*r", "x title:S*x"])
def test_a_wildcard_needs_three_letters(query: str) -> None:
    with pytest.raises(QueryError, match="at least 3"):
        parse(query, TODAY)


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("Was nun?", ("&", "Was", "nun")),
        ("Wirklich??", "Wirklich"),
        ("Wirklich?!", "Wirklich"),
        ("Xi?", "Xi"),
        ("5*3", "5*3"),
        ("Mitarbeiter*innen", "Mitarbeiter*innen"),
        ("Lehrer*in?", "Lehrer*in"),
        ("Bürger*innen-Rat", "Bürger*innen-Rat"),
        ("http://a.de/b?id=c*d", "http://a.de/b?id=c*d"),
    ],
)
def test_stars_and_question_marks_of_ordinary_text_are_no_wildcards(query: str, tree: object) -> None:
    assert words(parse(query, TODAY)) == tree


@pytest.mark.parametrize(
    ("query", "node"),
    [
        ("Shoigu~", Fuzzy("Shoigu", 1)),
        ("Shoigu~1", Fuzzy("Shoigu", 1)),
        ("Shoigu~2,", Fuzzy("Shoigu", 2)),
        ("(Shoigu~)", Fuzzy("Shoigu", 1, 1)),
        ("Shoigu~0", Word("Shoigu")),
        ("~Shoigu", Word("Shoigu", 1)),
        ("a/~b", Word("a/~b")),
    ],
)
def test_typing_errors(query: str, node: Node) -> None:
    assert parse(query, TODAY) == node


def test_three_typing_errors_are_too_many() -> None:
    with pytest.raises(QueryError, match='write "Shoigu~2"'):
        parse("Shoigu~3", TODAY)


def test_a_word_tells_its_place_in_the_question() -> None:
    assert parse("  (»Kim« -#MeToo, ab?", TODAY) == And((Phrase("Kim"), Not(Word("MeToo", 11)), Word("ab", 18)))


def test_accents_of_their_own_and_invisible_characters_do_not_tear_words() -> None:
    assert parse("Mu\u0308", TODAY) == Word("Mu\u0308")
    assert words(parse("a\x00b\ud800c", TODAY)) == ("&", "a", "b", "c")
