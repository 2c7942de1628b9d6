"""The fields that files state in front matter, header lines and sidecars: which name means which, and which values are
usable."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple, get_args

from archive.reading.characters import clean, one_line
from archive.reading.data import table
from archive.reading.evidence.dates import written_date
from archive.reading.evidence.language_names import language_code
from archive.reading.extraction import Field, Fields

_WEB_ADDRESS = re.compile(r"https?://[^\s<>\"]{3,2000}", re.IGNORECASE)
_LONGEST = 300  # characters; a longer one is a paragraph, not a value
_LONGEST_OF = {"keywords": 1_000, "url": 1_000, "subtitle": 2_000, "teaser": 5_000}
_SEPARATOR = re.compile(r"[,;|\n]")


class Stated(NamedTuple):
    """What a file or its sidecar states about an article.

    Attributes:
        fields: for each known field its values as written.
        extra: everything else: name as written → JSON value.
    """

    fields: Fields
    extra: dict[str, Any]


NOTHING_STATED = Stated({}, {})


def field_of(name: str) -> Field | None:
    """The field that a name means, in any case: ``Datum`` → ``date``."""
    return _fields().get(name.strip().casefold())


def usable(field: Field, value: str) -> bool:
    """Whether a stated value says anything: a date is one, an address is one, a name is not ``unbekannt``."""
    value = one_line(value)
    if value.casefold() in _says_nothing() or len(value) > _LONGEST_OF.get(field, _LONGEST):
        return False
    if field == "date":
        return written_date(value) is not None
    if field == "url":
        return web_address(value) is not None
    return field != "language" or language_code(value) is not None


def stated_fields(stated: Mapping[str, Any]) -> Stated:
    """Part what is stated by known names of fields from everything else.

    Args:
        stated: name as written → JSON value.

    Returns:
        Known fields with the values that are usable; in ``extra`` all others, so that nothing is dropped.
    """
    fields: Fields = {}
    extra: dict[str, Any] = {}
    for name, value in stated.items():
        field = field_of(name)
        written = [clean(str(part)) for part in (value if isinstance(value, list) else [value])]
        good = [text for text in written if field and usable(field, text)] if not isinstance(value, dict) else []
        if field and good:
            fields.setdefault(field, []).extend(good)
        if (not field or len(good) < len(written)) and value not in ("", None, []):
            extra[name] = value
    return Stated(fields, extra)


def web_address(value: str) -> str | None:
    """The value if it is an http(s) address, else None."""
    value = value.strip()
    return value if _WEB_ADDRESS.fullmatch(value) else None


def listed(values: list[str]) -> tuple[str, ...]:
    """Values separated by commas, semicolons, bars or lines, each once (whatever its case), in order."""
    found: dict[str, str] = {}
    for value in values:
        for part in _SEPARATOR.split(value):
            item = one_line(part).strip("\"'# ")
            if item.casefold() not in _says_nothing():
                found.setdefault(item.casefold(), item)
    return tuple(found.values())


@cache
def _fields() -> dict[str, Field]:
    """Every name of a field, in small letters, and the field that it means."""
    names = table("fields")
    known: tuple[Field, ...] = get_args(Field)
    return {name: field for field in known for name in names[field]}


@cache
def _says_nothing() -> frozenset[str]:
    return frozenset(table("fields")["none"]["values"])
