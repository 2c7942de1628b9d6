"""Answers a request from one open index: plans it, asks the engine, and makes the results that are shown."""

import time
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from archive.answering import overview
from archive.answering.results import FACET_VALUES, FACETS, FEW, Facet, Hit, Relaxed, Results, Snippet, facet, timeline
from archive.answering.snippets import Marker, marked, snippets
from archive.answering.understood import Gettext, english, understood
from archive.article import Article
from archive.engines.base import Found
from archive.errors import QueryError
from archive.german import fold_value, question_analyzer
from archive.german.languages import LANGUAGES
from archive.indexing.current_index import Opened
from archive.query import tree
from archive.query.match_levels import match_levels, up_to
from archive.query.names import Names
from archive.query.parse import parse
from archive.query.plan import (
    All,
    And,
    AtLeast,
    Kind,
    Node,
    Not,
    Or,
    Plan,
    Range,
    Sort,
    Term,
    WordMatch,
    unranked,
    word_clauses,
)
from archive.query.planner import Planner, Required
from archive.query.synonyms import Synonyms
from archive.query.widening import Widening
from archive.request import MAX_REACH, SearchRequest

if TYPE_CHECKING:
    from archive.answering.similar import Likeness

FEW_HITS = 10  # fewer hits than these are followed by relaxed ones
MARKED_CHARACTERS = 200_000  # of an article that is shown whole: marking more would make a page wait
_WORDS_LEFT_OUT = 6  # words of a question that are left out one by one; each costs a count
_CHUNK = 200  # articles that an export fetches at once


class MatchLevelCount(Struct, frozen=True):
    """A match level: ``total`` articles match up to it, ``more`` of them not before it."""

    match: Kind
    total: int
    more: int


class Searcher:
    """Answers requests from one open index.

    Args:
        opened: the index.
        names: other spellings of names.
        synonyms: words that say the same.
    """

    def __init__(self, opened: Opened, names: Names, synonyms: Synonyms) -> None:
        self._opened = opened
        self._engine = opened.engine
        everything = self._engine.search(Plan(All(), limit=0, counts=("language",)))
        languages = tuple(sorted(everything.counts["language"].keys() & LANGUAGES))
        widening = Widening(languages, names.variants, synonyms)
        self._planner = Planner(opened.words, widening, everything.total, opened.values)

    def search(self, request: SearchRequest) -> Results:
        """Return one page of results.

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
        sort = _sort(request.sort, node)
        asked = node if sort == "relevance" and limit else unranked(node)
        found = self._engine.search(Plan(asked, sort, limit, request.offset, FACETS, FACET_VALUES))
        results = self._results(request, node, found)
        if found.total < FEW_HITS and limit and request.page == 1:
            results = replace(results, relaxed=self._relaxed(request, limit))
        if found.total <= FEW:
            results = replace(results, suggestion=self._suggestion(request, found.total))
        return replace(results, understood=self.understood(request), took_ms=_since(started))

    def understood(self, request: SearchRequest, gettext: Gettext = english) -> str | None:
        """How the question was read, in the language of ``gettext``; None where it says no more than was typed."""
        node = parse(request.query, request.today)
        return understood(node, self._widened(node), self._planner.values_for, gettext)

    def widened(self, request: SearchRequest) -> dict[str, tuple[str, ...]]:
        """The bare words of a question, as they were typed, that spellings and synonyms of the index widen, with
        these."""
        return self._widened(parse(request.query, request.today))

    def in_period(self, request: SearchRequest) -> int | None:
        """How many articles lie in the period that a question is limited to, whatever they say; None if it is limited
        to none. Exclusions and alternatives are no such limits."""
        limits = [node for node in tree.conditions(request.check().tree()) if _is_period(node)]
        if not limits:
            return None
        return self._total(unranked(self._planner.node(tree.And(tuple(limits)))))

    def _widened(self, node: tree.Node) -> dict[str, tuple[str, ...]]:
        """The bare words of a question that are widened by spellings and synonyms that the index holds."""
        spellings: dict[str, dict[str, list[set[str]]]] = {}  # word → spelling → the terms of each of its words
        for word in tree.words(node):
            units = question_analyzer().units(word.text)
            for text in self._planner.widening.spellings(units[0]) if len(units) == 1 else ():
                terms = [set(own.terms) for _, own in question_analyzer().words(text) if own.terms]
                spellings.setdefault(word.text, {})[text] = terms
        asked = {term for others in spellings.values() for terms in others.values() for own in terms for term in own}
        if not asked:
            return {}
        match = WordMatch("any", " ".join(sorted(asked)), of="terms")
        known = {word.text for word in self._opened.words(match, len(asked))}
        held = {
            word: tuple(text for text, terms in others.items() if terms and all(known & own for own in terms))
            for word, others in spellings.items()
        }
        return {word: texts for word, texts in held.items() if texts}

    def _relaxed(self, request: SearchRequest, limit: int) -> Relaxed | None:
        """The articles that hold at least half of the words of a question, but not all of them, best first."""
        asked = request.check().tree()
        required = self._planner.required(asked)
        if required is None:
            return None
        words = tuple(node for _, node in required.words)
        all_words = And((*words, *required.others))
        most = And((AtLeast(words, -(-len(words) // 2)), *required.others, Not(all_words)))
        node = self._planner.ranked(most, asked)
        node = up_to(node, request.match) if request.match else node
        found = self._engine.search(Plan(node, limit=limit))
        if not found.total:
            return None
        hits = self._hits(node, found)
        ids = Or(tuple(Term("id", fold_value(hit.id)) for hit in hits))
        held = [
            (text, {id for id, _ in self._engine.search(Plan(And((ids, unranked(word))), "newest", limit)).hits})
            for text, word in required.words
        ]
        told = tuple(replace(hit, missing=tuple(text for text, having in held if hit.id not in having)) for hit in hits)
        return Relaxed(found.total, told, self._without(required))

    def _without(self, required: Required) -> tuple[tuple[str, int], ...]:
        """Count the articles that lack one word of a question and hold all the others, for its first words."""
        counts: list[tuple[str, int]] = []
        for place, (text, node) in enumerate(required.words[:_WORDS_LEFT_OUT]):
            rest = [other for number, (_, other) in enumerate(required.words) if number != place]
            total = self._total(And((*rest, *required.others, Not(node))))
            if total:
                counts.append((text, total))
        return tuple(sorted(counts, key=lambda pair: -pair[1]))

    def similar(self, article: Article, limit: int) -> Results:
        """The articles most like ``article``, at most ``limit``; each hit tells in ``because`` what both say."""
        from archive.answering.similar import likeness

        started = time.perf_counter()
        like = likeness(article, self._engine)
        found = self._engine.search(Plan(like.node, limit=limit, counts=FACETS, most=FACET_VALUES))
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

    def latest(self, request: SearchRequest) -> list[Article]:
        """The hits that were first seen last, at most ``request.limit``; see ``latest.latest``."""
        from archive.answering.latest import latest

        return latest(self._engine, unranked(self._node(request)), request.limit or 0)

    def first_seen(
        self, request: SearchRequest, low: int, high: int | None, limit: int | None
    ) -> tuple[int, list[str]]:
        """How many of the hits were first seen from ``low`` to ``high``, in seconds since 1970 (None: open), and their
        ids, those of the newest date first, at most ``limit`` (None: all)."""
        node = And((unranked(self._node(request)), Range("added", low, high)))
        found = self._engine.search(Plan(node, "newest", limit))
        return found.total, [id for id, _ in found.hits]

    def count(self, request: SearchRequest) -> int:
        """Return the number of articles that ``search`` would find."""
        return self._total(unranked(self._node(request)))

    def values(self, request: SearchRequest, field: str) -> Facet:
        """Every value that the hits have in a field of FACETS, most frequent first."""
        counts = self._engine.search(Plan(unranked(self._node(request)), limit=0, counts=(field,))).counts[field]
        return facet(counts, most=len(counts))

    def match_levels(self, request: SearchRequest, total: int | None = None) -> tuple[MatchLevelCount, ...]:
        """The match levels that find something more than the one before, most exact first; always the first of all.
        Empty for a question that has only one.

        Args:
            total: how many articles the question finds on all levels, if that is known.
        """
        found: list[MatchLevelCount] = []
        node = unranked(self._node(replace(request, match=None)))
        kinds = match_levels(node)
        if len(kinds) < 2:
            return ()
        if total is None:
            total = self._total(node)
        reached = 0
        for kind in kinds:
            if found and reached == total:
                break  # no level finds more
            here = total if kind == kinds[-1] else self._total(up_to(node, kind))
            if here > reached or not found:
                found.append(MatchLevelCount(kind, here, here - reached))
            reached = here
        return tuple(found)

    def _total(self, node: Node) -> int:
        return self._engine.search(Plan(node, limit=0)).total

    def marked_text(self, request: SearchRequest, article: Article) -> Snippet:
        """The article's whole text in pieces, with what answers the request marked in its first MARKED_CHARACTERS."""
        marker = Marker(self._node(request), surfaces=self._opened.surfaces)
        return marked(article.text, marker.marks(article.text, article.language, MARKED_CHARACTERS))

    def _node(self, request: SearchRequest) -> Node:
        node = self._planner.node(request.check().tree())
        return up_to(node, request.match) if request.match else node

    def _suggestion(self, request: SearchRequest, total: int) -> str | None:
        from archive.answering.suggestions import Suggester

        def count(mended: str) -> int:
            return self.count(replace(request, query=mended, match=None))

        return Suggester(self._opened, self._planner.widening, count).suggest(request.query, total)

    def _results(self, request: SearchRequest, node: Node, found: Found, like: "Likeness | None" = None) -> Results:
        """Results of what the engine ``found`` for ``node``; ``took_ms`` and ``suggestion`` are left to the caller."""

        def days() -> Mapping[str, int]:
            return overview.dates(self._engine, unranked(node))

        limit = request.limit or 0
        hits = self._hits(node, found, like)  # first: an engine may still be counting
        return Results(
            query=request.query,
            total=found.total,
            total_is_exact=found.exact,
            page=request.page,
            pages=-(-found.total // limit) if limit else 0,
            limit=limit,
            hits=hits,
            facets={name: facet(found.counts[name], more=found.more.get(name, 0)) for name in FACETS},
            timeline=timeline(found.counts["year"], found.counts["month"], found.total, days),
            suggestion=None,
            engine=self._opened.generation.engine_name,
            took_ms=0.0,
        )

    def _hits(self, node: Node, found: Found, like: "Likeness | None" = None) -> tuple[Hit, ...]:
        articles = self._engine.get([id for id, _ in found.hits])
        surfaces = self._opened.surfaces
        markers = Marker(node, "body", surfaces), Marker(node, "title", surfaces)
        return tuple(_hit(articles[id], score, *markers, like) for id, score in found.hits if id in articles)


def _hit(article: Article, score: float, body: Marker, title: Marker, like: "Likeness | None") -> Hit:
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
        because=like.because(article, marks, body.marks(article.title, article.language)) if like else None,
    )


def _is_period(node: tree.Node) -> bool:
    match node:
        case tree.Days("date") | tree.Within() | tree.Value("year" | "month"):
            return True
        case tree.Or(nodes):
            return bool(nodes) and all(map(_is_period, nodes))
        case _:
            return False


def _sort(sort: Sort, node: Node) -> Sort:
    # Without words all scores are equal, and the newest come first.
    return "newest" if sort == "relevance" and next(word_clauses(node), None) is None else sort


def _since(started: float) -> float:
    """Milliseconds since ``started``, of ``time.perf_counter``."""
    return round((time.perf_counter() - started) * 1000, 1)
