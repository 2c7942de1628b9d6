"""gz and zst → the file within."""

import gzip
import io
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import BinaryIO, cast

from archive.reading.extraction import Unreadable
from archive.reading.original import Original

_MOST_UNPACKED = 8_000_000_000
_READ_BYTES = 1 << 20


def read_gzip(original: Original) -> Iterator[Original]:
    """Give the file that is packed with gzip; its name is that of the packed file without the suffix.

    Raises:
        Unreadable: it is broken, or too large.
    """

    @contextmanager
    def unpacked() -> Iterator[BinaryIO]:
        with original.open() as file, gzip.GzipFile(fileobj=file) as inner:
            yield cast("BinaryIO", inner)

    yield _inner(original, unpacked)


def read_zstd(original: Original) -> Iterator[Original]:
    """Give the file that is packed with Zstandard, as ``read_gzip`` does.

    Raises:
        Unreadable: it is broken, or too large.
    """
    from zstandard import ZstdDecompressor, ZstdError  # here: few read such files

    @contextmanager
    def unpacked() -> Iterator[BinaryIO]:
        with original.open() as file, io.BufferedReader(ZstdDecompressor().stream_reader(file)) as inner:
            yield cast("BinaryIO", inner)

    try:
        yield _inner(original, unpacked)
    except ZstdError as error:
        raise Unreadable(f"The packed file is broken ({error}).") from error


def _inner(original: Original, unpacked: Callable[[], AbstractContextManager[BinaryIO]]) -> Original:
    """The file within. Only unpacking tells how large it is: what gzip states of it is cut to 32 bits."""
    size = 0
    try:
        with unpacked() as file:
            while data := file.read(_READ_BYTES):
                size += len(data)
                if size > _MOST_UNPACKED:
                    raise Unreadable(f"Unpacked it is larger than {_MOST_UNPACKED // 10**9} GB.")
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise Unreadable(f"The packed file is broken ({error}).") from error
    name = original.name.rpartition("/")[2]
    return Original(name[: name.rfind(".")], size, unpacked)
