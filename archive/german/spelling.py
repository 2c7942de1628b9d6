"""One word from the ways to write it: hyphens, line ends of scanned text, marks of gender, apostrophes, numbers, and
spellings from before the reforms."""

import re
import unicodedata
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from archive.german.fold import INVISIBLE
from archive.german.word_lists import pairs

_LINE_END = re.compile(r"([-\u2010\u2011¬\u00ad])[ \t]*\r?\n[ \t]*(?=([^\W\d_]))")
_INVISIBLE = dict.fromkeys(map(ord, INVISIBLE))
_HYPHENS = str.maketrans({"\u2010": "-", "\u2011": "-"})
_APOSTROPHES = str.maketrans(dict.fromkeys("'’´"))
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
# Mitarbeiter*innen, Lehrer:in, Kolleg_innen, Bürger/-innen, ArbeiterInnen, Minister(in), Student(inn)en
_GENDER = re.compile(r"(?P<man>[^\W\d_]{3,}?)(?:[*:_]|/-?|(?=I)|\()[iI]n\)?(?P<many>\(?nen\)?|n\)en)?$")
_BRACKETS = re.compile(r"\(([a-zäöüß]+)\)")
_STAR = re.compile(r"\*(?=[a-zäöüß])")


class Spelling(NamedTuple):
    """What is meant by a token.

    Attributes:
        text: the word without marks; hyphens stay.
        also: other words that the token stands for (``Mitarbeiter`` of ``Mitarbeiter*innen``).
    """

    text: str
    also: tuple[str, ...]


def parse_spelling(written: str) -> Spelling:
    """A token as it is written → the word without line ends, invisible characters, apostrophes and marks of gender.

    Umlauts and accents are composed (NFC); case stays.

    ``Ministerin(nen)`` means Ministerinnen and also Ministerin, ``Mitarbeiter*innen`` Mitarbeiterinnen and also
    Mitarbeiter.
    """
    plain = written.isalnum() and not written.endswith(("Innen", "In"))
    if plain and (written.isascii() or unicodedata.is_normalized("NFC", written)):
        return Spelling(written, ())
    text = _LINE_END.sub(lambda end: "-" if end[1] in "-\u2010\u2011" and end[2].isupper() else "", written)
    text = unicodedata.normalize("NFC", text.translate(_INVISIBLE)).translate(_HYPHENS)
    if _THOUSANDS.fullmatch(text):
        return Spelling(text.replace(".", ""), ())
    also: tuple[str, ...] = ()
    if gender := _GENDER.fullmatch(text):
        man = gender["man"]
        text = man + ("innen" if gender["many"] else "in")
        also = (man, man + "e")  # Expert:innen: Experte
    elif _BRACKETS.search(text):
        also = (_BRACKETS.sub("", text),)
        text = _BRACKETS.sub(r"\1", text)
    elif "*" in text:
        also = (text[: text.index("*")],)
        text = _STAR.sub("", text)
    if text[-2:] in ("'s", "’s", "´s"):
        also += (text[:-2],)
    return Spelling(text.translate(_APOSTROPHES), also)


_DOUBLED_CONSONANT = re.compile(r"([bdfglmnprt])\1(?=[aeiouäöü])")


def modern_spelling(form: str, is_known: Callable[[str], bool]) -> str:
    """A folded word as it is spelled today: ``schiffahrt`` → ``schifffahrt``, ``potential`` → ``potenzial``.

    The word is changed only where ``is_known`` knows the result, so that words that look alike stay as they are.
    """
    for place in _DOUBLED_CONSONANT.finditer(form):
        tripled = form[: place.end()] + place[1] + form[place.end() :]
        if is_known(tripled):
            return tripled
    modern, old = _old_spellings()
    if old.search(form):
        changed = old.sub(lambda found: modern[found[0]], form)
        if is_known(changed):
            return changed
    return form


@cache
def _old_spellings() -> tuple[dict[str, str], re.Pattern[str]]:
    """Pieces of words in their old spelling and that of today, and the pattern that finds the old ones."""
    modern = pairs("old_spellings.txt")
    return modern, re.compile("|".join(sorted(modern, key=len, reverse=True)))
