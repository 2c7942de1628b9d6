"""``Archive``: all that the command line, the page and a Python user need."""

import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cached_property
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Self, Unpack

from archive.answering import overview
from archive.answering.results import Facet, Results, Snippet, Timeline
from archive.answering.searcher import MatchLevelCount, Searcher
from archive.answering.understood import Gettext, english
from archive.article import Article
from archive.engines.choice import check_engine
from archive.errors import ArticleNotFound, QueryError, SeedNotFound
from archive.german import Word, analyzer
from archive.home import Home, Settings, find_home
from archive.indexing.current_index import CurrentIndex
from archive.query.entries import EntriesFile
from archive.query.names import Names
from archive.query.synonyms import Synonyms
from archive.request import MAX_REACH, SearchOptions, SearchRequest

if TYPE_CHECKING:
    from archive.adding import Adding
    from archive.answering.completion import Completer, Completion
    from archive.answering.name_candidates import Candidate
    from archive.indexing.doctor import Diagnosis
    from archive.indexing.forget import Forgetting
    from archive.indexing.report import Progress, Report, Status
    from archive.lists import Lists
    from archive.saved_searches import SavedSearches

# Reading and indexing are imported where they are asked for: a search must start fast.


class Archive:
    """One archive, open. Safe to use from several threads; a context manager.

    Every search uses the newest finished index, also one that another process has written meanwhile.

    Args:
        on_problem: called with a sentence for people about what is amiss and hinders no search, such as a list of names
            with a typing error. By default it is logged as a warning of the logger ``archive``.
    """

    def __init__(self, home: Home, settings: Settings, on_problem: Callable[[str], None] | None = None) -> None:
        check_engine(settings.engine)
        self.home = home
        self.settings = settings
        self._current = CurrentIndex(home.index, settings.engine)
        self._completer: Completer | None = None
        self._names = EntriesFile(home.names, "names.toml", Names, on_problem or _warn)
        self._synonyms = EntriesFile(home.synonyms, "synonyms.toml", Synonyms, on_problem or _warn)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the index."""
        self._current.close()

    def index(
        self,
        *,
        rebuild: bool = False,
        prune: bool = False,
        part: str = "1/1",
        progress: "Progress | None" = None,
        unsettled: Collection[str] = (),
    ) -> "Report":
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

    def forget(
        self,
        *ids: str,
        delete: bool = False,
        move: str | os.PathLike[str] | None = None,
        progress: "Progress | None" = None,
    ) -> "Forgetting":
        """Take articles out for good, so that no run takes them in again; see ``indexing.forget``.

        Raises:
            ArticleNotFound: of one of the ids; nothing was done then.
            ArchiveError: a file cannot be deleted or moved, or the index is in use.
        """
        from archive.indexing.forget import forget

        target = Path(move) if move is not None else None
        return forget(self.home, self.settings.engine, ids, delete=delete, move=target, progress=progress)

    def doctor(self, repair: bool = False) -> "Diagnosis":
        """Compare seeds, ledger and index, and with ``repair`` mend what differs and compare again.

        Raises:
            EngineError: there is no index, it cannot be read or written just now, or a run is at work.
        """
        from archive.indexing import doctor

        return doctor.repair(self.home, self.settings.engine) if repair else doctor.examine(self.home)

    def search(self, query: str | SearchRequest = "", **options: Unpack[SearchOptions]) -> Results:
        """Search for the articles that answer ``query`` and all filters.

        Args:
            query: the question, or a whole request.
            options: attributes of ``SearchRequest`` by keyword: where, since, until, sort, limit, page, match, today.

        Raises:
            QueryError: it cannot be asked, or ``page × limit`` exceeds MAX_REACH.
            EngineError: there is no index, or it does not answer.
        """
        with self._searcher() as searcher:
            return searcher.search(SearchRequest.of(query, **options))

    def similar(self, id: str, limit: int = 10) -> Results:
        """Find articles like this one, most like it first; each hit tells in ``because`` which words they share.

        Raises:
            ArticleNotFound: there is no such article.
            QueryError: ``limit`` is negative or above MAX_REACH.
        """
        if not 0 <= limit <= MAX_REACH:
            raise QueryError(id, "limit is 0 or more, and at most %(most)s.", most=MAX_REACH)
        article = self.article(id)
        with self._searcher() as searcher:
            return searcher.similar(article, limit)

    def export(
        self, query: str | SearchRequest = "", **options: Unpack[SearchOptions]
    ) -> Iterator[tuple[Article, float]]:
        """All articles found, with scores, in the order asked for, streamed; with ``limit`` one page of them.

        Raises:
            QueryError, EngineError: as ``search``, and before the first article.
        """
        request = query if isinstance(query, SearchRequest) else SearchRequest(query, limit=None)
        hits = self._export(SearchRequest.of(request, **options).check())
        first = list(islice(hits, 1))  # asks the index now, so that no error comes in the middle of a stream
        return chain(first, hits)

    def _export(self, request: SearchRequest) -> Iterator[tuple[Article, float]]:
        with self._searcher() as searcher:
            yield from searcher.export(request)

    def latest(self, query: str | SearchRequest = "", **options: Unpack[SearchOptions]) -> list[Article]:
        """The articles found that were first seen last, at most ``limit``, the last first; errors as ``search``."""
        with self._searcher() as searcher:
            return searcher.latest(SearchRequest.of(query, **options))

    def first_seen(
        self, query: str | SearchRequest, low: int, high: int | None = None, limit: int | None = None
    ) -> tuple[int, list[str]]:
        """What a question finds that was first seen within seconds, see ``Searcher.first_seen``; errors as there."""
        with self._searcher() as searcher:
            return searcher.first_seen(SearchRequest.of(query), low, high, limit)

    def count(self, query: str | SearchRequest = "", **options: Unpack[SearchOptions]) -> int:
        """The number of articles that ``search`` would find; errors as there."""
        with self._searcher() as searcher:
            return searcher.count(SearchRequest.of(query, **options))

    def values(self, query: str | SearchRequest, field: str, **options: Unpack[SearchOptions]) -> Facet:
        """Every value that the articles found have in a field of ``results.FACETS``; errors as ``search``."""
        with self._searcher() as searcher:
            return searcher.values(SearchRequest.of(query, **options), field)

    def match_levels(self, query: str | SearchRequest, total: int | None = None) -> tuple[MatchLevelCount, ...]:
        """How many articles each match level finds, see ``Searcher.match_levels``; errors as ``search``."""
        with self._searcher() as searcher:
            return searcher.match_levels(SearchRequest.of(query), total)

    def understood(self, query: str | SearchRequest, gettext: Gettext = english) -> str | None:
        """How a question was read, see ``Searcher.understood``; errors as ``search``."""
        with self._searcher() as searcher:
            return searcher.understood(SearchRequest.of(query), gettext)

    def widened(self, query: str | SearchRequest) -> Mapping[str, Sequence[str]]:
        """By what a question's words are widened, see ``Searcher.widened``; errors as ``search``."""
        with self._searcher() as searcher:
            return searcher.widened(SearchRequest.of(query))

    def in_period(self, query: str | SearchRequest) -> int | None:
        """How many articles lie in a question's period, see ``Searcher.in_period``; errors as ``search``."""
        with self._searcher() as searcher:
            return searcher.in_period(SearchRequest.of(query))

    def marked_text(self, query: str | SearchRequest, article: Article) -> Snippet:
        """The article's whole text in pieces, marked where it answers the question; errors as ``search``."""
        with self._searcher() as searcher:
            return searcher.marked_text(SearchRequest.of(query), article)

    def coverage(self, *fields: str) -> Mapping[str, Mapping[str, int]]:
        """How many of all articles have each value of ``fields``, see ``overview.coverage``."""
        with self._current.open() as opened:
            return overview.coverage(opened.engine, fields)

    def history(self) -> Timeline:
        """The timeline of all articles."""
        with self._current.open() as opened:
            return overview.history(opened.engine)

    @contextmanager
    def _searcher(self) -> Iterator[Searcher]:
        with self._current.open() as opened:
            yield Searcher(opened, self._names.current(), self._synonyms.current())

    def article(self, id: str) -> Article:
        """Return the article with this id.

        Raises:
            ArticleNotFound: there is none.
        """
        with self._current.open() as opened:
            found = opened.engine.get([id])
        if id not in found:
            raise ArticleNotFound(id)
        return found[id]

    def articles(self, ids: Sequence[str]) -> Mapping[str, Article]:
        """The articles with these ids, by id; those that are not there are left out."""
        with self._current.open() as opened:
            return opened.engine.get(ids)

    @cached_property
    def lists(self) -> "Lists":
        """The lists of articles that people gathered: ``archive.lists.add("Merkliste", id, note="…")``."""
        from archive.lists import Lists

        return Lists(self.home, self.articles)

    @cached_property
    def adding(self) -> "Adding":
        """What adds seeds: ``archive.adding.add_note("Titel", "Text")``."""
        from archive.adding import Adding

        return Adding(self.home)

    @cached_property
    def saved_searches(self) -> "SavedSearches":
        """The saved searches: ``archive.saved_searches.save("Korea", SearchRequest("Korea"))``, and what is new."""
        from archive.saved_searches import SavedSearches

        def last(request: SearchRequest) -> str:
            return next((article.added or "" for article in self.latest(request, limit=1)), "")

        return SavedSearches(self.home, self.first_seen, last, self.articles)

    def versions(self, article: Article) -> tuple[Article, ...]:
        """All articles that state the address of ``article``, itself among them, the oldest first."""
        from archive.answering.versions import versions

        with self._current.open() as opened:
            return versions(opened.engine, article)

    def original(self, id: str) -> tuple[Path, str]:
        """Return the file that an article was read from, and its name as text.

        Raises:
            ArticleNotFound: there is no such article; SeedNotFound: its file has gone or lies outside seeds/ now.
        """
        from archive.reading import printable

        name = self._seed_name(id)
        root = self.home.seeds.resolve()
        path = (root / name).resolve()
        if not (path.is_relative_to(root) and path.is_file()):
            raise SeedNotFound(id)
        return path, printable(name).rpartition("/")[2]

    def _seed_name(self, id: str) -> str:
        """The name below seeds/ of the file that an article was read from.

        Raises:
            ArticleNotFound: there is no such article.
            EngineError: the ledger cannot be read.
        """
        from archive.indexing.ledger import Ledger, sqlite_errors

        with self._current.open() as opened:
            path = opened.generation.ledger
            if not path.exists():  # another machine filled the cluster
                return self.article(id).path
            with sqlite_errors(path, "The ledger"), Ledger(path) as ledger:
                name = ledger.file_of(id)
        if name is None:
            raise ArticleNotFound(id)
        return name

    def complete(self, text: str, limit: int = 10) -> "list[Completion]":
        """Return ways to go on with the last word of ``text``, see ``Completer.complete``."""
        from archive.answering.completion import Completer

        if self._completer is None:
            self._completer = Completer()
        with self._current.open() as opened:
            return self._completer.complete(text, opened, limit)

    def name_candidates(self, limit: int = 20) -> "list[Candidate]":
        """Spellings in the archive that may be of one name, for ``names.toml``; none is applied."""
        from archive.answering.name_candidates import candidates

        with self._current.open() as opened:
            return candidates(opened.engine, self._names.current().variants, limit)

    def analyze(self, word: str, language: str | None = None) -> Word:
        """Return what a word becomes in the index."""
        return analyzer(language).word(word)

    def version(self) -> tuple[object, ...] | None:
        """What the answers to questions depend on, to be compared by ``==``: the same question has the same answer as
        long as it is the same. None if that cannot be told, as of a cluster."""
        with self._current.open() as opened:
            stamp = opened.generation.stamp()
        if stamp is None:
            return None
        now = datetime.now(UTC)
        days = now.date(), now.astimezone().date()  # what "today" means
        return *stamp, *days, self._names.current(), self._synonyms.current()

    def status(self) -> "Status":
        """Counts, engine, failed files, and whether the index is up to date with this version."""
        from archive.indexing.damage import signs
        from archive.indexing.report import Status
        from archive.indexing.state import look_at_files

        with self._current.open() as opened:
            info = opened.engine.info()
            oldest = overview.first_by_date(opened.engine, "oldest")
            newest = overview.first_by_date(opened.engine, "newest")
            files = look_at_files(opened.generation, info)
            # What another version wrote may have another layout, and is built anew anyway.
            damaged = [
                f'Not all of the index is sound: {found}. Run "archive index", which mends it.'
                for found in ([] if files.outdated else signs(self.home.index, opened.generation))
            ]
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
            problems=(*damaged, *self.problems()),
        )

    def problems(self) -> tuple[str, ...]:
        """What is amiss and hinders no search, a sentence each."""
        of_lists = self.lists.problems() if self.home.lists.exists() else ()
        of_searches = self.saved_searches.problem() if self.home.searches.exists() else None
        return tuple(filter(None, (self._names.problem(), self._synonyms.problem(), *of_lists, of_searches)))


def open_archive(
    home: str | os.PathLike[str] | None = None,
    *,
    on_problem: Callable[[str], None] | None = None,
    **settings: str | None,
) -> Archive:
    """Open the archive at ``home`` (or as ``home.find_home`` finds it); settings by keyword, as in ``archive.toml``.
    ``on_problem``: see ``Archive``."""
    found = find_home(home)
    return Archive(found, found.settings(settings), on_problem)


def _warn(problem: str) -> None:
    import logging  # here: few archives have problems, and a search must start fast

    logging.getLogger("archive").warning("%s", problem)
