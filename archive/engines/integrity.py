"""What the files of an embedded index prove: a file that is not as it was written, by its checksum, or that is gone.

An error of an engine's library alone proves nothing: it may come from a lock, a full disk, a lack of memory or a
defect.
"""

import os
import zlib
from pathlib import Path

from msgspec import Struct

from archive.errors import EngineUnavailable

_CHUNK = 1 << 20


class DamagedFile(Struct, frozen=True):
    """A file of an index that is not as it was written.

    Attributes:
        path: the file.
        reason: what is wrong with it, the rest of a sentence that begins with its name.
    """

    path: Path
    reason: str

    def __str__(self) -> str:
        return f"{self.path.name} {self.reason}"


def missing(path: Path) -> DamagedFile:
    """The finding that a file of the newest commit is not there."""
    return DamagedFile(path, "is missing")


def crc_of(path: Path, length: int | None = None) -> int:
    """The CRC-32 of a file's first ``length`` bytes, or of all of it.

    Raises:
        OSError: it cannot be read.
    """
    crc, left = 0, path.stat().st_size if length is None else length
    with path.open("rb") as file:
        while left > 0 and (chunk := file.read(min(_CHUNK, left))):
            crc = zlib.crc32(chunk, crc)
            left -= len(chunk)
    return crc


def unreadable(path: Path, error: OSError) -> EngineUnavailable:
    """The error for a file that cannot be checked just now, which proves nothing of what it holds."""
    return EngineUnavailable(
        f"{path} cannot be read just now ({error.strerror}).", "Check the disk and its permissions, and try again."
    )


def replace_file(path: Path, text: str) -> None:
    """Give a file this text, atomically and safe against a power cut; a reader sees the old text or the new one.

    Raises:
        OSError: it cannot be written; the old text stays.
    """
    new = path.with_name(f"{path.name}.new")
    with new.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)


def written_after(commit: Path, files: list[Path]) -> str:
    """Name, size and time of each of ``files`` that was written after the file of their commit, which an engine writes
    last: something else wrote there. "" if there is none.

    A copy of an index, or a clock that was set back, look the same, so this is a reason to check and no proof.
    """
    found = []
    newest = commit.stat().st_mtime_ns
    for file in sorted(files):
        status = file.stat()
        if status.st_mtime_ns > newest:
            found.append(f"{file.name} {status.st_size} {status.st_mtime_ns}")
    return "\n".join(found)
