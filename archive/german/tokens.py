"""Text → tokens: words as they are written, each with its place.

A token may hold hyphens (``UN-Sicherheitsrat``), apostrophes, separators of numbers (``21,7``), the marks of gender
(``Mitarbeiter*innen``, ``Ministerin(nen)``), invisible characters, and the end of a line where a scanned word was
parted. An ellipsis (``Kampf- und Spionagedrohnen``) is found as one stretch, so that the shared half is at hand.
"""

import re
from typing import NamedTuple

from archive.german.fold import INVISIBLE

_MARKS = "\u0300-\u036f"
_HYPHENS = "\\-\u2010\u2011"
_AND = r"(?:und|oder|sowie|bzw\.?|beziehungsweise|bis|als\ auch|wie|and|or|u\.|&|/)"
# What may join two stretches of letters into one token; the look-ahead spares most words the alternatives.
_WORD = rf"""
    [^\W_]++
    (?:
        (?=[{_HYPHENS}'’´.,:*/_(¬{INVISIBLE}{_MARKS}])
        (?: [{_HYPHENS}'’´](?=[^\W_])                                               # UN-Sicherheitsrat, geht's
          | [{_HYPHENS}¬\u00ad][ \t]*\r?\n[ \t]*(?!{_AND}\s)(?=[^\W\d_])            # Regie-⏎rung
          | [{INVISIBLE}{_MARKS}]+
          | (?<=\d)[.,:](?=\d)                                                      # 21,7
          | (?:[*_:]|/[{_HYPHENS}]?)(?=[iI]n(?:nen)?(?![^\W_]))                     # Lehrer:innen
          | [*](?=[a-zäöüß]{{1,9}}(?![^\W_]))                                       # jede*r
          | \([a-zäöüß]{{1,4}}\)                                                    # Ministerin(nen)
        )
        [^\W_]*+
    )*+
"""
_LEFT_OUT_RIGHT = rf"""[{_HYPHENS}](?:\s*,\s*{_WORD}[{_HYPHENS}])*(?:\s*,)?\s*{_AND}\s*{_WORD}"""
_LEFT_OUT_LEFT = rf"""(?:(?:\s*,|\s+{_AND})\s+[{_HYPHENS}]{_WORD})+"""

WORD = re.compile(_WORD, re.VERBOSE)
_STRETCH = re.compile(f"{_WORD}(?:{_LEFT_OUT_RIGHT})?+", re.VERBOSE)
_STRETCH_EITHER = re.compile(f"{_WORD}(?:{_LEFT_OUT_RIGHT}|{_LEFT_OUT_LEFT})?+", re.VERBOSE)


class Token(NamedTuple):
    """A word as it is written, and its place: ``text == whole_text[start:end]``."""

    text: str
    start: int
    end: int


def stretches(text: str) -> re.Pattern[str]:
    """The pattern that finds a text's words, and ellipses as one stretch; the dearer one only where a text needs it."""
    return _STRETCH_EITHER if " -" in text or "\n-" in text else _STRETCH


def tokens(stretch: str) -> list[Token]:
    """The words of a stretch."""
    if stretch.isalnum():  # as most are
        return [Token(stretch, 0, len(stretch))]
    return [Token(found[0], found.start(), found.end()) for found in WORD.finditer(stretch)]
