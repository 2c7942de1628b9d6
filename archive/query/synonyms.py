"""Words and abbreviations that say the same, as ``synonyms.toml`` lists them."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from msgspec import Struct

from archive.german import Word, analyzer
from archive.german.fold import fold
from archive.query.entries import Entry

_MOST_WORDS = 6  # of one spelling
_RUN = re.compile(r"[^\W_]+")


class Match(Struct, frozen=True):
    """Words of a question that are a spelling of an entry: ``length`` words in a row, and the entry's ``others``."""

    length: int
    others: tuple[str, ...]


class Synonyms:
    """A look-up of spellings that say the same.

    Args:
        entries: spellings of one or several words. One that stands in several entries finds the others of each.
    """

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self._entries: defaultdict[str, list[tuple[str, Entry]]] = defaultdict(list)
        for entry in entries:
            for spelling in entry:
                self._entries[_key(spelling)].append((spelling, entry))

    def matches(self, words: Sequence[Word]) -> Iterator[Match]:
        """Yield the entries of which the first words are a spelling, in any inflection."""
        for length in range(1, min(len(words), _MOST_WORDS) + 1):
            others: dict[str, None] = {}
            for spelling, entry in self._ending_with(words[length - 1]):
                if _is(words[:length], spelling):
                    others |= dict.fromkeys(other for other in entry if other != spelling)
            if others:
                yield Match(length, tuple(others))

    def _ending_with(self, word: Word) -> Iterator[tuple[str, Entry]]:
        # A term of a known noun is its folded lemma; marked ones are verbs and stems, which no spelling is.
        for key in dict.fromkeys(_key(key) for key in (word.form, *word.terms)):
            yield from self._entries.get(key, ())


def _key(text: str) -> str:
    """The last run of letters, folded: ``Klausel`` of ``Fünf-Prozent-Klausel``."""
    last = fold(text.rpartition(" ")[2])
    if last.isalnum():  # most are; some two thousand are looked at whenever an archive is opened
        return last
    runs = _RUN.findall(fold(text))
    return runs[-1] if runs else ""


def _is(words: Sequence[Word], spelling: str) -> bool:
    asked = spelling_words(spelling)
    return len(words) == len(asked) and all(
        word.form == own.form or (own.terms and set(own.terms) & set(word.terms))
        for word, own in zip(words, asked, strict=True)
    )


@cache
def spelling_words(spelling: str) -> tuple[Word, ...]:
    """The words of a spelling as they stand in a text, where its capitals count."""
    return tuple(word for _, word in analyzer().words(spelling))
