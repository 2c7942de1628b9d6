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
from archive.reading.sidecar import SIDECAR_SUFFIX


class Seed(NamedTuple):
    """A file below ``seeds/``, with its sidecar, if it has one: when one of them changes, both are read again.

    Attributes:
        name: its path there, with ``/`` between folders.
        size: bytes of both.
        mtime_ns: when one of them was last written, nanoseconds since 1970.
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
    result.seeds[:] = _with_sidecars(result.seeds, result.refused)
    result.seeds.sort(key=attrgetter("name"))
    return result


def seed_at(path: Path, name: str) -> Seed:
    """The seed at ``path`` as it is now.

    Raises:
        OSError: it is gone, or nobody may look at it.
    """
    status = path.stat()
    try:
        beside = path.with_name(path.name + SIDECAR_SUFFIX).stat()
    except OSError:  # there is none, or its name would be too long
        return Seed(name, status.st_size, status.st_mtime_ns)
    return Seed(name, status.st_size + beside.st_size, max(status.st_mtime_ns, beside.st_mtime_ns))


def _with_sidecars(seeds: list[Seed], refused: dict[str, str]) -> list[Seed]:
    """The seeds joined with their sidecars; a sidecar without a file beside it is refused."""
    sidecars = {seed.name: seed for seed in seeds if seed.name.endswith(SIDECAR_SUFFIX)}
    if not sidecars:
        return seeds
    names = {seed.name for seed in seeds}
    joined = []
    for seed in seeds:
        if seed.name in sidecars:
            if seed.name.removesuffix(SIDECAR_SUFFIX) not in names:
                refused[seed.name] = "is no article but describes one; put it beside its file, or take it away"
        elif beside := sidecars.get(seed.name + SIDECAR_SUFFIX):
            joined.append(Seed(seed.name, seed.size + beside.size, max(seed.mtime_ns, beside.mtime_ns)))
        else:
            joined.append(seed)
    return joined


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
