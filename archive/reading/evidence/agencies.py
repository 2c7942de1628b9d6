"""News agencies, from credits only: ``(Reuters/dpa)`` at the end, ``Berlin (dpa) -`` at the start, ``Von …, dpa``."""

import re
from collections.abc import Iterable
from functools import cache

from archive.reading.characters import paragraphs
from archive.reading.data import table
from archive.reading.evidence.authors import byline_tails
from archive.reading.evidence.picture_credits import ends_in_credit

_SEPARATOR = re.compile(r"\s*(?:[/,;&|+]|\b(?:und|and|sowie|mit)\b)\s*")
_LEADING = re.compile(
    r"(?:(?:mit\s+)?(?:agentur)?material(?:ien)?\s*(?:von|der|:)?|quellen?\s*:|sources?\s*:|mit|von|with|agenturen?\s*:?)\s+",
    re.IGNORECASE,
)
# An editor's or a regional service's sign beside the agency, or the day.
_INITIALS = re.compile(r"[a-zäöüA-ZÄÖÜ]{2,4}|[a-zäöü]{1,3}\.|\d{1,2}\.\s?\d{1,2}\.(?:\s?\d{2,4})?")
_END = re.compile(r"(?:[(\[]([^()\[\]\n]{2,60})[)\]]|(?<=[.!?“”\"»«])\s+[-–—]\s?([^\s()][^()\n.]{1,40}))\s*\.?\s*\Z")
_LONGEST = 60


def credited(credit: str) -> tuple[str, ...]:
    """The agencies that a credit names (``Reuters/dpa``, ``dpa, AFP und KNA``, ``dpa/lby``): the names that are shown,
    in order, each once; none if the credit holds anything but agencies and signs of a few letters."""
    credit = _LEADING.sub("", credit.strip(), count=1)
    found: dict[str, None] = {}
    for part in filter(None, _SEPARATOR.split(credit.strip())):
        name = _names().get(part.casefold())
        if name:
            found[name] = None
        elif not _INITIALS.fullmatch(part):
            return ()
    return tuple(found)


def agencies(text: str, dateline_credits: Iterable[str | None] = ()) -> tuple[str, ...]:
    """Find the agencies that an article credits: in datelines, in bylines, at its end.

    Args:
        text: a cleaned text.
        dateline_credits: what ``datelines`` found in the text.

    Returns:
        Names that are shown, in the order of the text, each once.
    """
    found: dict[str, None] = {}
    for credit in (*filter(None, dateline_credits), *byline_tails(text)):
        found |= dict.fromkeys(credited(credit))
    closing = next((part for part in reversed(paragraphs(text[-2000:])) if not ends_in_credit(part)), "")
    match = _END.search(closing, max(0, len(closing) - _LONGEST - 10))
    if match:
        found |= dict.fromkeys(credited(match[1] or match[2]))
    last_line = closing.rpartition("\n")[2].strip(" .-–—")
    if len(last_line) <= _LONGEST and "(" not in last_line:
        found |= dict.fromkeys(credited(last_line))
    return tuple(found)


@cache
def _names() -> dict[str, str]:
    """Every name of an agency, in small letters, and the one that is shown for it."""
    known = table("agencies")
    return {**{name.casefold(): name for name in known["agencies"]}, **known["also"]}
