"""A file → articles: the table of what can be read, and the one way in."""

import stat
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from archive.article import Article
from archive.errors import ReadError
from archive.reading.build_article import build_article
from archive.reading.extraction import Extraction, Unreadable
from archive.reading.formats.html import read_html
from archive.reading.formats.markdown import read_markdown
from archive.reading.formats.text import read_text
from archive.reading.seed_names import printable, suffix

MAX_BYTES = 20_000_000  # a thousand newspaper pages; what is larger is no article


class Format(NamedTuple):
    """How files of a suffix are read: their MIME type, and bytes → extractions (or ``Unreadable``)."""

    mime: str
    read: Callable[[bytes], list[Extraction]]


_TEXT, _MARKDOWN = Format("text/plain", read_text), Format("text/markdown", read_markdown)
_HTML, _XHTML = Format("text/html", read_html), Format("application/xhtml+xml", read_html)
SUFFIXES: Mapping[str, Format] = MappingProxyType(
    {
        ".txt": _TEXT, ".text": _TEXT, "": _TEXT,
        ".md": _MARKDOWN, ".markdown": _MARKDOWN,
        ".html": _HTML, ".htm": _HTML, ".xhtml": _XHTML,
    }
)  # fmt: skip


def read_file(path: Path, name: str) -> tuple[Article, ...]:
    """The articles of one file.

    Args:
        path: the file.
        name: its path below ``seeds/``, with ``/``; may hold surrogate escapes for bytes that are no UTF-8.

    Raises:
        ReadError: its ``path`` is the printable name, its ``reason`` one sentence.
    """
    try:
        form = SUFFIXES.get(suffix(name))
        if form is None:
            raise Unreadable(f"No such file can be read; what can: {', '.join(filter(None, SUFFIXES))}.")
        extractions = form.read(_bytes(path))
        return tuple(build_article(extraction, name, form.mime, number) for number, extraction in enumerate(extractions, 1))
    except Unreadable as error:
        raise ReadError(printable(name), str(error)) from None
    except OSError as error:
        raise ReadError(printable(name), f"The file cannot be opened: {error.strerror or error}.") from error
    except RecursionError as error:
        raise ReadError(printable(name), "The file is nested too deeply; save its text as .txt.") from error


def _bytes(path: Path) -> bytes:
    """The whole file, if it is one and not too large; never waits for a pipe or a device. Of one that grows meanwhile
    what was there at first: who reads seeds sees that it grew."""
    state = path.stat()
    if not stat.S_ISREG(state.st_mode):
        raise Unreadable("This is no file but a folder, a pipe or a device; take it away.")
    if state.st_size > MAX_BYTES:
        raise Unreadable(f"The file is larger than {MAX_BYTES // 1_000_000} MB; split it or take it away.")
    with path.open("rb") as file:
        return file.read(state.st_size)  # not MAX_BYTES: the room for so much is dear
