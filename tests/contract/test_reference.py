"""The reference itself, where it is easy to get wrong."""

from archive.query.plan import Near, Phrase, Term

from .making import article
from .reference import holds


def test_the_reference_knows_nearness_and_phrases() -> None:
    made = article("a", body="kim a b c d schoigu kim")
    assert holds(made, Near("body_forms", ("schoigu", "kim"), 1))
    assert not holds(article("b", body="kim a b c d schoigu"), Near("body_forms", ("schoigu", "kim"), 4))
    assert holds(made, Near("body_forms", ("kim", "kim"), 6))
    assert not holds(made, Near("body_forms", ("kim", "kim"), 5))
    assert not holds(made, Near("body_forms", ("a", "a"), 9))
    assert holds(made, Phrase("body_forms", ("d", "schoigu", "kim")))
    assert not holds(made, Phrase("body_forms", ("schoigu", "d")))
    assert holds(made, Term("source", ""))
