"""CSV → extractions: a table with a line of names above it, an article a row."""

import csv
import io
from collections.abc import Iterator

from archive.reading.encoding import decode
from archive.reading.extraction import Extraction, Unreadable
from archive.reading.formats.records import extraction_of
from archive.reading.original import Original

_DELIMITERS = ",;\t|"
_LONGEST_CELL = 20_000_000  # characters


def read_csv(original: Original) -> Iterator[Extraction | Unreadable]:
    """Read a table. Its delimiter is the one of comma, semicolon, tab and bar that the first line has most of.

    Raises:
        Unreadable: the bytes are no text, or there is no row below the names.
    """
    text = decode(original.data())
    first = text.lstrip("\n").split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=first.count)
    limit = csv.field_size_limit(_LONGEST_CELL)
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        names = next((row for row in rows if any(row)), [])
        found = False
        for number, row in enumerate(rows, 1):
            if any(row):
                found = True
                yield _read(dict(zip(names, row, strict=False)), original, number)
    except csv.Error as error:
        raise Unreadable(f"This is no valid CSV ({error}).") from error
    finally:
        csv.field_size_limit(limit)
    if not found:
        raise Unreadable("The table has no row below its names.")


def _read(record: dict[str, str], original: Original, number: int) -> Extraction | Unreadable:
    try:
        return extraction_of(record, original.names)
    except Unreadable as error:
        return Unreadable(str(error), f"row {number}")
