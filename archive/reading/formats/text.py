"""Plain text → drafts."""

from archive.reading.characters import clean
from archive.reading.draft import Draft
from archive.reading.encoding import decode
from archive.reading.formats.frontmatter import take_front_matter
from archive.reading.formats.header import take_header


def read_text(data: bytes) -> list[Draft]:
    """One draft: the text without front matter and header lines.

    Raises:
        Unreadable: the bytes are no text.
    """
    text = clean(decode(data))
    fields, body = take_front_matter(text)
    if not fields:
        fields, body = take_header(body)
    return [Draft(text=body, fields=fields)]
