"""How a word may be written: hyphens, the ends of scanned lines, marks of gender, apostrophes, numbers."""

import re
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

from archive.german.fold import INVISIBLE

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
    """What is meant: the word without marks (hyphens stay), and the words it names besides."""

    text: str
    also: tuple[str, ...]


def read(written: str) -> Spelling:
    """A token as it is written → the word without line ends, invisible characters, apostrophes and marks of gender.

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


# Spelling before and after 1996 (and 1901), within a word; where both are allowed, the one that is more used today.
_TODAY = {
    "tial": "zial", "tiell": "ziell", "graph": "graf", "phot": "fot", "phon": "fon", "phantas": "fantas", "delphin":
    "delfin",
    "rauh": "rau", "känguruh": "känguru", "numerier": "nummerier", "plazier": "platzier", "stengel": "stängel",
    "aufwend": "aufwänd", "gemse": "gämse", "behend": "behänd", "schwenglich": "schwänglich", "greuel": "gräuel",
    "greulich": "gräulich", "schneuz": "schnäuz", "quentchen": "quäntchen", "selbständig": "selbstständig",
    "thunfisch": "tunfisch", "panther": "panter", "theil": "teil", "thür": "tür", "thier": "tier", "thal": "tal",
    "nothwendig": "notwendig", "tips": "tipps",
}  # fmt: skip
_OLD = re.compile("|".join(sorted(_TODAY, key=len, reverse=True)))
_DOUBLED = re.compile(r"([bdfglmnprt])\1(?=[aeiouäöü])")


def todays(form: str, is_known: Callable[[str], bool]) -> str:
    """A folded word as it is spelled today: ``schiffahrt`` → ``schifffahrt``, ``potential`` → ``potenzial``.

    Only a spelling that ``is_known`` counts, so that no other word is changed.
    """
    for place in _DOUBLED.finditer(form):
        tripled = form[: place.end()] + place[1] + form[place.end() :]
        if is_known(tripled):
            return tripled
    if _OLD.search(form):
        changed = _OLD.sub(lambda old: _TODAY[old[0]], form)
        if is_known(changed):
            return changed
    return form
