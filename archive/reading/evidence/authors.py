"""Authors, from bylines (``Von Anna Muster und Ben Beispiel, Berlin``) and from what the file states."""

import re
from collections.abc import Iterable, Iterator

from archive.reading.characters import one_line
from archive.reading.data import table

_PART = r"(?:von|van|de|der|den|zu|zur|vom|zum|di|da|del|la|le|el|al|bin|ter|ten|y)"
_WORD = r"(?:[A-ZÀ-ÖØ-Þ]\.|[A-ZÀ-ÖØ-ÞŁŚŻČŠŽ][^\W\d_]*(?:['’-][A-ZÀ-ÖØ-Þa-zß-ÿ][^\W\d_]*)*)"
_NAME = rf"{_WORD}(?:\s+(?:{_PART}\s+){{0,2}}{_WORD}){{1,3}}"
_BYLINE = re.compile(
    r"(?:von|by|par|de)\s+"
    r"(?:(?:unsere[mnr]|our)\s+[^\W\d_]+(?:-[^\W\d_]+)*\s+)?"
    rf"(?P<names>(?-i:{_NAME})(?:\s*(?:,|\bund\b|\band\b|\bet\b|&|/)\s*(?-i:{_NAME}))*)"
    r"(?P<tail>\s*[,/(]\s*[^\n.!?:]{2,40}|)",
    re.IGNORECASE,
)
_SPLIT = re.compile(r"\s*(?:,|;|/|&|\||\n|\b(?:und|and|et)\b)\s*")
_LAST_AND = re.compile(r"\b(?:und|and|et)\b|&")
_FULL_NAME = re.compile(_NAME)
_STARTS = ("von ", "by ", "par ")
# Places of two words that stand behind a name as its author's seat; one word is never taken for a name.
_SEATS = re.compile(
    r"(?:New|Tel|San|Santa|Los|Las|Buenos|Rio|Den|Sankt|St\.|Bad|Frankfurt|Hong|Abu|Kuala|Addis|Neu|Phnom|Washington|Port|Cape|Mexiko)\b"
)
_FIRST_LINES = 12
_NAMES = rf"{_NAME}(?:\s*(?:,|\bund\b)\s*{_NAME})*?"
# A byline that runs into the text: behind the name stands whom its bearer works for.
_RUN_IN = re.compile(
    rf"Von\s+(?P<names>{_NAMES}),\s+(?:zurzeit\s+|z\.?\s?Zt\.?\s+)?"
    r"(?:[A-ZÄÖÜ]{2,5}\b|[\w-]+\.(?:de|at|ch|com)\b|[\w-]*(?:[Ss]tudio|[Kk]orrespondent(?:in)?|[Rr]edaktion)\b|dpa\b)"
)
_INTERVIEWER = re.compile(
    rf"(?:Das\s+(?:Interview|Gespräch)\s+führten?|Die\s+Fragen\s+stellten?|Interview\s*:|Mit\s+\w+\s+sprach(?:en)?)\s+"
    rf"(?P<names>{_NAMES})(?=\s*[.,)\n]|\s+(?:für|vom|von|in)\b|\s*\Z)"
)
_LAST_CHARACTERS = 300


def bylines(text: str) -> tuple[str, ...]:
    """The authors named by the lines at the article's top (or its very last line) that are bylines and nothing else."""
    return _unique(name for match in _matches(text) for name in _names(match))


def run_in_authors(text: str) -> tuple[str, ...]:
    """The authors that a text names in its running words: ``Von Petra Maier, ARD-Studio Rom`` at its start, ``Das
    Interview führte Ute Kern`` at its end."""
    match = _RUN_IN.match(text[:_LAST_CHARACTERS]) or _INTERVIEWER.search(text, max(0, len(text) - _LAST_CHARACTERS))
    return _unique(_SPLIT.split(match["names"])) if match else ()


def byline_tails(text: str) -> tuple[str, ...]:
    """What follows the names in bylines: a place (``Berlin``) or an agency (``dpa``)."""
    return tuple(tail for match in _matches(text) if (tail := match["tail"].strip(" ,/()")))


def stated_authors(values: Iterable[str]) -> tuple[str, ...]:
    """Authors as a file states them: ``Anna Muster und Ben Beispiel``, ``Muster, Anna``; no addresses."""
    found: list[str] = []
    for value in values:
        value = re.sub(r"^(?:von|by|par)\s+", "", one_line(value), flags=re.IGNORECASE)
        parts = [part for part in _SPLIT.split(value) if part]
        inverted = len(parts) == 2 and value.count(",") == 1 and all(" " not in part for part in parts)
        found += [f"{parts[1]} {parts[0]}"] if inverted else parts
    return _unique(name for name in found if "://" not in name and any(map(str.isalpha, name)))


def is_byline(line: str) -> bool:
    """Whether the line is a byline and nothing else."""
    return _byline(line) is not None


def _byline(line: str) -> re.Match[str] | None:
    line = line.strip(" *_")
    if len(line) > 160 or not line.casefold().startswith(_STARTS):
        return None
    match = _BYLINE.fullmatch(line)
    return match if match and match["names"].split()[0] not in table("authors")["no_first_names"] else None


def _matches(text: str) -> Iterator[re.Match[str]]:
    lines = text[:2500].split("\n")[:_FIRST_LINES]
    last = text[-200:].rpartition("\n")[2]
    for line in dict.fromkeys((*lines, last)):
        if match := _byline(line):
            yield match


def _names(match: re.Match[str]) -> list[str]:
    written = match["names"]
    names = [part for part in _SPLIT.split(written) if _FULL_NAME.fullmatch(part)]
    comma = written.rfind(",")
    seat_last = comma > 0 and (_LAST_AND.search(written[:comma]) or _SEATS.match(written[comma + 1 :].strip()))
    return names[:-1] if seat_last and len(names) > 1 and not _LAST_AND.search(written[comma:]) else names


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple({one_line(name).casefold(): one_line(name) for name in names if name.strip()}.values())
