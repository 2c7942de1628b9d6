"""The German dictionary: which lemmas a form has and how frequent it is, from simplemma's and wordfreq's data.

``dictionary_build.py`` joins both. The result is part of the package: a trie that gives each key a number (``KEYS``),
and a record for each number (``RECORDS``). Both are mapped into memory, so that opening them takes milliseconds and all
processes share them.

``RECORDS`` holds the number of keys (four bytes, little-endian), for each key where its record begins in what follows
(four bytes each), and the records: a ``RECORD``, and for each lemma a ``LEMMA`` and the letters to add (UTF-8).
"""

import mmap
import sys
from array import array
from functools import cache, lru_cache
from pathlib import Path
from struct import Struct
from typing import TYPE_CHECKING, NamedTuple

from archive.errors import ArchiveError
from archive.german.morphology.tuning import ENTRIES_CACHED

if TYPE_CHECKING:
    from marisa_trie import Trie

FOLDER = Path(__file__).parents[1] / "data" / "dictionary"
KEYS, RECORDS, SOURCES = "german.marisa", "german.records", "german.txt"
RECORD = Struct("<BBBHBBB")  # frequency, noun, other, beginning, ending, flags, number of lemmas: see Entry
LEMMA = Struct("<BBB")  # flags, letters to cut off the form, bytes to add
NOUN, ACRONYM = 1, 1  # flag of a lemma; flag of a record


class Lemma(NamedTuple):
    """A lemma of a form, folded; whether it is a noun."""

    text: str
    noun: bool


class Entry(NamedTuple):
    """All that is known of a folded form.

    Attributes:
        frequency: its level, 20 × log10 of occurrences in 1,000 million words; 0: wordfreq does not know it.
        lemmas: what it may be a form of.
        noun: its level as the lemma of a noun, over all forms; 0: it is none.
        other: its level as a lemma of another class; 0: it is none.
        beginning: how many nouns begin with it and go on with another noun.
        ending: in how many percent of the nouns that end with it another noun stands before it; 0: not known.
        acronym: whether it is written in capitals.
    """

    frequency: int = 0
    lemmas: tuple[Lemma, ...] = ()
    noun: int = 0
    other: int = 0
    beginning: int = 0
    ending: int = 0
    acronym: bool = False


_UNKNOWN = Entry()
_lemma, _entry = Lemma._make, Entry._make  # in half the time


class Dictionary:
    """Looks up folded forms. Safe to use from several threads.

    Args:
        keys: gives each key its number.
        records: what a file ``RECORDS`` holds.
    """

    def __init__(self, keys: "Trie", records: memoryview) -> None:
        self._number = keys.get
        first = 4 + 4 * int.from_bytes(records[:4], "little")
        self._places = _numbers(records[4:first])
        self._records = records[first:]
        self.entry = lru_cache(maxsize=ENTRIES_CACHED)(self._entry)

    def frequency(self, form: str) -> int:
        """The level of a folded form; 1 if only the dictionary of lemmas knows it, 0 if nothing does."""
        entry = self.entry(form)
        return entry.frequency or (1 if entry.lemmas else 0)

    def _entry(self, form: str) -> Entry:
        number = self._number(form)
        if number is None:
            return _UNKNOWN
        records, place = self._records, self._places[number]
        frequency, noun, other, beginning, ending, flags, lemmas = RECORD.unpack_from(records, place)
        if not lemmas:
            return _entry((frequency, (), noun, other, beginning, ending, False))
        found = []
        place += RECORD.size
        for _ in range(lemmas):
            is_noun, cut, added = records[place], records[place + 1], records[place + 2]
            place += LEMMA.size
            text = form[: len(form) - cut] if cut else form
            if added:
                text += str(records[place : place + added], "utf-8")
                place += added
            found.append(_lemma((text, is_noun == NOUN)))
        return _entry((frequency, tuple(found), noun, other, beginning, ending, flags == ACRONYM))


def _numbers(places: memoryview) -> memoryview:
    """Numbers of four bytes, little-endian, as this machine reads them."""
    if sys.byteorder == "little":
        return places.cast("I")
    swapped = array("I", places.tobytes())
    swapped.byteswap()
    return memoryview(swapped)


@cache
def dictionary() -> Dictionary:
    """The dictionary, opened once a process.

    Raises:
        ArchiveError: a file of the package is missing or damaged.
    """
    from marisa_trie import Trie

    try:
        keys = Trie().mmap(str(FOLDER / KEYS))
        with (FOLDER / RECORDS).open("rb") as file:
            records = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    except (OSError, RuntimeError, ValueError) as error:
        raise ArchiveError(f"The German dictionary cannot be opened ({error}).", "Install Archive anew.") from error
    return Dictionary(keys, records)
