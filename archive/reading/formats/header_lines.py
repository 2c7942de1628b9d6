"""Header lines at the top of a text (``Titel: …``, ``Datum: …``), up to the first line that is not ``name: value``."""

import re

from archive.reading.evidence.fields import field_of, usable
from archive.reading.extraction import Field, Fields

_LINE = re.compile(r"[ \t]*([^\W\d][\w -]{1,24}?)[ \t]*:(?!//)[ \t]*(.*)")
_MOST_LINES = 40
_SENTENCE_ENDS = (".", "…", ",", ";")


def take_header(text: str) -> tuple[Fields, str]:
    """Take the header lines off a text.

    A header is two or more lines with known names, at least one of them usable, and then a blank line or the text; or a
    single usable line that can hardly be prose. Lines with other names in between stay in the text, and so does
    everything where there is no header: ``Datum: unbekannt`` is a paragraph.

    Args:
        text: a cleaned text.

    Returns:
        What the header states, and the text without it; ``({}, text)`` where there is none.
    """
    lines = text.split("\n")
    stated: list[tuple[int, Field, str]] = []
    end = 0
    for number, line in enumerate(lines[:_MOST_LINES]):
        match = _LINE.fullmatch(line)
        if match is None:
            break
        field = field_of(match[1])
        if field:
            stated.append((number, field, match[2]))
            end = number + 1
    closed = end == len(lines) or not lines[end].strip()
    good = [(field, value) for _, field, value in stated if usable(field, value)]
    if not good or (len(stated) == 1 and not _plainly_header(*good[0], closed)):
        return {}, text
    taken = {number for number, _, _ in stated}
    fields: Fields = {}
    for field, value in good:
        fields.setdefault(field, []).append(value.strip())
    rest = "\n".join(line for number, line in enumerate(lines) if number not in taken)
    return fields, rest.strip()


def _plainly_header(field: Field, value: str, closed: bool) -> bool:
    """A single line is a header if its value could be nothing else, or if it stands alone and is no sentence."""
    return field in ("date", "url") or (closed and len(value) <= 150 and not value.rstrip().endswith(_SENTENCE_ENDS))
