"""The OpenSearch engine as the archive sees it: a cluster, for when one machine is not enough."""

import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any

from archive.article import Article
from archive.engines.base import Analyze, AnalyzedArticle, Counts, Found, IndexInfo, Stored, WordCount, WordMatch
from archive.engines.nearness import NEAR_ARTICLES, check_budget, ids_near
from archive.engines.opensearch import indices
from archive.engines.opensearch.address import Address
from archive.engines.opensearch.entries import article_of, entry, entry_id
from archive.engines.opensearch.lexicon import Lexicon
from archive.engines.opensearch.query import Compiler, Query, body, facets, pairs_near
from archive.engines.opensearch.server import Action, Server, Writes
from archive.engines.opensearch.tuning import (
    FETCHED_AT_ONCE,
    KEEP_ALIVE,
    MANY_BUCKETS,
    PAGE,
    READ_PATIENCE,
    WINDOW,
    WRITE_PATIENCE,
)
from archive.errors import EngineError
from archive.query import plan
from archive.query.plan import All, Plan


class OpenSearchEngine:
    """An archive in a cluster; satisfies ``Engine``. Scores are BM25 over all shards, and 0 where hits are sorted by
    date. An update is no transaction: one that is cut off leaves a part, and the same call again makes it whole.

    Args:
        address: the cluster, and the archive's name there.
        analysis: version of the analysis of the words, kept with a new index; ``info`` tells that of an old one.
        analyze: an article → its words as they were indexed, for nearness that the cluster cannot tell.
        writable: whether a missing index is made and ``update`` allowed.
        index: the generation's index to write to; None: the current one, made if there is none.

    Raises:
        EngineUnavailable: the cluster does not answer (only if ``writable``: readers find out when they ask).
    """

    def __init__(
        self, address: Address, *, analysis: int, analyze: Analyze, writable: bool = True, index: str | None = None
    ) -> None:
        self._server = Server(address, WRITE_PATIENCE if writable else READ_PATIENCE)
        self._writable = writable
        self._analyze = analyze
        self._closed = threading.Event()
        if writable and index is None:
            index = indices.make(self._server, analysis, "", 0).index
        self._write_to = index or ""
        # A reader asks the current index; a writer the one that it writes, which may not be current yet.
        self._index = index or address.name
        self._lexicon = Lexicon(self._server, self._index)

    def update(self, articles: Iterable[AnalyzedArticle], remove: Iterable[str] = ()) -> None:
        """See ``Engine``.

        Raises:
            EngineUnavailable: the cluster does not take it; what it took stays, and the same call again goes on.
        """
        self._check_open()
        if not self._writable:
            raise EngineError("This index was opened for reading only.", "Open it for writing.")
        put = {analyzed.article.id: analyzed for analyzed in articles}  # the last of equal ids wins
        gone = dict.fromkeys(id for id in remove if id not in put)
        if not (put or gone):
            return
        # A late copy of a request of this update does not undo a later update, for its version is lower.
        version = {"version": time.time_ns() // 1_000, "version_type": "external_gte"}

        def actions() -> Iterator[Action]:
            for id in gone:
                yield {"delete": {"_id": entry_id(id), **version}}, None
            for id, analyzed in put.items():
                yield {"index": {"_id": entry_id(id), **version}}, entry(analyzed)

        sent: dict[str, int] = {}
        # Words are counted while the articles are under way: both are sent as they are made.
        words = self._lexicon.writes(put.values(), sent)
        self._server.bulk(Writes(indices.writing(self._write_to), actions()), words)
        self._lexicon.remember(sent)
        self._server.refresh(self._write_to, indices.words_of(self._write_to))

    def search(self, plan: Plan) -> Found:
        """See ``Engine``."""
        query = self._query(plan)
        reach = None if plan.limit is None else plan.offset + plan.limit
        size = WINDOW if reach is None else min(reach, WINDOW) if plan.limit else 0
        asked = body(plan, query, size)
        if reach is not None and reach <= WINDOW:
            asked |= {"from": plan.offset if plan.limit else 0, "size": plan.limit}
        answer = self._server.search(self._index, asked)
        total = answer["hits"]["total"]["value"]
        hits = answer["hits"]["hits"]
        if reach is None or reach > WINDOW:
            if total > WINDOW:
                pages = list(self._pages(body(plan, query, PAGE), reach))
                hits = [hit for page in pages for hit in page]
            hits = hits[plan.offset : reach]
        counts = self._counts(plan, query, answer)
        scored = plan.sort == "relevance"
        return Found(total, tuple((h["sort"][-1], h["sort"][0] if scored else 0.0) for h in hits), counts)

    def _counts(self, plan: Plan, query: Query, answer: dict[str, Any]) -> Counts:
        found = answer.get("aggregations", {})
        many = [name for name in plan.counts if found[name]["sum_other_doc_count"]]
        for name in many:  # one at a time: the server bounds the buckets of a search
            asked = {"query": query, "size": 0, "track_total_hits": False, "aggs": facets([name], MANY_BUCKETS)}
            found[name] = self._server.search(self._index, asked)["aggregations"][name]
        exact = not any(found[name]["sum_other_doc_count"] for name in many)
        return Counts({name: {b["key"]: b["doc_count"] for b in found[name]["buckets"]} for name in plan.counts}, exact)

    def get(self, ids: Sequence[str]) -> dict[str, Article]:
        """See ``Engine``."""
        self._check_open()
        articles: dict[str, Article] = {}
        for some in _some(dict.fromkeys(ids)):
            answer = self._server.ask(
                "POST", f"/{self._index}/_mget", {"ids": [entry_id(id) for id in some]}, realtime="false",
                filter_path="docs.found,docs.error,docs._source",
            )  # fmt: skip
            for document in answer.get("docs", ()):
                if "error" in document:
                    raise self._server.lost(document["error"].get("type"))
                if document.get("found"):
                    article = article_of(document["_source"])
                    articles[article.id] = article
        return articles

    def scan(self, plan: Plan | None = None) -> Iterator[Stored]:
        """See ``Engine``."""
        asked = Plan(plan.node if plan else All(), "newest")
        wanted = body(asked, self._query(asked), PAGE) | {"docvalue_fields": ["hash"], "sort": [{"key": "asc"}]}
        pages = self._pages(wanted)
        first = next(pages, [])  # opens the point in time now, not when the first article is asked for
        hits = chain.from_iterable(chain([first], pages))
        return (Stored(hit["sort"][-1], hit["fields"]["hash"][0]) for hit in hits)

    def words(self, match: WordMatch, limit: int) -> list[WordCount]:
        """See ``Engine``. In archives of more than some 10,000 articles counts are estimates where more than a handful
        are asked for."""
        self._check_open()
        return self._lexicon.words(match, limit)

    def info(self) -> IndexInfo:
        """See ``Engine``."""
        self._check_open()
        held = indices.current(self._server)
        total = self._server.search(self._index, {"size": 0, "track_total_hits": True})["hits"]["total"]["value"]
        names = f"{self._index},{indices.words_of(self._index)}"
        size = self._server.ask("GET", f"/{names}/_stats/store")["_all"]["total"]["store"]["size_in_bytes"]
        return IndexInfo(total, size, held.schema if held else 0, held.analysis if held else 0)

    def close(self) -> None:
        """See ``Engine``. Questions that are being answered are answered to their end."""
        if not self._closed.is_set():
            self._closed.set()
            self._server.close()

    def _check_open(self) -> None:
        if self._closed.is_set():
            raise EngineError("This index was closed.", "Open it again.")

    def _query(self, asked: Plan) -> Query:
        """A plan's node as a query.

        Raises:
            QueryError: nearness would have to be looked for in too many articles, see ``check_budget``.
        """
        self._check_open()
        check_budget(asked.node, self._candidates)
        return Compiler(asked.node, self._near).query(asked.node)

    def _candidates(self, near: plan.Near) -> int:
        """The number of articles in which each two words of a ``Near`` are near each other."""
        asked = {"query": pairs_near(near), "size": 0, "track_total_hits": True}
        return int(self._server.search(self._index, asked)["hits"]["total"]["value"])

    def _pages(self, asked: dict[str, Any], reach: int | None = None) -> Iterator[list[dict[str, Any]]]:
        """Yield the pages of hits of one point in time: all, or the first ``reach`` hits."""
        opened = self._server.ask("POST", f"/{self._index}/_search/point_in_time", keep_alive=KEEP_ALIVE,
                                  allow_partial_pit_creation="false")["pit_id"]  # fmt: skip
        asked = asked | {"aggs": {}, "track_total_hits": False}
        try:
            seen = 0
            while reach is None or seen < reach:
                answer = self._server.search(None, asked | {"pit": {"id": opened, "keep_alive": KEEP_ALIVE}})
                page = answer["hits"]["hits"]
                if page:
                    yield page
                if len(page) < asked["size"]:
                    return
                seen += len(page)
                asked["search_after"] = page[-1]["sort"]
        finally:
            self._server.ask("DELETE", "/_search/point_in_time", {"pit_id": [opened]}, missing={})

    def _near(self, node: plan.Near, wider: Query) -> list[str]:
        """The ids of the articles in which a ``Near`` holds, of those that ``wider`` finds."""
        asked = body(Plan(node, "newest"), wider, NEAR_ARTICLES)
        hits = self._server.search(self._index, asked)["hits"]["hits"]
        batches = _some(hit["sort"][-1] for hit in hits)
        return ids_near((article for ids in batches for article in self.get(ids).values()), node, self._analyze)


def _some(ids: Iterable[str]) -> Iterator[list[str]]:
    """Yield ids in batches of FETCHED_AT_ONCE."""
    rest = iter(ids)
    while some := list(islice(rest, FETCHED_AT_ONCE)):
        yield some
