"""And, Or, Not, and trees of them."""

from collections.abc import Callable

import pytest

from archive.engines.base import Engine
from archive.query.plan import All, And, Node, Not, Or, Phrase, Plan, Range, Term

from .making import article

CHINA, PUTIN, NOWHERE = Term("body", "china"), Term("body", "putin"), Term("body", "nirgends")


@pytest.fixture(autouse=True)
def four(engine: Engine) -> None:
    engine.update(
        [
            article("c", body="china"),
            article("p", body="putin", date="2023-07-27"),
            article("cp", body="china putin", source="dpa"),
            article("none", body="kim"),
        ]
    )


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (All(), {"c", "p", "cp", "none"}),
        (And(()), {"c", "p", "cp", "none"}),
        (Or(()), set()),
        (And((CHINA,)), {"c", "cp"}),
        (And((CHINA, PUTIN)), {"cp"}),
        (And((CHINA, NOWHERE)), set()),
        (And((CHINA, All())), {"c", "cp"}),
        (And((CHINA, Or(()))), set()),
        (And((Term("source", "dpa"), Range("date_from", None, None))), set()),
        (Or((CHINA, PUTIN)), {"c", "p", "cp"}),
        (Or((NOWHERE,)), set()),
        (Or((Term("source", "dpa"), Range("date_from", None, None))), {"cp", "p"}),
        (Or((PUTIN, Term("id", "none"))), {"p", "cp", "none"}),
        (Not(CHINA), {"p", "none"}),
        (Not(NOWHERE), {"c", "p", "cp", "none"}),
        (Not(All()), set()),
        (Not(Or(())), {"c", "p", "cp", "none"}),
        (Not(And(())), set()),
        (Not(Not(CHINA)), {"c", "cp"}),
        (Not(Not(Not(CHINA))), {"p", "none"}),
        (And((Not(CHINA), Not(PUTIN))), {"none"}),
        (Or((Not(CHINA), PUTIN)), {"p", "cp", "none"}),
        (And((PUTIN, Not(CHINA))), {"p"}),
        (Not(Phrase("body_forms", ("china", "putin"))), {"c", "p", "none"}),
        (Not(Term("source", "dpa")), {"c", "p", "none"}),
    ],
)
def test_a_node_holds_exactly(engine: Engine, node: Node, expected: set[str]) -> None:
    found = engine.search(Plan(node, limit=None))
    assert {id for id, _ in found.hits} == expected
    assert found.total == len(expected)
    assert {stored.id for stored in engine.scan(Plan(node, limit=0))} == expected


def test_without_is_exactly_what_with_does_not_find(engine: Engine) -> None:
    for node in (CHINA, Or((CHINA, PUTIN)), Phrase("body_forms", ("china", "putin")), Term("source", "")):
        counted = [engine.search(Plan(asked, limit=0)).total for asked in (node, Not(node))]
        assert sum(counted) == 4


def test_deep_nesting_is_no_trouble(engine: Engine) -> None:
    node: Node = CHINA
    for _ in range(32):
        node = Or((And((Not(Not(node)), All())), NOWHERE))
    assert engine.search(Plan(node)).total == 2


def test_sixty_four_clauses_of_hundreds_of_terms(engine: Engine) -> None:
    clauses = tuple(Or((PUTIN, *(Term("body", f"w{clause}x{n}") for n in range(200)))) for clause in range(64))
    assert engine.search(Plan(And(clauses), limit=0)).total == 2


def test_an_empty_index_answers_everything_with_nothing(open_engine: Callable[..., Engine]) -> None:
    empty: Engine = open_engine("empty")
    for node in (All(), Not(CHINA), CHINA, And(()), Range("date_from", None, None), Term("source", "")):
        found = empty.search(Plan(node, counts=("year", "date")))
        assert (found.total, found.hits, found.counts) == (0, (), {"year": {}, "date": {}})
    assert list(empty.scan()) == []
