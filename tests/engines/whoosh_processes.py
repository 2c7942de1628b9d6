"""What the other processes of these tests do: writing, reading, holding the lock."""

import time
from collections.abc import Iterator
from multiprocessing.synchronize import Event
from pathlib import Path

from archive.article import Article
from archive.engines.base import AnalyzedArticle, WordMatch
from archive.engines.whoosh import WhooshEngine
from archive.query.plan import All, Plan, Term


def made(id: str, hash: str = "1", body: str = "wort und wort", source: str | None = None) -> AnalyzedArticle:
    """An article ready for an engine."""
    return AnalyzedArticle(
        Article(id=id, path=id, title="", text=body, source=source), hash, "", body, "", body, "", body
    )


def batch(hash: str, size: int = 200) -> Iterator[AnalyzedArticle]:
    """Articles that differ from those of another hash in their words, too."""
    return (
        made(f"{n}", hash, f"wort {hash} n{n} " + " ".join(f"{hash}x{n * k}" for k in range(40))) for n in range(size)
    )


def hold(folder: Path, holding: Event, let_go: Event) -> None:
    """Be in the midst of an update until told otherwise."""

    def waiting() -> Iterator[AnalyzedArticle]:
        yield made("held")
        holding.set()
        let_go.wait(60)

    WhooshEngine(folder, analysis=1).update(waiting())


def write_for_ever(folder: Path, first: int) -> None:
    """Commit one generation of articles after the other; all articles of one have the same hash."""
    engine = WhooshEngine(folder, analysis=1)
    for number in range(first, first + 10_000):
        engine.update(batch(f"h{number}"))


def read_until(folder: Path, stop: Event) -> int:
    """Ask whatever can be asked, of an engine kept open and of ever new ones; returns how often."""
    kept = WhooshEngine(folder, analysis=1, writable=False)
    rounds = 0
    while not stop.is_set():
        fresh = WhooshEngine(folder, analysis=1, writable=False)
        for engine in (kept, fresh):
            found = engine.search(Plan(Term("body", "wort"), limit=None, counts=("source", "date")))
            assert found.total == len(found.hits) == 50, found.total
            assert found.counts == {"source": {"dpa": 50}, "date": {"": 50}}
            assert len(engine.get([id for id, _ in found.hits[:5]])) == 5
            assert len({stored.id for stored in engine.scan()}) == engine.search(Plan(All(), limit=0)).total == 50
            assert engine.words(WordMatch("prefix", "wor"), 1)[0].count == 50
            assert engine.info().articles == 50
        fresh.close()
        rounds += 1
        time.sleep(0)
    return rounds
