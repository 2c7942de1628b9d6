"""The order of hits, and pages of them."""

import pytest

from archive.engines.base import Engine
from archive.query.plan import All, Near, Node, Or, Phrase, Plan, Sort, Term

from .making import article

DATED = {
    "day": "2023-07-27", "month": "2023-07", "year": "2023", "old": "1945-05-08", "older": "1848",
    "clock": "2023-07-27T23:59:59", "b-none": None, "a-none": None,
}  # fmt: skip
WORD = Term("body", "wort")


def ids(engine: Engine, node: Node, sort: Sort, limit: int | None = None, offset: int = 0) -> list[str]:
    return [id for id, _ in engine.search(Plan(node, sort, limit, offset)).hits]


@pytest.fixture
def dated(engine: Engine) -> Engine:
    engine.update([article(id, body="wort", date=date) for id, date in DATED.items()])
    return engine


@pytest.mark.parametrize("node", [All(), WORD, Or((WORD, All()))], ids=repr)
def test_newest_sorts_by_the_end_of_a_date_undated_last_then_by_id(dated: Engine, node: Node) -> None:
    expected = ["year", "month", "clock", "day", "old", "older", "a-none", "b-none"]
    assert ids(dated, node, "newest") == expected


@pytest.mark.parametrize("node", [All(), WORD, Or((WORD, All()))], ids=repr)
def test_oldest_sorts_by_the_start_of_a_date_undated_last_then_by_id(dated: Engine, node: Node) -> None:
    expected = ["older", "old", "year", "month", "day", "clock", "a-none", "b-none"]
    assert ids(dated, node, "oldest") == expected


@pytest.mark.parametrize("node", [All(), WORD, Term("source", "")], ids=repr)
def test_equal_scores_sort_newest_first(dated: Engine, node: Node) -> None:
    expected = ["year", "month", "clock", "day", "old", "older", "a-none", "b-none"]
    assert ids(dated, node, "relevance") == expected


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
def test_pages_are_pieces_of_the_whole(dated: Engine, sort: Sort) -> None:
    for node in (All(), WORD):
        whole = ids(dated, node, sort)
        for limit in (1, 3, 5, 8, 9):
            for offset in range(0, 12, limit):
                assert ids(dated, node, sort, limit, offset) == whole[offset : offset + limit]
        assert ids(dated, node, sort, None, 5) == whole[5:]


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
def test_a_page_past_the_end_has_no_hits_but_the_total(dated: Engine, sort: Sort) -> None:
    found = dated.search(Plan(WORD, sort, 10, 10, counts=("year",)))
    assert (found.hits, found.total) == ((), 8)
    assert found.counts == {"year": {"2023": 4, "1945": 1, "1848": 1}}


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
def test_a_limit_and_an_offset_beyond_everything_cost_nothing(dated: Engine, sort: Sort) -> None:
    for node in (All(), WORD):
        whole = ids(dated, node, sort)
        assert ids(dated, node, sort, 10**9) == ids(dated, node, sort, 10**12) == whole
        assert ids(dated, node, sort, 10**9, 5) == whole[5:]
        for limit, offset in ((10, 10**10), (10**6, 10**10), (None, 10**12)):
            found = dated.search(Plan(node, sort, limit, offset))
            assert (found.hits, found.total) == ((), 8)


def test_limit_zero_counts_only(dated: Engine) -> None:
    found = dated.search(Plan(WORD, limit=0, counts=("year",)))
    assert (found.hits, found.total, found.exact, sum(found.counts["year"].values())) == ((), 8, True, 6)


def test_a_heavier_leaf_ranks_higher(engine: Engine) -> None:
    engine.update(
        [article("title", title="parade", body="x y"), article("body", title="x y", body="parade", date="2023")]
    )
    for weights, expected in (((9.0, 1.0), ["title", "body"]), ((1.0, 9.0), ["body", "title"])):
        node = Or((Term("title", "parade", weights[0]), Term("body", "parade", weights[1])))
        assert ids(engine, node, "relevance") == expected


def test_more_of_the_question_and_more_often_and_shorter_ranks_higher(engine: Engine) -> None:
    filler = " ".join(f"x{n}" for n in range(50))
    engine.update(
        [
            article("both", body=f"china putin {filler} a"),
            article("often", body=f"china china china {filler}"),
            article("once", body=f"china {filler} a b"),
            article("long", body=f"china {filler} {filler} {filler}"),
            article("putin", body="putin putin"),
        ]
    )
    assert ids(engine, Or((Term("body", "china"), Term("body", "putin"))), "relevance")[-3:] == [
        "often",
        "once",
        "long",
    ]
    assert ids(engine, Term("body", "china"), "relevance") == ["often", "both", "once", "long"]


def test_a_rare_word_weighs_more_than_a_common_one(engine: Engine) -> None:
    engine.update([article("rare", body="selten"), *(article(f"{n}", body="oft", date="2023") for n in range(20))])
    assert ids(engine, Or((Term("body", "oft"), Term("body", "selten"))), "relevance", 1) == ["rare"]


def test_phrases_and_nearness_score_and_values_do_not(engine: Engine) -> None:
    engine.update([article("a", body="kim schoigu", source="dpa"), *(article(f"{n}", body="x") for n in range(9))])
    for node in (Phrase("body_forms", ("kim", "schoigu")), Near("body_forms", ("schoigu", "kim"), 3), WORD):
        for _, score in engine.search(Plan(node)).hits:
            assert score > 0
    for node in (All(), Term("source", "dpa"), Term("id", "a")):
        assert all(score == 0 for _, score in engine.search(Plan(node)).hits)
