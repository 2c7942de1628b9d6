"""A file → articles: the table of formats, and the one way in.

To add a format, write ``formats/<name>.py`` with a function that takes the file's bytes and returns its ``Extraction``s
(or raises ``Unreadable``), and enter its suffixes below. Nothing else knows formats. If it imports a library, import
it within the function: every command loads this module, and only some read files.
"""

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
    """How files with a suffix are read.

    Attributes:
        mime: the MIME type, which is the article's ``format``.
        read: the reader: the file's bytes → what it holds, one extraction an article; may raise ``Unreadable``.
    """

    mime: str
    read: Callable[[bytes], list[Extraction]]


SUFFIXES: Mapping[str, Format] = MappingProxyType(
    {
        ".txt": Format("text/plain", read_text),
        ".text": Format("text/plain", read_text),
        "": Format("text/plain", read_text),
        ".md": Format("text/markdown", read_markdown),
        ".markdown": Format("text/markdown", read_markdown),
        ".html": Format("text/html", read_html),
        ".htm": Format("text/html", read_html),
        ".xhtml": Format("application/xhtml+xml", read_html),
    }
)


def read_file(path: Path, name: str) -> tuple[Article, ...]:
    """Read the articles of one file.

    Args:
        path: the file.
        name: its path below ``seeds/``, with ``/``; may hold surrogate escapes for bytes that are no UTF-8.

    Returns:
        The articles in the file's order; today's formats give one each.

    Raises:
        ReadError: the suffix is unknown, or the file cannot be opened, is no text or holds none. Its ``path`` is the
            printable name, its ``reason`` one sentence.
    """
    try:
        form = SUFFIXES.get(suffix(name))
        if form is None:
            raise Unreadable(f"No such file can be read; what can: {', '.join(filter(None, SUFFIXES))}.")
        extractions = form.read(_bytes(path))
        return tuple(
            build_article(extraction, name, form.mime, number) for number, extraction in enumerate(extractions, 1)
        )
    except Unreadable as error:
        raise ReadError(printable(name), str(error)) from None
    except OSError as error:
        reason = f"The file cannot be opened: {error.strerror or error}."
        raise ReadError(printable(name), reason, in_content=False) from error
    except RecursionError as error:
        raise ReadError(printable(name), "The file is nested too deeply; save its text as .txt.") from error


def _bytes(path: Path) -> bytes:
    """The whole content of a regular file that is not too large; a pipe or a device is never waited for. Of a file that
    grows meanwhile, what it held at first: the run that reads seeds notices that it grew."""
    state = path.stat()
    if not stat.S_ISREG(state.st_mode):
        raise Unreadable("This is no file but a folder, a pipe or a device; take it away.")
    if state.st_size > MAX_BYTES:
        raise Unreadable(f"The file is larger than {MAX_BYTES // 1_000_000} MB; split it or take it away.")
    with path.open("rb") as file:
        return file.read(state.st_size)  # not MAX_BYTES: Python would allocate as much for every file
