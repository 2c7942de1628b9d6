"""Fields in a question and in filters."""

from datetime import date

import pytest

from archive.errors import QueryError
from archive.query.parse import parse, parse_where
from archive.query.tree import (
    VALUE_FIELDS,
    And,
    Days,
    Fuzzy,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Undated,
    Value,
    Wildcard,
    Word,
)

TODAY = date(2024, 2, 29)
VALID = {"year": "2023", "month": "2023-07"}


@pytest.mark.parametrize("name", [*VALUE_FIELDS, "Quelle", "SOURCE"])
def test_every_field_of_whole_values_in_both_languages(name: str) -> None:
    field = VALUE_FIELDS[name.lower()]
    value = VALID.get(field, "Ab-c/d.e~2")
    assert parse(f"{name}:{value}", TODAY) == Value(field, value)
    assert parse(f'-{name}:"{value}"', TODAY) == Not(Value(field, value))
    assert parse_where(f"{name}={value}") == Value(field, value, whole=True)


@pytest.mark.parametrize(
    ("query", "node"),
    [
        ("title:Parade", Word("Parade", 6, "title")),
        ("Titel:Parade", Word("Parade", 6, "title")),
        ("text:Parade,", Word("Parade", 5, "text")),
        ("title:Par*", Wildcard("Par*", "title")),
        ("title:Shoigu~", Fuzzy("Shoigu", 1, 6, "title")),
        ('title:"Tag des Sieges"', Phrase("Tag des Sieges", "title")),
        ("title:„a b“~3", Near("a b", 3, "title")),
        ("title:(Par* OR Rede)", Or((Wildcard("Par*", "title"), Word("Rede", 15, "title")))),
        ("text:(a -title:b)", And((Word("a", 6, "text"), Not(Word("b", 15, "title"))))),
        ('agency:(dpa OR "AFP Paris")', Or((Value("agency", "dpa"), Value("agency", "AFP Paris")))),
        ('source:"Die Zeit" x', And((Value("source", "Die Zeit"), Word("x", 18)))),
        ("(agency:dpa, source:x)", And((Value("agency", "dpa"), Value("source", "x")))),
        ("month:07.2023", Value("month", "2023-07")),
        ("id:a(1)", Value("id", "a(1)")),
    ],
)
def test_fields_take_whatever_a_word_can_be(query: str, node: Node) -> None:
    assert parse(query, TODAY) == node


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        ("Quelle: dpa", ["Quelle", "dpa"]),
        ("source:", ["source"]),
        ("(source:)", ["source"]),
        ("Quelle:...", ["Quelle"]),
        ('title:""', ["title"]),
        ("n:abc x", ["n:abc", "x"]),
        ("date: 2023", ["date", "2023"]),
    ],
)
def test_a_prefix_of_no_field_or_with_nothing_behind_is_text(query: str, texts: list[str]) -> None:
    node = parse(query, TODAY)
    nodes = node.nodes if isinstance(node, And) else (node,)
    assert [word.text for word in nodes if isinstance(word, Word)] == texts
    assert len(nodes) == len(texts)


@pytest.mark.parametrize(
    ("query", "mend"),
    [
        ("year:abc", "2023"),
        ("year:0000", "2023"),
        ("year:2022..2023", "date:2022..2023"),
        ("month:13", "2023-07"),
        ("month:2023-13", "2023-07"),
        ("Monat:Juli", "2023-07"),
        ("date:2023-13", "2023-07-27"),
        ("date:morgens", "2023-07-27"),
        ("x -(date:..)", "2022..2023"),
    ],
)
def test_a_malformed_value_is_an_error_that_says_what_would_be_right(query: str, mend: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(query, TODAY)
    assert mend in caught.value.reason
    assert caught.value.reason.endswith(".")


def test_days_in_a_question() -> None:
    assert parse("date:none OR datum:1970", TODAY) == Or((Undated(), Days("date", 0, 365 * 86_400 - 1)))
    assert parse("ADDED:1970-01-01,", TODAY) == Days("added", 0, 86_399)
    assert parse('-date:"..1970-01-01"', TODAY) == Not(Days("date", None, 86_399))
    assert parse("date:(1970-01-01 OR none)", TODAY) == Or((Days("date", 0, 86_399), Undated()))


@pytest.mark.parametrize(
    ("filter", "node"),
    [
        ("source=Die Zeit", Value("source", "Die Zeit", whole=True)),
        ("quelle!=dpa", Not(Value("source", "dpa", whole=True))),
        ("agency=", Value("agency", "", whole=True)),
        ("agency!=", Not(Value("agency", "", whole=True))),
        ("year=", Value("year", "", whole=True)),
        ("keyword=a=b!=c", Value("keyword", "a=b!=c", whole=True)),
        ("author=Müller (Berlin), *", Value("author", "Müller (Berlin), *", whole=True)),
        ("date=1970-01-01", Days("date", 0, 86_399)),
        ("datum=", Undated()),
        ("date!=none", Not(Undated())),
        ("added=>=1970", Days("added", 0, None)),
    ],
)
def test_filters_by_whole_value(filter: str, node: Node) -> None:
    assert parse_where(filter) == node


def test_a_filter_counts_relative_days_from_the_day_given() -> None:
    assert parse_where("date=today", date(1970, 1, 2)) == Days("date", 86_400, None)


@pytest.mark.parametrize("filter", ["Quele=dpa", "title=x", "=x", "!=", "text!=x", "\ud800=x"])
def test_an_unknown_field_of_a_filter_names_the_known_ones(filter: str) -> None:
    with pytest.raises(QueryError, match=r"source, agency, author, .*, id, date, added\."):
        parse_where(filter)


@pytest.mark.parametrize(
    ("filter", "mend"), [("dpa", "FIELD=VALUE"), ("year=abc", "2023"), ("date=x", "2023"), ("added=", "2023")]
)
def test_a_malformed_filter_says_what_would_be_right(filter: str, mend: str) -> None:
    with pytest.raises(QueryError, match=mend):
        parse_where(filter)
