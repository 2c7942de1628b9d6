"""Finds the files in seeds/.

Dotfiles are skipped and links are not followed: a file inside seeds/ is read at its own place, and one outside is not
the archive's. What a scan does not find need not have been removed: ``certainly_gone`` looks again.
"""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from msgspec import msgpack

from archive.reading import article_id, printable
from archive.reading.sidecar import SIDECAR_SUFFIX


class Seed(NamedTuple):
    """A file below ``seeds/``, with its sidecar, if it has one: when one of them changes, both are read again.

    Attributes:
        name: its path there, with ``/`` between folders.
        size: bytes of both.
        mtime_ns: when one of them was last written, nanoseconds since 1970, from the year 1677 to 2262.
    """

    name: str
    size: int
    mtime_ns: int


_seed = Seed._make  # in half the time
_FURTHEST = 2**63 - 1  # nanoseconds from 1970: SQLite holds no larger number, though file systems do
_PAGE_FILES = ("-Dateien", "_files", "-files", ".files", "_Dateien")
FolderIdentity = tuple[int, int]
"""Device and inode, which differ if another folder was mounted or made in its place."""


@dataclass(slots=True)
class Scan:
    """What lies in seeds/.

    Attributes:
        seeds: every file that may hold articles, sorted by name.
        refused: name → reason, for what is no file to read.
        blocked: folder (with a final ``/``) → reason, for those that could not be listed: what lies there is unknown,
            not gone.
        unsettled: names of seeds that are still being written; the watcher knows them, a scan does not.
        folders: every folder that was listed (with a final ``/``; seeds/ itself is ``""``), and which one that was.
    """

    seeds: Sequence[Seed] = ()
    refused: dict[str, str] = field(default_factory=dict)
    blocked: dict[str, str] = field(default_factory=dict)
    unsettled: set[str] = field(default_factory=set)
    folders: dict[str, FolderIdentity] = field(default_factory=dict)

    def may_hold(self, name: str) -> bool:
        """Whether a file that was not found may be where nobody could look: in what is refused or blocked."""
        above = [name[:end] for end in range(len(name)) if name[end] == "/"]
        return (
            "" in self.blocked
            or any(place in self.refused for place in (*above, name))
            or any(f"{place}/" in self.blocked for place in above)
        )

    def digest(self) -> str:
        """A hash of all seeds: 32 hexadecimal digits. "" if there are none, if there is anything else than seeds, or if
        a name is no text."""
        if not self.seeds or self.refused or self.blocked or self.unsettled:
            return ""
        try:
            return blake2b(msgpack.encode(self.seeds), digest_size=16).hexdigest()
        except UnicodeEncodeError:
            return ""


def scan(folder: Path) -> Scan:
    """Find every file below ``folder``; a folder that is missing holds none."""
    result = Scan()
    root = os.path.realpath(folder)
    pending = [""]
    seeds: list[Seed] = []
    while pending:
        prefix = pending.pop()
        try:
            result.folders[prefix] = identity(os.path.join(root, prefix))  # noqa: PTH118 -- names may be undecodable
            with os.scandir(os.path.join(root, prefix)) as entries:  # noqa: PTH118
                for entry in entries:
                    _look(entry, prefix, root, result, seeds, pending)
        except OSError as error:
            if prefix or not isinstance(error, FileNotFoundError):
                result.blocked[prefix] = f"cannot be looked into ({error.strerror}); check its permissions"
    result.seeds = sorted(_with_sidecars(_without_page_files(seeds), result.refused))  # no two have the same name
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
        return Seed(name, status.st_size, _held(status.st_mtime_ns))
    return Seed(name, status.st_size + beside.st_size, _held(max(status.st_mtime_ns, beside.st_mtime_ns)))


def _held(time_ns: int) -> int:
    """The time, or the first or the last one that the ledger can hold."""
    return max(-_FURTHEST, min(time_ns, _FURTHEST))


def _without_page_files(seeds: list[Seed]) -> list[Seed]:
    """The seeds without what browsers put beside a page that they save completely: the folder ``Seite-Dateien`` (or
    ``Seite_files``) of ``Seite.html`` holds its pictures and frames, and no articles."""
    folders = {
        f"{name.rpartition('.')[0]}{ending}/"
        for name, _, _ in seeds
        if name.endswith((".html", ".htm"))
        for ending in _PAGE_FILES
    }
    if not folders:
        return seeds
    return [seed for seed in seeds if not any(seed.name[: end + 1] in folders for end in _slashes(seed.name))]


def _slashes(name: str) -> list[int]:
    return [place for place, sign in enumerate(name) if sign == "/"]


def _with_sidecars(seeds: list[Seed], refused: dict[str, str]) -> list[Seed]:
    """The seeds joined with their sidecars; a sidecar without a file beside it is refused."""
    sidecars = {seed[0]: seed for seed in seeds if seed[0].endswith(SIDECAR_SUFFIX)}  # [0] is the name, in less time
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


def identity(folder: str | Path) -> FolderIdentity:
    """Which folder it is.

    Raises:
        OSError: it is gone, or nobody may look at it.
    """
    status = os.stat(folder)  # noqa: PTH116 -- names may hold undecodable bytes
    return status.st_dev, status.st_ino


def certainly_gone(folder: Path, found: Scan, names: Iterable[str]) -> set[str]:
    """Those of ``names``, of files that ``found`` lacks or that went since, that have been removed.

    A file is not certainly gone if it is there again, or if one of the folders above it, up to seeds/, is not the one
    that was scanned, as when a disk was unmounted.
    """
    same: dict[str, bool] = {}
    listed: dict[str, set[str]] = {}

    def is_same(prefix: str) -> bool:
        if prefix not in same:
            above = prefix[:-1].rpartition("/")[0]
            same[prefix] = (not prefix or is_same(f"{above}/" if above else "")) and _is_same(folder, found, prefix)
        return same[prefix]

    def is_listed(prefix: str, name: str) -> bool:  # a file system may find a file under a name in another case, too
        if prefix not in listed:
            with os.scandir(f"{folder}/{prefix}") as entries:
                listed[prefix] = {entry.name for entry in entries if entry.is_file(follow_symlinks=False)}
        return name in listed[prefix]

    gone = set()
    for path in names:
        above, slash, name = path.rpartition("/")
        if not is_same(above + slash):
            continue
        try:
            os.lstat(f"{folder}/{path}")
            there = is_listed(above + slash, name)
        except (FileNotFoundError, NotADirectoryError):
            there = False
        except OSError:
            there = True
        if not there:
            gone.add(path)
    return gone


def is_same_folder(folder: Path, found: Scan) -> bool:
    """Whether seeds/ still is the folder that was scanned."""
    return _is_same(folder, found, "")


def _is_same(folder: Path, found: Scan, prefix: str) -> bool:
    try:
        now = identity(f"{folder}/{prefix}")
    except (FileNotFoundError, NotADirectoryError):
        return prefix != ""  # a folder that was removed took its files with it; seeds/ itself was moved or unmounted
    except OSError:
        return False
    return found.folders.get(prefix, now) == now


def _look(
    entry: "os.DirEntry[str]", prefix: str, root: str, result: Scan, seeds: list[Seed], pending: list[str]
) -> None:
    own_name = entry.name
    if own_name[0] == ".":
        return
    name = prefix + own_name
    if entry.is_file(follow_symlinks=False):
        try:
            status = entry.stat(follow_symlinks=False)
        except FileNotFoundError:
            return  # deleted since the folder was listed
        mtime_ns = status.st_mtime_ns
        if not -_FURTHEST <= mtime_ns <= _FURTHEST:  # a call for each file takes a while
            mtime_ns = _held(mtime_ns)
        seeds.append(_seed((name, status.st_size, mtime_ns)))
    elif entry.is_symlink():
        target = os.path.realpath(entry.path)
        if target != root and not target.startswith(root + os.sep):
            result.refused[name] = "is a link out of seeds/; put the file itself there"
        elif not os.path.exists(entry.path):  # noqa: PTH110 -- names may hold undecodable bytes
            result.refused[name] = "is a link that leads nowhere or to itself; remove it, or put the file itself there"
    elif entry.is_dir(follow_symlinks=False):
        pending.append(name + "/")
    else:
        result.refused[name] = "is no regular file; remove it"


def one_file_per_id(found: Scan) -> tuple[Sequence[Seed], dict[str, str]]:
    """Choose the seeds to read.

    Where two names make one id (``x`` and ``x.txt``, ``ä`` in two Unicode forms), the first by name is read, whichever
    came first in time.

    Returns:
        The seeds, and name → reason for everything that is not read.
    """
    refused = found.refused | found.blocked
    ids = [article_id(name) for name, _, _ in found.seeds]
    if len(set(ids)) == len(ids):
        return found.seeds, refused
    owners: dict[str, str] = {}
    seeds = []
    for id, seed in zip(ids, found.seeds, strict=True):
        owner = owners.setdefault(id, seed.name)
        if owner == seed.name:
            seeds.append(seed)
        else:
            refused[seed.name] = f"has the same id as {printable(owner)}; rename one of them"
    return seeds, refused
