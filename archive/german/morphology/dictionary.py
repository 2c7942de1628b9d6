"""The German dictionary: which lemmas a form has, how frequent it is and what it is in compounds, from simplemma's and
wordfreq's data.

``dictionary_build.py`` joins both. The result is part of the package: a trie that gives each key a number (``KEYS``),
a record for each number (``RECORDS``), and what the more frequent forms become (``FORMS``). All are mapped into memory,
so that opening them takes milliseconds and all processes share them. What follows from the data alone is worked out by
the build: a word that is met first is looked up in a hundred places, and half of these words are frequent forms.

``RECORDS`` holds the number of keys (four bytes, little-endian), for each key where its record begins in what follows
(four bytes each), and the records: a ``RECORD``, and for each lemma a ``LEMMA`` and the letters to add (UTF-8).
``FORMS`` is a trie of records by form. They have lists of words, and before them the size of each in bytes. Of a word a
byte tells how many letters to cut off the form, another how many bytes to add, which follow.
"""

import mmap
import sys
from array import array
from functools import cache, lru_cache
from pathlib import Path
from struct import Struct
from typing import TYPE_CHECKING, NamedTuple

from archive.errors import ArchiveError
from archive.german.morphology.tuning import ENDINGS_CACHED, ENTRIES_CACHED

if TYPE_CHECKING:
    from marisa_trie import BytesTrie, Trie

FOLDER = Path(__file__).parents[1] / "data" / "dictionary"
KEYS, RECORDS, FORMS, SOURCES = "german.marisa", "german.records", "german.forms", "german.txt"
# Modifier, flags, noun, noun head, adjective head, frequency, other, beginning, ending, number of lemmas: see Entry.
RECORD = Struct("<hBBhhBBHBB")
LEMMA = Struct("<BBB")  # flags, letters to cut off the form, bytes to add
LISTS = 4  # of a form: its terms where it is written small, with a capital, or either way, and the terms of its parts
SMALL, CAPITAL, ANY, PARTS = range(LISTS)
NOUN, VERB = 1, 2  # flags of a lemma
ACRONYM, OWN_NOUN, INFINITIVE, ADJECTIVE, CHANGES_VOWEL = 1, 2, 4, 8, 16  # flags of a record
NEVER = -32768
"""The score of what is no such piece of a compound; lower than any other."""


class Lemma(NamedTuple):
    """A lemma of a form, folded; whether it is a noun."""

    text: str
    noun: bool


class Entry(NamedTuple):
    """All that is known of a folded form.

    Attributes:
        frequency: its level, 20 × log10 of occurrences in 1,000 million words; 0: wordfreq does not know it.
        lemmas: what it may be a form of.
        verbs: those of the lemmas that are infinitives.
        noun: its level as the lemma of a noun, over all forms; 0: it is none.
        other: its level as a lemma of another class; 0: it is none.
        beginning: how many nouns begin with it and go on with another noun.
        ending: in how many percent of the nouns that end with it another noun stands before it; 0: not known.
        modifier: its score as a piece of a compound before others, see ``compound_scores.py``; ``NEVER``: it is none.
        noun_head: its score as a noun that ends a compound.
        adjective_head: its score as an adjective that ends one.
        acronym: whether it is written in capitals.
        own_noun: whether it is the lemma of a noun, and its own.
        infinitive: whether it is the lemma of a verb.
        adjective: whether it is the lemma of an adjective, or a participle.
        changes_vowel: whether it is a verb whose third person has another vowel (``fahren``, ``fährt``).
    """

    frequency: int = 0
    lemmas: tuple[Lemma, ...] = ()
    verbs: tuple[str, ...] = ()
    noun: int = 0
    other: int = 0
    beginning: int = 0
    ending: int = 0
    modifier: int = NEVER
    noun_head: int = NEVER
    adjective_head: int = NEVER
    acronym: bool = False
    own_noun: bool = False
    infinitive: bool = False
    adjective: bool = False
    changes_vowel: bool = False


_UNKNOWN = Entry()
_lemma, _entry = Lemma._make, Entry._make  # in half the time
# The last attributes of an entry by the flags of its record.
_KINDS = [
    tuple(bool(flags & flag) for flag in (ACRONYM, OWN_NOUN, INFINITIVE, ADJECTIVE, CHANGES_VOWEL))
    for flags in range(2 * CHANGES_VOWEL)
]
_AS_MODIFIER = Struct("<hB")  # what a record begins with: modifier, flags


class Dictionary:
    """Looks up folded forms. Safe to use from several threads.

    Args:
        keys: gives each key its number.
        records: what a file ``RECORDS`` holds.
        forms: gives each frequent form what it becomes.
    """

    def __init__(self, keys: "Trie", records: memoryview, forms: "BytesTrie") -> None:
        self._keys = keys
        self._number = keys.get
        first = 4 + 4 * int.from_bytes(records[:4], "little")
        self._places = _numbers(records[4:first])
        self._records = records[first:]
        self._forms = forms
        self.entry = lru_cache(maxsize=ENTRIES_CACHED)(self._entry)
        self.endings = lru_cache(maxsize=ENDINGS_CACHED)(self._endings)

    def frequency(self, form: str) -> int:
        """The level of a folded form; 1 if only the dictionary of lemmas knows it, 0 if nothing does."""
        entry = self.entry(form)
        return entry.frequency or (1 if entry.lemmas else 0)

    def beginnings(self, text: str) -> list[tuple[str, int, bool]]:
        """The keys that a folded text begins with, the shortest first.

        Returns:
            Of each key: itself, and of its entry ``modifier`` and ``own_noun``.
        """
        records, places, unpack = self._records, self._places, _AS_MODIFIER.unpack_from
        found = []
        for key, number in self._keys.iter_prefixes_with_ids(text):
            modifier, flags = unpack(records, places[number])
            found.append((key, modifier, bool(flags & OWN_NOUN)))
        return found

    def _endings(self, form: str) -> tuple[tuple[int, Entry], ...]:
        """The forms with lemmas that a folded form ends with: where each begins, and its entry; the longest first.

        Each has at least three letters, and at least two stand before it.
        """
        number, entry = self._number, self.entry
        found = []
        for place in range(2, len(form) - 2):
            end = form[place:]
            if number(end) is not None and (known := entry(end)).lemmas:
                found.append((place, known))
        return tuple(found)

    def words(self, form: str, which: int) -> tuple[str, ...] | None:
        """One of the lists (``SMALL`` …) of what a folded form becomes; None if it is no frequent one."""
        found = self._forms.get(form)
        if found is None:
            return None
        record = found[0]
        start = LISTS + sum(record[:which])
        end, letters = start + record[which], len(form)
        words = []
        while start < end:
            added = start + 2
            words.append(form[: letters - record[start]] + record[added : added + record[start + 1]].decode())
            start = added + record[start + 1]
        return tuple(words)

    def _entry(self, form: str) -> Entry:
        number = self._number(form)
        if number is None:
            return _UNKNOWN
        records, place = self._records, self._places[number]
        unpacked = RECORD.unpack_from(records, place)
        modifier, flags, noun, noun_head, adjective_head, frequency, other, beginning, ending, lemmas = unpacked
        numbers = (noun, other, beginning, ending, modifier, noun_head, adjective_head)
        if not lemmas:
            return _entry((frequency, (), (), *numbers, *_KINDS[flags]))
        found, verbs = [], []
        place += RECORD.size
        for _ in range(lemmas):
            kind, cut, added = records[place], records[place + 1], records[place + 2]
            place += LEMMA.size
            text = form[: len(form) - cut] if cut else form
            if added:
                text += str(records[place : place + added], "utf-8")
                place += added
            found.append(_lemma((text, kind == NOUN)))
            if kind == VERB:
                verbs.append(text)
        return _entry((frequency, tuple(found), tuple(verbs), *numbers, *_KINDS[flags]))


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
    from marisa_trie import BytesTrie, Trie

    try:
        keys, forms = Trie().mmap(str(FOLDER / KEYS)), BytesTrie().mmap(str(FOLDER / FORMS))
        with (FOLDER / RECORDS).open("rb") as file:
            records = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    except (OSError, RuntimeError, ValueError) as error:
        raise ArchiveError(f"The German dictionary cannot be opened ({error}).", "Install Archive anew.") from error
    return Dictionary(keys, records, forms)
