"""The surface forms of a generation: in which spans, as they are written, a word of a question occurs.

It is one SQLite file beside the engine's. While indexing, what each distinct span of the texts became is written here,
so that marking an article at question time analyses only the few spans that hold what was asked.

A row of ``holder`` is a pair of two hashes of 24 bits: of a word (a form, a term or a term of a part) and of a span
that becomes it. Hashes may collide, so the file names candidates: always every span that holds the word, rarely one
that does not. The pairs whose word is the span in small letters are left out. A row of ``size`` tells how many
positions a span takes in an index where these are not one form and one term; its key is a hash of 48 bits.

Rows are only added. What is here before the engine commits is a superset of what the engine holds, so a run that is
cut off needs no repair.
"""

import sqlite3
import threading
import zlib
from array import array
from collections import deque
from collections.abc import Iterable, Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple

from archive.german.analyzer import SpanFields
from archive.indexing import tuning
from archive.indexing.ledger import connect_to_read

Met = Mapping[str, Mapping[str, SpanFields]]
"""What spans of articles became: language of the analyzer → span → its fields."""


_SCHEMA = """
CREATE TABLE IF NOT EXISTS holder (pair INTEGER PRIMARY KEY);                        -- hash of word << 24 | of span
CREATE TABLE IF NOT EXISTS size (span INTEGER PRIMARY KEY, positions INTEGER NOT NULL);  -- forms << 16 | terms
"""
TABLES = ("holder", "size")
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR}
_BITS = 24
_MASK = (1 << _BITS) - 1
_MOST_SIZES = 50_000  # remembered by a reader, some 6 MB


class Size(NamedTuple):
    """How many positions a span takes in the fields of an index."""

    forms: int
    terms: int


_USUAL = Size(1, 1)


class Rows(NamedTuple):
    """What the spans of some articles add to the file.

    Attributes:
        pairs: of the table ``holder``, each once, in no order: unsigned integers of 64 bits.
        sizes: the same of ``size``: key, positions, key, positions ...
    """

    pairs: "array[int]"
    sizes: "array[int]"


def rows_of(met: Met) -> Rows:
    """The rows that spans become; made in the processes that read articles."""
    pairs: set[int] = set()
    sizes = array("Q")
    for language, spans in met.items():
        for span, (terms, forms, wholes, parts) in spans.items():
            words = set(f"{terms} {forms} {wholes} {parts}".split())
            words.discard(span.lower())
            if words:
                hashed = _hash(span)
                pairs.update([_hash(word) << _BITS | hashed for word in words])
            if terms.isalnum() and forms.isalnum():  # one word each, as most are
                continue
            size = Size(len(forms.split()), len(terms.split()))
            if size != _USUAL:
                sizes.extend((_size_key(language, span), size.forms << 16 | size.terms))
    return Rows(array("Q", pairs), sizes)


class SurfaceWriter:
    """Writes the surface forms of one generation.

    Args:
        path: the file. If it does not exist, the generation has no surface forms, and nothing is written: a file that
            is begun later would lack those of the articles before.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def begin(self) -> None:
        """Make the file, for a generation that holds no article yet.

        Raises:
            sqlite3.Error: it cannot be written.
        """
        with closing(self._connection()) as db:
            db.executescript(_SCHEMA)

    def add(self, rows: Iterable[Rows]) -> None:
        """Add rows; to be called before the engine commits the articles that hold their spans.

        A damaged file is removed: readers then analyse what they mark.

        Raises:
            sqlite3.Error: the disk is full, or the file cannot be written.
        """
        if not self._path.exists():
            deque(rows, maxlen=0)
            return
        pairs: set[int] = set()
        sizes: dict[int, int] = {}
        for some in rows:
            pairs.update(some.pairs)
            sizes.update(zip(some.sizes[::2], some.sizes[1::2], strict=True))
        if not pairs and not sizes:
            return
        try:
            with closing(self._connection()) as db, db:
                db.execute("BEGIN IMMEDIATE")
                db.executemany("INSERT OR IGNORE INTO holder VALUES (?)", ((pair,) for pair in sorted(pairs)))
                db.executemany("INSERT OR IGNORE INTO size VALUES (?, ?)", sorted(sizes.items()))
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF not in _DAMAGED:
                raise
            self._path.unlink()

    def _connection(self) -> sqlite3.Connection:
        db = sqlite3.connect(self._path, timeout=tuning.SQLITE_PATIENCE_SECONDS, isolation_level=None)
        db.execute(f"PRAGMA cache_size = -{tuning.SURFACE_CACHE_KILOBYTES}")
        return db


class SurfaceReader:
    """Reads the surface forms of one generation. Safe to use from several threads.

    The file is opened when it is first asked. It may be missing (an older version or another machine made the index),
    damaged, or locked for long: then every answer is None, and the reader analyses instead.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._db: sqlite3.Connection | None = None
        self._sizes: dict[tuple[str, str], Size] = {}

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            db, self._db = self._db, None
            if db:
                db.close()

    def holders(self, words: Iterable[str]) -> "Holders | None":
        """The spans that may hold one of these words: forms, terms or terms of parts."""
        words = frozenset(words)
        hashes: set[int] = set()
        try:
            with self._lock:
                db = self._opened()
                for word in words:
                    first = _hash(word) << _BITS
                    rows = db.execute("SELECT pair FROM holder WHERE pair BETWEEN ? AND ?", (first, first | _MASK))
                    hashes.update(pair & _MASK for (pair,) in rows)
        except sqlite3.Error:
            return None
        return Holders(words, hashes)

    def size(self, language: str, span: str) -> Size | None:
        """How many positions a span of an indexed text takes; ``language``: of its analyzer."""
        size = self._sizes.get((language, span))
        if size is None:
            try:
                with self._lock:
                    row = self._opened().execute(
                        "SELECT positions FROM size WHERE span = ?", (_size_key(language, span),)
                    ).fetchone()  # fmt: skip
            except sqlite3.Error:
                return None
            size = Size(row[0] >> 16, row[0] & 0xFFFF) if row else _USUAL
            if len(self._sizes) >= _MOST_SIZES:
                self._sizes.clear()
            self._sizes[language, span] = size
        return size

    def _opened(self) -> sqlite3.Connection:
        if self._db is None:
            patience = tuning.SURFACE_PATIENCE_SECONDS
            self._db = connect_to_read(self._path, timeout=patience, check_same_thread=False)
            with suppress(sqlite3.Error):
                self._db.execute(f"PRAGMA mmap_size = {tuning.SURFACE_MAPPED_BYTES}")
        return self._db


class Holders:
    """The spans that may hold one of some words."""

    def __init__(self, words: frozenset[str], hashes: set[int]) -> None:
        self._words = words
        self._hashes = hashes

    def among(self, spans: Iterable[str]) -> set[str]:
        """Those of these spans, all of them of indexed texts: every one that holds a word, rarely another one too."""
        return {span for span in set(spans) if span.lower() in self._words or _hash(span) in self._hashes}


def _hash(text: str) -> int:
    return zlib.crc32(text.encode("utf-8", "surrogatepass")) & _MASK


def _size_key(language: str, span: str) -> int:
    from hashlib import blake2b  # loads OpenSSL, and few searches need a size

    digest = blake2b(f"{language} {span}".encode("utf-8", "surrogatepass"), digest_size=6).digest()
    return int.from_bytes(digest, "big")
