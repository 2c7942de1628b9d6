"""Tantivy itself, and its only importer: its writer, its searcher, plans as its queries.

Words come ready, joined by blanks. Tantivy shows no positions, and its slop means something else where a Near asks for
more than two words: such nearness is verified in the articles.
"""

import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from itertools import combinations, permutations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import tantivy
from tantivy import DocAddress, FieldType, Occur, Order, Query

from archive.article import Article
from archive.engines.base import Analyze
from archive.engines.embedded import library_errors
from archive.engines.lexicon import LEXICONS
from archive.engines.nearness import NEAR_ARTICLES, check_budget, ids_near
from archive.engines.tantivy.checksums import META
from archive.engines.tantivy.counting import Counted, Counting
from archive.engines.tantivy.entries import KEYS, NUMBERS, SPELLED, WRITTEN, article_of
from archive.engines.tantivy.tuning import (
    ANY_SECOND,
    DOCUMENTS_KEPT,
    LOCK_PAUSE,
    MORE_TIES,
    NEAR_KEPT,
    OPEN_TRIES,
    TIES,
    WRITER_BYTES,
)
from archive.errors import EngineError, IndexLocked, IndexMissing
from archive.query import plan
from archive.query.plan import POSITIONS, SECONDS, VALUES, WORDS, Node

_READERS_LOCK = ".tantivy-meta.lock"  # held while a commit is opened, so that its files are not collected meanwhile
_WRITERS_LOCK = ".tantivy-writer.lock"
_KEPT_BY_TANTIVY = (META, ".managed.json")  # files that it makes for its own user alone, unlike all others
_ALL = Query.const_score_query(Query.all_query(), 0.0)
_NOTHING = Query.empty_query()

Commit = Callable[[Iterable[dict[str, Any]], Iterable[str]], None]
"""Takes the entries to put in and the ids to take out before, and commits."""


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in WORDS:
        kept = "position" if name in POSITIONS else "freq"
        builder.add_text_field(name, tokenizer_name="blanks", index_option=kept)
    for name in (*VALUES, "id", "key", "every"):
        builder.add_text_field(name, stored=name == "key", tokenizer_name="raw", index_option="basic")
    for name in (*WRITTEN.values(), *KEYS):
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    for name in NUMBERS.values():
        builder.add_integer_field(name, fast=True)
    for name in SPELLED.values():
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in SECONDS:
        builder.add_integer_field(name, fast=True)
    return builder.add_bytes_field("article", stored=True).build()


class Index:
    """A Tantivy index in a folder.

    Args:
        create: make it if there is none.

    Raises:
        IndexMissing: there is none and it is not to be made.
    """

    def __init__(self, folder: Path, analyze: Analyze, *, create: bool) -> None:
        self._folder = folder
        self._analyze = analyze
        if not (folder / META).exists():
            if not create:
                raise IndexMissing("There is no index yet.", 'Run "archive index".')
            folder.mkdir(parents=True, exist_ok=True)
            tantivy.Index(_schema(), str(folder))
        self._index: tantivy.Index | None = None
        if create or self._can_lock():
            self._index = self._opened(folder)
            self._index.config_reader("manual")

    def _can_lock(self) -> bool:
        """Whether this process may take the lock that Tantivy takes to open a commit, for which it wants to write."""
        try:
            (self._folder / _READERS_LOCK).open("ab").close()
        except OSError:
            return False
        return True

    def _opened(self, folder: Path) -> tantivy.Index:
        index = tantivy.Index.open(str(folder))
        # Tokenizers are not kept with an index; without this one writing would fail.
        blanks = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        index.register_tokenizer("blanks", blanks)
        return index

    def version(self) -> tuple[int, ...] | None:
        """A value that differs after each commit, by whatever process; None if the index is gone."""
        try:
            stat = (self._folder / META).stat()
        except FileNotFoundError:
            return None
        return stat.st_ino, stat.st_mtime_ns, stat.st_size

    def snapshot(self) -> "Snapshot":
        """The newest commit."""
        version = self.version()
        if self._index is None:
            return self._linked_snapshot()
        self._index.reload()
        return Snapshot(self._index, version, self._analyze)

    def _linked_snapshot(self) -> "Snapshot":
        """The newest commit of an index that this user may only read, through links to its files in a folder of ours:
        Tantivy's own way to open without its lock cannot be reached from Python (tantivy-py issue 730). Its files stay
        open when the links are gone."""
        tries_left = OPEN_TRIES
        while True:
            version = self.version()
            if version is None:
                raise IndexMissing("There is no index, or it is gone.", 'Run "archive index".')
            try:
                with TemporaryDirectory(prefix="archive-", ignore_cleanup_errors=True) as folder:
                    for file in os.scandir(self._folder):
                        if not file.name.endswith(".lock"):
                            (Path(folder) / file.name).symlink_to(Path(file.path).absolute())
                    linked = self._opened(Path(folder))
                    linked.config_reader("manual")  # else Tantivy goes on looking there for commits, and makes its lock
                    return Snapshot(linked, version, self._analyze)
            except (ValueError, OSError) as error:
                tries_left -= 1  # without the lock, files may be collected while they are opened
                if not tries_left or version == self.version():
                    text = "The index is not this user's to write in, and could not be opened beside it"
                    raise EngineError(f"{text} ({error}).", "Check that temporary files can be made.") from error

    @contextmanager
    def writing(self, patience: float) -> Iterator[Commit]:
        """Hold the index for writing, and give the function that writes one commit, all or nothing.

        Raises:
            IndexLocked: another process has been writing for ``patience`` seconds.
        """
        with library_errors("The index could not be opened for writing"):
            writer = self._writer(time.monotonic() + patience)

        def commit(entries: Iterable[dict[str, Any]], remove: Iterable[str]) -> None:
            # First: a writer that was killed in a commit may have left files of the names that this one gives. Not when
            # the writer is opened: an update that changes nothing leaves the folder as it is.
            writer.garbage_collect_files()
            for id in remove:
                writer.delete_documents_by_term("key", id)
            for entry in entries:
                writer.add_document(tantivy.Document(**entry))
            writer.commit()
            writer.garbage_collect_files()

        try:
            yield commit
        except BaseException:
            # The first error is the one to tell. wait_merging_threads gives back the lock; Python would do so too late.
            for end in (writer.rollback, writer.wait_merging_threads, self._clean):
                with suppress(EngineError), library_errors("The writer could not be ended"):
                    end()
            raise
        with library_errors("The index could not be merged"):
            writer.wait_merging_threads()
            self._share()

    def _share(self) -> None:
        """Give the files that Tantivy makes for its own user alone the rights of the others: readers may be others."""
        mode = (self._folder / _WRITERS_LOCK).stat().st_mode
        for name in _KEPT_BY_TANTIVY:
            (self._folder / name).chmod(mode)

    def _clean(self) -> None:
        """Remove at once what a failed commit has left: on a full disk its space is wanted."""
        writer = self._opened(self._folder).writer(WRITER_BYTES, 1)
        writer.garbage_collect_files()
        writer.wait_merging_threads()

    def _writer(self, until: float) -> tantivy.IndexWriter:
        while True:
            try:
                # Opened anew, the index also knows the files that a killed writer has left.
                return self._opened(self._folder).writer(WRITER_BYTES, 1)
            except ValueError as error:
                if "LockBusy" not in str(error):
                    raise
                if time.monotonic() > until:
                    text = "Another process is writing to the index."
                    raise IndexLocked(text, "Try again when it has ended.") from None
            time.sleep(LOCK_PAUSE)


class Snapshot:
    """The articles of one commit. It never changes, so threads may share it.

    Attributes:
        version: as ``Index.version`` gave it before the commit was opened.
        size: number of articles.
    """

    def __init__(self, index: tantivy.Index, version: tuple[int, ...] | None, analyze: Analyze) -> None:
        self.version = version
        self._schema = index.schema
        self._searcher = index.searcher()
        self._analyze = analyze
        self.size = self._searcher.num_docs
        # Dictionaries also count articles that are deleted but not merged away yet.
        self._clean = self._searcher.doc_freq("every", "1") == self.size
        self._lexicons: dict[str, dict[str, int]] = {}
        self._documents: dict[str, tantivy.Document] = {}  # of the best hits, whose articles are asked for next
        self._near_ids: dict[tuple[str, tuple[str, ...], int], tuple[str, ...]] = {}  # a question asks several times
        # Of the searcher, not of this object: what refers to itself is freed late, and its files with it.
        self._counting = Counting(
            self._searcher.aggregate,
            partial(_beginning, self._searcher),
            partial(_having, self._searcher, self._schema),
            has_numbers=self._knows(SPELLED["source"]),
        )

    def count(self, query: Query) -> int:
        """The number of articles that a query finds."""
        return self.size if query is _ALL else self._search(query, 1)[0]

    def _search(self, query: Query, limit: int, **sort: Any) -> tuple[int, list[tuple[Any, DocAddress]]]:
        """How many articles a query finds, and the first of them with their scores or sort keys."""
        result = self._searcher.search(query, limit, count=True, **sort)
        return result.count, result.hits  # type: ignore[attr-defined]  # the library's stub forgets it

    def counts(self, query: Query, names: Iterable[str], total: int, most: int | None = None) -> dict[str, Counted]:
        """The values of each field among the ``total`` articles that a query finds, see ``Counting.counts``."""
        return self._counting.counts(query, names, total, most, of_all=query is _ALL)

    def _knows(self, field: str) -> bool:
        """Whether the index has a field, which one of an older version may lack."""
        try:
            self._term(field, "", "basic")
        except ValueError:
            return False
        return True

    def keys(self, query: Query, name: str, stop: int) -> tuple[int, list[str]]:
        """How many articles a query finds, and the first ``stop`` sort keys."""
        total, hits = self._search(query, stop, order_by_field=name, order=Order.Asc)
        return total, [key for key, _ in hits]

    def best(self, query: Query, stop: int) -> tuple[int, list[tuple[str, float]]]:
        """How many articles a query finds; the first ``stop`` ids by score, then newest, then by id; their scores."""
        asked = min(stop + TIES, self.size)
        while True:  # until all that tie with the last one are there
            total, hits = self._search(query, asked)
            if len(hits) == total or hits[-1][0] < hits[stop - 1][0]:
                break
            asked = min(asked * MORE_TIES, self.size)
        hits = [hit for hit in hits if hit[0] >= hits[:stop][-1][0]]
        lasts = self._searcher.fast_field_values("date_until", [address for _, address in hits])
        ranks = [(-score, last is None, -(last or 0)) for (score, _), last in zip(hits, lasts, strict=True)]
        bar = sorted(ranks)[:stop][-1:]
        first = [(rank, address) for rank, (_, address) in zip(ranks, hits, strict=True) if [rank] <= bar]
        documents = [self._searcher.doc(address) for _, address in first]
        named = [(*rank, found["key"][0]) for (rank, _), found in zip(first, documents, strict=True)]
        if len(self._documents) + len(documents) > DOCUMENTS_KEPT:
            self._documents.clear()
        self._documents.update((id, found) for (*_, id), found in zip(named, documents, strict=True))
        return total, [(id, -negative) for negative, _, _, id in sorted(named)[:stop]]

    def holds_any(self, ids: Iterable[str]) -> bool:
        """Whether any of these is the id of an article."""
        return self.count(Query.term_set_query(self._schema, "key", list(ids))) > 0

    def articles(self, ids: Sequence[str]) -> dict[str, Article]:
        """Articles by id; unknown ones are left out."""
        found = {id: known for id in ids if (known := self._documents.pop(id, None))}
        if rest := [id for id in ids if id not in found]:
            query = Query.term_set_query(self._schema, "key", rest)
            documents = (self._searcher.doc(address) for _, address in self._searcher.search(query, len(rest) + 1).hits)
            found |= {document["key"][0]: document for document in documents}
        return {id: article_of(document["article"][0]) for id, document in found.items()}

    def frequency(self, field: str, word: str) -> int:
        """The number of articles with a word."""
        if self._clean:
            return int(self._searcher.doc_freq(field, word))
        return self.count(self._term(field, word))

    def lexicon(self, name: str, prefix: str) -> dict[str, int]:
        """Word → number of articles, in the field where it has more: the words of one of LEXICONS that begin with
        ``prefix``."""
        if name not in self._lexicons or prefix:
            found: dict[str, int] = {}
            for field in LEXICONS[name]:
                living = None if self._clean else _ALL
                for word, count in self._searcher.terms_with_prefix(field, prefix, living):
                    if count > found.get(word, 0):
                        found[word] = count
            if prefix:
                return found
            self._lexicons[name] = found
        return self._lexicons[name]

    def query(self, node: Node) -> Query:
        """A plan's node as a query with the same articles and its scores.

        Raises:
            QueryError: nearness would have to be looked for in too many articles, see ``check_budget``.
        """
        check_budget(node, lambda near: self.count(self._pairs_near(near)))
        return self._query(node)

    def _query(self, node: Node) -> Query:
        match node:
            case plan.Term(field, text, weight) if field in WORDS:
                return _weighted(self._term(field, text), weight)
            case plan.Term(field, text):
                return _unscored(self._term(field, text, "basic"))
            case plan.Phrase(field, words, weight):
                return _weighted(self._phrase(field, words), weight)
            case plan.Near():
                return _weighted(self._near(node), node.weight)
            case plan.Range(field, low, high):
                least, most = -ANY_SECOND if low is None else low, ANY_SECOND if high is None else high
                return _unscored(Query.range_query(self._schema, field, FieldType.Integer, least, most))
            case plan.All():
                return _ALL
            case plan.And(nodes):
                return _all_of([self._query(child) for child in nodes]) if nodes else _ALL
            case plan.Or(nodes):
                return _any_of([self._query(child) for child in nodes])
            case plan.Best(nodes):
                return Query.disjunction_max_query([self._query(child) for child in nodes]) if nodes else _NOTHING
            case plan.Boosted(child, by):
                return Query.boolean_query([(Occur.Must, self._query(child)), (Occur.Should, self._query(by))])
            case plan.Constant(child, score):
                return Query.const_score_query(self._query(child), score)
            case plan.AtLeast(nodes, number):
                return self._at_least([self._query(child) for child in nodes], number)
            case plan.Not(child):
                return Query.boolean_query([(Occur.Must, _ALL), (Occur.MustNot, self._query(child))])

    def _term(self, field: str, text: str, kept: str = "freq") -> Query:
        return Query.term_query(self._schema, field, text, kept)

    def _at_least(self, queries: list[Query], number: int) -> Query:
        if number > len(queries):
            return _NOTHING
        if number <= 1:
            return _any_of(queries if number == 1 else [*queries, _ALL])
        return Query.boolean_query([(Occur.Should, query) for query in queries], minimum_number_should_match=number)

    def _phrase(self, field: str, words: tuple[str, ...], slop: int = 0) -> Query:
        if len(words) == 1:
            return self._term(field, words[0])
        return Query.phrase_query(self._schema, field, list(words), slop) if words else _NOTHING

    def _pairs_near(self, near: plan.Near) -> Query:
        """The articles that hold all words of a ``Near``, each two of them near each other."""
        words = tuple(dict.fromkeys(near.words))
        # Between two words slop is exact in either order: N words may stand between those that are N + 1 apart.
        slop = near.distance - 1
        pairs = [
            _any_of([self._phrase(near.field, pair, slop), self._phrase(near.field, pair[::-1], slop)])
            for pair in combinations(words, 2)
        ]
        return pairs[0] if len(words) == 2 else _all_of([*(self._term(near.field, word) for word in words), *pairs])

    def _near(self, near: plan.Near) -> Query:
        field, asked, distance = near.field, near.words, near.distance
        if len(asked) < 2 or distance < len(asked) - 1:
            return self._phrase(field, asked) if len(asked) < 2 else _NOTHING
        if len(asked) == len(set(asked)) == 2:
            return self._pairs_near(near)
        sure = _NOTHING
        if len(asked) == len(set(asked)) == 3:
            # Tantivy may allow the slop for each of the two gaps: half of it finds nothing that is not near.
            slop = distance // 2 - 1
            sure = _any_of([self._phrase(field, order, slop) for order in permutations(asked)])
        ids = self._ids_near(near, sure)
        either = _any_of([_unscored(Query.term_set_query(self._schema, "key", list(ids))), _unscored(sure)])
        return _all_of([_unscored(either), *(self._term(field, word) for word in dict.fromkeys(asked))])

    def _ids_near(self, near: plan.Near, sure: Query) -> tuple[str, ...]:
        """The ids of the articles in which a ``Near`` holds, of those that ``sure`` does not find."""
        asked = near.field, near.words, near.distance
        known = self._near_ids.get(asked)
        if known is None:
            unsure = Query.boolean_query([(Occur.Must, self._pairs_near(near)), (Occur.MustNot, sure)])
            hits = self._searcher.search(unsure, NEAR_ARTICLES, count=False).hits
            documents = (self._searcher.doc(address) for _, address in hits)
            known = tuple(ids_near((article_of(found["article"][0]) for found in documents), near, self._analyze))
            if len(self._near_ids) >= NEAR_KEPT:
                self._near_ids.clear()
            self._near_ids[asked] = known
        return known


def _beginning(searcher: tantivy.Searcher, field: str, text: str) -> Iterable[str]:
    """The terms of a field that begin with a text."""
    return (term for term, _ in searcher.terms_with_prefix(field, text, None))


def _having(searcher: tantivy.Searcher, schema: tantivy.Schema, query: Query, field: str, text: str) -> int:
    """How many articles that a query finds have a term of a field."""
    result = searcher.search(_all_of([query, Query.term_query(schema, field, text, "basic")]), 1, count=True)
    return int(result.count)  # type: ignore[attr-defined]  # the library's stub forgets it


def _weighted(query: Query, weight: float) -> Query:
    return query if weight == 1 else Query.boost_query(query, weight)


def _unscored(query: Query) -> Query:
    return Query.const_score_query(query, 0.0)


def _all_of(queries: list[Query]) -> Query:
    return queries[0] if len(queries) == 1 else Query.boolean_query([(Occur.Must, query) for query in queries])


def _any_of(queries: list[Query]) -> Query:
    if len(queries) < 2:
        return queries[0] if queries else _NOTHING
    return Query.boolean_query([(Occur.Should, query) for query in queries])
