"""A request → results: planned for one open index, asked, and told with snippets, facets, timeline and suggestion."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from archive.answering.overview import dates
from archive.answering.results import FACETS, Hit, Results, Snippet, facet, timeline
from archive.answering.similar import Likeness, likeness
from archive.answering.snippets import Marker, marked, snippets
from archive.answering.suggestions import FEW, suggest
from archive.article import Article
from archive.engines.base import Found
from archive.errors import QueryError
from archive.indexing.current_index import Opened
from archive.query.match_levels import match_levels, up_to
from archive.query.plan import Kind, Node, Plan, Sort, word_clauses
from archive.query.planner import Planner
from archive.request import MAX_REACH, SearchRequest

MARKED_CHARACTERS = 200_000  # of an article that is shown whole: marking more would make a page wait
_CHUNK = 200  # articles that an export fetches at once


@dataclass(frozen=True, slots=True)
class MatchLevelCount:
    """A match level: ``total`` articles match up to it, ``more`` of them not before it."""

    match: Kind
    total: int
    more: int


class Searcher:
    """Answers requests from one open index.

    Args:
        opened: the index.
        variants: a folded word → other spellings of the name that it is.
    """

    def __init__(self, opened: Opened, variants: Callable[[str], Sequence[str]]) -> None:
        self._opened = opened
        self._engine = opened.engine
        self._planner = Planner(opened.engine.words, opened.languages(), variants)

    def search(self, request: SearchRequest) -> Results:
        """One page of results.

        Raises:
            QueryError: the request cannot be asked, or its page lies beyond MAX_REACH hits.
            EngineError: the index does not answer.
        """
        started = time.perf_counter()
        limit = request.limit
        if limit is None or limit < 0 or request.page < 1 or limit * request.page > MAX_REACH:
            message = "limit is 0 or more, page 1 or more, and page × limit at most %(most)s."
            raise QueryError(request.query, message, most=MAX_REACH)
        node = self._node(request)
        found = self._engine.search(Plan(node, _sort(request.sort, node), limit, request.offset, FACETS))
        results = self._results(request, node, found)
        if found.total <= FEW:
            results = replace(results, suggestion=self._suggestion(request, found.total))
        return replace(results, took_ms=_since(started))

    def similar(self, article: Article, limit: int) -> Results:
        """The articles most like ``article``, at most ``limit``; each hit tells in ``because`` what both say."""
        started = time.perf_counter()
        like = likeness(article, self._engine)
        found = self._engine.search(Plan(like.node, limit=limit, counts=FACETS))
        results = self._results(SearchRequest(article.id, limit=limit), like.node, found, like)
        return replace(results, took_ms=_since(started))

    def export(self, request: SearchRequest) -> Iterator[tuple[Article, float]]:
        """Every hit with its score, or those of one page if the request has a limit, in the order asked for, streamed.

        Raises:
            QueryError, EngineError: as ``search``.
        """
        node = self._node(request)
        hits = self._engine.search(Plan(node, _sort(request.sort, node), request.limit, request.offset)).hits
        for start in range(0, len(hits), _CHUNK):
            chunk = hits[start : start + _CHUNK]
            articles = self._engine.get([id for id, _ in chunk])
            yield from ((articles[id], score) for id, score in chunk if id in articles)

    def count(self, request: SearchRequest) -> int:
        """The number of articles that ``search`` would find."""
        return self._engine.search(Plan(self._node(request), limit=0)).total

    def match_levels(self, request: SearchRequest) -> tuple[MatchLevelCount, ...]:
        """The match levels that find something more than the one before, most exact first; always the first of all.
        Empty for a question that has only one."""
        found: list[MatchLevelCount] = []
        node = self._node(replace(request, match=None))
        kinds = match_levels(node)
        if len(kinds) < 2:
            return ()
        for kind in kinds:
            total = self._engine.search(Plan(up_to(node, kind), limit=0)).total
            more = total - (found[-1].total if found else 0)
            if more or not found:
                found.append(MatchLevelCount(kind, total, more))
        return tuple(found)

    def marked_text(self, request: SearchRequest, article: Article) -> Snippet:
        """The article's whole text in pieces, with what answers the request marked in its first MARKED_CHARACTERS."""
        marker = Marker(self._node(request))
        return marked(article.text, marker.marks(article.text[:MARKED_CHARACTERS], article.language))

    def _node(self, request: SearchRequest) -> Node:
        node = self._planner.node(request.check().tree())
        return up_to(node, request.match) if request.match else node

    def _suggestion(self, request: SearchRequest, total: int) -> str | None:
        def count(mended: str) -> int:
            return self.count(replace(request, query=mended, match=None))

        return suggest(request.query, total, self._engine, count)

    def _results(self, request: SearchRequest, node: Node, found: Found, like: Likeness | None = None) -> Results:
        """Results of what the engine ``found`` for ``node``; ``took_ms`` and ``suggestion`` are left to the caller."""
        articles = self._engine.get([id for id, _ in found.hits])
        markers = Marker(node), Marker(node, "title")

        def days() -> Mapping[str, int]:
            return dates(self._engine, node)

        limit = request.limit or 0
        return Results(
            query=request.query,
            total=found.total,
            total_is_exact=found.exact,
            page=request.page,
            pages=-(-found.total // limit) if limit else 0,
            limit=limit,
            hits=tuple(_hit(articles[id], score, *markers, like) for id, score in found.hits if id in articles),
            facets={name: facet(found.counts[name]) for name in FACETS},
            timeline=timeline(found.counts["year"], found.counts["month"], found.total, days),
            suggestion=None,
            engine=self._opened.generation.engine_name,
            took_ms=0.0,
        )


def _hit(article: Article, score: float, body: Marker, title: Marker, like: Likeness | None) -> Hit:
    marks = body.first_marks(article.text, article.language)
    return Hit(
        id=article.id,
        title=article.title,
        date=article.date,
        source=article.source,
        agencies=article.agencies,
        score=round(score, 4),
        snippets=snippets(article.text, marks),
        marked_title=marked(article.title, title.marks(article.title, article.language)),
        because=like.because(article, marks) if like else None,
    )


def _sort(sort: Sort, node: Node) -> Sort:
    # Without words all scores are equal, and the newest come first.
    return "newest" if sort == "relevance" and next(word_clauses(node), None) is None else sort


def _since(started: float) -> float:
    """Milliseconds since ``started``, of ``time.perf_counter``."""
    return round((time.perf_counter() - started) * 1000, 1)
