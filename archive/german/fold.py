"""Folding: what case, umlauts, ß and invisible characters never distinguish."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import product

INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_NOTHING = dict.fromkeys(map(ord, INVISIBLE))
_TO_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_TO_UMLAUT = {"ae": "ä", "oe": "ö", "ue": "ü"}
# Two letters may stand for an umlaut unless a vowel or q goes before (Feuer, Quelle) or another e follows (Seeelefant).
_TWO_LETTERS = re.compile(r"(?<![aeiouäöüyq])(?:[ao]e|ue)(?!e)")
_ENDINGS = ("", "s", "n", "en", "in", "innen")  # Baerbocks is spelled as Baerbock
_MOST_UMLAUTS = 3  # in one word; more are not tried in all combinations


@lru_cache(maxsize=10_000)  # values are few, and each article has a dozen
def fold_value(value: str) -> str:
    """A whole value (a source, an author, a place …) as it is compared: case, white space, ä/ae and ß/ss do not
    matter."""
    return " ".join(unicodedata.normalize("NFC", value).casefold().translate(_TO_LETTERS).split())


def fold(text: str) -> str:
    """A word without case, ß and invisible characters, in NFC; ae, oe, ue stay as they are written."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFC", text.translate(_NOTHING)).casefold()
    return unicodedata.normalize("NFC", plain)


def umlauts(folded: str) -> Iterator[str]:
    """Every way to read ae, oe, ue in a folded word as umlauts, the word with all of them first, the word itself
    last."""
    places = [found.span() for found in _TWO_LETTERS.finditer(folded)]
    if not places or len(places) > _MOST_UMLAUTS:
        yield folded
        return
    for choice in product((True, False), repeat=len(places)):
        pieces, last = [], 0
        for (start, end), umlaut in zip(places, choice, strict=True):
            pieces += [folded[last:start], _TO_UMLAUT[folded[start:end]] if umlaut else folded[start:end]]
            last = end
        yield "".join(pieces) + folded[last:]


def with_umlauts(folded: str, frequency: Callable[[str], int]) -> str:
    """A folded word with its true umlauts: ``haeuser`` → ``häuser``, but ``poet`` and ``aktuell`` as they are.

    ``frequency`` tells how often a folded word is (0: not known). The most frequent reading wins; if none is known,
    the one with all umlauts.
    """
    if "ae" not in folded and "oe" not in folded and "ue" not in folded:
        return folded
    return max(umlauts(folded), key=lambda word: max(frequency(word.removesuffix(ending)) for ending in _ENDINGS))
