"""How fast the Whoosh engine is beside plain Whoosh: ``python -m benchmarks.bench_whoosh [--articles 10000]``."""

import argparse
import multiprocessing
import resource
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from archive.engines.base import AnalyzedArticle, WordMatch
from archive.engines.whoosh import WhooshEngine
from archive.query.plan import WORDS, All, And, Near, Node, Not, Or, Phrase, Plan, Range, Term
from archive.results import FACETS
from benchmarks.ready_articles import ready_articles

WEIGHTS = dict(zip(WORDS, (3.0, 1.0, 4.0, 1.5, 0.6, 0.3), strict=True))


def raw_rate(made: Sequence[AnalyzedArticle]) -> float:
    """Articles per second into plain Whoosh: one field, stemmed, one process."""
    from whoosh import analysis, fields, index

    with tempfile.TemporaryDirectory() as folder:
        schema = fields.Schema(id=fields.ID(stored=True), text=fields.TEXT(analysis.StemmingAnalyzer()))
        start = time.perf_counter()
        writer = index.create_in(folder, schema).writer(limitmb=256)
        for article in made:
            writer.add_document(id=article.article.id, text=f"{article.article.title} {article.article.text}")
        writer.commit()
        return len(made) / (time.perf_counter() - start)


def our_rate(made: Sequence[AnalyzedArticle], folder: Path) -> float:
    """Articles per second through ``update``, all fields."""
    engine = WhooshEngine(folder, analysis=1)
    start = time.perf_counter()
    engine.update(made)
    rate = len(made) / (time.perf_counter() - start)
    engine.close()
    return rate


def one_by_one(made: Sequence[AnalyzedArticle], folder: Path) -> float:
    """Median milliseconds of an ``update`` with one article."""
    engine = WhooshEngine(folder, analysis=1)
    seconds = []
    for article in made:
        start = time.perf_counter()
        engine.update([article])
        seconds.append(time.perf_counter() - start)
    engine.close()
    return statistics.median(seconds) * 1000


def milliseconds(call: Callable[[], object], times: int = 15) -> float:
    """Median duration of a call after a first one."""
    call()
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        call()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds) * 1000


def queries(made: Sequence[AnalyzedArticle], folder: Path) -> dict[str, float]:
    """Median milliseconds of each kind of question, all facets and dates counted, in a warm process."""
    engine = WhooshEngine(folder, analysis=1, writable=False)
    words = [word for word, _ in Counter(" ".join(article.body_forms for article in made).split()).most_common()]
    nouns = [word for word in words if len(word) > 5]

    def word(text: str) -> Or:
        return Or(tuple(Term(field, text[:6] if len(field) < 6 else text, WEIGHTS[field]) for field in WORDS))

    deep: Node = word(nouns[50])
    for _ in range(32):
        deep = Or((Not(Not(And((deep, All())))), Term("body", nouns[700])))
    many = tuple(Or(tuple(Term("body_forms", form) for form in words[n * 300 : n * 300 + 300])) for n in range(64))
    nodes: dict[str, Node] = {
        "common word": word(nouns[3]),
        "middling word": word(nouns[300]),
        "rare word": word(nouns[10_000]),
        "two words": And((word(nouns[10]), word(nouns[20]))),
        "all": All(),
        "word, range and value": And((word(nouns[3]), Range("date_until", 0, 10**9), Term("source", "nordblatt"))),
        "word without another": And((word(nouns[3]), Not(word(nouns[5])))),
        "phrase of function words": Phrase("body_forms", (words[0], words[1])),
        "function words near each other": Near("body_forms", (words[0], words[2]), 5),
        "1,000 terms": Or(tuple(Term("body_forms", form) for form in words[5_000:6_000])),
        "64 clauses of 300 terms": And((Or(many), word(nouns[60]))),
        "96 levels": deep,
    }
    found = {
        f"search: {name}": milliseconds(lambda node=node: engine.search(Plan(node, counts=(*FACETS, "date"))))
        for name, node in nodes.items()
    }
    for match in (
        WordMatch("exact", nouns[300]),
        WordMatch("prefix", nouns[300][:3]),
        WordMatch("pattern", ".*" + nouns[300][-4:]),
        WordMatch("fuzzy", nouns[300], distance=2),
    ):
        found[f"words: {match.how}"] = milliseconds(lambda match=match: engine.words(match, 50))
    engine.close()
    return found


def peak(count: int, folder: Path) -> float:
    """MB of a process that makes articles and indexes them in one update (Linux and macOS)."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_peak, (count, folder))


def _peak(count: int, folder: Path) -> float:
    our_rate(ready_articles(count), folder / "peak")
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024)


def main() -> None:
    """Run all and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000)
    count = parser.parse_args().articles
    with tempfile.TemporaryDirectory() as name:  # first: a new process counts the size of the one that starts it
        print(f"memory of articles and update: {peak(count, Path(name)):.0f} MB")
    made = ready_articles(count)
    print(f"{count} articles of {statistics.mean(len(each.article.text) for each in made):.0f} letters")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ours, raw = our_rate(made, folder / "index"), raw_rate(made)
        print(f"update: {ours:.0f} articles/s; plain Whoosh: {raw:.0f} articles/s; {ours / raw:.2f} times")
        engine = WhooshEngine(folder / "index", analysis=1)
        print(f"index: {engine.info().bytes / count / 1000:.2f} kB an article")
        engine.close()
        for what, median in queries(made, folder / "index").items():
            print(f"{what}: {median:.1f} ms")
        print(f"update of one article: {one_by_one(made[:50], folder / 'index'):.1f} ms")


if __name__ == "__main__":
    main()
