"""No text of any kind may do harm: a tree, or one polite sentence."""

from datetime import date
from functools import partial

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archive.errors import QueryError
from archive.query.parse import MAX_CHARACTERS, MAX_CLAUSES, MAX_LEVELS, parse, parse_days, parse_where
from archive.query.tree import And, Fuzzy, Node, Not, Nothing, Or, Word
from archive.query.visible import clean

TODAY = date(2024, 2, 29)
SIGNS = [
    "NOT",
    "ODER",
    "AND",
    "-",
    "(",
    ")",
    '"',
    "„",
    "“",
    "~2",
    "*",
    "?",
    " ",
    "title:",
    "date:",
    "2023",
    "..",
    "Xi",
    "a",
    "é",
]


def walk(node: Node) -> list[Node]:
    match node:
        case And(nodes) | Or(nodes):
            assert len(nodes) > 1
            return [leaf for child in nodes for leaf in walk(child)]
        case Not(child):
            assert not isinstance(child, Not)
            return walk(child)
    return [node]


def check(text: str) -> None:
    """The text becomes a sound tree of at most MAX_CLAUSES leaves whose words stand where they say, or one sentence."""
    try:
        leaves = walk(parse(text, TODAY))
    except QueryError as error:
        assert error.reason.endswith(".") and "\n" not in error.reason
        assert len(error.reason) < 250
        error.reason.encode()
        return
    assert len(leaves) <= MAX_CLAUSES
    assert len(leaves) == 1 or not any(isinstance(leaf, Nothing) for leaf in leaves)
    for leaf in leaves:
        if isinstance(leaf, Word | Fuzzy):
            assert any(map(str.isalnum, leaf.text))
            assert clean(text)[leaf.start :].startswith(leaf.text)


@given(st.text(st.characters()))
def test_any_text_is_a_tree_or_one_sentence(text: str) -> None:
    check(text)


@given(st.lists(st.sampled_from(SIGNS), max_size=40).map("".join))
@example("-(")
@example("-)x")
@example("NOT (AND) OR ()")
@example('title:(""')
def test_signs_in_any_order_are_a_tree_or_one_sentence(text: str) -> None:
    check(text)


@given(st.lists(st.text("abcdefghijklmnopqrstuvwxyzäöüß", min_size=1, max_size=14), min_size=1, max_size=MAX_CLAUSES))
def test_plain_words_are_never_an_error(words: list[str]) -> None:
    leaves = walk(parse(" ".join(words), TODAY))
    assert [leaf.text for leaf in leaves if isinstance(leaf, Word)] == words


@given(st.text(st.characters()))
def test_any_value_and_any_filter_is_a_node_or_one_sentence(text: str) -> None:
    for ask in (partial(parse_days, text, TODAY), partial(parse_where, text), partial(parse_where, f"year={text}")):
        try:
            ask()
        except QueryError as error:
            assert error.reason.endswith(".") and "\n" not in error.reason
            error.reason.encode()


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("x" * 20_000, MAX_CHARACTERS),
        ("wort " * 3_000, MAX_CHARACTERS),
        ("(" * 10_000, MAX_CHARACTERS),
        ("a " * (MAX_CLAUSES + 1), MAX_CLAUSES),
        ("AND " * 200, MAX_CLAUSES),
        ("(" * (MAX_LEVELS + 1) + "x" + ")" * (MAX_LEVELS + 1), MAX_LEVELS),
        ("(" * 499 + "x" + ")" * 499, MAX_LEVELS),
        ("-(" * 300 + "x" + ")" * 300, MAX_LEVELS),
    ],
)
def test_beyond_a_limit_one_sentence_names_it(text: str, limit: int) -> None:
    with pytest.raises(QueryError, match=rf"at most {limit:,}\b.*\.$"):
        parse(text, TODAY)


@pytest.mark.parametrize(
    "text",
    [
        "x" * MAX_CHARACTERS,
        "a " * MAX_CLAUSES,
        "(" * MAX_LEVELS + "x" + ")" * MAX_LEVELS,
        "(" * MAX_CHARACTERS,
        ")" * MAX_CHARACTERS,
        "()" * 500,
        "(" * 500 + ")" * 500,
        '"' * MAX_CHARACTERS,
        "„" * MAX_CHARACTERS,
        "-" * MAX_CHARACTERS,
        "NOT " * 250,
        "-(" * 500,
        "*" * MAX_CHARACTERS,
        "a" + "*" * 99 + "bcd",
        "~" * MAX_CHARACTERS,
        "title:" * MAX_CLAUSES,
    ],
)
def test_up_to_the_limits_everything_is_answered(text: str) -> None:
    assert walk(parse(text, TODAY))


@pytest.mark.parametrize("sign", ["„", "/", "…", ",", ". ", " "])
def test_words_count_whatever_stands_between_them(sign: str) -> None:
    assert parse(sign.join(["Haus"] * MAX_CLAUSES), TODAY)
    with pytest.raises(QueryError, match="too many words"):
        parse(sign.join(["Haus"] * (MAX_CLAUSES + 1)), TODAY)
