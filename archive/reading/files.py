"""A file → articles: the table of formats, and the one way in.

To add a format, write ``formats/<name>.py`` with a function that gives the ``Extraction``s of a file (or raises
``Unreadable``), and enter its suffixes below. It takes the file's bytes (``_of_bytes``), or the ``Original`` itself
where files are large or hold other files, which it gives as they are. Nothing else knows formats.
"""

import hashlib
import stat
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from archive.article import Article
from archive.errors import ReadError
from archive.reading.evidence.fields import NOTHING_STATED
from archive.reading.extraction import Extraction, Unreadable
from archive.reading.original import Original
from archive.reading.seed_names import printable, suffix
from archive.reading.sidecar import field_names, read_sidecar

MAX_BYTES = 20_000_000  # a thousand newspaper pages; what is larger is no article
_HASHED_BYTES = 1 << 20  # read at once
_DEEPEST = 3  # files within files: a page in a ZIP in a mail

Read = Callable[[Original], Iterable[Extraction | Unreadable | Original]]
"""A reader: a file → in order its articles, the files that it holds, and an ``Unreadable`` for each part that cannot be
read."""


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


def _reader(module: str, function: str) -> Read:
    """The reader of a module in ``formats/``, imported when a file is read: most commands read none."""

    def read(original: Original) -> Iterable[Extraction | Unreadable | Original]:
        found: Read = getattr(import_module(f"archive.reading.formats.{module}"), function)
        return found(original)

    return read


def _of_bytes(module: str, function: str) -> Read:
    """The reader of a format of which a file's bytes are all that matters."""

    def read(original: Original) -> Iterable[Extraction | Unreadable | Original]:
        found: Callable[[bytes], Iterable[Extraction]] = getattr(
            import_module(f"archive.reading.formats.{module}"), function
        )
        return found(original.data())

    return read


_TEXT = Format("text/plain", _of_bytes("text", "read_text"))
_MARKDOWN = Format("text/markdown", _of_bytes("markdown", "read_markdown"))
_HTML = Format("text/html", _of_bytes("html", "read_html"))
_MHTML = Format("multipart/related", _of_bytes("mail", "read_mhtml"), 100_000_000)
_JSON_LINES = Format("application/jsonl", _reader("json_records", "read_json_lines"), 8_000_000_000)
_CSV = Format("text/csv", _reader("csv_records", "read_csv"), 200_000_000)

SUFFIXES: Mapping[str, Format] = MappingProxyType(
    {
        ".txt": _TEXT,
        ".text": _TEXT,
        "": _TEXT,
        ".md": _MARKDOWN,
        ".markdown": _MARKDOWN,
        ".html": _HTML,
        ".htm": _HTML,
        ".xhtml": Format("application/xhtml+xml", _HTML.read),
        ".mhtml": _MHTML,
        ".mht": _MHTML,
        ".pdf": Format("application/pdf", _of_bytes("pdf", "read_pdf"), 200_000_000),
        ".docx": Format(
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            _of_bytes("docx", "read_docx"),
            100_000_000,
        ),
        ".odt": Format("application/vnd.oasis.opendocument.text", _of_bytes("odt", "read_odt"), 100_000_000),
        ".eml": Format("message/rfc822", _reader("mail", "read_eml"), 100_000_000),
        ".mbox": Format("application/mbox", _reader("mail", "read_mbox"), 8_000_000_000),
        ".json": Format("application/json", _reader("json_records", "read_json"), 50_000_000),
        ".jsonl": _JSON_LINES,
        ".ndjson": _JSON_LINES,
        ".csv": _CSV,
        ".tsv": _CSV,
        ".rss": Format("application/rss+xml", _of_bytes("feed", "read_feed")),
        ".atom": Format("application/atom+xml", _of_bytes("feed", "read_feed")),
        ".xml": Format("application/xml", _of_bytes("feed", "read_feed")),
        ".zip": Format("application/zip", _reader("zip_archive", "read_zip"), 8_000_000_000),
        ".warc": Format("application/warc", _reader("warc", "read_warc"), 8_000_000_000),
        ".gz": Format("application/gzip", _reader("compressed", "read_gzip"), 2_000_000_000),
        ".zst": Format("application/zstd", _reader("compressed", "read_zstd"), 2_000_000_000),
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
    # Here, for it reads all word lists: a run that finds nothing new needs none.
    from archive.reading.build_article import build_article

    stated, problem = NOTHING_STATED, None
    try:
        try:
            stated = read_sidecar(path)
        except Unreadable as error:
            problem = ReadError(printable(name), str(error), error.in_content)
        original = replace(_original(path, name), names=field_names(stated))
        digest = _sha256(original)
        number = 0
        for extraction in read_original(original):
            if isinstance(extraction, Unreadable):
                yield ReadError(_part_name(name, extraction.part), str(extraction), extraction.in_content)
                continue
            try:
                article = build_article(extraction, stated, name, suffix_format(name).mime, digest, number + 1)
            except Unreadable as error:
                yield ReadError(_part_name(name, extraction.part), str(error))
                continue
            number += 1
            yield article
    except Unreadable as error:
        yield ReadError(printable(name), str(error), error.in_content)
    except OSError as error:
        yield ReadError(printable(name), f"The file cannot be opened: {error.strerror or error}.", in_content=False)
    except RecursionError:
        yield ReadError(printable(name), "The file is nested too deeply; save its text as .txt.")
    if problem:
        yield problem


def read_original(original: Original) -> Iterator[Extraction | Unreadable]:
    """Read a file as its suffix says, and the files that it holds.

    Raises:
        Unreadable: the suffix is unknown, the file is too large, or it is no text or holds none.
    """
    form = suffix_format(original.name)
    if original.size > form.most_bytes:
        raise Unreadable(f"The file is larger than {form.most_bytes // 1_000_000} MB; split it or take it away.")
    for read in form.read(original):
        if isinstance(read, Original):
            yield from _read_part(replace(read, depth=original.depth + 1, names=original.names))
        else:
            yield read


def _read_part(original: Original) -> Iterator[Extraction | Unreadable]:
    """Read a file within another; what cannot be read of it costs nothing else."""
    part = original.name
    try:
        if original.depth > _DEEPEST:
            raise Unreadable("It lies within too many other files; unpack them.")
        format = suffix_format(part).mime
        for read in read_original(original):
            if isinstance(read, Unreadable):
                yield Unreadable(str(read), f"{part}/{read.part}" if read.part else part, read.in_content)
            else:
                yield replace(read, part=f"{part}/{read.part}" if read.part else part, format=read.format or format)
    except Unreadable as error:
        yield Unreadable(str(error), part, error.in_content)
    except (OSError, EOFError, ValueError, RuntimeError, zlib.error) as error:  # of unpacking
        yield Unreadable(f"It is broken ({error}).", part)


def suffix_format(name: str) -> Format:
    """The format of files with this name's suffix.

    Raises:
        Unreadable: no format has it.
    """
    form = SUFFIXES.get(suffix(name))
    if form is None:
        raise Unreadable(f"No such file can be read; what can: {', '.join(filter(None, SUFFIXES))}.")
    return form


def mime_type(name: str) -> str:
    """The MIME type of files with this name's suffix; that of any bytes where no format has it."""
    form = SUFFIXES.get(suffix(name))
    return form.mime if form else "application/octet-stream"


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
