"""Putting articles in and taking them out."""

from collections.abc import Callable, Iterator

import pytest

from archive.engines.base import AnalyzedArticle, Engine
from archive.query.plan import All, Phrase, Plan, Term

from .making import article


def total(engine: Engine, word: str) -> int:
    return engine.search(Plan(Term("body", word), limit=0)).total


def stored(engine: Engine) -> dict[str, str]:
    listed = [(found.id, found.hash) for found in engine.scan()]
    assert len(listed) == len(dict(listed))
    return dict(listed)


def test_what_was_put_in_comes_out_as_it_was(engine: Engine) -> None:
    made = article(
        "ordner/größe~2", 'Er sagte: "<b>Ja</b>"', "Zeile 1\nZeile 2\u2028\u0085 \\ \x00 😀",
        date="2023-07-27T10:15:00+02:00", date_source="metadata", language="de", source="Die Zeit",
        url="https://example.org/?a=1&b=ä", authors=("A B", "C"), agencies=("Reuters", "dpa"),
        section="Politik", folder="ordner", keywords=("x",), places=("China",), format="text/html",
        added="2026-11-20T21:30:00Z",
    )  # fmt: skip
    plain = article("plain")
    engine.update([made, plain])
    assert engine.get(["plain", "ordner/größe~2", "missing", "plain"]) == {
        made.article.id: made.article,
        "plain": plain.article,
    }
    assert engine.get([]) == {}


def test_the_last_of_equal_ids_wins_within_one_update(engine: Engine) -> None:
    engine.update(
        [article("a", body="eins", hash="1"), article("b", body="x", hash="x"), article("a", body="zwei", hash="2")]
    )
    assert stored(engine) == {"a": "2", "b": "x"}
    assert (total(engine, "eins"), total(engine, "zwei")) == (0, 1)
    assert engine.info().articles == 2


def test_the_last_of_equal_ids_wins_between_updates(engine: Engine) -> None:
    for number in range(5):
        engine.update([article("a", body=f"wort{number} gleich", hash=f"{number}")])
        assert stored(engine) == {"a": f"{number}"}
        assert [total(engine, f"wort{n}") for n in range(5)] == [int(n == number) for n in range(5)]
    assert total(engine, "gleich") == 1


def test_removing_comes_before_adding(engine: Engine) -> None:
    engine.update([article("a", hash="1"), article("b", hash="1")])
    engine.update([article("a", hash="2")], ["a", "b", "unknown"])
    assert stored(engine) == {"a": "2"}


def test_the_same_call_again_changes_nothing(engine: Engine) -> None:
    batch = [article(f"{n}", body=f"wort w{n % 3}", date="2023") for n in range(10)]
    engine.update(batch, ["5x", "9x"])
    plan = Plan(Term("body", "wort"), limit=None, counts=("year", "date"))

    def everything() -> object:
        found = engine.search(plan)
        return found.total, {id for id, _ in found.hits}, found.counts, stored(engine), engine.get(["3"])

    before = everything()
    engine.update(batch, ["5x", "9x"])
    assert everything() == before


def test_removed_articles_leave_no_trace(engine: Engine) -> None:
    engine.update([article("a", body="kim schoigu", source="dpa", date="2023"), article("b", body="kim")])
    engine.update([], ["a"])
    found = engine.search(Plan(All(), counts=("source", "year", "date")))
    assert (found.total, found.counts) == (1, {"source": {}, "year": {}, "date": {"": 1}})
    assert total(engine, "schoigu") == 0
    assert engine.search(Plan(Phrase("body_forms", ("kim", "schoigu")))).total == 0
    assert engine.search(Plan(Term("id", "a"))).total == 0
    assert engine.get(["a"]) == {}
    engine.update([], ["b"])
    assert (engine.search(Plan(All())).total, stored(engine), engine.info().articles) == (0, {}, 0)


def test_an_update_may_be_empty(engine: Engine) -> None:
    engine.update([])
    engine.update([], [])
    engine.update(iter(()), iter(()))
    assert stored(engine) == {}


def test_an_article_may_be_empty(engine: Engine) -> None:
    engine.update([article("a")])
    assert engine.search(Plan(All())).hits == (("a", 0.0),)
    assert total(engine, "") == 0


def test_an_error_on_the_way_changes_nothing_and_the_next_update_works(engine: Engine) -> None:
    engine.update([article("a", hash="1")])

    def failing() -> Iterator[AnalyzedArticle]:
        yield article("a", hash="2")
        yield article("b", hash="2")
        raise KeyError("the reader's own error")

    with pytest.raises(KeyError, match="the reader's own error"):
        engine.update(failing(), ["a"])
    assert stored(engine) == {"a": "1"}
    engine.update([article("b", hash="3")])
    assert stored(engine) == {"a": "1", "b": "3"}


def test_another_opening_of_the_index_sees_each_commit_at_once(open_engine: Callable[..., Engine]) -> None:
    writer, reader = open_engine(), open_engine()
    for number in range(4):
        writer.update([article(f"{number}", body="wort")])
        assert total(reader, "wort") == number + 1
        assert len(stored(reader)) == number + 1
        assert set(reader.get([f"{number}"])) == {f"{number}"}
    reader.update([], ["0"])
    assert total(writer, "wort") == 3


def test_a_scan_goes_on_over_a_commit(engine: Engine) -> None:
    engine.update([article(f"{n}") for n in range(100)])
    scan = engine.scan()
    first = next(scan).id
    engine.update([article("new")], [f"{n}" for n in range(100)])
    assert {first, *(found.id for found in scan)} == {f"{n}" for n in range(100)}
    assert set(stored(engine)) == {"new"}


def test_an_index_keeps_its_articles_and_the_versions_it_was_made_with(open_engine: Callable[..., Engine]) -> None:
    first = open_engine("kept", analysis=7)
    first.update([article("a", body="wort")])
    first.close()
    again = open_engine("kept", analysis=8)
    assert total(again, "wort") == 1
    info = again.info()
    assert (info.articles, info.analysis) == (1, 7)
    assert info.bytes > 0
