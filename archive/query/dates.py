"""Dates as people ask for them: one value of ``date:`` or ``added:`` becomes a range of seconds since 1970."""

import re
from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from archive.article import DAY, PartialDate, day_start
from archive.errors import QueryError
from archive.query.tree import And, Days, Node, Undated, Within
from archive.query.visible import shown

DayField = Literal["date", "added"]
Span = tuple[date, date]  # first and last day

# Compiled by the first question with a date.
_ISO = r"(\d{4})(?:-(\d\d?)(?:-(\d\d?)(?:t\d\d:\d\d\S*)?)?)?"
_GERMAN = r"(?:(?:(\d\d?)\.)?(\d\d?)\.)?(\d{4})"
_AGO = r"(\d{1,4})([dwmy])"
_COMPARED = r"(>=|<=|>|<|≥|≤)\s*(.+)"
_AGES = {"heute": 0, "today": 0, "gestern": 1, "yesterday": 1}
_FORMS = "2023, 2023-07, 2023-07-27, 2022..2023, >=2023-07, <1945, heute, gestern, 7d, 3m, 1y"


def parse_days(text: str, today: date | None = None, field: DayField = "date") -> Days | Undated:
    """Return the range of one value of ``date:`` or ``added:``.

    Args:
        text: the value.
        today: what ``heute`` and ``7d`` count from; None: this day, of ``added`` in UTC, for so it is kept.
        field: of which field it is a value.

    Both ends are inclusive: ``low`` is the first second of the first day, ``high`` the last second of the last.

    Raises:
        QueryError: it is no such value, or its end lies before its begin; the sentence says what would be right.
    """
    today = today or (datetime.now(UTC).date() if field == "added" else date.today())
    value = text.strip().lower()
    if value == "none" and field == "date":
        return Undated()
    if span := _since_then(value, today):
        return Days(field, day_start(span[0]), None)
    if compared := re.fullmatch(_COMPARED, value):
        first, last = _point(compared[2], text, today, field)
        match compared[1]:
            case ">":
                return Days(field, day_start(last) + DAY, None)
            case ">=" | "≥":
                return Days(field, day_start(first), None)
            case "<":
                return Days(field, None, day_start(first) - 1)
            case _:
                return Days(field, None, day_start(last) + DAY - 1)
    begin, dots, end = value.partition("..")
    if not begin.strip() and not end.strip():
        raise _malformed(text, field)
    low = day_start(_point(begin, text, today, field)[0]) if begin.strip() else None
    if not dots:
        end = begin
    high = day_start(_point(end, text, today, field)[1]) + DAY - 1 if end.strip() else None
    return _forward(Days(field, low, high), text)


def within(text: str, today: date | None = None) -> Within:
    """One value of the filter ``within``: dates as precise as the range asks, none that only overlaps it.

    Raises:
        QueryError: as for ``parse_days``; or it is ``none``.
    """
    days = parse_days(text, today)
    if isinstance(days, Undated):
        raise _malformed(text, "date")
    return Within(days.low, days.high)


def dated(text: str, today: date | None = None) -> Node:
    """One value of the filter ``dated``: dates that are just so precise, ``2023-07`` for those that name no day.

    Raises:
        QueryError: as for ``parse_days``; or the value has no first or no last day.
    """
    days = parse_days(text, today)
    if isinstance(days, Undated) or days.low is None or days.high is None:
        raise _malformed(text, "date")
    both = (Days("date", days.low, days.low), Days("date", days.high, days.high))
    return And((*both, Within(days.low, days.high)))


def since_until(since: str | None, until: str | None, today: date | None = None) -> Node | None:
    """The filter of ``--since`` and ``--until``, each a value of ``date:``: from the first day of the one up to the
    last day of the other (of ``7d``: that day). None or blank: not asked for; both: None.

    Raises:
        QueryError: as for ``parse_days``; or a value has no such day (``--since none``, ``--until ">=2023"``).
    """
    low = high = None
    if since and since.strip():
        days = parse_days(since, today)
        low = days.low if isinstance(days, Days) else None
        if low is None:
            raise QueryError(
                since, "%(date)s has no first day: write a date such as 2023 or 2023-07-27.", date=shown(since)
            )
    if until and until.strip():
        if span := _since_then(until.strip().lower(), today or date.today()):
            high = day_start(span[1]) + DAY - 1
        else:
            days = parse_days(until, today)
            high = days.high if isinstance(days, Days) else None
        if high is None:
            raise QueryError(
                until, "%(date)s has no last day: write a date such as 2023 or 2023-07-27.", date=shown(until)
            )
    if low is None and high is None:
        return None
    return _forward(Days("date", low, high), f"{since}..{until}")


def _forward(days: Days, text: str) -> Days:
    if days.low is not None and days.high is not None and days.low > days.high:
        raise QueryError(text, "%(dates)s ends before it begins: write the earlier date first.", dates=shown(text))
    return days


def _point(value: str, text: str, today: date, field: DayField) -> Span:
    """Return the first and the last day of one date of any precision."""
    value = value.strip()
    if span := _since_then(value, today):
        return span
    if iso := re.fullmatch(_ISO, value, re.ASCII):
        year, month, day_of_month = iso.groups()
    elif german := re.fullmatch(_GERMAN, value, re.ASCII):
        day_of_month, month, year = german.groups()
    else:
        raise _malformed(text, field)
    try:
        when = PartialDate.parse("-".join(part.zfill(2) for part in (year, month, day_of_month) if part))
    except ValueError:
        raise QueryError(
            text, "%(date)s is not in the calendar: write a date such as 2023-07-27.", date=shown(value)
        ) from None
    return when.first, when.last


def _since_then(value: str, today: date) -> Span | None:
    """The day that ``gestern``, ``7d``, ``3w``, ``3m`` or ``1y`` counts back to; the first of all where time ends."""
    if value in _AGES:
        value = f"{_AGES[value]}d"
    ago = re.fullmatch(_AGO, value, re.ASCII)
    if ago is None:
        return None
    number, unit = int(ago[1]), ago[2]
    try:
        if unit in "dw":
            day = today - timedelta(days=number * (7 if unit == "w" else 1))
        else:
            year, month = divmod(today.year * 12 + today.month - 1 - number * (12 if unit == "y" else 1), 12)
            day = date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))
    except (OverflowError, ValueError):
        day = date.min
    return day, day


def _malformed(text: str, field: DayField) -> QueryError:
    known = f"{_FORMS}, none" if field == "date" else _FORMS
    return QueryError(
        text, "%(field)s: does not know %(value)s; it takes %(known)s.", field=field, value=shown(text), known=known
    )
