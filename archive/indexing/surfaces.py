"""The surface forms of a generation: in which spans, as they are written, a word of a question occurs, and as what.

It is one SQLite file beside the engine's, of ``sorted_runs``. While indexing, what each distinct span of the texts
became is written here, so that marking an article at question time looks up its spans and analyses none that is a
single word.

A row of kind ``holder`` says that a word (a form, a term or a term of a part) is one of a span: the word's hash of 32
bits, the span's key, as which kinds of word the span has it, and its place among the span's terms or parts. A span's
key is a hash of 40 bits of its text and language: a checksum of 32 and one of 8. Hashes may collide, which marks a word
too many in one of some 100,000 questions; no word is ever left unmarked. The forms of spans that differ from them by
usual capitals alone are left out. A row of kind ``size`` tells how many positions a span takes in an index where these
are not one form and one term. The forms themselves are of ``form_lexicon``.

Rows are only added. What is here before the engine commits is a superset of what the engine holds, so a run that is
cut off needs no repair.
"""

import sqlite3
import threading
from binascii import crc32, crc_hqx
from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import closing, contextmanager, suppress
from functools import cache
from itertools import chain, compress, repeat
from operator import itemgetter, xor
from pathlib import Path
from struct import Struct
from typing import NamedTuple

from archive.german.analyzer import SpanFields
from archive.indexing import form_lexicon, sorted_runs, tuning
from archive.indexing.ledger import connect_to_read
from archive.query.plan import WordMatch

Met = Mapping[str, Mapping[str, SpanFields]]
"""What spans of articles became: language of the analyzer → span → its fields."""

_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR}
# Of a row of ``holder``: word, first checksum of the key, and second << _SECOND | kinds << _KINDS | place.
_HOLDER, _HELD = Struct(">IIH"), Struct(">4xIH")
FORM, TERM, PART = 1, 2, 4
_SECOND, _KINDS, _LAST_PLACE = 7, 4, 15
_WORD = Struct(">I")
# Of a row of ``size``: the key's two checksums, forms and terms.
_SIZE, _SIZE_KEY, _POSITIONS = Struct(">IBHH"), Struct(">IB"), Struct(">5xHH")
_MOST_POSITIONS = 0xFFFF
_MOST_SPANS = 50_000  # whose sizes a reader remembers, some 8 MB


class Size(NamedTuple):
    """How many positions a span takes in the fields of an index."""

    forms: int
    terms: int


_USUAL = Size(1, 1)


class Rows(NamedTuple):
    """What the spans of some articles add to the file: rows of its kinds, each once.

    Attributes:
        holders, sizes: joined.
        forms: joined by single blanks.
    """

    holders: bytes
    sizes: bytes
    forms: str


def rows_of(met: Met) -> Rows:
    """The rows that spans become; made in the processes that read articles."""
    holders: set[bytes] = set()
    sizes: set[bytes] = set()
    known: set[str] = set()
    for language, spans in met.items():
        salt = _salt(language)
        for span, (terms, forms, wholes, parts) in spans.items():
            key = _key(span) ^ salt
            held = (*forms.split(), *wholes.split())
            known.update(held)
            holders.update(_holders(span, key, terms.split(), held, parts.split()))
            size = Size(len(forms.split()), len(terms.split()))
            if size != _USUAL:
                sizes.add(_SIZE.pack(key >> 8, key & 0xFF, *(min(number, _MOST_POSITIONS) for number in size)))
    return Rows(b"".join(holders), b"".join(sizes), " ".join(known))


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
            db.executescript(sorted_runs.SCHEMA)

    def add(self, rows: Iterable[Rows]) -> None:
        """Add rows; to be called before the engine commits the articles that hold their spans.

        Raises:
            sqlite3.Error: the disk is full, or the file is damaged or cannot be written.
        """
        if not self._path.exists():
            deque(rows, maxlen=0)
            return
        holders: set[bytes] = set()
        sizes: set[bytes] = set()
        forms: set[str] = set()
        for some in rows:
            holders.update(sorted_runs.split(some.holders, _HOLDER.size))
            sizes.update(sorted_runs.split(some.sizes, _SIZE.size))
            forms.update(some.forms.split())
        if not forms:
            return
        with closing(self._connection()) as db:
            sorted_runs.add(db, {"holder": holders, "size": sizes, **form_lexicon.rows_of(forms)})

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
        self._runs: sorted_runs.SortedRuns | None = None
        self._sizes: dict[int, Size] = {}
        self._last: Holders | None = None

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            db, self._db, self._runs = self._db, None, None
            if db:
                db.close()

    def holders(self, words: Iterable[str]) -> "Holders | None":
        """The spans that hold one of these words: forms, terms or terms of parts."""
        words = frozenset(words)
        last = self._last
        if last is not None and last.words == words:  # a title is asked for the same words as its text
            return last
        by_hash: defaultdict[bytes, list[str]] = defaultdict(list)
        for word in words:
            by_hash[_WORD.pack(_hash(word))].append(word)
        try:
            with self._looking() as runs:
                found = runs.beginning("holder", _HOLDER.size, list(by_hash))
        except sqlite3.Error as error:
            self._failed(error)
            return None
        rows: dict[str, Sequence[tuple[int, int]]] = {}
        for same, pieces in zip(by_hash.values(), found, strict=True):
            own = [*chain.from_iterable(map(_HELD.iter_unpack, pieces))]
            if len(pieces) > 1:
                own.sort()
            rows |= dict.fromkeys(same, own)
        self._last = Holders(rows)
        return self._last

    def size(self, language: str, span: str) -> Size | None:
        """As ``sizes``, of one span."""
        sizes = self.sizes(language, (span,))
        return sizes[0] if sizes else None

    def sizes(self, language: str, spans: Sequence[str]) -> list[Size] | None:
        """How many positions spans of indexed texts take; ``language``: of their analyzer."""
        salt = _salt(language)
        keys = [_key(span) ^ salt for span in spans]
        sizes = {key: size for key in keys if (size := self._sizes.get(key))}
        unknown = [key for key in dict.fromkeys(keys) if key not in sizes]
        if unknown:
            asked = [_SIZE_KEY.pack(key >> 8, key & 0xFF) for key in unknown]
            try:
                with self._looking() as runs:
                    found = runs.beginning("size", _SIZE.size, asked)
            except sqlite3.Error as error:
                self._failed(error)
                return None
            for key, pieces in zip(unknown, found, strict=True):
                sizes[key] = Size(*_POSITIONS.unpack_from(pieces[0])) if pieces else _USUAL
            if len(self._sizes) >= _MOST_SPANS:
                self._sizes.clear()
            self._sizes |= sizes
        return [sizes[key] for key in keys]

    def forms(self, match: WordMatch) -> list[str] | None:
        """The forms that match, see ``form_lexicon.matching``; None if the engine is to be asked."""
        try:
            with self._looking() as runs:
                return form_lexicon.matching(runs, match)
        except sqlite3.Error as error:
            self._failed(error)
            return None

    @contextmanager
    def _looking(self) -> Iterator[sorted_runs.SortedRuns]:
        with self._lock:
            if self._runs is None:
                self._db = self._opened()
                self._runs = sorted_runs.SortedRuns(self._db)
            with self._runs.looking():
                yield self._runs

    def _failed(self, error: sqlite3.Error) -> None:
        # An interface error, as of a file that was closed meanwhile, has no code.
        if getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK) & 0xFF in _DAMAGED or not self._path.exists():
            tell, self._on_damage = self._on_damage, None
            if tell:
                tell()

    def _opened(self) -> sqlite3.Connection:
        patience = tuning.SURFACE_PATIENCE_SECONDS
        db = connect_to_read(self._path, timeout=patience, check_same_thread=False)
        with suppress(sqlite3.Error):
            db.execute(f"PRAGMA mmap_size = {tuning.SURFACE_MAPPED_BYTES}")
        return db


class Held(NamedTuple):
    """A word that a span holds: as which kinds of word (FORM, TERM, PART), and its place among the span's terms or
    parts."""

    word: str
    kinds: int
    place: int


class Holders:
    """The spans that hold one of some words.

    Args:
        rows: word → of each of its spans the first checksum, and the rest of the row ``holder``; in order.

    Attributes:
        words: these words.
    """

    def __init__(self, rows: Mapping[str, Sequence[tuple[int, int]]]) -> None:
        self.words = rows.keys()
        self._rows = rows
        # A word may be in thousands of spans, of which a text has a few: no line of Python runs for each.
        self._checksums = set(map(itemgetter(0), chain.from_iterable(rows.values())))
        self._held: dict[int, list[tuple[str, int]]] = {}  # first checksum → words and rests of rows, as far as asked
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
                if row >> _SECOND == key & 0xFF:
                    found.setdefault(span, []).append(Held(word, row >> _KINDS & 7, row & _LAST_PLACE))
        return found

    def _with_checksum(self, checksum: int) -> list[tuple[str, int]]:
        """The words of spans with this first checksum, each with the rest of its row."""
        held = self._held.get(checksum)
        if held is None:
            least, most = (checksum,), (checksum + 1,)
            held = self._held[checksum] = [
                (word, row)
                for word, own in self._rows.items()
                for _, row in dict.fromkeys(own[bisect_left(own, least) : bisect_left(own, most)])
            ]
        return held


def _holders(span: str, key: int, terms: Sequence[str], forms: Sequence[str], parts: Sequence[str]) -> Iterator[bytes]:
    """The rows of ``holder`` of a span."""
    places = {term: place for place, term in reversed(list(enumerate(terms)))}
    for word in dict.fromkeys((*forms, *terms)):
        kinds = (FORM if word in forms and span not in _usual_capitals(word) else 0) | (TERM if word in places else 0)
        if kinds:
            yield _holder(word, key, kinds, places.get(word, 0))
    for place, word in enumerate(dict.fromkeys(parts)):
        yield _holder(word, key, PART, place)


def _holder(word: str, key: int, kinds: int, place: int) -> bytes:
    rest = (key & 0xFF) << _SECOND | kinds << _KINDS | min(place, _LAST_PLACE)
    return _HOLDER.pack(_hash(word), key >> 8, rest)


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
