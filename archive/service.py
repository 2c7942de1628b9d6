"""``Archive``: all that the command line, the page and a Python user need."""

import os
import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Self

from archive.answering.answer import results_of
from archive.answering.results import FACETS, Results
from archive.answering.suggestions import FEW, complete, suggest
from archive.article import Article
from archive.engines.base import Engine
from archive.engines.choice import check_engine
from archive.errors import ArticleNotFound, QueryError, SeedNotFound
from archive.german import Word, analyzer
from archive.home import Home, Settings, find_home
from archive.indexing.current_index import CurrentIndex, Opened
from archive.indexing.report import Progress, Report, Status
from archive.query import tree
from archive.query.names import NamesFile
from archive.query.parse import parse, parse_where, since_until
from archive.query.plan import SORTS, Kind, Not, Plan, Sort, Term, WordCount, leaves
from archive.query.plan import Node as PlanNode
from archive.query.planner import Planner
from archive.query.precision import LADDER, up_to

if TYPE_CHECKING:
    from archive.answering.name_candidates import Candidate

# Reading and indexing are imported where they are asked for: a search must start fast.
MAX_REACH = 10_000  # page × limit
_CHUNK = 200  # articles fetched at once by an export


class Archive:
    """One archive, open. Safe to use from several threads; a context manager.

    Every search uses the newest finished index, also one that another process has written meanwhile.
    """

    def __init__(self, home: Home, settings: Settings) -> None:
        check_engine(settings.engine)
        self.home = home
        self.settings = settings
        self._current = CurrentIndex(home.index, settings.engine)
        self._names = NamesFile(home.names)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the index."""
        self._current.close()

    def index(
        self,
        *,
        rebuild: bool = False,
        prune: bool = False,
        part: str = "1/1",
        progress: Progress | None = None,
        unsettled: Collection[str] = (),
    ) -> Report:
        """Bring the index up to date with seeds/; ``part`` ``2/4``: the second quarter of the files, into a cluster;
        else see ``indexing.update_index``."""
        from archive.indexing.membership import Part
        from archive.indexing.run import update_index

        return update_index(
            self.home,
            self.settings.engine,
            rebuild=rebuild,
            prune=prune,
            part=Part.parse(part),
            progress=progress,
            unsettled=unsettled,
        )

    def search(
        self,
        query: str = "",
        *,
        where: Iterable[str] = (),
        since: str | None = None,
        until: str | None = None,
        sort: Sort = "relevance",
        limit: int = 10,
        page: int = 1,
        today: date | None = None,
        match: Kind | None = None,
    ) -> Results:
        """Articles that answer ``query`` and all filters.

        Args:
            where: filters as ``FIELD=VALUE``, ``FIELD!=VALUE`` or ``FIELD=``.
            since, until: dates as after ``date:``.
            limit: hits a page; 0: counts only.
            today: what ``heute`` and ``7d`` count from.
            match: how far words are widened, a kind of ``precision.LADDER``; None: all the way.

        Raises:
            QueryError: it cannot be asked, or ``page × limit`` exceeds MAX_REACH.
            EngineError: there is no index, or it does not answer.
        """
        started = time.perf_counter()
        where = tuple(where)
        if limit < 0 or page < 1 or limit * page > MAX_REACH:
            raise QueryError(
                query, "limit is 0 or more, page 1 or more, and page × limit at most %(most)s.", most=MAX_REACH
            )
        with self.planned(query, where=where, since=since, until=until, today=today, match=match) as (opened, node):
            plan = Plan(node, _sort(sort, node), limit, (page - 1) * limit, FACETS)
            found = opened.engine.search(plan)
            suggestion = None
            if found.total <= FEW:

                def count(mended: str) -> int:
                    node = self._planner(opened).node(_tree(mended, where, since, until, today))
                    return opened.engine.search(Plan(node, limit=0)).total

                suggestion = suggest(query, found.total, opened.engine, count)
            return results_of(query, opened, node, found, limit, page, started, suggestion)

    def similar(self, id: str, limit: int = 10) -> Results:
        """Articles like this one, most like it first; each hit tells in ``because`` which words they share.

        Raises:
            ArticleNotFound: there is no such article.
            QueryError: ``limit`` is negative or above MAX_REACH.
        """
        from archive.answering.similar import likeness

        started = time.perf_counter()
        if not 0 <= limit <= MAX_REACH:
            raise QueryError(id, "limit is 0 or more, and at most %(most)s.", most=MAX_REACH)
        article = self.article(id)
        with self._current.open() as opened:
            like = likeness(article, opened.engine)
            found = opened.engine.search(Plan(like.node, limit=limit, counts=FACETS))
            return results_of(id, opened, like.node, found, limit, 1, started, like=like)

    def export(
        self,
        query: str = "",
        *,
        where: Iterable[str] = (),
        since: str | None = None,
        until: str | None = None,
        sort: Sort = "relevance",
        limit: int | None = None,
        page: int = 1,
        today: date | None = None,
        match: Kind | None = None,
    ) -> Iterator[tuple[Article, float]]:
        """All articles found, with scores, in the order asked for, streamed; ``limit``, ``page`` as in ``search``.

        Raises:
            QueryError, EngineError: as ``search``, and before the first article.
        """
        if page < 1 or (limit or 0) < 0:
            raise QueryError(query, "limit is 0 or more, page 1 or more.")
        asked = self.planned(query, where=where, since=since, until=until, today=today, match=match)
        hits = self._export(asked, sort, limit, page)
        first = list(islice(hits, 1))  # asks the index now, so that no error comes in the middle of a stream
        return chain(first, hits)

    def _export(
        self, asked: AbstractContextManager[tuple[Opened, PlanNode]], sort: Sort, limit: int | None, page: int
    ) -> Iterator[tuple[Article, float]]:
        with asked as (opened, node):
            plan = Plan(node, _sort(sort, node), limit, (page - 1) * (limit or 0))
            hits = opened.engine.search(plan).hits
            for start in range(0, len(hits), _CHUNK):
                chunk = hits[start : start + _CHUNK]
                articles = opened.engine.get([id for id, _ in chunk])
                yield from ((articles[id], score) for id, score in chunk if id in articles)

    @contextmanager
    def planned(
        self,
        query: str = "",
        *,
        where: Iterable[str] = (),
        since: str | None = None,
        until: str | None = None,
        today: date | None = None,
        match: Kind | None = None,
    ) -> Iterator[tuple[Opened, PlanNode]]:
        """The open index, and the plan's node for a question; arguments and errors as in ``search``."""
        if match is not None and match not in LADDER:
            raise QueryError(str(match), "match is one of: %(known)s.", known=", ".join(LADDER))
        asked = _tree(query, where, since, until, today)
        with self._current.open() as opened:
            node = self._planner(opened).node(asked)
            yield opened, up_to(node, match) if match else node

    def _planner(self, opened: Opened) -> Planner:
        return Planner(opened.engine.words, opened.languages(), self._names.names().variants)

    def article(self, id: str) -> Article:
        """The article with this id.

        Raises:
            ArticleNotFound: there is none.
        """
        with self._current.open() as opened:
            found = opened.engine.get([id])
        if id not in found:
            raise ArticleNotFound(id)
        return found[id]

    def original(self, id: str) -> tuple[Path, str]:
        """The file that an article was read from, and its name as text.

        Raises:
            ArticleNotFound: there is no such article; SeedNotFound: its file has gone or lies outside seeds/ now.
        """
        from archive.indexing.ledger import Ledger
        from archive.reading import printable

        with self._current.open() as opened, Ledger(opened.generation.ledger) as ledger:
            name = ledger.file_of(id)
        if name is None:
            raise ArticleNotFound(id)
        root = self.home.seeds.resolve()
        path = (root / name).resolve()
        if not (path.is_relative_to(root) and path.is_file()):
            raise SeedNotFound(id)
        return path, printable(name).rpartition("/")[2]

    def complete(self, text: str, limit: int = 10) -> list[WordCount]:
        """Ways to go on with the last word of ``text``, from the words people wrote, most frequent first."""
        with self._current.open() as opened:
            return complete(text, opened.engine, limit)

    def name_candidates(self, limit: int = 20) -> "list[Candidate]":
        """Spellings in the archive that may be of one name, for ``names.toml``; none is applied."""
        from archive.answering.name_candidates import candidates

        with self._current.open() as opened:
            return candidates(opened.engine, self._names.names().variants, limit)

    def analyze(self, word: str, language: str | None = None) -> Word:
        """What a word becomes in the index."""
        return analyzer(language).word(word)

    def status(self) -> Status:
        """Counts, engine, failed files, and whether the index is up to date with this version."""
        from archive.indexing.state import look_at_files

        with self._current.open() as opened:
            info = opened.engine.info()
            oldest = _extreme(opened.engine, "oldest")
            newest = _extreme(opened.engine, "newest")
            files = look_at_files(opened.generation, info)
        return Status(
            articles=info.articles,
            files=files.number,
            failed=files.failed,
            failures=files.failures,
            engine=opened.generation.engine_name,
            outdated=files.outdated,
            dated_from=oldest.date_from if oldest else None,
            dated_until=newest.date_until if newest else None,
            index_bytes=info.bytes,
            last_run=files.last_run,
        )


def open_archive(home: str | os.PathLike[str] | None = None, **settings: str | None) -> Archive:
    """Open the archive at ``home`` (or as ``home.find_home`` finds it); settings by keyword, as in ``archive.toml``."""
    found = find_home(home)
    return Archive(found, found.settings(settings))


def _tree(query: str, where: Iterable[str], since: str | None, until: str | None, today: date | None) -> tree.Node:
    today = today or date.today()
    days = since_until(since, until, today)
    nodes = [parse(query, today), *(parse_where(filter, today) for filter in where), *([days] if days else [])]
    return nodes[0] if len(nodes) == 1 else tree.And(tuple(nodes))


def _sort(sort: Sort, node: PlanNode) -> Sort:
    if sort not in SORTS:
        raise QueryError(str(sort), "sort is one of: %(known)s.", known=", ".join(SORTS))
    # Without words all scores are equal, and the newest come first.
    return "newest" if sort == "relevance" and next(leaves(node), None) is None else sort


def _extreme(engine: Engine, sort: Sort) -> Article | None:
    """The first article by date, or None if none has one."""
    found = engine.search(Plan(Not(Term("year", "")), sort, limit=1)).hits
    return next(iter(engine.get([id for id, _ in found]).values()), None)
