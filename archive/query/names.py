"""Spellings of one name: a list shipped with the package, and above it the archive's own ``names.toml``.

It acts when a question is planned, so that a change of the list makes no index stale.
"""

import threading
from collections.abc import Collection, Iterable
from importlib.resources import files
from pathlib import Path
from unicodedata import normalize

from archive.errors import ArchiveError
from archive.german.fold import fold


class Names:
    """Which spellings belong together.

    Args:
        entries: the spellings of a name, each; entries that share a spelling are of one name.
    """

    def __init__(self, entries: Iterable[Collection[str]]) -> None:
        self._groups: dict[str, set[str]] = {}
        for entry in entries:
            keys = {key for spelling in entry for key in _keys(fold(spelling))}
            group = set(entry).union(*(self._groups.get(key, ()) for key in keys))
            for spelling in group:
                self._groups.update(dict.fromkeys(_keys(fold(spelling)), group))

    def variants(self, form: str) -> tuple[str, ...]:
        """The other spellings of a folded word; of a genitive (``shoigus``) those of the name, of a word with hyphens
        (``shoigu-besuch``) that word with one piece spelled otherwise."""
        found = self._groups.get(form) or self._groups.get(form.removesuffix("s"), set())
        if not found and "-" in form:
            pieces = form.split("-")
            return tuple(
                "-".join((*pieces[:place], spelling, *pieces[place + 1 :]))
                for place, piece in enumerate(pieces)
                for spelling in sorted(self._groups.get(piece, ()))
                if fold(spelling) != piece and " " not in spelling
            )
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
                own = _read(self._own(), str(self._path))
                shipped = _read(files("archive.query").joinpath("names.toml").read_bytes(), "names.toml")
                off = {fold(name) for name, others in own.items() if not others}
                entries = [(name, *others) for name, others in shipped.items()]
                kept = [entry for entry in entries if off.isdisjoint(map(fold, entry))]
                self._names = Names([*kept, *((name, *others) for name, others in own.items() if others)])
                self._stamp = stamp
            return self._names

    def _own(self) -> bytes:
        try:
            return self._path.read_bytes()
        except FileNotFoundError:
            return b""
        except OSError as error:
            raise ArchiveError(f"{self._path} cannot be read ({error.strerror}).", "Mend or remove it.") from error


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
