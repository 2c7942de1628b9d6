"""Values of ``date:`` and ``added:``, and ``--since`` with ``--until``."""

import time
from datetime import UTC, date, datetime

import pytest

from archive.article import DAY, PartialDate, day_start
from archive.errors import QueryError
from archive.query.parse import parse, parse_days, parse_where, since_until
from archive.query.tree import Days, Undated
from archive.request import SearchRequest

TODAY = date(2024, 2, 29)


def days(first: str | None, last: str | None) -> Days:
    """From the first second of a day to the last second of another."""
    low = None if first is None else day_start(date.fromisoformat(first))
    high = None if last is None else day_start(date.fromisoformat(last)) + DAY - 1
    return Days("date", low, high)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2023", days("2023-01-01", "2023-12-31")),
        ("2023-07", days("2023-07-01", "2023-07-31")),
        ("2023-07-27", days("2023-07-27", "2023-07-27")),
        ("2023-07-27T10:15:00+02:00", days("2023-07-27", "2023-07-27")),
        ("2023-7-5", days("2023-07-05", "2023-07-05")),
        ("27.7.2023", days("2023-07-27", "2023-07-27")),
        ("07.2023", days("2023-07-01", "2023-07-31")),
        ("0812", days("0812-01-01", "0812-12-31")),
        ("9999", days("9999-01-01", "9999-12-31")),
        ("1945-06-15..1945-06-20", days("1945-06-15", "1945-06-20")),
        ("2022..2023-06", days("2022-01-01", "2023-06-30")),
        ("2023..2023-03", days("2023-01-01", "2023-03-31")),
        (" 2022 .. 2023 ", days("2022-01-01", "2023-12-31")),
        ("..1900", days(None, "1900-12-31")),
        ("2024-02..", days("2024-02-01", None)),
        (">=2023-07-27", days("2023-07-27", None)),
        ("≥ 2023", days("2023-01-01", None)),
        (">2023-07", days("2023-08-01", None)),
        ("<1945", days(None, "1944-12-31")),
        ("<=2024-02", days(None, "2024-02-29")),
        ("today", days("2024-02-29", None)),
        ("Heute", days("2024-02-29", None)),
        ("gestern", days("2024-02-28", None)),
        ("gestern..gestern", days("2024-02-28", "2024-02-28")),
        ("7d", days("2024-02-22", None)),
        ("2w", days("2024-02-15", None)),
        ("12m", days("2023-02-28", None)),
        ("3M", days("2023-11-29", None)),
        ("1y", days("2023-02-28", None)),
        ("9999y", days("0001-01-01", None)),
        ("1y..7d", days("2023-02-28", "2024-02-22")),
        ("<gestern", days(None, "2024-02-27")),
    ],
)
def test_both_ends_are_inclusive_and_a_date_of_any_precision_has_all_its_days(value: str, expected: Days) -> None:
    assert parse_days(value, TODAY) == expected
    assert parse_days(value, TODAY, "added") == Days("added", expected.low, expected.high)


def test_a_day_lies_in_its_month_and_not_in_the_next_range() -> None:
    """A partial date of an article overlaps each of its days; a range of days inside 1945 is not all of 1945."""
    month = PartialDate.parse("2023-07").seconds
    day = parse_days("2023-07-27", TODAY)
    assert isinstance(day, Days) and day.low is not None and day.high is not None
    assert month[0] <= day.high and day.low <= month[1]
    june = parse_days("1945-06-15..1945-06-20", TODAY)
    assert isinstance(june, Days) and june.low is not None and june.low > PartialDate.parse("1945-05-08").seconds[1]


def test_none_is_undated_and_every_article_was_added() -> None:
    assert parse_days("NONE", TODAY) == Undated()
    with pytest.raises(QueryError, match="2023-07-27"):
        parse_days("none", TODAY, "added")


@pytest.mark.parametrize(
    "value",
    ["", " ", "morgens", "..", ">=", ">", "2023-13", "2023-02-30", "31.6.2023", "0000", "23", "2023-", "-2023",
     "2023...2024", "1..2", ">=2022..2023", "7x", "d", "99999d", "2023-07-27T", "none..2023", "٢٠٢٣", "x" * 900,
     "a\nb", "2022..>2023"],
)  # fmt: skip
def test_what_is_no_date_is_an_error_of_one_sentence_that_shows_a_right_one(value: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse_days(value, TODAY)
    assert "2023" in caught.value.reason
    assert caught.value.reason.endswith(".")
    assert "\n" not in caught.value.reason
    assert len(caught.value.reason) < 250


@pytest.mark.parametrize("value", ["2023..2022", "2023-07-27..2023-07-26", "heute..gestern"])
def test_a_reversed_range_is_an_error(value: str) -> None:
    with pytest.raises(QueryError, match="before it begins"):
        parse_days(value, TODAY)


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        ("2023-07", None, days("2023-07-01", None)),
        (None, "2023-07", days(None, "2023-07-31")),
        ("2022", "2022", days("2022-01-01", "2022-12-31")),
        ("7d", "gestern", days("2024-02-22", "2024-02-28")),
        ("1y", "7d", days("2023-02-28", "2024-02-22")),
        ("2022..2023", "2022..2023", days("2022-01-01", "2023-12-31")),
        (">2022", "<2024", days("2023-01-01", "2023-12-31")),
        ("", "1850", days(None, "1850-12-31")),
    ],
)
def test_since_begins_at_its_first_day_and_until_ends_at_its_last(
    since: str | None, until: str | None, expected: Days
) -> None:
    assert since_until(since, until, TODAY) == expected


def test_neither_since_nor_until_is_no_filter() -> None:
    assert since_until(None, None, TODAY) is None
    assert since_until("", " ", TODAY) is None


@pytest.mark.parametrize(
    ("since", "until"),
    [("none", None), ("<2023", None), (None, "none"), (None, ">2023"), ("2024", "2023"), ("x", None)],
)
def test_since_and_until_need_a_day_and_an_order(since: str | None, until: str | None) -> None:
    with pytest.raises(QueryError, match=r"\.$"):
        since_until(since, until, TODAY)


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="Windows changes no time zone of a process")
@pytest.mark.parametrize("zone", ["UTC-14", "UTC+12"])  # POSIX: fourteen hours ahead of UTC, twelve behind it
def test_added_counts_days_in_utc_and_date_in_local_time(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        ahead = zone == "UTC-14"
        utc = datetime.now(UTC)
        local_is_another_day = utc.hour >= 10 if ahead else utc.hour < 12
        assert (date.today() != utc.date()) == local_is_another_day
        for value in ("added:heute", "added:0d"):
            assert parse(value) == Days("added", day_start(utc.date()), None)
        assert parse_where("added=heute") == Days("added", day_start(utc.date()), None)
        assert SearchRequest("added:heute").tree() == Days("added", day_start(utc.date()), None)
        assert parse("date:heute") == Days("date", day_start(date.today()), None)
    finally:
        monkeypatch.undo()
        time.tzset()
