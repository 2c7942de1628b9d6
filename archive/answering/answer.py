"""What an engine found → results: hits with snippets, facets, a timeline."""

import time
from collections.abc import Mapping

from archive.answering.results import FACETS, Hit, Results, facet, timeline
from archive.answering.similar import Likeness
from archive.answering.snippets import Marker, marked, snippets
from archive.article import Article
from archive.engines.base import Found
from archive.indexing.current_index import Opened
from archive.query.plan import Node, Plan


def results_of(
    query: str,
    opened: Opened,
    node: Node,
    found: Found,
    limit: int,
    page: int,
    started: float,
    suggestion: str | None = None,
    like: Likeness | None = None,
) -> Results:
    """Results with snippets, facets and timeline.

    Args:
        node: what was asked; ``found`` is its answer, with counts of FACETS.
        started: of ``time.perf_counter``.
        like: of articles like another, what makes them so.
    """
    articles = opened.engine.get([id for id, _ in found.hits])
    markers = Marker(node), Marker(node, "title")

    def dates() -> Mapping[str, int]:
        return opened.engine.search(Plan(node, limit=0, counts=("date",))).counts["date"]

    hits = tuple(_hit(articles[id], score, *markers, like) for id, score in found.hits if id in articles)
    return Results(
        query=query,
        total=found.total,
        total_is_exact=found.exact,
        page=page,
        pages=-(-found.total // limit) if limit else 0,
        limit=limit,
        hits=hits,
        facets={name: facet(found.counts[name]) for name in FACETS},
        timeline=timeline(found.counts["year"], found.counts["month"], found.total, dates),
        suggestion=suggestion,
        engine=opened.generation.engine_name,
        took_ms=round((time.perf_counter() - started) * 1000, 1),
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
