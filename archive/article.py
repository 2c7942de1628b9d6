"""The article and its date: plain frozen data that every room shares."""

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Literal, Self

from msgspec import Struct, field

DateSource = Literal["metadata", "text", "filename"]
Origin = Literal["sidecar", "metadata", "text", "filename"]
Precision = Literal["year", "month", "day", "time"]

DAY = 86_400
_EPOCH = date(1970, 1, 1).toordinal()
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?:[.,]\d+)?\s*(Z|[+-]\d\d:?\d\d)?)?)?)?")


class PartialDate(Struct, frozen=True):
    """A date as precise as the evidence: ``2023``, ``2023-07``, ``2023-07-27`` or ``2023-07-27T10:15:00+02:00``.

    Attributes:
        text: the canonical spelling (ISO 8601), as above.
        first, last: the first and the last day it may mean.
    """

    text: str
    first: date
    last: date

    @classmethod
    @lru_cache(maxsize=10_000)  # many articles are of one day, and each asks several times
    def parse(cls, text: str) -> Self:
        """Read an ISO 8601 date of any of the four precisions.

        Raises:
            ValueError: it is none, or no such day exists (``2023-02-30``; years are 1 to 9999).
        """
        match = _DATE.fullmatch(text.strip())
        if match is None:
            raise ValueError(f"not a date: {text!r}")
        year, month, day, clock, zone = match.groups()
        if month is None:
            return cls(year, date(int(year), 1, 1), date(int(year), 12, 31))
        if day is None:
            first = date(int(year), int(month), 1)
            return cls(f"{year}-{month}", first, first.replace(day=monthrange(first.year, first.month)[1]))
        first = date(int(year), int(month), int(day))
        if clock is None:
            return cls(f"{year}-{month}-{day}", first, first)
        moment = datetime.fromisoformat(f"{year}-{month}-{day}T{clock}{zone or ''}")
        return cls(moment.isoformat(), first, first)

    @property
    def precision(self) -> Precision:
        """How much is known."""
        return {4: "year", 7: "month", 10: "day"}.get(len(self.text), "time")  # type: ignore[return-value]

    @property
    def seconds(self) -> tuple[int, int]:
        """First and last second it may mean, since 1970, by the clock as printed (time zones are not applied)."""
        if self.precision == "time":
            clock = datetime.fromisoformat(self.text)
            moment = day_start(self.first) + clock.hour * 3600 + clock.minute * 60 + clock.second
            return moment, moment
        return day_start(self.first), day_start(self.last) + DAY - 1


def day_start(day: date) -> int:
    """Midnight of ``day`` in seconds since 1970; negative before."""
    return (day.toordinal() - _EPOCH) * DAY


class Article(Struct, frozen=True, kw_only=True):
    """What one article says. The fields are the contract's JSON, in its order; see ``as_json``.

    Attributes:
        id: path below ``seeds/``, NFC, ``/`` between folders, a final ``.txt`` dropped.
        path: path below ``seeds/`` as found (undecodable bytes percent-encoded).
        date: a ``PartialDate``'s text, or None.
        persons, orgs: people and organisations that the article is about.
        kicker, subtitle, teaser: the line above the title, the line below it, the summary; searched as text.
        page, issue: of the printed newspaper, as written (``3``, ``A12``; ``174``).
        extra: what else the file or its sidecar states: name → any JSON value. Its texts are searched as text.
        origins: field → where its value is from; fields without a value, and what a path gives, are left out.
        sha256: of the seed, hexadecimal.
        format: MIME type of the seed, or of the part of it that holds the article.
        added: when it was first seen, UTC, ``2026-11-20T21:30:00Z``; empty for an article not indexed yet.
    """

    id: str
    path: str
    title: str
    text: str
    date: str | None = None
    date_source: DateSource | None = None
    language: str | None = None
    source: str | None = None
    url: str | None = None
    authors: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    section: str | None = None
    folder: str | None = None
    keywords: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    orgs: tuple[str, ...] = ()
    kicker: str | None = None
    subtitle: str | None = None
    teaser: str | None = None
    page: str | None = None
    issue: str | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)
    origins: Mapping[str, Origin] = field(default_factory=dict)
    sha256: str | None = None
    format: str = "text/plain"
    added: str = ""

    @property
    def when(self) -> PartialDate | None:
        """The date with its first and last day."""
        return PartialDate.parse(self.date) if self.date else None

    @property
    def date_from(self) -> str | None:
        """First day the date may mean, ``2023-07-01``."""
        when = self.when
        return when.first.isoformat() if when else None

    @property
    def date_until(self) -> str | None:
        """Last day the date may mean, ``2023-07-31``."""
        when = self.when
        return when.last.isoformat() if when else None

    @property
    def other_text(self) -> str:
        """What is searched as text besides title and text: kicker, subtitle, teaser and the texts of ``extra``, a line
        each."""
        return "\n".join([*filter(None, (self.kicker, self.subtitle, self.teaser)), *_texts(self.extra)])

    def as_json(self) -> dict[str, Any]:
        """The article as the contract's JSON object."""
        return {
            "id": self.id, "path": self.path, "title": self.title, "text": self.text,
            "date": self.date, "date_from": self.date_from, "date_until": self.date_until,
            "date_source": self.date_source, "language": self.language, "source": self.source, "url": self.url,
            "authors": list(self.authors), "agencies": list(self.agencies), "section": self.section,
            "folder": self.folder, "keywords": list(self.keywords), "places": list(self.places),
            "persons": list(self.persons), "orgs": list(self.orgs), "kicker": self.kicker, "subtitle": self.subtitle,
            "teaser": self.teaser, "page": self.page, "issue": self.issue, "extra": dict(self.extra),
            "sha256": self.sha256, "format": self.format, "added": self.added or None, "origins": dict(self.origins),
        }  # fmt: skip

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """The article again from ``as_json``."""
        known = {name: value for name, value in data.items() if name not in ("date_from", "date_until")}
        for name in ("authors", "agencies", "keywords", "places", "persons", "orgs"):
            known[name] = tuple(known[name])
        known["added"] = known["added"] or ""
        return cls(**known)


def _texts(value: Any) -> Iterator[str]:
    """The strings within a JSON value, in order, without the names of objects' members."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping | list | tuple):
        for part in value.values() if isinstance(value, Mapping) else value:
            yield from _texts(part)
