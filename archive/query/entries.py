"""Entries of spellings that belong together: a list shipped with the package, and above it the archive's own.

They act when a question is planned, so that a change of a list makes no index stale.
"""

import json
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Generic, TypeVar

from archive.errors import ArchiveError
from archive.german.fold import fold

T = TypeVar("T")
Entry = tuple[str, ...]


class EntriesFile(Generic[T]):
    """A shipped list and an archive's own, and what is made of both; it is made again when the latter changes.

    An entry of a file is ``spelling = ["another", …]``. The archive's own entries add to the shipped ones; one with an
    empty list switches off every shipped entry that holds its spelling.

    Args:
        path: the archive's own file, which need not exist.
        shipped: the name of the shipped file in this package.
        make: all entries → what is wanted of them.
    """

    def __init__(self, path: Path, shipped: str, make: Callable[[Iterable[Entry]], T]) -> None:
        self._path = path
        self._shipped = shipped
        self._make = make
        self._lock = threading.Lock()
        self._stamp: tuple[int, int] | None = None
        self._made: T | None = None

    def current(self) -> T:
        """Return what is made of the files as they are now.

        Raises:
            ArchiveError: the archive's own file cannot be read, or an entry is no list of spellings.
        """
        try:
            status = self._path.stat()
            stamp = (status.st_mtime_ns, status.st_size)
        except OSError:
            stamp = (0, 0)
        with self._lock:
            if self._made is None or stamp != self._stamp:
                own = self._own()
                off = {fold(name) for name, others in own.items() if not others}
                shipped = shipped_entries(self._shipped)
                kept = [entry for entry in shipped if off.isdisjoint(map(fold, entry))] if off else shipped
                self._made = self._make([*kept, *((name, *others) for name, others in own.items() if others)])
                self._stamp = stamp
            return self._made

    def _own(self) -> dict[str, Entry]:
        try:
            data = self._path.read_bytes()
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise ArchiveError(f"{self._path} cannot be read ({error.strerror}).", "Mend or remove it.") from error
        import tomllib

        try:
            entries = tomllib.loads(data.decode("utf-8-sig"))
        except ValueError as error:
            raise ArchiveError(f"{self._path} is no TOML ({error}).", "Mend or remove it.") from error
        for name, spellings in entries.items():
            if not isinstance(spellings, list) or not all(isinstance(spelling, str) for spelling in spellings):
                raise ArchiveError(f'{self._path}: "{name}" has no list of spellings.', f'Write "{name}" = ["…", "…"].')
        return {name: tuple(spellings) for name, spellings in entries.items()}


def shipped_entries(name: str) -> list[Entry]:
    """The entries of a shipped file.

    Its lines are TOML and, on either side of the equals sign, JSON. Read as one JSON document they cost a hundredth of
    the time that the standard library's TOML reader needs at every start.
    """
    lines = Path(__file__).with_name(name).read_text("utf-8").split("\n")
    pairs = (line.split(" = [", 1) for line in lines if line.startswith('"'))
    return list(map(tuple, json.loads(f"[{','.join(f'[{key},{others}' for key, others in pairs)}]")))
