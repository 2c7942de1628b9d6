"""WARC → extractions, a page of an article each. The only importer of warcio."""

import zlib
from collections.abc import Iterator
from typing import Any

from archive.reading.extraction import Extraction, Unreadable
from archive.reading.formats.html import MAX_BYTES, read_html
from archive.reading.original import Original

_PAGES = ("text/html", "application/xhtml+xml")


def read_warc(original: Original) -> Iterator[Extraction | Unreadable]:
    """Read the pages of a crawl, packed or not, one by one; pictures, scripts and redirections are passed over. The
    moment of the crawl is never taken for the article's date.

    Raises:
        Unreadable: it is no WARC, or holds no page.
    """
    from warcio.archiveiterator import ArchiveIterator  # here: few read such files
    from warcio.exceptions import ArchiveLoadFailed

    found = False
    with original.open() as file:
        try:
            for record in ArchiveIterator(file):
                if record.rec_type not in ("response", "resource") or not _is_page(record):
                    continue
                found = True
                address = record.rec_headers.get_header("WARC-Target-URI") or ""
                data = record.content_stream().read(MAX_BYTES + 1)
                try:
                    for extraction in read_html(data):
                        extraction.fields.setdefault("url", []).append(address)
                        yield extraction
                except Unreadable as error:
                    yield Unreadable(str(error), address)
        except (ArchiveLoadFailed, AttributeError, ValueError, KeyError, EOFError, zlib.error) as error:  # its own, too
            if not found:
                raise Unreadable(f"This is no WARC file ({error}).") from error
            yield Unreadable(f"The rest of the file is broken ({error}).")
    if not found:
        raise Unreadable("The crawl holds no page.")


def _is_page(record: Any) -> bool:
    headers = record.http_headers
    if headers is None:  # a resource has no HTTP around it
        kind = record.rec_headers.get_header("Content-Type") or ""
        return kind.partition(";")[0].strip().lower() in _PAGES
    kind = headers.get_header("Content-Type") or ""
    return headers.get_statuscode() == "200" and kind.partition(";")[0].strip().lower() in _PAGES
