"""The surface forms of a generation: in which spans, as they are written, a word of a question occurs, and as what.

It is one SQLite file beside the engine's. While indexing, what each distinct span of the texts became is written here,
so that marking an article at question time looks up its spans and analyses none that is a single word.

A row of ``holder`` says that a word (a form, a term or a term of a part) is one of a span: the word's hash of 32 bits,
and in one number the span's key, as which kinds of word the span has it, and its place among the span's terms or parts.
A span's key is a hash of 40 bits of its text and language. Hashes may collide, which marks a word too many in one of
some 100,000 questions; no word is ever left unmarked. The forms of spans that differ from them by usual capitals alone
are left out. A row of ``size`` tells how many positions a span takes in an index where these are not one form and one
term.

Rows are only added. What is here before the engine commits is a superset of what the engine holds, so a run that is
cut off needs no repair.
"""

import sqlite3
import threading
from array import array
from binascii import crc32, crc_hqx
from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import closing, suppress
from functools import cache
from itertools import compress, repeat
from operator import rshift, xor
from pathlib import Path
from typing import NamedTuple

from archive.german.analyzer import SpanFields
from archive.indexing import form_lexicon, tuning
from archive.indexing.ledger import connect_to_read
from archive.query.plan import WordMatch

Met = Mapping[str, Mapping[str, SpanFields]]
"""What spans of articles became: language of the analyzer → span → its fields."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS holder (word INTEGER, held INTEGER, PRIMARY KEY (word, held)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS size (span INTEGER PRIMARY KEY, positions INTEGER NOT NULL);  -- forms << 16 | terms
"""
TABLES = ("holder", "size", *form_lexicon.TABLES)
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR}
# A number ``held`` is key << _KEY | kinds << _KINDS | place.
FORM, TERM, PART = 1, 2, 4
_CHECKSUM, _KEY, _KINDS, _LAST_PLACE = 15, 7, 4, 15
_ROW = 47  # bits of ``held``: SQLite keeps them in six bytes
_ASKED = 64  # words that are looked up together
_HELD = f"SELECT word, held FROM holder WHERE word IN ({', '.join('?' * _ASKED)}) ORDER BY word, held"  # noqa: S608 -- of ours alone
_MOST_SPANS = 50_000  # whose sizes a reader remembers, some 8 MB


class Size(NamedTuple):
    """How many positions a span takes in the fields of an index."""

    forms: int
    terms: int


_USUAL = Size(1, 1)


class Rows(NamedTuple):
    """What the spans of some articles add to the file.

    Attributes:
        words, held: of the table ``holder``, each pair once, in no order: unsigned integers of 32 and 64 bits.
        sizes: of ``size``: key, positions, key, positions ...
        forms: of the tables of forms, joined by single blanks.
    """

    words: "array[int]"
    held: "array[int]"
    sizes: "array[int]"
    forms: str


def rows_of(met: Met) -> Rows:
    """The rows that spans become; made in the processes that read articles."""
    rows: set[int] = set()
    sizes = array("Q")
    known: set[str] = set()
    for language, spans in met.items():
        salt = _salt(language)
        for span, (terms, forms, wholes, parts) in spans.items():
            key = _key(span) ^ salt
            held = (*forms.split(), *wholes.split())
            known.update(held)
            rows.update(_rows(span, key, terms.split(), held, parts.split()))
            size = Size(len(forms.split()), len(terms.split()))
            if size != _USUAL:
                sizes.extend((key, size.forms << 16 | size.terms))
    last = (1 << _ROW) - 1
    return Rows(
        array("L", [row >> _ROW for row in rows]), array("Q", [row & last for row in rows]), sizes, " ".join(known)
    )


class SurfaceWriter:
    """Writes the surface forms of one generation.

    Args:
        path: the file. If it does not exist, the generation has no surface forms (its engine is a cluster), and nothing
            is written: a file that is begun later would lack those of the articles before.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def begin(self) -> None:
        """Make the file, for a generation that holds no article yet.

        Raises:
            sqlite3.Error: it cannot be written.
        """
        with closing(self._connection()) as db:
            db.executescript(_SCHEMA + form_lexicon.SCHEMA)

    def add(self, rows: Iterable[Rows]) -> None:
        """Add rows; to be called before the engine commits the articles that hold their spans.

        Raises:
            sqlite3.Error: the disk is full, or the file is damaged or cannot be written.
        """
        if not self._path.exists():
            deque(rows, maxlen=0)
            return
        holders: set[tuple[int, int]] = set()
        sizes: dict[int, int] = {}
        forms: set[str] = set()
        for some in rows:
            holders.update(zip(some.words, some.held, strict=True))
            sizes.update(zip(some.sizes[::2], some.sizes[1::2], strict=True))
            forms.update(some.forms.split())
        if not forms:
            return
        with closing(self._connection()) as db, db:
            db.execute("BEGIN IMMEDIATE")
            db.executemany("INSERT OR IGNORE INTO holder VALUES (?, ?)", sorted(holders))
            db.executemany("INSERT OR IGNORE INTO size VALUES (?, ?)", sorted(sizes.items()))
            form_lexicon.add(db, forms)

    def _connection(self) -> sqlite3.Connection:
        db = sqlite3.connect(self._path, timeout=tuning.SQLITE_PATIENCE_SECONDS, isolation_level=None)
        db.execute(f"PRAGMA cache_size = -{tuning.SURFACE_CACHE_KILOBYTES}")
        return db


class SurfaceReader:
    """Reads the surface forms of one generation. Safe to use from several threads.

    The file is opened when it is first asked. It may be missing (that of a cluster is), damaged, or locked for long:
    then every answer is None, and the reader analyses instead. So it is with a file of an older layout.

    Args:
        on_damage: called once if it is missing or damaged.
    """

    def __init__(self, path: Path, on_damage: Callable[[], None] = lambda: None) -> None:
        self._path = path
        self._on_damage: Callable[[], None] | None = on_damage
        self._lock = threading.Lock()
        self._db: sqlite3.Connection | None = None
        self._sizes: dict[int, Size] = {}
        self._last: Holders | None = None

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            db, self._db = self._db, None
            if db:
                db.close()

    def holders(self, words: Iterable[str]) -> "Holders | None":
        """The spans that hold one of these words: forms, terms or terms of parts."""
        words = frozenset(words)
        last = self._last
        if last is not None and last.words == words:  # a title is asked for the same words as its text
            return last
        rows: dict[str, list[int]] = {}
        by_hash: defaultdict[int, list[str]] = defaultdict(list)
        for word in words:
            by_hash[_hash(word)].append(word)
        hashes = list(by_hash)
        try:
            with self._lock:
                db = self._opened()
                for start in range(0, len(hashes), _ASKED):
                    some = hashes[start : start + _ASKED]
                    found: dict[int, list[int]] = {number: [] for number in some}
                    asked = [*some, *repeat(some[-1], _ASKED - len(some))]  # one text, which is compiled once
                    for number, held in db.execute(_HELD, asked):
                        found[number].append(held)
                    rows |= {word: own for number, own in found.items() for word in by_hash[number]}
        except sqlite3.Error as error:
            self._failed(error)
            return None
        self._last = Holders(rows)
        return self._last

    def size(self, language: str, span: str) -> Size | None:
        """How many positions a span of an indexed text takes; ``language``: of its analyzer."""
        key = _key(span) ^ _salt(language)
        size = self._sizes.get(key)
        if size is None:
            try:
                with self._lock:
                    row = self._opened().execute("SELECT positions FROM size WHERE span = ?", (key,)).fetchone()
            except sqlite3.Error as error:
                self._failed(error)
                return None
            size = Size(row[0] >> 16, row[0] & 0xFFFF) if row else _USUAL
            if len(self._sizes) >= _MOST_SPANS:
                self._sizes.clear()
            self._sizes[key] = size
        return size

    def forms(self, match: WordMatch) -> list[str] | None:
        """The forms that match, see ``form_lexicon.matching``; None if the engine is to be asked."""
        try:
            with self._lock:
                return form_lexicon.matching(self._opened(), match)
        except sqlite3.Error as error:
            self._failed(error)
            return None

    def _failed(self, error: sqlite3.Error) -> None:
        # An interface error, as of a file that was closed meanwhile, has no code.
        if getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK) & 0xFF in _DAMAGED or not self._path.exists():
            tell, self._on_damage = self._on_damage, None
            if tell:
                tell()

    def _opened(self) -> sqlite3.Connection:
        if self._db is None:
            patience = tuning.SURFACE_PATIENCE_SECONDS
            self._db = connect_to_read(self._path, timeout=patience, check_same_thread=False)
            with suppress(sqlite3.Error):
                self._db.execute(f"PRAGMA mmap_size = {tuning.SURFACE_MAPPED_BYTES}")
        return self._db


class Held(NamedTuple):
    """A word that a span holds: as which kinds of word (FORM, TERM, PART), and its place among the span's terms or
    parts."""

    word: str
    kinds: int
    place: int


class Holders:
    """The spans that hold one of some words.

    Args:
        rows: word → the rows ``held`` of its spans, in order.

    Attributes:
        words: these words.
    """

    def __init__(self, rows: Mapping[str, Sequence[int]]) -> None:
        self.words = rows.keys()
        self._rows = rows
        # A word may be in thousands of spans, of which a text has a few: no line of Python runs for each.
        self._checksums = set().union(*(map(rshift, own, repeat(_CHECKSUM)) for own in rows.values()))
        self._held: dict[int, list[tuple[str, int]]] = {}  # first checksum of a key → words and rows, as far as asked
        self._usual = [(span, word) for word in rows for span in _usual_capitals(word)]

    def among(self, language: str, spans: Set[str]) -> Mapping[str, Sequence[Held]]:
        """Those of these spans, all of them of indexed texts, that hold a word, with the words that they hold.

        Args:
            language: of the analyzer of the texts.
        """
        found: dict[str, list[Held]] = {}
        for span, word in self._usual:
            if span in spans:
                found.setdefault(span, []).append(Held(word, FORM, 0))
        # The first checksum tells almost all spans apart; no line of Python runs for each span of a text.
        salt = _salt(language)
        checksums = map(crc32, map(str.encode, spans, repeat("utf-8"), repeat("surrogatepass")))
        salted = map(xor, checksums, repeat(salt >> 8)) if salt else checksums
        for span in compress(spans, map(self._checksums.__contains__, salted)):
            key = _key(span) ^ salt
            for word, row in self._with_checksum(key >> 8):
                if row >> _KEY == key:
                    found.setdefault(span, []).append(Held(word, row >> _KINDS & 7, row & _LAST_PLACE))
        return found

    def _with_checksum(self, checksum: int) -> list[tuple[str, int]]:
        """The words of spans with this first checksum, each with its row."""
        held = self._held.get(checksum)
        if held is None:
            least, most = checksum << _CHECKSUM, (checksum + 1) << _CHECKSUM
            held = self._held[checksum] = [
                (word, row)
                for word, own in self._rows.items()
                for row in own[bisect_left(own, least) : bisect_left(own, most)]
            ]
        return held


def _rows(span: str, key: int, terms: Sequence[str], forms: Sequence[str], parts: Sequence[str]) -> Iterator[int]:
    """The rows of ``holder`` of a span, each as one number: word << _ROW | held."""
    places = {term: place for place, term in reversed(list(enumerate(terms)))}
    for word in dict.fromkeys((*forms, *terms)):
        kinds = (FORM if word in forms and span not in _usual_capitals(word) else 0) | (TERM if word in places else 0)
        if kinds:
            yield _row(word, key, kinds, places.get(word, 0))
    for place, word in enumerate(dict.fromkeys(parts)):
        yield _row(word, key, PART, place)


def _row(word: str, key: int, kinds: int, place: int) -> int:
    return _hash(word) << _ROW | key << _KEY | kinds << _KINDS | min(place, _LAST_PLACE)


def _usual_capitals(form: str) -> tuple[str, ...]:
    """The spans that differ from a form by usual capitals alone, each once."""
    return tuple(dict.fromkeys((form, form.capitalize(), form.upper())))


def _hash(text: str) -> int:
    return crc32(text.encode("utf-8", "surrogatepass"))


def _key(span: str) -> int:
    # Two checksums by different polynomials, 32 and 8 bits: as good as any hash here, and a third of its time.
    data = span.encode("utf-8", "surrogatepass")
    return crc32(data) << 8 | crc_hqx(data, 0) & 0xFF


@cache
def _salt(language: str) -> int:
    """What tells the spans of a language from those of German, the language of most."""
    return 0 if language == "de" else _key(language)
