"""The speed of Archive on both embedded engines and of other programs, in one run, over the same files.

python -m benchmarks.bench_engines [--articles 100000] [--whoosh 10000]

Whoosh and Recoll get fewer articles: the one is for small archives, the other takes minutes. The other programs have
one stemmed or plain field each, no dates and no facets; those that are not installed are named and left out.
"""

import argparse
import json
import shutil
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

from archive.answering.results import FACETS
from archive.query import plan
from archive.query.parse import parse
from archive.service import Archive, open_archive
from benchmarks.measuring import run
from benchmarks.texts import write_seeds
from web import create_app

WORDS = ["Regierung", "Häuser", "Bahn", "Minister", "Krieg", "Wasser", "Schule", "Wahl", "Preise", "Arbeit", "Kinder",
         "Polizei", "Gericht", "Stadt", "Sommer"]  # fmt: skip
PAIRS = list(pairwise(WORDS))
PHRASES = ["die Regierung", "der Minister", "die Bahn", "im Krieg", "das Wasser", "die Schule", "vor Gericht",
           "der Polizei", "in der Stadt", "im Sommer"]  # fmt: skip
# Phrases of words that nearly every text has: the slowest questions there are. Hardly one phrase in ten is such.
FUNCTION_WORDS = ["in der", "von den", "auf dem", "für die", "mit dem", "aus der", "bei der", "nach dem"]


@dataclass
class Measured:
    """One row of the table.

    Attributes:
        rate: articles indexed a second.
        megabytes: the peak of memory while indexing.
        size: bytes of the index on disk for each byte of text.
        word, both, phrase, function_words: median milliseconds of questions of one word, two words, a phrase, a phrase
            of function words.
        page: median milliseconds in which the server makes a page of results for one word, as HTML.
    """

    name: str
    articles: int
    rate: float | None = None
    megabytes: float | None = None
    size: float | None = None
    word: float | None = None
    both: float | None = None
    phrase: float | None = None
    function_words: float | None = None
    page: float | None = None


def timed(ask: Callable[[Any], object], questions: Sequence[Any]) -> float:
    """The median of the milliseconds in which questions are answered; each is asked once before it is timed."""
    took = []
    for question in questions:
        ask(question)
        started = time.perf_counter()
        ask(question)
        took.append((time.perf_counter() - started) * 1000)
    return median(took)


def ours(engine: str, home: Path, articles: int, text_bytes: int) -> Measured:
    """Archive as it is used: a process reads and indexes the files; answers have facets and snippets."""
    seconds, peak, _ = run(home, "index", "--engine", engine, "--json")
    size = json.loads(run(home, "status", "--json")[2])["index_bytes"]
    found = Measured(f"Archive, {engine}", articles, articles / seconds, peak, size / text_bytes)
    with open_archive(home) as archive:
        found.word = timed(archive.search, WORDS)
        found.both = timed(archive.search, [" ".join(pair) for pair in PAIRS])
        found.phrase = timed(archive.search, quoted(PHRASES))
        found.function_words = timed(archive.search, quoted(FUNCTION_WORDS))
        client = create_app(archive).test_client()
        found.page = timed(lambda word: client.get("/", query_string={"q": word}), WORDS)
    return found


def raw_tantivy(home: Path, folder: Path, articles: int, text_bytes: int) -> Measured:
    """Tantivy with one field, stored, in its own German stems; its query parser; ten stored texts."""
    import tantivy

    folder.mkdir()
    schema = tantivy.SchemaBuilder().add_text_field("body", stored=True, tokenizer_name="de_stem").build()
    started = time.perf_counter()
    index = tantivy.Index(schema, str(folder))
    writer = index.writer(128_000_000, 2)
    for text in texts(home):
        writer.add_document(tantivy.Document(body=text))
    writer.commit()
    writer.wait_merging_threads()
    rate = articles / (time.perf_counter() - started)
    index.reload()
    searcher = index.searcher()

    def ask(question: str) -> object:
        hits = searcher.search(index.parse_query(question, ["body"]), 10).hits
        return [searcher.doc(address)["body"] for _, address in hits]

    return Measured("Tantivy alone", articles, rate, None, size_of(folder) / text_bytes, timed(ask, WORDS),
                    timed(ask, [f"+{one} +{other}" for one, other in PAIRS]),
                    timed(ask, quoted(PHRASES)), timed(ask, quoted(FUNCTION_WORDS)))  # fmt: skip


def sqlite_fts(home: Path, folder: Path, articles: int, text_bytes: int) -> Measured:
    """SQLite FTS5 without stems; ten snippets and the total."""
    folder.mkdir()
    started = time.perf_counter()
    database = sqlite3.connect(folder / "fts.sqlite")
    database.execute("CREATE VIRTUAL TABLE texts USING fts5(body)")
    database.executemany("INSERT INTO texts VALUES (?)", ((text,) for text in texts(home)))
    database.commit()
    rate = articles / (time.perf_counter() - started)

    def ask(question: str) -> object:
        total = database.execute("SELECT count(*) FROM texts WHERE texts MATCH ?", (question,)).fetchone()
        shown = "SELECT snippet(texts, 0, '', '', '', 30) FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT 10"
        return total, database.execute(shown, (question,)).fetchall()

    found = Measured("SQLite FTS5", articles, rate, None, size_of(folder) / text_bytes, timed(ask, WORDS),
                     timed(ask, [f"{one} AND {other}" for one, other in PAIRS]),
                     timed(ask, quoted(PHRASES)), timed(ask, quoted(FUNCTION_WORDS)))  # fmt: skip
    database.close()
    return found


def ripgrep(home: Path, articles: int) -> Measured:
    """ripgrep, which needs no index: files with a word as it is written."""

    def ask(question: str) -> object:
        return subprocess.run(["rg", "-liw", question, str(home / "seeds")], capture_output=True)

    return Measured("ripgrep", articles, word=timed(ask, WORDS[:5]), phrase=timed(ask, PHRASES[:5]),
                    function_words=timed(ask, FUNCTION_WORDS[:5]))  # fmt: skip


def recoll(home: Path, folder: Path, articles: int, text_bytes: int) -> Measured:
    """Recoll as it comes, with German stems."""
    folder.mkdir()
    settings = f"topdirs = {home / 'seeds'}\nindexstemminglanguages = german\n"
    (folder / "recoll.conf").write_text(settings, "utf-8")
    started = time.perf_counter()
    subprocess.run(["recollindex", "-c", str(folder)], capture_output=True, check=True)
    rate = articles / (time.perf_counter() - started)

    def ask(question: str) -> object:
        return subprocess.run(["recollq", "-c", str(folder), "-n", "10", question], capture_output=True, check=True)

    return Measured("Recoll", articles, rate, None, size_of(folder) / text_bytes, timed(ask, WORDS),
                    timed(ask, [" ".join(pair) for pair in PAIRS]),
                    timed(ask, quoted(PHRASES)), timed(ask, quoted(FUNCTION_WORDS)))  # fmt: skip


def engine_times(archive: Archive) -> tuple[float, float]:
    """The median milliseconds of our Tantivy engine for planned questions with all facets, and of Tantivy itself for
    the same queries: ids of the hits, totals, facets."""
    from archive.engines.tantivy.engine import TantivyEngine
    from archive.engines.tantivy.entries import WRITTEN

    with archive._searcher() as planned:
        engine, planner = planned._engine, planned._planner
        assert isinstance(engine, TantivyEngine)  # noqa: S101
        snapshot = engine._snapshot()
        searcher = snapshot._searcher
        questions = [*WORDS, *(" ".join(pair) for pair in PAIRS), *quoted(PHRASES), *quoted(FUNCTION_WORDS)]
        nodes = [planner.node(parse(question, date.today())) for question in questions]
        asked = {name: {"terms": {"field": WRITTEN[name], "size": 1_000_000}} for name in FACETS}

        def raw(query: Any) -> object:
            found = searcher.search(query, 10)
            return [searcher.doc(address)["key"] for _, address in found.hits], searcher.aggregate(query, asked)

        queries = [snapshot.query(node) for node in nodes]
        # They take turns, so that both meet the same load.
        rounds = [
            (timed(lambda node: engine.search(plan.Plan(node, counts=FACETS)), nodes), timed(raw, queries))
            for _ in range(5)
        ]
        return median(mine for mine, _ in rounds), median(raw for _, raw in rounds)


def quoted(phrases: Sequence[str]) -> list[str]:
    """The phrases in quotes, as every engine here takes them."""
    return [f'"{phrase}"' for phrase in phrases]


def texts(home: Path) -> Iterator[str]:
    """The files' texts, in the order of their names."""
    for path in sorted((home / "seeds").glob("*/*.txt")):
        yield path.read_text("utf-8")


def size_of(folder: Path) -> int:
    """Bytes of all files of a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--whoosh", type=int, default=10_000)
    arguments = parser.parse_args()
    table: list[Measured] = []
    with tempfile.TemporaryDirectory() as folder:
        small, large = Path(folder) / "small", Path(folder) / "large"
        write_seeds(small / "seeds", arguments.whoosh)
        write_seeds(large / "seeds", arguments.articles)
        text_bytes = size_of(large / "seeds")
        run(large, "analyze", "Haus")  # builds the dictionary, which happens once a machine
        table.append(ours("whoosh", small, arguments.whoosh, size_of(small / "seeds")))
        table.append(ours("tantivy", large, arguments.articles, text_bytes))
        with open_archive(large) as archive:
            mine, raw = engine_times(archive)
        table.append(raw_tantivy(large, Path(folder) / "tantivy", arguments.articles, text_bytes))
        table.append(sqlite_fts(large, Path(folder) / "fts", arguments.articles, text_bytes))
        if shutil.which("rg"):
            table.append(ripgrep(large, arguments.articles))
        if shutil.which("recollindex"):
            table.append(recoll(small, Path(folder) / "recoll", arguments.whoosh, size_of(small / "seeds")))
    print("\ntexts of 2 kB          number  index/s  peak MB  bytes/byte ", end="")
    print(" word ms  and ms  phrase ms  function words ms  page ms")
    for row in table:
        cells = (_cell(row.rate, 7, 0), _cell(row.megabytes, 7, 0), _cell(row.size, 10, 2), _cell(row.word, 7, 1),
                 _cell(row.both, 6, 1), _cell(row.phrase, 9, 1), _cell(row.function_words, 17, 1),
                 _cell(row.page, 7, 1))  # fmt: skip
        print(f"{row.name:20} {row.articles:>8,}  " + "  ".join(cells))
    missing = [name for name, program in (("ripgrep", "rg"), ("Recoll", "recollindex")) if not shutil.which(program)]
    if missing:
        print(f"not installed: {', '.join(missing)}")
    print(f"engine's share, with all facets: {mine:.1f} ms, Tantivy itself for the same queries {raw:.1f} ms,",
          f"{mine / raw:.2f} times")  # fmt: skip


def _cell(value: float | None, width: int, digits: int) -> str:
    return f"{'–':>{width}}" if value is None else f"{value:{width},.{digits}f}"


if __name__ == "__main__":
    main()
