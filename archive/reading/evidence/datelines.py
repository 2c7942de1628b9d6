"""What a report begins with: its dateline (``Pjöngjang, 28. Juli 2023 (dpa) -``), or a header's date that ran into the
text. A date further down is not taken for the article's."""

import re
from typing import NamedTuple

from archive.article import PartialDate
from archive.reading.characters import paragraphs
from archive.reading.evidence.dates import written_date

_ISO = r"[0-9]{4}-[0-9]{2}(?:-[0-9]{2}(?:T[0-9:.Z+-]{5,24})?)?"
_RUN_IN = re.compile(  # "Datum: 2023 …" may be prose, "date 2023 …" in small letters and without a colon is none
    rf"\s*(?:(?:date|datum)\s+({_ISO}|[0-9]{{4}}|[0-9]{{1,2}}\.[0-9]{{1,2}}\.[0-9]{{4}})|(?:[Dd]atum|[Dd]ate):?\s+({_ISO}))(?=\s|\Z)"
)
_CAPITALISED = r"[^\W\d_a-zäöü][\w.'’-]*"
_DATELINE = re.compile(
    rf"(?P<place>(?!(?:Am|Im|In|Vom|Bis|Seit|Ab|Von|Zum|Der|Die|Das|On)\b){_CAPITALISED}"
    rf"(?:[ /]{{1,3}}(?:{_CAPITALISED}|am|an|der|im|bei|den|\([A-Z][a-z]*\)|i\.|d\.)){{0,5}})?"
    r"(?:,\s*(?P<date>[^\n()]{4,30}?))?"
    r"\s*(?:\((?P<credit>[^()\n]{2,40})\)\s*[-–—:.]{1,2}|[-–—]{1,2})\s"
)
_FIRST_PARAGRAPHS = 4  # a headline, a sub-headline and a byline may stand before the dateline


class Dateline(NamedTuple):
    """What a dateline (``Pjöngjang, 28. Juli 2023 (dpa) -``) tells besides the place.

    Attributes:
        date: the day; None if it is not given with its year.
        credit: what stands in brackets, as written: an agency, most often.
    """

    date: PartialDate | None
    credit: str | None


def run_in_header_date(text: str) -> tuple[PartialDate | None, str]:
    """The date of a header that ran into the text (`` date 2023-07 Große Show …``), and the text without it; ``(None,
    text)`` where there is none."""
    match = _RUN_IN.match(text)
    found = written_date(match[1] or match[2]) if match else None
    return (found, text[match.end() :].lstrip()) if match and found else (None, text)


def datelines(text: str) -> list[Dateline]:
    """The datelines with which the first paragraphs of a cleaned text begin, in order."""
    found = []
    for paragraph in paragraphs(text[:3000])[:_FIRST_PARAGRAPHS]:
        match = _DATELINE.match(paragraph[:140])
        if match and (match["place"] or match["credit"]):
            date = written_date(match["date"]) if match["date"] else None
            found.append(Dateline(date if date and date.precision in ("day", "time") else None, match["credit"]))
    return found


def without_dateline(paragraph: str) -> str:
    """The paragraph without its dateline, if it begins with one that has a date or a credit."""
    match = _DATELINE.match(paragraph[:140])
    return paragraph[match.end() :] if match and (match["date"] or match["credit"]) else paragraph
