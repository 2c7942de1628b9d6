"""Sidecars: ``scan.pdf.toml`` beside ``scan.pdf`` states what nobody can read in the file, and wins over all evidence.

A sidecar is TOML with the names of fields that front matter has (``title``, ``datum``, ``author`` …). What is known by
no name is kept in the article's ``extra``. Beside a file of records (JSON, CSV) its table ``[fields]`` tells what the
file's own names mean: ``ueberschrift = "title"``.
"""

import errno
import tomllib
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from archive.reading.characters import clean
from archive.reading.evidence.fields import NOTHING_STATED, Stated, stated_fields
from archive.reading.extraction import Unreadable

SIDECAR_SUFFIX = ".toml"
_MOST_BYTES = 1_000_000


def read_sidecar(path: Path) -> Stated:
    """Read the sidecar of the file at ``path``; NOTHING_STATED if there is none.

    Raises:
        Unreadable: it cannot be read, or is no TOML. The message names it.
    """
    beside = path.with_name(path.name + SIDECAR_SUFFIX)
    try:
        with beside.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.ENAMETOOLONG):
            return NOTHING_STATED
        problem = f"Its sidecar {beside.name} cannot be read ({error.strerror or error}); check its permissions."
        raise Unreadable(problem, in_content=False) from error
    try:
        if len(data) > _MOST_BYTES:
            raise ValueError(f"larger than {_MOST_BYTES // 1_000_000} MB")
        stated = tomllib.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:  # TOMLDecodeError and UnicodeDecodeError are ValueErrors
        problem = f"Its sidecar {beside.name} was left out, for it is no valid TOML ({error}); mend it."
        raise Unreadable(problem) from error
    return stated_fields({name: _json(value) for name, value in stated.items()})


def field_names(stated: Stated) -> dict[str, str]:
    """The table ``[fields]`` of the sidecar of a file of records: the file's own names → the names of fields."""
    names = stated.extra.get("fields")
    return {name: value for name, value in names.items() if isinstance(value, str)} if isinstance(names, dict) else {}


def _json(value: Any) -> Any:
    """A TOML value as JSON has it: moments as ISO 8601."""
    if isinstance(value, dict):
        return {name: _json(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_json(part) for part in value]
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return clean(value) if isinstance(value, str) else value
