"""Spellings of one name: a list shipped with the package, and above it the archive's own ``names.toml``.

It acts when a question is planned, so that a change of the list makes no index stale.
"""

import threading
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from unicodedata import normalize

from archive.errors import ArchiveError
from archive.german.fold import fold


class Names:
    """Which spellings belong together.

    Args:
        groups: a name → its other spellings.
    """

    def __init__(self, groups: Mapping[str, tuple[str, ...]]) -> None:
        self._groups: dict[str, set[str]] = {}
        for name, others in groups.items():
            spellings = {name, *others} if others else set()
            for key in {key for spelling in spellings for key in _keys(fold(spelling))}:
                self._groups.setdefault(key, set()).update(spellings)

    def variants(self, form: str) -> tuple[str, ...]:
        """The other spellings of a folded word; of a genitive (``shoigus``) those of the name."""
        found = self._groups.get(form) or self._groups.get(form.removesuffix("s"), set())
        return tuple(sorted(spelling for spelling in found if fold(spelling) != form))


def _keys(form: str) -> set[str]:
    """A folded spelling, and the same without diacritics (``choïgou``, ``choigou``), umlauts kept."""
    if form.isascii():
        return {form}
    letters = (letter if letter in "äöü" else normalize("NFD", letter)[0] for letter in form)
    return {form, "".join(letters)}


class NamesFile:
    """The names of one archive, read again when its file changes.

    Args:
        path: its ``names.toml``, which need not exist.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._stamp: tuple[int, int] | None = None
        self._names: Names | None = None

    def names(self) -> Names:
        """The names as the file says now.

        Raises:
            ArchiveError: it cannot be read, or an entry is no list of spellings.
        """
        try:
            status = self._path.stat()
            stamp = (status.st_mtime_ns, status.st_size)
        except OSError:
            stamp = (0, 0)
        with self._lock:
            if self._names is None or stamp != self._stamp:
                own = _read(self._path.read_bytes(), str(self._path)) if stamp != (0, 0) else {}
                shipped = _read(files("archive").joinpath("names.toml").read_bytes(), "names.toml")
                self._names, self._stamp = Names(shipped | own), stamp
            return self._names


def _read(data: bytes, place: str) -> dict[str, tuple[str, ...]]:
    import tomllib

    try:
        entries = tomllib.loads(data.decode("utf-8-sig"))
    except ValueError as error:
        raise ArchiveError(f"{place} is no TOML ({error}).", "Mend or remove it.") from error
    for name, spellings in entries.items():
        if not isinstance(spellings, list) or not all(isinstance(spelling, str) for spelling in spellings):
            raise ArchiveError(f'{place}: "{name}" has no list of spellings.', f'Write "{name}" = ["…", "…"].')
    return {name: tuple(spellings) for name, spellings in entries.items()}
