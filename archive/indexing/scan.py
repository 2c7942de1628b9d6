"""Finds the files in seeds/.

Dotfiles are skipped and links are not followed: a file inside seeds/ is read at its own place, and one outside is not
the archive's.
"""

import os
from dataclasses import dataclass, field
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from archive.reading import article_id, printable


class Seed(NamedTuple):
    """A file below ``seeds/``.

    Attributes:
        name: its path there, with ``/`` between folders.
        size: bytes.
        mtime_ns: when it was last written, nanoseconds since 1970.
    """

    name: str
    size: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Scan:
    """What lies in seeds/.

    Attributes:
        seeds: every file that may hold articles, sorted by name.
        refused: name → reason, for what is no file to read.
        blocked: folder (with a final ``/``) → reason, for those that could not be listed: what lies there is unknown,
            not gone.
        unsettled: names of seeds that are still being written; the watcher knows them, a scan does not.
    """

    seeds: list[Seed] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    blocked: dict[str, str] = field(default_factory=dict)
    unsettled: set[str] = field(default_factory=set)


def scan(folder: Path) -> Scan:
    """Find every file below ``folder``; a folder that is missing holds none."""
    result = Scan()
    root = os.path.realpath(folder)
    pending = [""]
    while pending:
        prefix = pending.pop()
        try:
            with os.scandir(os.path.join(root, prefix)) as entries:  # noqa: PTH118 -- names may hold undecodable bytes
                for entry in entries:
                    _look(entry, prefix, root, result, pending)
        except OSError as error:
            if prefix or not isinstance(error, FileNotFoundError):
                result.blocked[prefix] = f"cannot be looked into ({error.strerror}); check its permissions"
    result.seeds.sort(key=attrgetter("name"))
    return result


def _look(entry: "os.DirEntry[str]", prefix: str, root: str, result: Scan, pending: list[str]) -> None:
    if entry.name.startswith("."):
        return
    name = prefix + entry.name
    if entry.is_file(follow_symlinks=False):
        try:
            status = entry.stat(follow_symlinks=False)
        except FileNotFoundError:
            return  # deleted since the folder was listed
        result.seeds.append(Seed(name, status.st_size, status.st_mtime_ns))
    elif entry.is_symlink():
        target = os.path.realpath(entry.path)
        if target != root and not target.startswith(root + os.sep):
            result.refused[name] = "is a link out of seeds/; put the file itself there"
    elif entry.is_dir(follow_symlinks=False):
        pending.append(name + "/")
    else:
        result.refused[name] = "is no regular file; remove it"


def one_file_per_id(found: Scan) -> tuple[list[Seed], dict[str, str]]:
    """Choose the seeds to read.

    Where two names make one id (``x`` and ``x.txt``, ``ä`` in two Unicode forms), the first by name is read, whichever
    came first in time.

    Returns:
        The seeds, and name → reason for everything that is not read.
    """
    owners: dict[str, str] = {}
    refused = found.refused | found.blocked
    seeds = []
    for seed in found.seeds:
        owner = owners.setdefault(article_id(seed.name), seed.name)
        if owner == seed.name:
            seeds.append(seed)
        else:
            refused[seed.name] = f"has the same id as {printable(owner)}; rename one of them"
    return seeds, refused
