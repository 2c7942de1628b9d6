"""The Whoosh engine: embedded, pure Python, one writer and any number of readers in threads and processes."""

import json
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from archive.article import Article
from archive.engines import embedded
from archive.engines.base import AnalyzedArticle, Found, IndexInfo, Stored, WordCount, WordMatch
from archive.engines.embedded import wrapped
from archive.engines.whoosh_index import Index, Writer
from archive.engines.whoosh_matching import matching
from archive.engines.whoosh_rows import pack
from archive.engines.whoosh_search import search
from archive.engines.whoosh_snapshot import Snapshot
from archive.engines.whoosh_words import words
from archive.errors import EngineError, IndexLocked
from archive.query.plan import WORDS, Plan


class WhooshEngine:
    """An index in a folder; satisfies ``Engine``.

    Args:
        folder: where its files lie; made if there is none and ``writable``.
        analysis: version of the analysis of the words, kept with a new index; ``info`` tells that of an old one.
        writable: whether a missing index is made and ``update`` allowed.
        patience: seconds that ``update`` waits for another process that is writing.

    Raises:
        EngineUnavailable: there is no index and it may not be made.
    """

    def __init__(self, folder: Path, *, analysis: int, writable: bool = True, patience: float = 2.0) -> None:
        self._folder = folder
        self._writable = writable
        self._patience = patience
        self._closed = False
        self._current: Snapshot | None = None
        self._opening = threading.Lock()
        self._writing = threading.Lock()
        with wrapped("The index could not be opened"):
            self._index = Index(folder, create=writable)
            if writable:
                embedded.tell_versions(folder, analysis)
            else:
                self._snapshot()  # now: the folder may be dropped before the first question

    def update(self, articles: Iterable[AnalyzedArticle], remove: Iterable[str] = ()) -> None:
        """See ``Engine``.

        Raises:
            IndexLocked: another process is writing.
            EngineError: the index could not be written (the disk is full); it is as it was.
        """
        self._check_open()
        if not self._writable:
            raise EngineError("This index was opened for reading only.", "Open it for writing.")
        with self._writing, self._writer() as writer:
            put = {analyzed.article.id: analyzed for analyzed in articles}  # the last of equal ids wins
            self._write(writer, put, remove)

    def _write(self, writer: Writer, put: dict[str, AnalyzedArticle], remove: Iterable[str]) -> None:
        with wrapped("The index could not be written"):
            snapshot = self._snapshot()  # of the last commit: nobody else commits while we hold the writer
            old = [place for id in {*put, *remove} if (place := snapshot.place(id)) is not None]
            if put or old:
                for segment, number in old:
                    writer.delete(segment.name, number)
                for analyzed in put.values():
                    text = json.dumps(analyzed.article.as_json(), ensure_ascii=False)
                    writer.add({name: getattr(analyzed, name) for name in WORDS}, pack(analyzed), text)
                writer.commit()

    @contextmanager
    def _writer(self) -> Iterator[Writer]:
        with wrapped("The index could not be opened for writing"):
            writer = self._index.begin(self._patience)
        if writer is None:
            raise IndexLocked("Another process is writing to the index.", "Try again when it has ended.")
        try:
            yield writer
        finally:
            writer.cancel()  # does nothing after a commit

    def search(self, plan: Plan) -> Found:
        """See ``Engine``."""
        with wrapped("The index could not be searched"):
            return search(self._snapshot(), plan)

    def get(self, ids: Sequence[str]) -> dict[str, Article]:
        """See ``Engine``."""
        with wrapped("The index could not be read"):
            snapshot = self._snapshot()
            places = {id: snapshot.place(id) for id in ids}
            stored = {id: place[0].article(place[1]) for id, place in places.items() if place is not None}
            return {id: Article.from_json(json.loads(text)) for id, text in stored.items()}

    def scan(self, plan: Plan | None = None) -> Iterator[Stored]:
        """See ``Engine``."""
        with wrapped("The index could not be read"):
            snapshot = self._snapshot()
            numbers = range(snapshot.size) if plan is None else matching(snapshot, plan.node)
            ids, hashes = snapshot.ids, snapshot.hashes
        return (Stored(ids[number], hashes[number]) for number in numbers)

    def words(self, match: WordMatch, limit: int) -> list[WordCount]:
        """See ``Engine``."""
        with wrapped("The words could not be read"):
            return words(self._snapshot(), match, limit)

    def info(self) -> IndexInfo:
        """See ``Engine``."""
        with wrapped("The index could not be read"):
            return embedded.info(self._folder, self._snapshot().size)

    def close(self) -> None:
        """See ``Engine``. Questions that are being answered are answered to their end."""
        self._closed = True
        self._current = None

    def _check_open(self) -> None:
        if self._closed:
            raise EngineError("This index was closed.", "Open it again.")

    def _snapshot(self) -> Snapshot:
        """The newest generation; the open one if that is it, or if the folder is gone: its files stay open, and whoever
        dropped them has told readers where to go next. Former ones stay readable for those who hold them."""
        self._check_open()
        current = self._current
        if current is not None and self._index.generation() in (current.generation, -1):
            return current
        with self._opening:
            current = self._current
            if current is not None and self._index.generation() in (current.generation, -1):
                return current
            known = {segment.name: segment for segment in current.segments} if current is not None else {}
            snapshot = Snapshot(*self._index.segments(known))
            if not self._closed:
                self._current = snapshot
            return snapshot
