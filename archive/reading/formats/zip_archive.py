"""ZIP → its members as originals. Nothing is ever written to a disk, so no member's path can leave anywhere."""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast
from zipfile import BadZipFile, ZipFile, ZipInfo

from archive.reading.extraction import Unreadable
from archive.reading.original import Original

MOST_MEMBERS = 100_000
_MOST_UNPACKED = 20_000_000_000
_HIGHEST_RATIO = 300  # unpacked to packed; text reaches 10, long runs of one letter 1,000
_ALWAYS_FINE = 10_000_000  # bytes, whatever their ratio
_BROKEN = (BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, ValueError, RuntimeError, OSError)


def read_zip(original: Original) -> Iterator[Unreadable | Original]:
    """Give the members of a ZIP in its own order, without folders, hidden files and what macOS adds.

    Raises:
        Unreadable: it is none, or holds more than anybody would pack.
    """
    with original.open() as file:
        try:
            archive = ZipFile(file)
            members = archive.infolist()
        except _BROKEN as error:
            raise Unreadable(f"The ZIP is broken ({error}).") from error
        if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > _MOST_UNPACKED:
            raise Unreadable(f"The ZIP holds more than {MOST_MEMBERS:,} files or {_MOST_UNPACKED // 10**9} GB.")
        for member in members:
            if not member.is_dir() and not _is_hidden(member.filename):
                yield _member(archive, member)


def _member(archive: ZipFile, member: ZipInfo) -> Original | Unreadable:
    name = member.filename
    if member.flag_bits & 0x1:
        return Unreadable("It is encrypted; unpack it and put the file itself there.", name)
    if member.file_size > max(_ALWAYS_FINE, _HIGHEST_RATIO * member.compress_size):
        return Unreadable("It is packed too tightly to be an article.", name)

    @contextmanager
    def opened() -> Iterator[BinaryIO]:
        try:
            with archive.open(member) as file:
                yield cast("BinaryIO", file)
        except (BadZipFile, NotImplementedError, zlib.error) as error:  # it shows only when the bytes are read
            raise Unreadable(f"It is broken ({error}).") from error

    return Original(name, member.file_size, opened)


def _is_hidden(name: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) and part not in (".", "..") for part in name.split("/"))
