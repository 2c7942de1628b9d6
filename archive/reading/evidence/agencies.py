"""News agencies, from credits only: ``(Reuters/dpa)`` at the end, ``Berlin (dpa) -`` at the start, ``Von …, dpa``."""

import re
from collections.abc import Iterable

from archive.reading.characters import paragraphs
from archive.reading.evidence.authors import byline_tails
from archive.reading.evidence.credits import ends_in_credit

_CANONICAL_TEXT = """
    dpa AFP AP Reuters KNA epd APA SDA Keystone-SDA SID TASS Xinhua KCNA dpa-AFX dapd ddp ADN DDR-ADN UPI ANSA
    EFE Belga PAP ČTK CTK Interfax Ukrinform Yonhap Kyodo Anadolu IRNA dts Bloomberg PTI ANI NTB TT Ritzau ANP
    Lusa MTI AWP
"""
_CANONICAL = _CANONICAL_TEXT.split()
_ALIASES = {
    "rtr": "Reuters", "rts": "Reuters", "thomson reuters": "Reuters",
    "deutsche presse-agentur": "dpa", "dpa-infocom": "dpa",
    "agence france-presse": "AFP", "associated press": "AP", "the associated press": "AP", "itar-tass": "TASS",
    "katholische nachrichten-agentur": "KNA", "evangelischer pressedienst": "epd", "austria presse agentur": "APA",
    "sport-informations-dienst": "SID", "ria": "RIA Nowosti", "ria nowosti": "RIA Nowosti",
    "ria novosti": "RIA Nowosti",
}  # fmt: skip
_KNOWN = {name.casefold(): name for name in _CANONICAL} | _ALIASES
_SEPARATOR = re.compile(r"\s*(?:[/,;&|+]|\b(?:und|and|sowie|mit)\b)\s*")
_LEADING = re.compile(
    r"(?:(?:mit\s+)?(?:agentur)?material(?:ien)?\s*(?:von|der|:)?|quellen?\s*:|sources?\s*:|mit|von|with|agenturen?\s*:?)\s+",
    re.IGNORECASE,
)
_INITIALS = re.compile(
    r"[a-zäöü]{2,4}|[A-Z]{2,4}|[a-zäöü]{1,3}\."
)  # an editor's or a regional service's sign beside the agency
_END = re.compile(r"(?:[(\[]([^()\[\]\n]{2,60})[)\]]|(?<=[.!?“”\"»«])\s+[-–—]\s?([^\s()][^()\n.]{1,40}))\s*\.?\s*\Z")
_LONGEST = 60


def credited(credit: str) -> tuple[str, ...]:
    """The agencies of a credit (``Reuters/dpa``, ``dpa, AFP und KNA``, ``dpa/lby``) in canonical spelling, in order,
    each once; none if it holds anything but agencies and signs of a few letters."""
    credit = _LEADING.sub("", credit.strip(), count=1)
    found: dict[str, None] = {}
    for part in filter(None, _SEPARATOR.split(credit.strip())):
        name = _KNOWN.get(part.casefold())
        if name:
            found[name] = None
        elif not _INITIALS.fullmatch(part):
            return ()
    return tuple(found)


def agencies(text: str, dateline_credits: Iterable[str | None] = ()) -> tuple[str, ...]:
    """The agencies credited by the article itself: in datelines, in bylines, at its end; as printed, each once."""
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
