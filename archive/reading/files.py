"""A file → articles: the table of formats, and the one way in.

To add a format, write ``formats/<name>.py`` with a function that gives the ``Extraction``s of a file (or raises
``Unreadable``), and enter its suffixes below. It takes the file's bytes (``of_bytes``), or the ``Original`` itself
where files are large. Nothing else knows formats. If it imports a library, import it within the function: every command
loads this module, and only some read files.
"""

import hashlib
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from archive.article import Article
from archive.errors import ReadError
from archive.reading.build_article import build_article
from archive.reading.evidence.fields import NOTHING_STATED
from archive.reading.extraction import Extraction, Unreadable
from archive.reading.formats.html import read_html
from archive.reading.formats.markdown import read_markdown
from archive.reading.formats.text import read_text
from archive.reading.original import Original
from archive.reading.seed_names import printable, suffix
from archive.reading.sidecar import read_sidecar

MAX_BYTES = 20_000_000  # a thousand newspaper pages; what is larger is no article
_HASHED_BYTES = 1 << 20  # read at once

Read = Callable[[Original], Iterable[Extraction | Unreadable]]
"""A reader: a file → its articles in order, and for each part of it that cannot be read an ``Unreadable``."""


class Format(NamedTuple):
    """How files with a suffix are read.

    Attributes:
        mime: the MIME type, which is the article's ``format``.
        read: the reader; may raise ``Unreadable``.
        most_bytes: what is larger is refused.
    """

    mime: str
    read: Read
    most_bytes: int = MAX_BYTES


def of_bytes(read: Callable[[bytes], Iterable[Extraction]]) -> Read:
    """The reader of a format of which a file's bytes are all that matters."""
    return lambda original: read(original.data())


SUFFIXES: Mapping[str, Format] = MappingProxyType(
    {
        ".txt": Format("text/plain", of_bytes(read_text)),
        ".text": Format("text/plain", of_bytes(read_text)),
        "": Format("text/plain", of_bytes(read_text)),
        ".md": Format("text/markdown", of_bytes(read_markdown)),
        ".markdown": Format("text/markdown", of_bytes(read_markdown)),
        ".html": Format("text/html", of_bytes(read_html)),
        ".htm": Format("text/html", of_bytes(read_html)),
        ".xhtml": Format("application/xhtml+xml", of_bytes(read_html)),
    }
)


def read_file(path: Path, name: str) -> Iterator[Article | ReadError]:
    """Read the articles of one file, one by one.

    Args:
        path: the file. A sidecar beside it is read too.
        name: its path below ``seeds/``, with ``/``; may hold surrogate escapes for bytes that are no UTF-8.

    Yields:
        The articles in the file's order; for the file, or a part of it, that cannot be read, a ReadError instead. Its
        ``path`` is the printable name, its ``reason`` one sentence.
    """
    stated, problem = NOTHING_STATED, None
    try:
        try:
            stated = read_sidecar(path)
        except Unreadable as error:
            problem = ReadError(printable(name), str(error))
        original = _original(path, name)
        digest = _sha256(original)
        number = 0
        for extraction in read_original(original):
            if isinstance(extraction, Unreadable):
                yield ReadError(_part_name(name, extraction.part), str(extraction))
                continue
            try:
                article = build_article(extraction, stated, name, suffix_format(name).mime, digest, number + 1)
            except Unreadable as error:
                yield ReadError(_part_name(name, extraction.part), str(error))
                continue
            number += 1
            yield article
    except Unreadable as error:
        yield ReadError(printable(name), str(error))
    except OSError as error:
        yield ReadError(printable(name), f"The file cannot be opened: {error.strerror or error}.")
    except RecursionError:
        yield ReadError(printable(name), "The file is nested too deeply; save its text as .txt.")
    if problem:
        yield problem


def read_original(original: Original) -> Iterable[Extraction | Unreadable]:
    """Read a file, or a part of one that is a file itself, as its suffix says.

    Raises:
        Unreadable: the suffix is unknown, the file is too large, or it is no text or holds none.
    """
    form = suffix_format(original.name)
    if original.size > form.most_bytes:
        raise Unreadable(f"The file is larger than {form.most_bytes // 1_000_000} MB; split it or take it away.")
    return form.read(original)


def suffix_format(name: str) -> Format:
    """The format of files with this name's suffix.

    Raises:
        Unreadable: no format has it.
    """
    form = SUFFIXES.get(suffix(name))
    if form is None:
        raise Unreadable(f"No such file can be read; what can: {', '.join(filter(None, SUFFIXES))}.")
    return form


def _original(path: Path, name: str) -> Original:
    """The regular file at ``path``; a pipe or a device is never waited for."""
    state = path.stat()
    if not stat.S_ISREG(state.st_mode):
        raise Unreadable("This is no file but a folder, a pipe or a device; take it away.")
    return Original(name, state.st_size, lambda: path.open("rb"))


def _sha256(original: Original) -> str:
    """The SHA-256 of the file, hexadecimal."""
    digest = hashlib.sha256()
    with original.open() as file:
        left = original.size
        while left > 0 and (data := file.read(min(left, _HASHED_BYTES))):
            digest.update(data)
            left -= len(data)
    return digest.hexdigest()


def _part_name(name: str, part: str) -> str:
    return printable(f"{name}/{part}" if part else name)
