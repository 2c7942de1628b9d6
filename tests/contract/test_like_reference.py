"""Random archives and random plans: an engine answers as the reference does."""

from collections.abc import Callable
from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from archive.answering.results import facet
from archive.engines.base import AnalyzedArticle, Engine
from archive.query.plan import (
    KINDS,
    POSITIONS,
    SECONDS,
    VALUES,
    WORDS,
    All,
    And,
    AtLeast,
    Best,
    Boosted,
    Constant,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Plan,
    Range,
    Term,
)

from .making import article, first_second
from .reference import Reference, score

WORD = st.sampled_from(["a", "b", "c", "ä", "kim"])
TEXT = st.lists(WORD, max_size=7).map(" ".join)
VALUE = st.sampled_from(["Zeit", "ZEIT", "dpa", "Größe", "a b"])
SEVERAL = st.lists(VALUE, max_size=3).map(tuple)
DATE = st.none() | st.sampled_from(
    [
        "2023",
        "2023-07",
        "2023-07-27",
        "2023-07-27T10:15:00+02:00",
        "1945",
        "1945-06-15",
        "1945-06-20",
        "1848-03",
        "0001",
    ]
)
ID = st.sampled_from(["a", "b/c", "ä~2", "<b>", "d"])
ARTICLE: st.SearchStrategy[AnalyzedArticle] = st.builds(
    article, ID, TEXT, TEXT, parts=TEXT, lead=TEXT, hash=st.sampled_from("12"), date=DATE,
    source=st.none() | VALUE, section=st.none() | VALUE, agencies=SEVERAL, authors=SEVERAL,
    places=SEVERAL, keywords=SEVERAL, added=st.sampled_from(["", "2026-11-20T21:30:00Z"]),
)  # fmt: skip
WEIGHT = st.sampled_from([0.0, 1.0, 3.0])
SECOND = st.none() | st.sampled_from(
    [first_second(day) + n for day in ("1848", "1945-06-15", "1970", "2023-07-27") for n in (-1, 0)]
)
PLACED = st.sampled_from(POSITIONS)
KIND = st.sampled_from(KINDS)
LEAF: st.SearchStrategy[Node] = st.one_of(
    st.builds(Term, st.sampled_from(WORDS), WORD, WEIGHT),
    st.builds(
        Term, st.sampled_from(VALUES), st.sampled_from(["", "zeit", "dpa", "groesse", "a b", "2023", "2023-07", "x"])
    ),
    st.builds(Term, st.just("id"), ID),
    st.builds(Phrase, PLACED, st.lists(WORD, min_size=1, max_size=3).map(tuple), WEIGHT, KIND),
    st.builds(Near, PLACED, st.lists(WORD, min_size=1, max_size=3).map(tuple), st.integers(0, 6), WEIGHT, KIND),
    st.builds(Range, st.sampled_from(SECONDS), SECOND, SECOND),
    st.just(All()),
)


def trees(leaf: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    return st.recursive(
        leaf,
        lambda nodes: st.one_of(
            st.builds(Not, nodes),
            st.builds(And, st.lists(nodes, max_size=3).map(tuple)),
            st.builds(Or, st.lists(nodes, max_size=3).map(tuple)),
            st.builds(Best, st.lists(nodes, max_size=3).map(tuple)),
            st.builds(Boosted, nodes, nodes),
            st.builds(Constant, nodes, WEIGHT),
            st.builds(AtLeast, st.lists(nodes, max_size=4).map(tuple), st.integers(-1, 5)),
        ),
        max_leaves=8,
    )


NODE = trees(LEAF)
CONSTANT = trees(st.builds(Constant, LEAF, st.sampled_from([0.0, 0.25, 1.0, 8.0])))
PLAN = st.builds(
    Plan, NODE, st.sampled_from(["newest", "oldest"]), st.none() | st.integers(0, 6), st.integers(0, 4),
    st.lists(st.sampled_from((*VALUES, "date")), max_size=4, unique=True).map(tuple),
)  # fmt: skip
UPDATES = st.lists(st.tuples(st.lists(ARTICLE, max_size=4), st.lists(ID, max_size=2)), min_size=1, max_size=4)


def test_an_engine_answers_as_the_reference(open_engine: Callable[..., Engine], examples: int) -> None:
    @settings(max_examples=examples, suppress_health_check=[HealthCheck.too_slow])
    @given(updates=UPDATES, plans=st.lists(PLAN, min_size=1, max_size=5))
    def check(updates: list[tuple[list[AnalyzedArticle], list[str]]], plans: list[Plan]) -> None:
        compare(open_engine(f"index{next(_NUMBER)}"), updates, plans)

    check()


def test_constant_scores_are_those_of_the_reference(open_engine: Callable[..., Engine], examples: int) -> None:
    @settings(max_examples=examples, suppress_health_check=[HealthCheck.too_slow])
    @given(articles=st.lists(ARTICLE, max_size=6), nodes=st.lists(CONSTANT, min_size=1, max_size=8))
    def check(articles: list[AnalyzedArticle], nodes: list[Node]) -> None:
        engine, reference = open_engine(f"index{next(_NUMBER)}"), Reference()
        engine.update(articles)
        reference.update(articles, [])
        for node in nodes:
            expected = {id: score(reference.articles[id], node) for id in reference.matching(node)}
            assert dict(engine.search(Plan(node, limit=None)).hits) == expected
        engine.close()

    check()


def compare(engine: Engine, updates: list[tuple[list[AnalyzedArticle], list[str]]], plans: list[Plan]) -> None:
    reference = Reference()
    for articles, remove in updates:
        engine.update(articles, remove)
        reference.update(articles, remove)
    held = {id: made.article for id, made in reference.articles.items()}
    assert {stored.id: stored.hash for stored in engine.scan()} == {id: a.hash for id, a in reference.articles.items()}
    assert engine.get([*held, "unknown"]) == held
    assert engine.info().articles == len(held)
    for plan in plans:
        expected = reference.matching(plan.node)
        found = engine.search(plan)
        assert found.total == len(expected)
        assert [id for id, _ in found.hits] == reference.ordered(plan)
        assert found.counts == reference.counts(plan)
        for most in (1, 2):
            some = engine.search(replace(plan, most=most))
            for name, counts in found.counts.items():
                expected_facet = facet(counts, most)
                assert facet(some.counts[name], most, some.more.get(name, 0)) == expected_facet, (name, most)
        relevant = engine.search(Plan(plan.node, limit=None))
        assert sorted(id for id, _ in relevant.hits) == sorted(expected)
        assert [score for _, score in relevant.hits] == sorted((score for _, score in relevant.hits), reverse=True)
        assert {stored.id for stored in engine.scan(plan)} == expected
    engine.close()


_NUMBER = count()
