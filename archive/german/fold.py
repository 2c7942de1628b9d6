"""Folding: words and values that differ only in case, umlauts (ä/ae), ß/ss or invisible characters become equal."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import product

INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_REMOVED = dict.fromkeys(map(ord, INVISIBLE))
_TO_UMLAUT = {"ae": "ä", "oe": "ö", "ue": "ü"}
# Two letters may stand for an umlaut unless a vowel or q goes before (Feuer, Quelle) or another e follows (Seeelefant).
_TWO_LETTERS = re.compile(r"(?<![aeiouäöüyq])(?:[ao]e|ue)(?!e)")
_ENDINGS = ("", "s", "n", "en", "in", "innen")  # Baerbocks is spelled like Baerbock: the more frequent form decides
_MOST_UMLAUTS = 3  # pairs of letters in one word; a word with more is left as it is written


@lru_cache(maxsize=30_000)  # each article has a dozen values; 7 MB
def fold_value(value: str) -> str:
    """A whole value (a source, an author, a place …) as it is compared: case, white space, ä/ae and ß/ss do not
    matter."""
    if value.isascii():
        return " ".join(value.lower().split())
    folded = unicodedata.normalize("NFC", value).casefold()
    # In half the time of str.translate: an archive may have tens of thousands of values to count.
    return " ".join(folded.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue").split())


def fold(text: str) -> str:
    """A word in small letters, in NFC, with ss for ß and without invisible characters; ae, oe, ue stay."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFC", text.translate(_REMOVED)).casefold()
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

    The most frequent spelling wins; if none is known, the one with all umlauts.

    Args:
        folded: the folded word.
        frequency: tells how frequent a folded word is, 0 if it is not known.
    """
    if "ae" not in folded and "oe" not in folded and "ue" not in folded:
        return folded
    return max(umlauts(folded), key=lambda word: max(frequency(word.removesuffix(ending)) for ending in _ENDINGS))
