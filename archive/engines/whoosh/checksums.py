"""Keeps the checksums of a Whoosh index, for Whoosh has none, and checks its files against them.

They lie in one file beside the index. A segment's are written before the commit that makes it visible, so they never
lag behind what is to be checked; that of the list of segments (the ``.toc``) is written after it and may be missing.
"""

import json
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path

from archive.engines.integrity import DamagedFile, crc_of, missing, replace_file, unreadable, written_after

CHECKSUMS = "checksums.json"
Sums = dict[str, list[int]]
"""Name of a file → its size in bytes and its CRC-32."""


def begin(folder: Path) -> None:
    """Begin to keep checksums, for an index without segments."""
    _write(folder, {})


def keep(folder: Path, names: Iterable[str]) -> None:
    """Keep the checksums of these files and of no others; a file whose checksum is known is not read again.

    Raises:
        OSError: a file cannot be read, or the checksums cannot be written.
        ValueError: the checksums are damaged.
    """
    known = _read(folder) or {}
    _write(folder, {name: known.get(name) or _sum(folder / name) for name in names})


def damaged_files(folder: Path, expected: bool, newest: Callable[[], list[str]]) -> list[DamagedFile]:
    """The files of the newest commit that are missing or not as they were written.

    Args:
        expected: whether the index was made with checksums.
        newest: gives the names of the files of the newest commit: the list of segments, and these.

    Raises:
        EngineUnavailable: a file cannot be read just now.
    """
    found = []
    try:
        sums = _read(folder)
        if sums is None and expected:
            found.append(missing(folder / CHECKSUMS))
    except (ValueError, LookupError, TypeError, AttributeError):
        sums = None
        found.append(DamagedFile(folder / CHECKSUMS, "is not as it was written"))
    except OSError as error:
        raise unreadable(folder / CHECKSUMS, error) from error
    tocs = sorted(folder.glob("*.toc"), key=lambda path: path.stat().st_mtime_ns)
    if not tocs:
        known = [missing(folder / name) for name in sums or {} if name.endswith(".toc")]
        return found + (known[-1:] or [DamagedFile(folder, "has lost its list of segments (.toc)")])
    try:
        names = newest()
    except OSError as error:
        raise unreadable(tocs[-1], error) from error
    except Exception:  # Whoosh unpickles it: anything may come of noise. It is written aside and then renamed.
        return [*found, DamagedFile(tocs[-1], "is not what Whoosh writes")]
    for name in names:
        path = folder / name
        try:
            if not path.exists():
                found.append(missing(path))
            elif sums and name in sums and _sum(path) != sums[name]:
                found.append(DamagedFile(path, "is not as it was written (its checksum differs)"))
        except OSError as error:
            raise unreadable(path, error) from error
    return found


def touched(folder: Path) -> str:
    """See ``integrity.written_after``."""
    commits = sorted(folder.glob("*.toc"), key=lambda path: path.stat().st_mtime_ns)
    return written_after(commits[-1], list(folder.glob("*.seg"))) if commits else ""


def _sum(path: Path) -> list[int]:
    return [path.stat().st_size, crc_of(path)]


def _read(folder: Path) -> Sums | None:
    """The checksums, or None if the index has none."""
    try:
        kept = json.loads((folder / CHECKSUMS).read_bytes())
    except FileNotFoundError:
        return None
    if zlib.crc32(json.dumps(kept["files"]).encode()) != kept["crc"]:
        raise ValueError("its checksum differs")
    sums: Sums = kept["files"]
    return sums


def _write(folder: Path, sums: Sums) -> None:
    replace_file(folder / CHECKSUMS, json.dumps({"files": sums, "crc": zlib.crc32(json.dumps(sums).encode())}))
