"""The Whoosh engine as the archive sees it: one writer and any number of readers, in threads and processes."""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from archive.article import Article
from archive.engines.base import AnalyzedArticle, Found, Stored, WordCount, WordMatch
from archive.engines.embedded import EmbeddedEngine, library_errors
from archive.engines.lexicon import LEXICONS, most_frequent, named_words, wanted
from archive.engines.whoosh import checksums
from archive.engines.whoosh.entries import packed_entry
from archive.engines.whoosh.index import Index, Writer
from archive.engines.whoosh.matching import check_nearness, matching
from archive.engines.whoosh.search import search
from archive.engines.whoosh.snapshot import Snapshot
from archive.errors import IndexLocked
from archive.query.plan import WORDS, Plan


class WhooshEngine(EmbeddedEngine[Snapshot]):
    """An index in a folder; satisfies ``Engine``."""

    def _open(self) -> None:
        self._index = Index(self._folder, create=self._writable)

    def _begin(self) -> dict[str, object]:
        checksums.begin(self._folder)
        return {"checksums": True}

    def _version(self) -> object:
        return self._index.generation()

    def _read(self, previous: Snapshot | None) -> Snapshot:
        known = {segment.name: segment for segment in previous.segments} if previous is not None else {}
        return Snapshot(*self._index.segments(known))

    def update(self, articles: Iterable[AnalyzedArticle], remove: Iterable[str] = ()) -> None:
        """See ``Engine``.

        Raises:
            IndexLocked: another process is writing.
            EngineError: the index could not be written (the disk is full); it is as it was.
        """
        self._check_writable()
        with self._writing, self._writer() as writer:
            put = {analyzed.article.id: analyzed for analyzed in articles}  # the last of equal ids wins
            self._write(writer, put, remove)

    def _write(self, writer: Writer, put: dict[str, AnalyzedArticle], remove: Iterable[str]) -> None:
        with library_errors("The index could not be written"):
            snapshot = self._snapshot()  # of the last commit: nobody else commits while we hold the writer
            old = [place for id in {*put, *remove} if (place := snapshot.place(id)) is not None]
            if put or old:
                for segment, number in old:
                    writer.delete(segment.name, number)
                for analyzed in put.values():
                    writer.add({name: getattr(analyzed, name) for name in WORDS}, packed_entry(analyzed), analyzed.json)
                writer.commit()

    @contextmanager
    def _writer(self) -> Iterator[Writer]:
        with library_errors("The index could not be opened for writing"):
            writer = self._index.begin(self._patience)
        if writer is None:
            raise IndexLocked("Another process is writing to the index.", "Try again when it has ended.")
        try:
            yield writer
        finally:
            writer.cancel()  # does nothing after a commit

    def search(self, plan: Plan) -> Found:
        """See ``Engine``."""
        with library_errors("The index could not be searched"):
            snapshot = self._snapshot()
            check_nearness(snapshot, plan.node)
            return search(snapshot, plan)

    def get(self, ids: Sequence[str]) -> dict[str, Article]:
        """See ``Engine``."""
        with library_errors("The index could not be read"):
            snapshot = self._snapshot()
            places = {id: snapshot.place(id) for id in ids}
            stored = {id: place[0].article(place[1]) for id, place in places.items() if place is not None}
            return {id: Article.from_json(json.loads(text)) for id, text in stored.items()}

    def scan(self, plan: Plan | None = None) -> Iterator[Stored]:
        """See ``Engine``."""
        with library_errors("The index could not be read"):
            snapshot = self._snapshot()
            if plan is not None:
                check_nearness(snapshot, plan.node)
            numbers = range(snapshot.size) if plan is None else matching(snapshot, plan.node)
            ids, hashes = snapshot.ids, snapshot.hashes
        return (Stored(ids[number], hashes[number]) for number in numbers)

    def words(self, match: WordMatch, limit: int) -> list[WordCount]:
        """See ``Engine``."""
        with library_errors("The words could not be read"):
            snapshot = self._snapshot()
            found: Iterable[str] | None = named_words(match)
            if found is None:
                found = {word for segment in snapshot.segments for word in wanted(segment.lexicon(match.of), match)}
            fields = LEXICONS[match.of]
            return most_frequent({w: max(snapshot.frequency(field, w) for field in fields) for w in found}, limit)
