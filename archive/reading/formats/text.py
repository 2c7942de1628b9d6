"""Plain text → extractions."""

from archive.reading.characters import clean
from archive.reading.encoding import decode
from archive.reading.extraction import Extraction
from archive.reading.formats.front_matter import take_front_matter
from archive.reading.formats.header_lines import take_header


def read_text(data: bytes) -> list[Extraction]:
    """Read a file of plain text.

    Returns:
        One extraction: the text without front matter, or without header lines.

    Raises:
        Unreadable: the bytes are no text.
    """
    text = clean(decode(data))
    (fields, extra), body = take_front_matter(text)
    if not fields:
        fields, body = take_header(body)
    return [Extraction(text=body, fields=fields, extra=extra)]
