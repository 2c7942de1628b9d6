"""What scores, and how much: constant scores, at least so many, weights of 0, the best of several."""

import pytest

from archive.engines.base import Engine
from archive.query.plan import All, And, AtLeast, Best, Boosted, Constant, Near, Node, Not, Or, Phrase, Plan, Term

from .making import article

CHINA, PUTIN, KIM, NOWHERE = (Term("body", word) for word in ("china", "putin", "kim", "nirgends"))
NEAR = Near("body", ("putin", "china"), 1)


@pytest.fixture(autouse=True)
def four(engine: Engine) -> None:
    engine.update(
        [
            article("c", body="china", date="2020"),
            article("cp", body="china putin", source="dpa", date="2021"),
            article("cpk", body="china x putin kim", date="2022"),
            article("none", body="x", lead="kim", date="2023"),
        ]
    )


def scores(engine: Engine, node: Node) -> dict[str, float]:
    """Id → score, in the order of relevance."""
    return dict(engine.search(Plan(node, limit=None)).hits)


def test_a_constant_replaces_what_its_node_scores(engine: Engine) -> None:
    assert scores(engine, Constant(CHINA, 2.5)) == {"cpk": 2.5, "cp": 2.5, "c": 2.5}
    assert scores(engine, Constant(Or((CHINA, Term("lead", "kim", 9.0))), 0.5)) == dict.fromkeys(
        ("none", "cpk", "cp", "c"), 0.5
    )
    assert scores(engine, Constant(All(), 3.0)) == dict.fromkeys(("none", "cpk", "cp", "c"), 3.0)
    assert scores(engine, Constant(Not(CHINA), 3.0)) == {"none": 3.0}
    assert scores(engine, Constant(CHINA, 0.0)) == {"cpk": 0.0, "cp": 0.0, "c": 0.0}
    assert scores(engine, Constant(NOWHERE, 1.0)) == {}


def test_constants_add_up_and_sort(engine: Engine) -> None:
    node = Or((Constant(CHINA, 1.0), Constant(Term("source", "dpa"), 4.0), Constant(KIM, 2.0)))
    found = scores(engine, node)
    assert list(found.items()) == [("cp", 5.0), ("cpk", 3.0), ("c", 1.0)]
    assert scores(engine, And((Constant(CHINA, 1.0), Constant(PUTIN, 2.0)))) == {"cp": 3.0, "cpk": 3.0}
    assert scores(engine, Best((Constant(CHINA, 1.0), Constant(PUTIN, 2.0)))) == {"cpk": 2.0, "cp": 2.0, "c": 1.0}


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (-1, {"c", "cp", "cpk", "none"}),
        (0, {"c", "cp", "cpk", "none"}),
        (1, {"c", "cp", "cpk"}),
        (2, {"cp", "cpk"}),
        (3, {"cpk"}),
        (4, set()),
        (5, set()),
    ],
)
def test_at_least_so_many_of_the_nodes(engine: Engine, number: int, expected: set[str]) -> None:
    node = AtLeast((CHINA, PUTIN, KIM, NOWHERE), number)
    found = engine.search(Plan(node, limit=None, counts=("year", "source")))
    assert {id for id, _ in found.hits} == expected
    assert found.total == len(expected) == engine.search(Plan(node, limit=0)).total
    assert sum(found.counts["year"].values()) == len(expected)
    assert found.counts["source"] == ({"dpa": 1} if "cp" in expected else {})
    assert {stored.id for stored in engine.scan(Plan(node))} == expected
    assert {id for id, _ in engine.search(Plan(Not(node), limit=None)).hits} == {"c", "cp", "cpk", "none"} - expected
    assert {id for id, _ in engine.search(Plan(And((node, CHINA)), limit=None)).hits} == expected - {"none"}


def test_at_least_adds_scores_and_counts_a_node_that_stands_twice_twice(engine: Engine) -> None:
    nodes = Constant(CHINA, 1.0), Constant(PUTIN, 2.0), Constant(KIM, 4.0)
    assert scores(engine, AtLeast(nodes, 2)) == {"cpk": 7.0, "cp": 3.0}
    assert scores(engine, AtLeast(nodes, 0)) == {"cpk": 7.0, "cp": 3.0, "c": 1.0, "none": 0.0}
    assert set(scores(engine, AtLeast((KIM, KIM, CHINA), 2))) == {"cpk"}
    assert scores(engine, AtLeast((), 0)) == dict.fromkeys(("none", "cpk", "cp", "c"), 0.0)
    assert scores(engine, AtLeast((), 1)) == {}
    assert set(scores(engine, AtLeast((Not(CHINA), All(), Term("source", "dpa")), 2))) == {"none", "cp"}


def test_at_least_of_very_many_words_counts_each(engine: Engine) -> None:
    words = tuple(Term("body", f"w{n}") for n in range(1_000))
    assert set(scores(engine, AtLeast((*words, CHINA, PUTIN), 2))) == {"cp", "cpk"}


def test_a_weight_of_0_matches_and_scores_0(engine: Engine) -> None:
    china, putin = Term("body", "china", 0.0), Term("body", "putin", 0.0)
    assert scores(engine, china) == {"cpk": 0.0, "cp": 0.0, "c": 0.0}
    for node in (Or((china, putin)), Best((china, putin)), AtLeast((china, putin), 1)):
        assert scores(engine, node) == {"cpk": 0.0, "cp": 0.0, "c": 0.0}
    assert scores(engine, And((china, putin))) == {"cpk": 0.0, "cp": 0.0}
    assert scores(engine, Phrase("body", ("china", "putin"), 0.0)) == {"cp": 0.0}
    assert scores(engine, Near("body", ("putin", "china"), 2, 0.0)) == {"cpk": 0.0, "cp": 0.0}
    assert scores(engine, Or((china, Constant(putin, 1.0)))) == {"cpk": 1.0, "cp": 1.0, "c": 0.0}


def test_best_is_the_best_score_not_the_sum(engine: Engine) -> None:
    one, other = scores(engine, CHINA), scores(engine, Term("body", "putin", 3.0))
    both = scores(engine, Best((CHINA, Term("body", "putin", 3.0))))
    assert both == pytest.approx({id: max(one[id], other.get(id, 0.0)) for id in one})


def test_what_boosts_adds_its_score_and_no_article(engine: Engine) -> None:
    pairs = Or((Constant(NEAR, 2.0), Constant(Near("body", ("kim", "putin"), 3), 4.0), Constant(NOWHERE, 8.0)))
    assert scores(engine, Boosted(Constant(PUTIN, 1.0), pairs)) == {"cpk": 5.0, "cp": 3.0}
    assert list(scores(engine, Boosted(Term("year", "2021"), pairs)).items()) == [("cp", 2.0)]
    filters = Boosted(And((All(), Not(Term("year", "2020")))), pairs)
    assert list(scores(engine, filters).items()) == [("cpk", 4.0), ("cp", 2.0), ("none", 0.0)]
    assert scores(engine, Boosted(Constant(CHINA, 1.0), Not(PUTIN))) == {"cpk": 1.0, "cp": 1.0, "c": 1.0}
    assert scores(engine, Boosted(Constant(CHINA, 1.0), Constant(Not(NEAR), 1.0))) == {"cpk": 2.0, "c": 2.0, "cp": 1.0}
    assert scores(engine, Boosted(NOWHERE, pairs)) == {}


def test_many_pairs_boost(engine: Engine) -> None:
    pairs = tuple(Constant(Near("body", ("china", f"w{n}"), 3), 1.0) for n in range(39))
    assert scores(engine, Boosted(Constant(CHINA, 1.0), Or((*pairs, Constant(NEAR, 1.0))))) == {
        "cp": 2.0,
        "cpk": 1.0,
        "c": 1.0,
    }


def test_the_lead_scores_by_frequency(engine: Engine) -> None:
    engine.update([article("often", lead="gipfel gipfel x y", date="2000"), article("once", lead="gipfel z x y")])
    found = scores(engine, Term("lead", "gipfel"))
    assert list(found) == ["often", "once"]
    assert found["often"] > found["once"] > 0
