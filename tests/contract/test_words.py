"""Words, phrases and nearness."""

import pytest

from archive.engines.base import Engine
from archive.query.plan import POSITIONS, WORDS, Near, Node, Or, Phrase, Plan, Term

from .making import article


def found(engine: Engine, node: Node) -> set[str]:
    return {id for id, _ in engine.search(Plan(node, limit=None)).hits}


def test_each_field_of_words_is_asked_for_itself(engine: Engine) -> None:
    made = article("a", "titel", "text", parts="teil", lead="anfang")
    engine.update([made])
    for field in WORDS:
        for word in ("titel", "text", "teil", "anfang"):
            assert found(engine, Term(field, word)) == ({"a"} if word in getattr(made, field) else set())


def test_words_are_split_at_blanks_and_nowhere_else(engine: Engine) -> None:
    engine.update([article("a", body="g-20 müller's\u2028x äöüß \u00a0 日本 😀")])
    for word in ("g-20", "müller's\u2028x", "äöüß", "\u00a0", "日本", "😀"):
        assert found(engine, Term("body_forms", word)) == {"a"}, word
    for word in ("g", "20", "müller's", "x", "", " "):
        assert found(engine, Term("body_forms", word)) == set(), word


@pytest.mark.parametrize("length", [255, 256, 1_000])
def test_a_word_of_up_to_a_thousand_letters_is_found(engine: Engine, length: int) -> None:
    engine.update([article("a", "x" * length, f"vor {'ä' * length} nach"), article("b", "x" * (length - 1))])
    assert found(engine, Term("title", "x" * length)) == {"a"}
    assert found(engine, Phrase("body_forms", ("vor", "ä" * length, "nach"))) == {"a"}


def test_a_phrase_is_its_forms_in_a_row_and_nothing_else(engine: Engine) -> None:
    engine.update(
        [
            article("a", body="die parade ohne gäste"),
            article("b", body="ohne parade"),
            article("c", body="parade mit und ohne"),
            article("d", title="parade", body="ohne"),
        ]
    )
    assert found(engine, Phrase("body_forms", ("parade", "ohne"))) == {"a"}
    assert found(engine, Phrase("body_forms", ("parade",))) == {"a", "b", "c"}
    assert found(engine, Phrase("title_forms", ("parade",))) == {"d"}
    assert found(engine, Phrase("body_forms", ("parade", "fehlt"))) == set()


def test_a_phrase_may_repeat_a_form(engine: Engine) -> None:
    engine.update(
        [article("a", body="nein nein und ja"), article("b", body="nein und nein"), article("c", body="nein")]
    )
    assert found(engine, Phrase("body_forms", ("nein", "nein"))) == {"a"}
    assert found(engine, Phrase("body_forms", ("nein", "und", "nein"))) == {"b"}


@pytest.mark.parametrize("forms", [("kim", "schoigu"), ("schoigu", "kim")])
def test_near_counts_positions_from_first_to_last_in_any_order(engine: Engine, forms: tuple[str, ...]) -> None:
    engine.update([article("five", body="kim a b c d schoigu"), article("six", body="kim a b c d e schoigu")])
    assert found(engine, Near("body_forms", forms, 4)) == set()
    assert found(engine, Near("body_forms", forms, 5)) == {"five"}
    assert found(engine, Near("body_forms", forms, 6)) == {"five", "six"}


def test_near_spans_all_forms_not_each_pair(engine: Engine) -> None:
    engine.update([article("a", body="eins x zwei x drei"), article("b", body="drei zwei eins")])
    assert found(engine, Near("body_forms", ("eins", "zwei", "drei"), 3)) == {"b"}
    assert found(engine, Near("body_forms", ("eins", "zwei", "drei"), 4)) == {"a", "b"}


def test_near_asked_twice_must_stand_twice(engine: Engine) -> None:
    engine.update(
        [
            article("once", body="kim traf putin"),
            article("twice", body="kim traf kim"),
            article("far", body="kim a b c kim"),
        ]
    )
    assert found(engine, Near("body_forms", ("kim", "kim"), 2)) == {"twice"}
    assert found(engine, Near("body_forms", ("kim", "putin", "kim"), 9)) == set()


def test_near_needs_all_forms_in_one_field(engine: Engine) -> None:
    engine.update([article("a", title="kim", body="schoigu"), article("b", title="kim schoigu")])
    assert found(engine, Near("title_forms", ("kim", "schoigu"), 5)) == {"b"}


@pytest.mark.parametrize("field", POSITIONS)
def test_phrases_and_nearness_are_told_of_terms_as_of_forms(engine: Engine, field: str) -> None:
    words = {"a": "kim traf putin", "b": "putin traf kim", "c": "kim a b putin", "d": "kim", "e": "kim x kim putin"}
    title = field.startswith("title")
    engine.update([article(id, text if title else "", "" if title else text) for id, text in words.items()])
    assert found(engine, Phrase(field, ("kim", "traf", "putin"))) == {"a"}
    assert found(engine, Phrase(field, ("kim", "putin"))) == {"e"}
    assert found(engine, Near(field, ("kim", "putin"), 1, kind="inflection")) == {"e"}
    assert found(engine, Near(field, ("putin", "kim"), 2)) == {"a", "b", "e"}
    assert found(engine, Near(field, ("kim", "putin"), 3)) == {"a", "b", "c", "e"}
    assert found(engine, Near(field, ("kim", "kim"), 2)) == {"e"}
    assert found(engine, Near(field, ("kim", "putin", "traf"), 2)) == {"a", "b"}


def test_a_thousand_terms_are_one_question(engine: Engine) -> None:
    engine.update([article(f"{n}", body=f"wort{n}") for n in range(0, 2000, 3)])
    terms = tuple(Term("body", f"wort{n}") for n in range(1000))
    assert engine.search(Plan(Or(terms), limit=0)).total == 334


def test_positions_are_kept_in_long_texts(engine: Engine) -> None:
    filler = " ".join(["x"] * 70_000)
    engine.update([article("a", body=f"kim {filler} kim schoigu"), article("b", body=f"kim {filler} schoigu")])
    assert found(engine, Phrase("body_forms", ("kim", "schoigu"))) == {"a"}
    assert found(engine, Phrase("body_forms", ("x", "schoigu"))) == {"b"}
