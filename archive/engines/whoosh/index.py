"""Whoosh itself, and its only importer: its writer, its codec, its readers, its commits.

Words come ready and are handed to the writer as postings (``_Words``), without Whoosh's analysis; its parser, queries,
scoring, numeric fields and grouping are not used, for the faults and the speed of each. A reader moves positions in
files that its threads share, so it is asked under a lock. Opening unpickles: never open an index from elsewhere.
"""

import threading
import time
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from whoosh.codec.whoosh3 import LENGTHS_COLUMN, W3Codec
from whoosh.columns import VarBytesColumn
from whoosh.fields import COLUMN, STORED, FieldType, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.formats import Existence, Format
from whoosh.index import TOC, EmptyIndexError, FileIndex, LockError, clean_files
from whoosh.reading import SegmentReader, TermNotFound
from whoosh.util.numeric import byte_to_length

from archive.engines.lexicon import LEXICONS
from archive.engines.whoosh.postings import Postings
from archive.engines.whoosh.rows import Rows
from archive.query.plan import WORDS

POSITIONS = ("title_forms", "body_forms")
MERGED_ARTICLES = 2_000  # merging costs as much as indexing: larger segments are left alone
_BLOCK = 1_024  # postings a block; long lists are always read whole
_LENGTHS = [byte_to_length(byte) if byte else 0 for byte in range(256)]
_T = TypeVar("_T")
_ATTEMPTS, _PAUSE = 100, 0.02  # a commit may delete what was just listed: look again, for two seconds at most


class _Positions(Format):
    """A posting's value is the word's positions as an array of unsigned integers; its weight says how many."""


class _Words(FieldType):
    """Words joined by blanks, with or without their positions."""

    def __init__(self, positions: bool) -> None:
        super().__init__(_Positions() if positions else Existence(), None, scorable=True)

    def index(self, value: str, **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Word, frequency, weight and value of each distinct word."""
        places: defaultdict[str, list[int]] = defaultdict(list)
        for position, word in enumerate(value.split(" ")):
            places[word].append(position)
        placed = isinstance(self.format, _Positions)
        for word, found in places.items():
            yield _bytes(word), len(found), float(len(found)), array("I", found).tobytes() if placed else b""


def _bytes(word: str) -> bytes:
    return word.encode("utf-8", "surrogatepass")


def _schema() -> Any:
    fields: dict[str, Any] = {name: _Words(name in POSITIONS) for name in WORDS}
    return Schema(**fields, row=COLUMN(VarBytesColumn()), article=STORED())


class Segment:
    """Some articles as Whoosh keeps them, by number. Threads may share it; columns are loaded when first asked for.

    Attributes:
        size: number of articles, with those in ``gone``, which do not count any more.
    """

    def __init__(self, reader: Any) -> None:
        self._reader = reader
        self._lock = threading.RLock()
        self._rows: Rows | None = None
        self._lengths: dict[str, array[int]] = {}
        self._lexicons: dict[str, list[str]] = {}
        self.name: str = reader.segment().segment_id()
        self.size: int = reader.doc_count_all()
        self.gone = frozenset(reader.segment().deleted_docs())

    def keep(self, former: "Segment") -> None:
        """Take over what a former reader of the same articles has loaded."""
        self._rows, self._lengths, self._lexicons = former._rows, former._lengths, former._lexicons

    @property
    def live(self) -> int:
        """Number of articles that count."""
        return self.size - len(self.gone)

    @property
    def rows(self) -> Rows:
        """What is kept beside the words."""
        with self._lock:
            if self._rows is None:
                column = self._reader.column_reader("row", translate=False)
                # All at once: row by row it takes three times as long.
                self._rows = Rows(bytes(column._dbfile.get(column._basepos, sum(column._lengths))))
            return self._rows

    def lengths(self, field: str) -> "array[int]":
        """How many words each article has in a field, with the precision of Whoosh's length bytes (some 10 %)."""
        with self._lock:
            if field not in self._lengths:
                column = self._reader._perdoc._cached_reader(f"_{field}_len", LENGTHS_COLUMN)
                known = b"" if column is None else column._dbfile.get(column._basepos, column._count)
                self._lengths[field] = array("I", [_LENGTHS[byte] for byte in known.ljust(self.size, b"\0")])
            return self._lengths[field]

    def article(self, number: int) -> str:
        """An article's JSON."""
        with self._lock:
            found: str = self._reader.stored_fields(number)["article"]
            return found

    def postings(self, field: str, word: str) -> Postings | None:
        """The articles with a word, also those gone."""
        with self._lock:
            try:
                # Not reader.postings: behind its wrapper for deleted articles the blocks are out of reach.
                matcher = self._reader._terms.matcher(field, _bytes(word), self._reader.schema[field].format)
            except TermNotFound:
                return None
            ids, freqs, positions = array("I"), array("I"), array("I")
            while True:
                matcher._read_ids()
                matcher._read_weights()
                ids.extend(matcher._ids)
                freqs.extend(map(int, matcher._weights))
                if field in POSITIONS:
                    matcher._read_values()
                    positions.frombytes(b"".join(matcher._values))
                if matcher._lastblock:
                    return Postings(ids, freqs, positions if field in POSITIONS else None)
                matcher._next_block()

    def frequency(self, field: str, word: str) -> int:
        """Number of articles with a word, also of those gone."""
        with self._lock:
            text = _bytes(word)
            return int(self._reader._terms.doc_frequency(field, text)) if (field, text) in self._reader._terms else 0

    def lexicon(self, name: str) -> list[str]:
        """The words of one of LEXICONS, ascending."""
        with self._lock:
            if name not in self._lexicons:
                words: set[bytes] = set()
                for field in LEXICONS[name]:
                    for found, word in self._reader._terms.terms_from(field, b""):
                        if found != field:
                            break
                        words.add(word)
                self._lexicons[name] = [word.decode("utf-8", "surrogatepass") for word in sorted(words)]
            return self._lexicons[name]


class Index:
    """A Whoosh index in a folder.

    Args:
        create: make it if there is none.

    Raises:
        FileNotFoundError: there is none and it is not to be made.
    """

    def __init__(self, folder: Path, *, create: bool) -> None:
        if not folder.is_dir():
            if not create:
                raise FileNotFoundError(folder)
            folder.mkdir(parents=True)
        self._storage = FileStorage(str(folder))
        if self.generation() is None:
            if not create:
                raise FileNotFoundError(folder)
            FileIndex.create(self._storage, _schema(), "MAIN")
        self._index = _settled(lambda: FileIndex(self._storage, _schema(), "MAIN"))

    def generation(self) -> int | None:
        """The number of the last commit, None if there is none: one listing of the folder, or two, for one in which a
        file is replaced may show neither the old nor the new."""
        with suppress(FileNotFoundError):
            for _ in range(2):
                last = int(TOC._latest_generation(self._storage, "MAIN"))
                if last >= 0:
                    return last
        return None

    def segments(self, known: Mapping[str, Segment]) -> tuple[int, list[Segment]]:
        """The last commit and its segments; of those in ``known`` by name, what they have loaded is taken over.

        Raises:
            FileNotFoundError: the index is gone.
        """

        def read() -> tuple[int, list[Segment]]:
            toc = self._index._read_toc()
            found = [Segment(SegmentReader(self._storage, toc.schema, segment)) for segment in toc.segments]
            return int(toc.generation), found

        generation, found = _settled(read)
        for segment in found:
            if segment.name in known:
                segment.keep(known[segment.name])
        return generation, found

    def begin(self, patience: float) -> "Writer | None":
        """A writer, or None if somebody else has been writing for longer than ``patience`` seconds."""
        try:
            return Writer(self._index, patience)
        except LockError:
            return None


def _settled(read: Callable[[], _T]) -> _T:
    """What ``read`` gives, asked again where a commit came between its list of files and their opening."""
    for _ in range(_ATTEMPTS):
        try:
            return read()
        except FileNotFoundError:
            time.sleep(_PAUSE)
        except EmptyIndexError as error:
            raise FileNotFoundError(str(error)) from error
    return read()


class Writer:
    """One commit: ``delete`` and ``add``, then ``commit`` or ``cancel``."""

    def __init__(self, index: Any, patience: float) -> None:
        codec = W3Codec(blocklimit=_BLOCK, compression=1)
        self._writer = index.writer(timeout=patience, delay=0.05, limitmb=256, codec=codec)

    def delete(self, name: str, number: int) -> None:
        """Let an article of a segment not count any more."""
        for segment in self._writer.segments:
            if segment.segment_id() == name:
                segment.delete_document(number)

    def add(self, words: Mapping[str, str], row: bytes, article: str) -> None:
        """Add an article; its id must have been deleted."""
        filled = {name: text for name, text in words.items() if text}
        self._writer.add_document(**filled, row=row, article=article)

    def commit(self) -> None:
        """Make it visible."""
        self._writer.commit(mergetype=_merge)

    def cancel(self) -> None:
        """Let everything be as it was, whatever state the writer is in: also Whoosh's own commit may have failed."""
        if self._writer.is_closed:
            return
        steps = (self._writer._close_segment, self._clean, self._writer._finish, self._writer.writelock.release)
        for step in steps:
            with suppress(Exception):
                step()

    def _clean(self) -> None:
        toc = TOC.read(self._writer.storage, "MAIN", schema=self._writer.schema)
        clean_files(self._writer.storage, "MAIN", toc.generation, toc.segments)


def _merge(writer: Any, segments: Sequence[Any]) -> list[Any]:
    """Whoosh's merge policy: write small segments again with the new one, from the smallest on those less than twice as
    large as what is written anyway, so that sizes double and there are few; and those that are mostly gone."""
    total = writer.doc_count()
    keep = []
    for segment in sorted(segments, key=lambda segment: segment.doc_count()):
        live = segment.doc_count()
        small = live < 2 * total and live + total <= MERGED_ARTICLES
        if live and not small and live >= segment.deleted_count():
            keep.append(segment)
        elif live:
            reader = SegmentReader(writer.storage, writer.schema, segment)
            writer.add_reader(reader)
            reader.close()
            total += live
    return keep
