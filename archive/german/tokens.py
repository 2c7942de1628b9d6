"""Text → tokens: words as they are written, each with its place.

A token may hold hyphens (``UN-Sicherheitsrat``), apostrophes, separators of numbers (``21,7``), the marks of gender
(``Mitarbeiter*innen``, ``Ministerin(nen)``), invisible characters, and the end of a line where a scanned word was
parted. A *span* is a token, or an ellipsis (``Kampf- und Spionagedrohnen``) from its first word to its last: the words
of an ellipsis are analysed together, because they share a half.
"""

import re
from functools import cache
from typing import NamedTuple

from archive.german.fold import INVISIBLE

_MARKS = "\u0300-\u036f"
_HYPHENS = "\\-\u2010\u2011"
_AND = r"(?:und|oder|sowie|bzw\.?|beziehungsweise|bis|als\ auch|wie|and|or|u\.|&|/)"
_MOST_HALVES = 30  # of an ellipsis (Kampf-, Spionage- und …): more would be sought again from each of them
# What may join two runs of letters into one token; the look-ahead spares most words the alternatives.
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
_LEFT_OUT_RIGHT = rf"""[{_HYPHENS}](?:\s*,\s*{_WORD}[{_HYPHENS}]){{0,{_MOST_HALVES}}}(?:\s*,)?\s*{_AND}\s*{_WORD}"""
_LEFT_OUT_LEFT = rf"""(?:(?:\s*,|\s+{_AND})\s+[{_HYPHENS}]{_WORD})+"""

WORD = re.compile(_WORD, re.VERBOSE)
_SPAN = re.compile(f"({_WORD}(?:{_LEFT_OUT_RIGHT})?+)", re.VERBOSE)
_SECOND_HALF = re.compile(rf"\s[{_HYPHENS}][^\W_]")  # no ellipsis that leaves out a left half is without it
_HYPHEN = re.compile(f"[{_HYPHENS}](?:[ \\t]*\\r?\\n[ \\t]*)?")


class Token(NamedTuple):
    """A word as it is written, and its place in characters: ``text == whole_text[start:end]``."""

    text: str
    start: int
    end: int


def span_pattern(text: str) -> re.Pattern[str]:
    """The pattern that finds the spans of a text. Its one group is a span: ``split`` gives what stands between the
    spans, and the spans, in turn.

    Only a text that may hold an ellipsis as ``Gemüseanbau und -handel`` gets the slower pattern that finds it.
    """
    may_hold = (" -" in text or "\n-" in text) and _SECOND_HALF.search(text)
    return _span_with_either_half() if may_hold else _SPAN


@cache
def _span_with_either_half() -> re.Pattern[str]:
    return re.compile(f"({_WORD}(?:{_LEFT_OUT_RIGHT}|{_LEFT_OUT_LEFT})?+)", re.VERBOSE)


def tokens(span: str) -> list[Token]:
    """The words of a span, with their places in it."""
    if span.isalnum():  # most are one word
        return [Token(span, 0, len(span))]
    return [Token(found[0], found.start(), found.end()) for found in WORD.finditer(span)]


def hyphen_places(text: str) -> list[tuple[int, int]]:
    """Where the pieces of a token between its hyphens begin and end. A hyphen that only ends a line parts no piece:
    ``Regie-⏎rung`` is one word; before a capital (``Nord-⏎Korea``) it does."""
    places: list[tuple[int, int]] = []
    start = 0
    for hyphen in _HYPHEN.finditer(text):
        at_line_end, following = "\n" in hyphen[0], text[hyphen.end() : hyphen.end() + 1]
        if hyphen.start() > start and (not at_line_end or following.isupper()):
            places.append((start, hyphen.start()))
            start = hyphen.end()
    return [*places, (start, len(text))]
