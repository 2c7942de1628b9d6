"""What a question asks to be looked through for nearness is bounded, and the same in every engine."""

from itertools import permutations

import pytest

from archive.engines import nearness
from archive.engines.base import Engine
from archive.errors import QueryError
from archive.query.plan import All, And, AtLeast, Best, Boosted, Constant, Near, Node, Not, Or, Plan, Term

from .making import article

MOST = 6


@pytest.fixture
def filled(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """Four articles have three words near each other, two have only each two of them, four have them far apart."""
    monkeypatch.setattr(nearness, "NEAR_ARTICLES", MOST)
    far = " x" * 20
    engine.update(
        [
            *(article(f"near{n}", body="zu für haben rar") for n in range(4)),
            *(article(f"pairs{n}", body=f"zu für{far} für haben{far} haben zu") for n in range(2)),
            *(article(f"far{n}", body=f"zu{far} für{far} haben") for n in range(4)),
        ]
    )
    return engine


def near(*words: str, distance: int = 3) -> Near:
    return Near("body_forms", words, distance)


def refused(engine: Engine, node: Node) -> str | None:
    """The sentence by which a node is refused, if it is; by a scan as by a search."""
    sentences = []
    for ask in (lambda: engine.search(Plan(node)), lambda: list(engine.scan(Plan(node)))):
        try:
            ask()
        except QueryError as error:
            sentences.append(str(error))
        else:
            sentences.append(None)
    assert sentences[0] == sentences[1]
    return sentences[0]


def test_articles_with_each_two_words_near_are_counted_over_all_clauses(filled: Engine) -> None:
    three, others = near("zu", "für", "haben"), near("zu", "für", "rar")
    assert filled.search(Plan(three)).total == 4
    assert refused(filled, three) is None
    assert refused(filled, And((three, three))) is None  # the same one is looked for once
    sentence = refused(filled, Or((three, others)))  # 6 and 4
    assert sentence
    assert str(MOST) in sentence
    assert "rarer" in sentence


def test_they_count_wherever_a_clause_stands(filled: Engine) -> None:
    three, others = near("zu", "für", "haben"), near("zu", "für", "rar")
    for node in (
        And((Term("body", "none"), three, others)),
        Best((three, others)),
        AtLeast((three, others), 2),
        Boosted(three, others),
        Or((three, Not(others))),
        And((All(), Constant(others, 1.0), three)),
    ):
        assert refused(filled, node), node


def test_what_needs_no_looking_is_free(filled: Engine) -> None:
    pairs = tuple(near(*words) for words in permutations(("zu", "für", "haben"), 2))
    too_close = near("zu", "für", "haben", distance=1)
    assert refused(filled, Or((*pairs, too_close, near("zu"), near("zu", "für", "haben")))) is None


def test_a_word_that_is_asked_for_twice_counts_all_that_hold_it(filled: Engine) -> None:
    assert refused(filled, near("zu", "zu"))
    assert refused(filled, near("rar", "rar")) is None
