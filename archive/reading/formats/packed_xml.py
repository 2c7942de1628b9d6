"""What documents of Word and LibreOffice have in common: XML files in a ZIP, which may be broken at either level."""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from archive.reading.characters import one_line
from archive.reading.extraction import Unreadable


@contextmanager
def told_as_broken(kind: str, *others: type[Exception]) -> Iterator[None]:
    """Make what a broken document raises an ``Unreadable``.

    Args:
        kind: what the file should be, ``DOCX``.
        others: errors of the library that reads it.
    """
    from lxml.etree import LxmlError

    broken = (
        zipfile.BadZipFile,
        zlib.error,
        LxmlError,
        LookupError,
        ValueError,
        AttributeError,
        RuntimeError,
        EOFError,
    )
    try:
        yield
    except Unreadable:
        raise
    except (*broken, *others) as error:
        raise Unreadable(f"This is no {kind} file, or a broken one ({one_line(str(error))[:200]}).") from error
