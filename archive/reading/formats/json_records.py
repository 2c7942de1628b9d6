"""JSON and JSON lines → extractions: our own exports, and those of others by the usual names of their fields."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from archive.reading.encoding import decode
from archive.reading.extraction import Extraction, Unreadable
from archive.reading.formats.records import extraction_of
from archive.reading.original import Original

_LONGEST_LINE = 20_000_000  # bytes
# Where an export keeps its records, in order of trust.
_LISTS = ("articles", "items", "records", "documents", "results", "hits", "data", "posts", "entries", "feed")


def read_json(original: Original) -> Iterator[Extraction | Unreadable]:
    """Read one document: an article, a list of them, or an object that holds such a list.

    Raises:
        Unreadable: it is no JSON, or holds no record.
    """
    try:
        data = json.loads(decode(original.data()), strict=False)
    except (ValueError, RecursionError) as error:
        if isinstance(error, Unreadable):
            raise
        lines = list(_lines(original))  # many call JSON lines .json
        if sum(isinstance(line, Mapping) for line in lines) < max(1, len(lines) // 2):
            raise Unreadable(f"This is no valid JSON ({error}).") from error
        yield from _read_lines(original)
        return
    records = _records(data)
    if not records:
        raise Unreadable("The JSON holds no object that could be an article.")
    for number, record in enumerate(records, 1):
        yield _read(record, original, number, len(records))


def read_json_lines(original: Original) -> Iterator[Extraction | Unreadable]:
    """Read a file with one object a line, however many; only one line is in memory at a time."""
    found = False
    for read in _read_lines(original):
        found = True
        yield read
    if not found:
        raise Unreadable("The file is empty; put text into it or take it away.")


def _read_lines(original: Original) -> Iterator[Extraction | Unreadable]:
    for number, line in enumerate(_lines(original), 1):
        if isinstance(line, Unreadable):
            yield line
        else:
            yield _read(line, original, number, 2)


def _read(record: Any, original: Original, number: int, of: int) -> Extraction | Unreadable:
    try:
        if not isinstance(record, Mapping):
            raise Unreadable("It is no object.")
        return extraction_of(record, original.names)
    except Unreadable as error:
        return error if of == 1 else Unreadable(str(error), f"record {number}")


def _lines(original: Original) -> Iterator[Any]:
    """The values of the lines that are not blank; an Unreadable for each line that is none."""
    with original.open() as file:
        for number, line in enumerate(_limited(file), 1):
            if not line.strip():
                continue
            try:
                yield json.loads(decode(line), strict=False)
            except (ValueError, RecursionError) as error:
                problem = str(error) if isinstance(error, Unreadable) else f"This is no valid JSON ({error})."
                yield Unreadable(problem, f"line {number}")


def _limited(file: BinaryIO) -> Iterator[bytes]:
    """The lines of a file; one that is too long is cut off, which breaks it."""
    while line := file.readline(_LONGEST_LINE):
        yield line
        while not line.endswith(b"\n") and len(line) == _LONGEST_LINE and (line := file.readline(_LONGEST_LINE)):
            pass


def _records(data: Any) -> list[Any]:
    if isinstance(data, list):
        return data
    if not isinstance(data, Mapping):
        return []
    for name in _LISTS:
        inner = data.get(name)
        if isinstance(inner, Mapping):  # as Elasticsearch nests its hits
            inner = inner.get(name)
        if isinstance(inner, list) and inner and isinstance(inner[0], Mapping):
            return inner
    return [data]
