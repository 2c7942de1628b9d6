"""A date as somebody wrote it → a ``PartialDate``. Impossible and ambiguous ones are None, never guessed."""

import re

from archive.article import PartialDate

_MONTHS = """januar jänner jan january janvier|februar feber feb february février|märz maerz mrz mär march mar mars|
april apr avril|mai may|juni jun june juin|juli jul july juillet|august aug août|september sept sep septembre|
oktober okt october oct octobre|november nov novembre|dezember dez december dec décembre"""
MONTHS = {name: number for number, names in enumerate(_MONTHS.split("|"), 1) for name in names.split()}
_WEEKDAY = re.compile(
    r"(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|mo|di|mi|do|fr|sa|so|"
    r"monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tue|wed|thu|fri|sat|sun)\b\.?,?\s+",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"(?:den|am|vom|stand:?|veröffentlicht(?: am)?:?|erschienen(?: am)?:?|published(?: on)?:?)\s+", re.IGNORECASE
)
_CLOCK = re.compile(
    r"(?:,|\s|[-–—|]|um|at)*\b([01]?[0-9]|2[0-3])[:.]([0-5][0-9])(?::([0-5][0-9]))?\s*(?:uhr|h)?"
    r"\s*(z|gmt|utc|[+-][0-9]{2}:?[0-9]{2}|mesz|mez|cest|cet)?",
    re.IGNORECASE,
)
_ZONES = {
    "z": "+00:00",
    "gmt": "+00:00",
    "utc": "+00:00",
    "mez": "+01:00",
    "cet": "+01:00",
    "mesz": "+02:00",
    "cest": "+02:00",
}

_ISO = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2}(?:[T ][0-9:.,Z+ -]{5,24})?)?)?", re.IGNORECASE)
_YMD = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})")
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:T[0-9Z:+-]*)?")
_DMY = re.compile(r"([0-9]{1,2})\.\s?([0-9]{1,2})\.\s?([0-9]{4})")
_SLASHES = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_DAY_MONTH = re.compile(r"([0-9]{1,2})(?:\.|st|nd|rd|th|er)?(?:\s+of)?[\s-]+([^\W\d_]+)\.?,?[\s-]+([0-9]{4})")
_MONTH_DAY = re.compile(r"([^\W\d_]+)\.?\s+([0-9]{1,2})(?:st|nd|rd|th)?,?\s+([0-9]{4})")
_MONTH_YEAR = re.compile(r"([^\W\d_]+)\.?,?\s+([0-9]{4})")
_MONTH_NUMBER = re.compile(r"([0-9]{1,2})[/.]([0-9]{4})")


def written_date(value: str) -> PartialDate | None:
    """The date if ``value`` is one and nothing else: ISO 8601, ``27.07.2023``, ``Do., 27. Juli 2023, 10:15 Uhr``,
    ``Juli 2023``, ``July 27, 2023``, RFC 2822. Years have four digits. ``07/08/2023`` could be two days and is None."""
    value = " ".join(value.split())
    if len(value) > 80:
        return None
    if _ISO.fullmatch(value):
        return _parsed(value) or _parsed(value[:10])
    day = _LEADING.sub("", _WEEKDAY.sub("", _LEADING.sub("", value, count=1), count=1), count=1)
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


def _day_or_month(value: str) -> PartialDate | None:
    value = value.strip(" ,")
    for pattern in (_YMD, _COMPACT):
        if match := pattern.fullmatch(value):
            return day_of(*match.groups())
    if match := _DMY.fullmatch(value):
        return day_of(*reversed(match.groups()))
    if match := _SLASHES.fullmatch(value):
        first, second, year = match.groups()
        days = {found for found in (day_of(year, second, first), day_of(year, first, second)) if found}
        return days.pop() if len(days) == 1 else None
    if match := _DAY_MONTH.fullmatch(value):
        day, month, year = match.groups()
        return day_of(year, MONTHS.get(month.casefold(), 0), day)
    if match := _MONTH_DAY.fullmatch(value):
        month, day, year = match.groups()
        return day_of(year, MONTHS.get(month.casefold(), 0), day)
    if match := _MONTH_YEAR.fullmatch(value):
        return _parsed(f"{match[2]}-{MONTHS.get(match[1].casefold(), 0):02}")
    if match := _MONTH_NUMBER.fullmatch(value):
        return _parsed(f"{match[2]}-{int(match[1]):02}")
    return None


def day_of(year: str, month: str | int, day: str | int) -> PartialDate | None:
    """A day from its numbers, or None where there is no such day."""
    return _parsed(f"{year}-{int(month):02}-{int(day):02}")


def _parsed(text: str) -> PartialDate | None:
    try:
        return PartialDate.parse(text)
    except ValueError:
        return None
