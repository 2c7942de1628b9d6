"""Archive in a cluster of three nodes on this machine, beside the plain client with the same entries and queries.

python -m benchmarks.bench_opensearch [--articles 10000] [--rounds 3]

Three nodes, the indexer and the readers share this machine's processors: what counts are the ratios. Both sides have
written as much before as makes Java compile what it runs, and take turns in going first.
"""

import argparse
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from itertools import chain, pairwise
from pathlib import Path
from statistics import median
from typing import Any

import opensearchpy
from opensearchpy.helpers import parallel_bulk

from archive.answering.results import FACETS
from archive.article import Article
from archive.engines.base import AnalyzedArticle
from archive.engines.opensearch import indices
from archive.engines.opensearch.address import Address
from archive.engines.opensearch.engine import OpenSearchEngine
from archive.engines.opensearch.entries import entry, mapping
from archive.engines.opensearch.query import Compiler, body
from archive.german import ANALYSIS_VERSION
from archive.indexing.analysis import analyze_article
from archive.query.parse import parse
from archive.query.plan import Plan
from archive.query.planner import Planner
from benchmarks.texts import SOURCES, texts
from deploy.cluster import CACHE, Cluster

WORDS = ["Regierung", "Häuser", "Bahn", "Minister", "Krieg", "Wasser", "Schule", "Wahl", "Preise", "Arbeit", "Kinder",
         "Polizei", "Gericht", "Stadt", "Sommer"]  # fmt: skip
PAIRS = list(pairwise(WORDS))
PHRASES = ["die Regierung", "der Minister", "die Bahn", "im Krieg", "das Wasser", "die Schule", "vor Gericht",
           "der Polizei", "in der Stadt", "im Sommer"]  # fmt: skip
BATCH = 2_500  # articles, as indexing commits them
SETTINGS = {"number_of_shards": 3, "number_of_replicas": 1, "refresh_interval": "-1"}
READERS = 8
WARMING = 10_000  # articles that both sides index before they are timed


def articles(number: int) -> Iterator[Article]:
    """Articles that are not analysed yet."""
    for count, text in enumerate(texts(number)):
        title, day = " ".join(text.split()[:6]), f"{2014 + count % 10}-{count % 12 + 1:02}-{count % 28 + 1:02}"
        yield Article(id=f"{count:07}", path=f"{count:07}.txt", title=title, text=text, date=day, language="de",
                      source=SOURCES[count % len(SOURCES)], added="2026-01-01T00:00:00Z")  # fmt: skip


def timed(ask: Callable[[Any], object], questions: Sequence[Any]) -> float:
    """The median of the milliseconds in which questions are answered; each is asked once before it is timed."""
    took = []
    for question in questions:
        ask(question)
        started = time.perf_counter()
        ask(question)
        took.append((time.perf_counter() - started) * 1000)
    return median(took)


def plain_bulk(client: opensearchpy.OpenSearch, entries: Iterable[dict[str, Any]]) -> None:
    """What the client's own helper does."""
    actions = ({"_index": "plain", "_id": fields["key"], "_source": fields} for fields in entries)
    for done, _ in parallel_bulk(client, actions, thread_count=4, chunk_size=500, request_timeout=120):
        assert done  # noqa: S101
    client.indices.refresh(index="plain")


def bulk(
    client: opensearchpy.OpenSearch, engine: OpenSearchEngine, put: list[AnalyzedArticle]
) -> list[tuple[float, float]]:
    """Fill an empty index: for each batch the seconds that we take, and that the client alone takes. They take turns,
    so that both meet the same load; each batch ends with a refresh."""
    client.indices.delete(index="plain", ignore_unavailable=True)
    client.indices.create(index="plain", body={"settings": SETTINGS, "mappings": mapping()})
    took = []
    for number, start in enumerate(range(0, len(put), BATCH)):
        batch = put[start : start + BATCH]
        entries = [entry(analyzed) for analyzed in batch]
        sides = {
            "plain": lambda entries=entries: plain_bulk(client, entries),
            "ours": lambda batch=batch: engine.update(batch),
        }
        seconds = {}
        for side in sorted(sides, reverse=bool(number % 2)):
            begun = time.perf_counter()
            sides[side]()
            seconds[side] = time.perf_counter() - begun
        took.append((seconds["ours"], seconds["plain"]))
    return took


def compared(took: list[tuple[float, float]]) -> str:
    """Both rates and their ratio."""
    ours, plain = map(sum, zip(*took, strict=True))
    done = BATCH * len(took)
    return f"through us {done / ours:,.0f} articles/s, plain client {done / plain:,.0f}: {plain / ours:.2f} times"


def search(client: opensearchpy.OpenSearch, engine: OpenSearchEngine, name: str) -> tuple[float, float, list[Plan]]:
    """The median milliseconds of our engine for planned questions with all facets, and of the client for the same
    requests; and the plans."""
    planner = Planner(engine.words)
    questions = [*WORDS, *(" ".join(pair) for pair in PAIRS), *(f'"{phrase}"' for phrase in PHRASES)]
    plans = [Plan(planner.node(parse(question, date.today())), counts=FACETS) for question in questions]

    def raw(asked: dict[str, Any]) -> object:
        return client.search(
            index=name, body=asked, search_type="dfs_query_then_fetch", allow_partial_search_results=False
        )

    requests = [body(plan, Compiler(plan.node, lambda near, query: []).query(plan.node), 10) for plan in plans]
    both: list[tuple[Callable[[Any], object], Sequence[Any]]] = [(engine.search, plans), (raw, requests)]
    # In turn, so that both meet the same load; the first rounds make Java compile what it runs.
    rounds = [[timed(ask, questions) for ask, questions in both] for _ in range(10)]
    ours, plain = (median(times) for times in zip(*rounds[5:], strict=True))
    return ours, plain, plans


def killed(cluster: Cluster, engine: OpenSearchEngine, plans: list[Plan]) -> str:
    """What eight readers see while a node is killed, in one line."""
    expected = [engine.search(plan).total for plan in plans]
    done = threading.Event()
    took: list[float] = []
    wrong: list[object] = []
    errors: list[Exception] = []

    def read(first: int) -> None:
        number = first
        while not done.is_set():
            number = (number + 1) % len(plans)
            begun = time.perf_counter()
            try:
                total = engine.search(plans[number]).total
                if total != expected[number]:
                    wrong.append(total)
            except Exception as error:
                errors.append(error)
            took.append(time.perf_counter() - begun)

    threads = [threading.Thread(target=read, args=(n * 3,)) for n in range(READERS)]
    for thread in threads:
        thread.start()
    time.sleep(5)
    before, took[:] = list(took), []
    cluster.signal_node(2)
    time.sleep(15)
    done.set()
    for thread in threads:
        thread.join()
    return (f"{len(took):,} answers, wrong {len(wrong)}, errors {len(errors)}, slowest {max(took) * 1000:.0f} ms "
            f"(before: median {median(before) * 1000:.0f} ms, slowest {max(before) * 1000:.0f} ms)")  # fmt: skip


def main() -> None:
    """Print the numbers."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    asked_for = parser.parse_args()
    number: int = asked_for.articles
    with ProcessPoolExecutor() as processes:
        put = list(processes.map(analyze_article, articles(number), chunksize=500))
    with tempfile.TemporaryDirectory(dir=CACHE) as folder:
        Path(folder).chmod(0o755)
        cluster = Cluster(Path(folder) / "bench")
        try:
            cluster.start()

            def opened(name: str) -> OpenSearchEngine:
                address = Address.parse(f"opensearch://{cluster.hosts}/{name}?shards=3&replicas=1")
                return OpenSearchEngine(address, analysis=ANALYSIS_VERSION, analyze=analyze_article)

            client = opensearchpy.OpenSearch([{"host": "127.0.0.1", "port": port} for port in cluster.ports])
            for warming in range(3):
                bulk(client, opened(f"warm{warming}"), put[:WARMING])
            rounds = []
            for _ in range(asked_for.rounds):
                client.indices.delete(index="warm*,bench*", ignore_unavailable=True)
                engine = opened("bench")
                rounds.append(bulk(client, engine, put))
                print("bulk:", compared(rounds[-1]))
            print("bulk, all rounds:", compared(list(chain.from_iterable(rounds))))
            late = [batch for took in rounds for batch in took[3 * len(took) // 4 :]]
            print("bulk, last quarter, when most words are known:", compared(late))
            client.indices.delete(index="plain")
            held = indices.current(engine._server)
            assert held is not None  # noqa: S101
            sizes = [engine._server.ask("GET", f"/{name}/_stats/store")["_all"]["primaries"]["store"]["size_in_bytes"]
                     for name in (held.index, indices.words_of(held.index))]  # fmt: skip
            letters = sum(len(analyzed.article.text.encode()) for analyzed in put)
            print(f"primaries: articles {sizes[0] / number:,.0f} bytes each, {sizes[0] / letters:.2f} bytes a byte;",
                  f"words {sizes[1] / 1e6:.1f} MB")  # fmt: skip
            asked, raw, plans = search(client, engine, "bench")
            print(
                f"search with all facets: through us {asked:.1f} ms, raw request {raw:.1f} ms, {asked / raw:.2f} times"
            )
            print(f"a node killed under {READERS} readers: {killed(cluster, engine, plans)}")
        finally:
            cluster.stop()


if __name__ == "__main__":
    main()
