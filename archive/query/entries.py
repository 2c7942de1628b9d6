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
    empty list switches off every shipped entry that holds its spelling. A file of the archive that cannot be read is a
    problem, which is told; what the file last said stays in force, or at the start the shipped list alone.

    Args:
        path: the archive's own file, which need not exist.
        shipped: the name of the shipped file in this package.
        make: all entries → what is wanted of them.
        on_problem: called once with a sentence for people when the file, as it is now, cannot be read.
    """

    def __init__(
        self,
        path: Path,
        shipped: str,
        make: Callable[[Iterable[Entry]], T],
        on_problem: Callable[[str], None] = lambda problem: None,
    ) -> None:
        self._path = path
        self._shipped = shipped
        self._make = make
        self._on_problem = on_problem
        self._lock = threading.Lock()
        self._stamp: tuple[int, int] | None = None
        self._made: T | None = None
        self._problem: str | None = None

    def current(self) -> T:
        """Return what is made of the files as they are now, or as they were when the archive's own was last good."""
        return self._read()[0]

    def problem(self) -> str | None:
        """Return why the archive's own file, as it is now, cannot be used, and how to mend it; None if it can."""
        return self._read()[1]

    def _read(self) -> tuple[T, str | None]:
        try:
            status = self._path.stat()
            stamp = (status.st_mtime_ns, status.st_size)
        except OSError:
            stamp = (0, 0)
        told = None
        with self._lock:
            if self._made is None or stamp != self._stamp:
                self._stamp = stamp
                own: dict[str, Entry] | None = None
                try:
                    own, self._problem = self._own(), None
                except ArchiveError as error:
                    told = self._problem = f"{error} {error.hint} {_meanwhile(self._made is None)}"
                if own is not None or self._made is None:
                    self._made = self._make(self._entries(own or {}))
            found = self._made, self._problem
        if told:
            self._on_problem(told)
        return found

    def _entries(self, own: dict[str, Entry]) -> list[Entry]:
        off = {fold(name) for name, others in own.items() if not others}
        shipped = shipped_entries(self._shipped)
        kept = [entry for entry in shipped if off.isdisjoint(map(fold, entry))] if off else shipped
        return [*kept, *((name, *others) for name, others in own.items() if others)]

    def _own(self) -> dict[str, Entry]:
        """The entries of the archive's own file.

        Raises:
            ArchiveError: it cannot be read, or an entry is no list of spellings.
        """
        try:
            data = self._path.read_bytes()
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise ArchiveError(f"{self._path} cannot be read ({error.strerror}).", "Mend or remove it.") from error
        import tomllib

        try:
            entries = tomllib.loads(data.decode("utf-8-sig"))
        except (ValueError, RecursionError) as error:  # the latter: of brackets nested very deep
            raise ArchiveError(f"{self._path} is no TOML ({error}).", "Mend or remove it.") from error
        for name, spellings in entries.items():
            if not isinstance(spellings, list) or not all(isinstance(spelling, str) for spelling in spellings):
                raise ArchiveError(f'{self._path}: "{name}" has no list of spellings.', f'Write "{name}" = ["…", "…"].')
        return {name: tuple(spellings) for name, spellings in entries.items()}


def _meanwhile(at_start: bool) -> str:
    return "Until then the shipped list is used alone." if at_start else "Until then its last good state is used."


def shipped_entries(name: str) -> list[Entry]:
    """The entries of a shipped file.

    Its lines are TOML and, on either side of the equals sign, JSON. Read as one JSON document they cost a hundredth of
    the time that the standard library's TOML reader needs at every start.
    """
    lines = Path(__file__).with_name(name).read_text("utf-8").split("\n")
    pairs = (line.split(" = [", 1) for line in lines if line.startswith('"'))
    return list(map(tuple, json.loads(f"[{','.join(f'[{key},{others}' for key, others in pairs)}]")))
