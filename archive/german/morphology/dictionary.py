"""The German dictionary: which lemmas a form has and how frequent it is, from simplemma's and wordfreq's data.

``dictionary_build.py`` joins both once. The result is kept as one trie in the user's cache folder (or in the one that
ARCHIVE_CACHE names) and is opened from there in milliseconds.
"""

import gc
import os
import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from archive.german.morphology.dictionary_build import ACRONYM, ENDING, FREQUENCY, LEMMA, LEVEL, NOUN, entries

if TYPE_CHECKING:
    from marisa_trie import BytesTrie

_LAYOUT = 11  # to be raised when dictionary_build.py, form_priors.py or its data give other entries
_FILE_NAME = re.compile(r"german-(\d+)-\d+-\d+\.trie.*")  # of any layout, finished or interrupted while it was written
_CACHE_SIZE = 100_000  # entries kept as objects


class Lemma(NamedTuple):
    """A lemma of a form, folded; whether it is a noun."""

    text: str
    noun: bool


class Entry(NamedTuple):
    """All that is known of a folded form.

    Attributes:
        frequency: its level, 20 × log10 of occurrences in 1,000 million words; 0: wordfreq does not know it.
        lemmas: what it may be a form of.
        noun: its level as the lemma of a noun, over all forms; 0: it is none.
        other: its level as a lemma of another class; 0: it is none.
        beginning: how many nouns begin with it and go on with another noun.
        ending: in how many percent of the nouns that end with it another noun stands before it; 0: not known.
        acronym: whether it is written in capitals.
    """

    frequency: int = 0
    lemmas: tuple[Lemma, ...] = ()
    noun: int = 0
    other: int = 0
    beginning: int = 0
    ending: int = 0
    acronym: bool = False


_UNKNOWN = Entry()
_lemma = Lemma._make


class Dictionary:
    """Looks up folded forms in the trie. Safe to use from several threads."""

    def __init__(self, trie: "BytesTrie") -> None:
        self._get = trie.get
        self.entry = lru_cache(maxsize=_CACHE_SIZE)(self._entry)

    def frequency(self, form: str) -> int:
        """The level of a folded form; 1 if only the dictionary of lemmas knows it, 0 if nothing does."""
        entry = self.entry(form)
        return entry.frequency or (1 if entry.lemmas else 0)

    def _entry(self, form: str) -> Entry:
        values = self._get(form)
        if values is None:
            return _UNKNOWN
        frequency = noun = other = beginning = ending = 0
        acronym = False
        lemmas = []
        for value in values:
            kind = value[:1]
            if kind == LEMMA:
                text = form[: len(form) - value[2]] + value[3:].decode()
                lemmas.append(_lemma((text, bool(value[1] & NOUN))))
                acronym = bool(value[1] & ACRONYM)
            elif kind == FREQUENCY:
                frequency = value[1]
            elif kind == LEVEL:
                noun, other = value[1], value[2]
            elif kind == ENDING:
                ending = value[1]
            else:
                beginning = int.from_bytes(value[1:], "big")
        return Entry(frequency, tuple(lemmas), noun, other, beginning, ending, acronym)


@cache
def dictionary() -> Dictionary:
    """The dictionary, opened once a process; it is built first if it is not in the cache folder yet."""
    from marisa_trie import BytesTrie

    name = _file_name()
    for folder in _folders():
        try:
            return Dictionary(BytesTrie().mmap(str(folder / name)))
        except (OSError, RuntimeError):
            continue
    if sys.stderr and sys.stderr.isatty():
        print("Preparing the German dictionary (once, some seconds) …", file=sys.stderr)  # noqa: T201
    collects = gc.isenabled()
    gc.disable()  # millions of small objects, none of them in a cycle: a third of the time
    try:
        trie = BytesTrie(entries())
    finally:
        if collects:
            gc.enable()
    for folder in _folders():
        if _save(trie, folder, name):
            _drop_older(folder)
            break
    return Dictionary(trie)


def _file_name() -> str:
    """The file's name, which tells what it was made of: the layout, and the sizes of both libraries' data files."""
    sizes = []
    for package, file in (
        ("simplemma", "strategies/dictionaries/data/de.plzma"),
        ("wordfreq", "data/large_de.msgpack.gz"),
    ):
        spec = find_spec(package)
        assert spec is not None and spec.origin is not None, f"{package} is a dependency"  # noqa: S101
        sizes.append((Path(spec.origin).parent / file).stat().st_size)
    return f"german-{_LAYOUT}-{sizes[0]}-{sizes[1]}.trie"


def _folders() -> Iterator[Path]:
    """Where the trie may lie: the cache folder; if nobody can write there, a private folder among the temporary
    files."""
    if named := os.environ.get("ARCHIVE_CACHE"):
        yield Path(named)
    else:
        from platformdirs import user_cache_path

        yield user_cache_path("zeitungsarchiv")
    import tempfile  # here and below: it takes longer to import than the trie to open

    private = Path(tempfile.gettempdir()) / f"zeitungsarchiv-{os.getuid() if hasattr(os, 'getuid') else 'cache'}"
    try:
        private.mkdir(mode=0o700, exist_ok=True)
        state = private.lstat()
    except OSError:
        return
    if not hasattr(os, "getuid") or (state.st_uid == os.getuid() and not state.st_mode & 0o077):
        yield private  # nobody else could have put a file there


def _save(trie: "BytesTrie", folder: Path, name: str) -> bool:
    """Whether the trie is now in the folder: written aside and moved there, so that nobody ever reads half of it."""
    import tempfile

    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle, aside = tempfile.mkstemp(prefix=name, dir=folder)
        os.close(handle)
        try:
            trie.save(aside)
            Path(aside).chmod(0o644)
            Path(aside).replace(folder / name)
        except BaseException:
            Path(aside).unlink(missing_ok=True)
            raise
    except OSError:
        return False
    return True


def _drop_older(folder: Path) -> None:
    """Removes files of older layouts from the folder, but for those that the system keeps while they are in use."""
    for path in folder.iterdir():
        found = _FILE_NAME.fullmatch(path.name)
        if found and int(found[1]) < _LAYOUT:
            with suppress(OSError):
                path.unlink()
