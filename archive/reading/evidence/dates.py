"""A date as somebody wrote it → a ``PartialDate``. Impossible and ambiguous dates give None; none is guessed."""

import re
from datetime import UTC, datetime
from functools import cache
from typing import NamedTuple

from archive.article import PartialDate
from archive.reading.data import table

_FIRST_WORD = re.compile(r"([^\W\d_]+)\b\.?,?\s+")
_LEADING = re.compile(
    r"(?:den|am|vom|stand:?|veröffentlicht(?: am)?:?|erschienen(?: am)?:?|published(?: on)?:?)\s+", re.IGNORECASE
)
_CLOCK = re.compile(
    r"(?:,|\s|[-–—|]|um|at)*\b([01]?[0-9]|2[0-3])[:.]([0-5][0-9])(?::([0-5][0-9]))?\s*(?:uhr|h)?"
    r"\s*(z|gmt|utc|[+-][0-9]{2}:?[0-9]{2}|mesz|mez|cest|cet)?",
    re.IGNORECASE,
)
_ZONES = {
    "z": "+00:00", "gmt": "+00:00", "utc": "+00:00",
    "mez": "+01:00", "cet": "+01:00", "mesz": "+02:00", "cest": "+02:00",
}  # fmt: skip
_LANGUAGES = ("de", "en", "fr")  # whose names of months and days are known, in this order
_ISO = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2}(?:[T ][0-9:.,Z+ -]{5,24})?)?)?", re.IGNORECASE)
_YMD = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})")
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:T[0-9Z:+-]*)?")
_DMY = re.compile(r"([0-9]{1,2})\.\s?([0-9]{1,2})\.\s?([0-9]{4})")
_DMY_SHORT = re.compile(r"([0-9]{1,2})\.\s?([0-9]{1,2})\.\s?([0-9]{2})")
_SLASHES = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_DAY_MONTH = re.compile(r"([0-9]{1,2})(?:\.|st|nd|rd|th|er)?(?:\s+of)?[\s-]+([^\W\d_]+)\.?,?[\s-]+([0-9]{4})")
_MONTH_DAY = re.compile(r"([^\W\d_]+)\.?\s+([0-9]{1,2})(?:st|nd|rd|th)?,?\s+([0-9]{4})")
_MONTH_YEAR = re.compile(r"([^\W\d_]+)\.?,?\s+([0-9]{4})")
_MONTH_NUMBER = re.compile(r"([0-9]{1,2})[/.]([0-9]{4})")

_ISO_IN_NAME = re.compile(r"(?<![0-9A-Za-z])([0-9]{4})([-_.])([0-9]{2})\2([0-9]{2})(?![0-9]|[a-z])")
_GERMAN_IN_NAME = re.compile(r"(?<![0-9A-Za-z])([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})(?![0-9A-Za-z])")
_COMPACT_NAME = re.compile(r"(1[5-9]|20)([0-9]{2})([0-9]{2})([0-9]{2})(?=[-_ .,]|T[0-9]{4}|\Z)")
_MONTH_NAME = re.compile(r"((?:1[5-9]|20)[0-9]{2})-([0-9]{2})(?=[_ ,]|-[^\W\d_]|\Z)")


def written_date(value: str) -> PartialDate | None:
    """The date if ``value`` is one and nothing else: ISO 8601, ``27.07.2023``, ``27.7.23``, ``Do., 27. Juli 2023, 10:15
    Uhr``, ``Juli 2023``, ``July 27, 2023``, RFC 2822. A year of two digits is of this century, unless it would lie in
    the future. Midnight is the time of those who know only the day. ``07/08/2023`` could be two days and is None."""
    found = _written_date(value)
    return _parsed(found.text[:10]) if found and found.text[10:19] == "T00:00:00" else found


def _written_date(value: str) -> PartialDate | None:
    value = " ".join(value.split())
    if len(value) > 80:
        return None
    if _ISO.fullmatch(value):
        return _parsed(value) or _parsed(value[:10])
    day = _LEADING.sub("", _without_weekday(_LEADING.sub("", value, count=1)), count=1)
    found = _day_or_month(day)
    if found:
        return found
    clock = next((match for match in _CLOCK.finditer(day) if match.end() == len(day)), None)
    found = _day_or_month(day[: clock.start()]) if clock else None
    if clock is None or found is None or found.precision != "day":
        return None
    hour, minute, second, zone = clock.groups()
    offset = _ZONES.get(zone.casefold(), zone) if zone else ""
    return _parsed(f"{found.text}T{int(hour):02}:{minute}:{second or '00'}{offset}") or found


def date_in_file_name(stem: str) -> PartialDate | None:
    """The date of a file's name (without folders and suffix): ``2023-07-27_titel``, ``20230727-titel``,
    ``2023-07 titel``, ``titel 27.07.2023``. None for ids that only look like one, and where a name holds two dates."""
    days = {day_of(match[1], match[3], match[4]) for match in _ISO_IN_NAME.finditer(stem)}
    days |= {day_of(match[3], match[2], match[1]) for match in _GERMAN_IN_NAME.finditer(stem)}
    if days:
        return days.pop() if len(days) == 1 else None
    if match := _COMPACT_NAME.match(stem):
        return day_of(match[1] + match[2], match[3], match[4])
    if match := _MONTH_NAME.match(stem):
        return written_date(match[0])
    return None


def _day_or_month(value: str) -> PartialDate | None:
    value = value.strip(" ,")
    for pattern in (_YMD, _COMPACT):
        if match := pattern.fullmatch(value):
            return day_of(*match.groups())
    if match := _DMY.fullmatch(value):
        return day_of(*reversed(match.groups()))
    if match := _DMY_SHORT.fullmatch(value):
        return day_of(_century(match[3]), match[2], match[1])
    if match := _SLASHES.fullmatch(value):
        first, second, year = match.groups()
        days = {found for found in (day_of(year, second, first), day_of(year, first, second)) if found}
        return days.pop() if len(days) == 1 else None
    if match := _DAY_MONTH.fullmatch(value):
        day, month, year = match.groups()
        return day_of(year, _month(month), day)
    if match := _MONTH_DAY.fullmatch(value):
        month, day, year = match.groups()
        return day_of(year, _month(month), day)
    if match := _MONTH_YEAR.fullmatch(value):
        return _parsed(f"{match[2]}-{_month(match[1]):02}")
    if match := _MONTH_NUMBER.fullmatch(value):
        return _parsed(f"{match[2]}-{int(match[1]):02}")
    return None


def _century(year: str) -> str:
    """A year of two digits with those that its writer left out."""
    this_year = datetime.now(UTC).year
    return str(2000 + int(year) if 2000 + int(year) <= this_year + 1 else 1900 + int(year))


def day_of(year: str, month: str | int, day: str | int) -> PartialDate | None:
    """A day from its numbers, or None where there is no such day."""
    return _parsed(f"{year}-{int(month):02}-{int(day):02}")


def _parsed(text: str) -> PartialDate | None:
    try:
        return PartialDate.parse(text)
    except ValueError:
        return None


class _Calendar(NamedTuple):
    """A language's names of months and days of the week, in small letters; abbreviations without their full stop."""

    months: dict[str, int]
    weekdays: frozenset[str]


@cache
def _calendar(language: str) -> _Calendar:
    from babel import Locale  # here, for only reading needs it, and a search would start later

    locale, own = Locale.parse(language), table("dates")
    names = [
        (name, number)
        for context in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for number, name in locale.months[context][width].items()
    ]
    days = [name for width in ("wide", "abbreviated") for name in locale.days["format"][width].values()]
    return _Calendar(
        {name.casefold().rstrip("."): number for name, number in names} | (own["months"] if language == "de" else {}),
        frozenset((*(name.casefold().rstrip(".") for name in days), *own["weekdays"]["words"])),
    )


def _month(name: str) -> int:
    """The number of the month that has this name, 0 if none has."""
    name = name.casefold()
    return next((number for language in _LANGUAGES if (number := _calendar(language).months.get(name, 0))), 0)


def _without_weekday(value: str) -> str:
    """``Do., 27. Juli 2023`` without its ``Do.,``; ``Mar 3, 2023`` keeps its month, which is a French Tuesday."""
    if match := _FIRST_WORD.match(value):
        word = match[1].casefold()
        for language in _LANGUAGES:
            if word in _calendar(language).months:
                return value
            if word in _calendar(language).weekdays:
                return value[match.end() :]
    return value
