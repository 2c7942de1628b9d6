"""Checks the files of a Tantivy index against the checksums that Tantivy writes at their ends.

Each file of a segment ends in a footer: JSON with the CRC-32 of all that is before it, the length of the JSON and a
magic number, both of four bytes, little-endian (Tantivy's ``directory/footer.rs``). tantivy-py does not offer Tantivy's
own check.
"""

import json
import struct
from pathlib import Path
from typing import Any

from archive.engines.integrity import DamagedFile, crc_of, missing, unreadable, written_after

META = "meta.json"  # Tantivy's list of the segments of the newest commit, replaced by each commit
_MANAGED = ".managed.json"  # Tantivy's list of all files that it ever wrote and did not delete yet
_SUFFIXES = ("fast", "fieldnorm", "idx", "pos", "store", "term")
_MAGIC = 1337
_END = struct.Struct("<II")  # length of the JSON, magic number
_LONGEST_FOOTER = 1 << 16


def damaged_files(folder: Path) -> list[DamagedFile]:
    """The files of the newest commit that are missing or not as they were written.

    Raises:
        EngineUnavailable: a file cannot be read just now.
    """
    found = []
    for name, kind in ((META, dict), (_MANAGED, list)):
        try:
            content = json.loads((folder / name).read_bytes())
            files = [folder / file for file in _files(content)] if kind is dict else []
        except FileNotFoundError:
            found.append(missing(folder / name))
        except OSError as error:
            raise unreadable(folder / name, error) from error
        except (ValueError, LookupError, TypeError, AttributeError):
            found.append(DamagedFile(folder / name, "is not what Tantivy writes"))
        else:
            if not isinstance(content, kind):
                found.append(DamagedFile(folder / name, "is not what Tantivy writes"))
            found += [problem for file in files if (problem := _problem(file)) is not None]
    return found


def touched(folder: Path) -> str:
    """See ``integrity.written_after``."""
    return written_after(folder / META, [path for path in folder.iterdir() if path.suffix[1:] in (*_SUFFIXES, "del")])


def deleted_articles(folder: Path) -> int:
    """How many articles were deleted or replaced and still count in the statistics of words.

    Raises:
        OSError, ValueError: the list of segments cannot be read.
    """
    segments = json.loads((folder / META).read_bytes())["segments"]
    return sum(segment["deletes"]["num_deleted_docs"] for segment in segments if segment["deletes"])


def _files(meta: dict[str, Any]) -> list[str]:
    """The names of the files of a commit."""
    names = []
    for segment in meta["segments"]:
        id = segment["segment_id"].replace("-", "")
        names += [f"{id}.{suffix}" for suffix in _SUFFIXES]
        if segment["deletes"]:
            names.append(f"{id}.{segment['deletes']['opstamp']}.del")
    return names


def _problem(path: Path) -> DamagedFile | None:
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            file.seek(max(0, size - _LONGEST_FOOTER))
            end = file.read()
        length, magic = _END.unpack(end[-_END.size :])
        if magic != _MAGIC or length > len(end) - _END.size:
            return DamagedFile(path, "has lost its end")
        crc = json.loads(end[-_END.size - length : -_END.size])["crc"]
        if crc_of(path, size - _END.size - length) != crc:
            return DamagedFile(path, "is not as it was written (its checksum differs)")
    except FileNotFoundError:
        return missing(path)
    except OSError as error:
        raise unreadable(path, error) from error
    except (struct.error, ValueError, LookupError, TypeError):
        return DamagedFile(path, "has lost its end")
    return None
