"""Whoosh itself, and its only importer: its writer, its codec, its readers, its commits.

Words come ready and are handed to the writer as postings (``_Words``). The package's docstring says what is Whoosh's,
what is ours and why; PRIVATE_NAMES there lists what is touched that is not public.
"""

import threading
import time
from array import array
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from whoosh.codec.whoosh3 import LENGTHS_COLUMN, W3Codec, W3TermInfo
from whoosh.columns import VarBytesColumn
from whoosh.fields import COLUMN, STORED, FieldType, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.formats import Existence, Format
from whoosh.index import TOC, EmptyIndexError, FileIndex, LockError, clean_files
from whoosh.reading import SegmentReader, TermNotFound
from whoosh.util.numeric import byte_to_length

from archive.engines.integrity import DamagedFile
from archive.engines.lexicon import LEXICONS
from archive.engines.whoosh import checksums
from archive.engines.whoosh.entries import Entries
from archive.engines.whoosh.posting_lists import PostingLists
from archive.engines.whoosh.postings import Postings
from archive.engines.whoosh.tuning import (
    BLOCK_POSTINGS,
    COMPRESSION,
    INLINED_POSTINGS,
    LOCK_DELAY,
    MERGED_ARTICLES,
    OPEN_ATTEMPTS,
    OPEN_PAUSE,
    WRITER_MEGABYTES,
)
from archive.query.plan import POSITIONS, WORDS

_ENTRIES = "row"  # the column of entries, as existing indexes call it
_LENGTHS = [byte_to_length(byte) if byte else 0 for byte in range(256)]  # Whoosh's length byte → number of words
_T = TypeVar("_T")


class _Positions(Format):
    """The format of a posting with positions: its value is an array of unsigned integers, its weight their number."""


class _Words(FieldType):
    """A field of words joined by blanks, with or without their positions; ``Writer`` gathers them."""

    def __init__(self, positions: bool) -> None:
        super().__init__(_Positions() if positions else Existence(), None, scorable=True)


def _bytes(word: str) -> bytes:
    return word.encode("utf-8", "surrogatepass")


def _schema() -> Any:
    fields: dict[str, Any] = {name: _Words(name in POSITIONS) for name in WORDS}
    return Schema(**fields, **{_ENTRIES: COLUMN(VarBytesColumn())}, article=STORED())


class Segment:
    """A piece of an index, which Whoosh writes once and never changes: articles by number, from 0 to ``size`` - 1.
    Threads may share it; columns are loaded when first asked for.

    Attributes:
        name: unique, and the same in every commit that has this segment.
        size: number of articles, with those that were deleted.
        gone: numbers of the deleted articles.
    """

    def __init__(self, reader: Any) -> None:
        self._reader = reader
        self._lock = threading.RLock()
        self._entries: Entries | None = None
        self._field_lengths: dict[str, array[int]] = {}
        self._lexicons: dict[str, list[str]] = {}
        self.name: str = reader.segment().segment_id()
        self.size: int = reader.doc_count_all()
        self.gone = frozenset(reader.segment().deleted_docs())

    def take_over(self, other: "Segment") -> None:
        """Share what an earlier reader of the same segment has loaded."""
        self._entries, self._field_lengths, self._lexicons = other._entries, other._field_lengths, other._lexicons

    @property
    def live(self) -> int:
        """Number of articles that are not deleted."""
        return self.size - len(self.gone)

    @property
    def entries(self) -> Entries:
        """The entries of all articles, also of deleted ones."""
        with self._lock:
            if self._entries is None:
                column = self._reader.column_reader(_ENTRIES, translate=False)
                # All at once: one by one it takes three times as long.
                self._entries = Entries(bytes(column._dbfile.get(column._basepos, sum(column._lengths))))
            return self._entries

    def lengths(self, field: str) -> "array[int]":
        """The number of words of each article in a field, as exact as Whoosh's length bytes are (some 10 %)."""
        with self._lock:
            if field not in self._field_lengths:
                column = self._reader._perdoc._cached_reader(f"_{field}_len", LENGTHS_COLUMN)
                known = b"" if column is None else column._dbfile.get(column._basepos, column._count)
                self._field_lengths[field] = array("I", [_LENGTHS[byte] for byte in known.ljust(self.size, b"\0")])
            return self._field_lengths[field]

    def article(self, number: int) -> str:
        """An article's JSON."""
        with self._lock:
            found: str = self._reader.stored_fields(number)["article"]
            return found

    def postings(self, field: str, word: str, *, positions: bool = False) -> Postings | None:
        """The postings of a word, also of deleted articles; None if there is no such word. Its positions are left out
        if they are not asked for: to read them takes longer than all the rest."""
        with self._lock:
            terms, text = self._reader._terms, _bytes(word)
            try:
                info = terms.term_info(field, text)
            except TermNotFound:
                return None
            ids, freqs, places = array("I"), array("I"), array("I")
            if info.is_inlined():
                few, weights, values = info.inlined_postings()
                if positions:
                    places.frombytes(b"".join(values))
                return Postings(array("I", few), array("I", map(int, weights)), places if positions else None)
            matcher = terms.matcher(field, text, self._reader.schema[field].format)
            while True:
                matcher._read_ids()
                matcher._read_weights()
                ids.extend(matcher._ids)
                freqs.extend(map(int, matcher._weights))
                if positions:
                    matcher._read_values()
                    places.frombytes(b"".join(matcher._values))
                if matcher._lastblock:
                    return Postings(ids, freqs, places if positions else None)
                matcher._next_block()

    def frequency(self, field: str, word: str) -> int:
        """The number of articles with a word, also of deleted ones."""
        with self._lock:
            text = _bytes(word)
            return int(self._reader._terms.doc_frequency(field, text)) if (field, text) in self._reader._terms else 0

    def lexicon(self, name: str) -> list[str]:
        """The words of one of LEXICONS, ascending by code point."""
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
        """The number of the newest commit, or None if there is none. Takes a listing of the folder; a second one where
        the first has none, for a listing during which the file is replaced may show neither the old nor the new."""
        with suppress(FileNotFoundError):
            for _ in range(2):
                last = int(TOC._latest_generation(self._storage, "MAIN"))
                if last >= 0:
                    return last
        return None

    def segments(self, known: Mapping[str, Segment]) -> tuple[int, list[Segment]]:
        """The number of the newest commit and its segments. Those that are in ``known`` by their name share what these
        have loaded.

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
                segment.take_over(known[segment.name])
        return generation, found

    def begin(self, patience: float) -> "Writer | None":
        """A writer, or None if another process holds the index for longer than ``patience`` seconds."""
        try:
            return Writer(self._index, patience)
        except LockError:
            return None


def _settled(read: Callable[[], _T]) -> _T:
    """The result of ``read``, which is tried again where a commit has deleted a file that it had just listed."""
    for _ in range(OPEN_ATTEMPTS):
        try:
            return read()
        except FileNotFoundError:
            time.sleep(OPEN_PAUSE)
        except EmptyIndexError as error:
            raise FileNotFoundError(str(error)) from error
    return read()


def _write(lists: PostingLists, fields: Any, schema: Any) -> None:
    """Write postings by Whoosh's writer of fields; those of words in few articles into the dictionary, which Whoosh can
    read, but not write: it calls a method of a name that there is not."""
    for field, words in lists.lists():
        fields.start_field(field, schema[field])
        number_of_field = fields._fieldid.to_bytes(2, "big")
        for word, flat in words:
            ids, weights, values = flat[::3], flat[1::3], flat[2::3]
            if len(ids) <= INLINED_POSTINGS:
                info = W3TermInfo(sum(weights), len(ids), maxweight=max(weights), minid=ids[0], maxid=ids[-1])
                info.set_inlined(ids, weights, values)
                fields._tindex.add(number_of_field + word, info.to_bytes())
                continue
            fields.start_term(word)
            if len(ids) <= BLOCK_POSTINGS:  # one block: its postings at once
                block = fields._postwriter
                block._ids.extend(ids)
                block._weights.extend(weights)
                block._values.extend(filter(None, values))
            else:
                for posting in zip(ids, weights, values, strict=True):
                    fields.add(*posting, 0)
            fields.finish_term()
        fields.finish_field()


class Writer:
    """One commit: ``delete`` and ``add``, then ``commit`` or ``cancel``."""

    def __init__(self, index: Any, patience: float) -> None:
        codec = W3Codec(blocklimit=BLOCK_POSTINGS, compression=COMPRESSION)
        self._folder = Path(index.storage.folder)
        self._writer = index.writer(timeout=patience, delay=LOCK_DELAY, limitmb=WRITER_MEGABYTES, codec=codec)
        most = int(WRITER_MEGABYTES * 1_000_000)
        self._lists = lists = self._writer.pool = PostingLists(self._writer.pool, most)
        fields = self._writer.fieldwriter
        add_postings = fields.add_postings

        def add_lists(schema: Any, _: Any, items: Any) -> None:
            # Without the lengths of articles, which Whoosh looks up for each posting to note the least and the greatest
            # of each word: nothing here reads these.
            if lists.outgrown:
                add_postings(schema, None, items)
            else:
                _write(lists, fields, schema)

        # Not a codec of ours: Whoosh pickles its class into the index.
        fields.add_postings = add_lists

    def delete(self, name: str, number: int) -> None:
        """Delete an article of a segment by its number there."""
        for segment in self._writer.segments:
            if segment.segment_id() == name:
                segment.delete_document(number)

    def add(self, words: Mapping[str, str], entry: bytes, article: str) -> None:
        """Add an article: its fields of words, its packed entry and its JSON. One with the same id must have been
        deleted."""
        # What Whoosh's add_document does, without a call and two tuples for each posting.
        writer, schema = self._writer, self._writer.schema
        articles, number = writer.perdocwriter, writer.docnum
        articles.start_doc(number)
        for name in sorted(words):
            if text := words[name]:
                found = text.split(" ")
                self._lists.add_words(name, number, found, name in POSITIONS)
                articles.add_field(name, schema[name], None, len(found))
        articles.add_column_value(_ENTRIES, schema[_ENTRIES].column_type, entry)
        articles.add_field("article", schema["article"], article, 0)
        articles.finish_doc()
        writer.docnum += 1
        writer._added = True

    def commit(self) -> None:
        """Make the commit visible to readers, and keep the checksums of its files."""
        make_visible = self._writer._commit_toc

        def with_checksums(segments: list[Any]) -> None:
            before = TOC.read(self._writer.storage, "MAIN", schema=self._writer.schema)
            old, new = _file_names(before), _file_names(TOC(self._writer.schema, segments, self._writer.generation))
            # Before, so that none is missing after a kill in between; the list itself does not exist yet.
            checksums.keep(self._folder, [*old, *new[1:]])
            make_visible(segments)
            with suppress(OSError):  # the commit is made; without a checksum the list of segments is not checked
                checksums.keep(self._folder, new)

        self._writer._commit_toc = with_checksums
        self._writer.commit(mergetype=_merge)

    def cancel(self) -> None:
        """Drop what was written and let go of the lock, whatever state the writer is in: Whoosh's own commit may have
        failed midway. Does nothing after a commit."""
        if self._writer.is_closed:
            return
        steps = (self._writer._close_segment, self._clean, self._writer._finish, self._writer.writelock.release)
        for step in steps:
            with suppress(Exception):
                step()

    def _clean(self) -> None:
        toc = TOC.read(self._writer.storage, "MAIN", schema=self._writer.schema)
        clean_files(self._writer.storage, "MAIN", toc.generation, toc.segments)


def damaged_files(folder: Path, expected: bool) -> list[DamagedFile]:
    """See ``checksums.damaged_files``."""
    return checksums.damaged_files(
        folder, expected, lambda: _file_names(TOC.read(FileStorage(str(folder)), "MAIN", schema=_schema()))
    )


def _file_names(toc: Any) -> list[str]:
    """The name of a list of segments, and the names of their files."""
    return [toc._filename("MAIN", toc.generation), *(f"{segment.segment_id()}.seg" for segment in toc.segments)]


def _merge(writer: Any, segments: Sequence[Any]) -> list[Any]:
    """Write some segments again, together with the new one, and return the others: the merge policy, called by Whoosh.

    From the smallest on, a segment less than twice as large as what is written anyway is merged, so that sizes double
    and segments are few; and so is one of which most articles are deleted.
    """
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
