"""How a plan asks for a name's other spellings."""

import pytest

from archive.query import tree
from archive.query.names import Names
from archive.query.plan import Node, Not, Phrase, Term, word_clauses
from archive.query.planner import Planner
from archive.query.weights import BY_KIND
from archive.query.widening import Widening

NAMES = Names([("Schoigu", "Shoigu", "Шойгу"), ("UNO", "Vereinte Nationen")])


def plan_of(node: tree.Node) -> Node:
    return Planner(lambda match, limit: [], Widening(variants=NAMES.variants)).node(node)


def asked(node: tree.Node) -> set[tuple[str, str]]:
    """Forms that are asked for in the body, and why."""
    found = [clause for clause in word_clauses(plan_of(node)) if isinstance(clause, Term)]
    return {(clause.text, clause.kind) for clause in found if clause.field == "body_forms"}


def test_a_bare_word_asks_for_all_spellings_as_names() -> None:
    assert asked(tree.Word("Shoigu")) >= {("shoigu", "exact"), ("schoigu", "name"), ("шойгу", "name")}
    assert asked(tree.Word("Shoigus")) >= {("shoigus", "exact"), ("schoigu", "name"), ("шойгу", "name")}


@pytest.mark.parametrize("node", [tree.Phrase("Shoigu"), tree.Wildcard("Shoigu*"), tree.Fuzzy("Shoigu", 1)])
def test_what_is_asked_for_letter_by_letter_is_not_widened(node: tree.Node) -> None:
    assert "schoigu" not in {text for text, _ in asked(node)}


def test_not_excludes_all_spellings() -> None:
    found = plan_of(tree.Not(tree.Word("Shoigu")))
    assert isinstance(found, Not)
    assert ("schoigu", "name") in {
        (clause.text, clause.kind) for clause in word_clauses(found.node) if isinstance(clause, Term)
    }


def test_a_name_weighs_less_than_an_inflection_and_more_than_a_compound() -> None:
    assert BY_KIND["inflection"] > BY_KIND["name"] > BY_KIND["synonym"] >= BY_KIND["compound"]


def test_several_words_are_a_phrase_that_tells_that_it_is_a_name() -> None:
    found = plan_of(tree.Word("UNO"))
    runs = {(clause.words, clause.kind) for clause in word_clauses(found) if isinstance(clause, Phrase)}
    assert (("vereinte", "nationen"), "name") in runs
