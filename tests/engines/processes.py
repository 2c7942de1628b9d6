"""The embedded engines, and what the other processes of these tests do: writing, reading, holding the lock."""

import json
import time
from collections.abc import Iterator, MutableSequence
from multiprocessing.synchronize import Event
from pathlib import Path

from archive.article import Article
from archive.engines.base import AnalyzedArticle, Engine, WordMatch
from archive.engines.tantivy.engine import TantivyEngine
from archive.engines.whoosh.engine import WhooshEngine
from archive.indexing.analysis import content_of
from archive.query.plan import All, Plan, Term

ENGINES = ("whoosh", "tantivy")


def opened(engine: str, folder: Path, *, writable: bool = True, patience: float = 2.0) -> Engine:
    """An engine by name."""
    if engine == "whoosh":
        return WhooshEngine(folder, analysis=1, writable=writable, patience=patience)
    return TantivyEngine(folder, analysis=1, analyze=analyzed, writable=writable, patience=patience)


def analyzed(article: Article) -> AnalyzedArticle:
    """An article as ``made`` makes it."""
    return made(article.id, body=article.text, source=article.source)


def made(id: str, hash: str = "1", body: str = "wort und wort", source: str | None = None) -> AnalyzedArticle:
    """An article ready for an engine."""
    article = Article(id=id, path=id, title="", text=body, source=source)
    return AnalyzedArticle(article, hash, content_of(article), "", body, "", body, "", body, "")


def batch(hash: str, size: int = 200) -> Iterator[AnalyzedArticle]:
    """Articles that differ from those of another hash in their words, too."""
    return (
        made(f"{n}", hash, f"wort {hash} n{n} " + " ".join(f"{hash}x{n * k}" for k in range(40))) for n in range(size)
    )


def garbage(name: str, folder: Path) -> set[str]:
    """Files of segments that the index does not use."""
    files = {file.name for file in folder.iterdir() if file.is_file()}
    if name == "whoosh":
        segments = {segment.name for segment in WhooshEngine(folder, analysis=1)._snapshot().segments}
        return {file for file in files if file.endswith(".seg") and not any(name in file for name in segments)}
    used = {
        segment["segment_id"].replace("-", "") for segment in json.loads((folder / "meta.json").read_text())["segments"]
    }
    return {
        file
        for file in files
        if not file.startswith((".", "meta.json", "about.json")) and file.split(".")[0] not in used
    }


def hold(name: str, folder: Path, holding: Event, let_go: Event) -> None:
    """Be in the midst of an update until told otherwise."""

    def waiting() -> Iterator[AnalyzedArticle]:
        yield made("held")
        holding.set()
        let_go.wait(60)

    opened(name, folder).update(waiting())


def write_for_ever(name: str, folder: Path, first: int) -> None:
    """Commit one generation of articles after the other; all articles of one have the same hash."""
    engine = opened(name, folder)
    for number in range(first, first + 10_000):
        engine.update(batch(f"h{number}"))


def read_until(name: str, folder: Path, stop: Event, rounds: MutableSequence[int], number: int) -> None:
    """Ask whatever can be asked, of an engine kept open and of ever new ones; ``rounds[number]`` counts how often."""
    kept = opened(name, folder, writable=False)
    while not stop.is_set():
        fresh = opened(name, folder, writable=False)
        for engine in (kept, fresh):
            found = engine.search(Plan(Term("body", "wort"), limit=None, counts=("source", "date")))
            assert found.total == len(found.hits) == 50, found.total
            assert found.counts == {"source": {"dpa": 50}, "date": {"": 50}}
            assert len(engine.get([id for id, _ in found.hits[:5]])) == 5
            assert len({stored.id for stored in engine.scan()}) == engine.search(Plan(All(), limit=0)).total == 50
            assert engine.words(WordMatch("prefix", "wor"), 1)[0].count == 50
            assert engine.info().articles == 50
        fresh.close()
        rounds[number] += 1
        time.sleep(0)
