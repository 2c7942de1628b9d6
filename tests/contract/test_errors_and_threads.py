"""Closing, and several threads at once."""

import threading
from collections.abc import Callable

import pytest

from archive.engines.base import Engine, WordMatch
from archive.errors import EngineError
from archive.query.plan import All, Plan, Term

from .making import article


def test_closing_twice_is_fine_and_asking_afterwards_is_an_error_with_a_mend(
    open_engine: Callable[..., Engine],
) -> None:
    engine = open_engine()
    engine.update([article("a")])
    engine.close()
    engine.close()
    for ask in (
        lambda: engine.search(Plan(All())),
        lambda: engine.get(["a"]),
        lambda: list(engine.scan()),
        lambda: engine.words(WordMatch("prefix", "a"), 1),
        lambda: engine.info(),
        lambda: engine.update([article("b")]),
    ):
        with pytest.raises(EngineError) as error:
            ask()
        assert str(error.value).endswith(".")
        assert error.value.hint


def test_threads_ask_while_others_update(engine: Engine) -> None:
    engine.update([article(f"fixed{n}", body="fest wort", source="dpa") for n in range(20)])
    errors: list[BaseException] = []
    done = threading.Event()

    def ask() -> None:
        try:
            while not done.is_set():
                found = engine.search(Plan(Term("body", "fest"), limit=None, counts=("source",)))
                assert (found.total, len(found.hits), found.counts) == (20, 20, {"source": {"dpa": 20}})
                assert len(engine.get([id for id, _ in found.hits])) == 20
                assert sum(stored.id.startswith("fixed") for stored in engine.scan()) == 20
                assert engine.words(WordMatch("exact", "fest"), 1)[0].count == 20
        except BaseException as error:
            errors.append(error)

    def change(name: str) -> None:
        try:
            for n in range(15):
                engine.update([article(f"{name}{n}", body="wort")], [f"{name}{n - 1}"])
        except BaseException as error:
            errors.append(error)

    readers = [threading.Thread(target=ask) for _ in range(3)]
    writers = [threading.Thread(target=change, args=(name,)) for name in "ab"]
    for thread in (*readers, *writers):
        thread.start()
    for thread in writers:
        thread.join()
    done.set()
    for thread in readers:
        thread.join()
    assert errors == []
    assert engine.info().articles == 22
