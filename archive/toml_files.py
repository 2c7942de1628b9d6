"""Reads and writes the TOML files of a home that people write as well: names checked, under a lock, in one step, with
their comments and their order kept."""

import os
import re
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

from archive.errors import ArchiveError, FileInvalid, InputError

if TYPE_CHECKING:
    from tomlkit import TOMLDocument
    from tomlkit.items import AoT as AoT
    from tomlkit.items import String
    from tomlkit.items import Table as Table

MAX_NAME_CHARACTERS = 80
MAX_NOTE_CHARACTERS = 10_000
_MAX_NAME_BYTES = 180  # with suffixes, file systems allow 255
# Not those that part paths or that some systems refuse. With another sign in front it would be an option or hidden.
_NAME = re.compile(r"\w(?:[\w .,;&()+'!„“”’–-]*[\w,;&()+'!„“”’–-])?")
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)  # which Windows takes for no files
_CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")  # all but the line feed
_PATIENCE_SECONDS = 10.0

Stamp = tuple[int, int, int]


def checked_name(name: str) -> str:
    """Return the name of a list or of a saved search as it is kept: without blanks around it, in NFC.

    Raises:
        InputError: it could not be the name of a file on every system, or it is too long.
    """
    kept = normalize("NFC", name).strip(" ")
    if not _NAME.fullmatch(kept) or is_device_name(kept):
        raise InputError(
            name, "A name begins with a letter or digit and has letters, digits, blanks and - . , ; & ( )."
        )
    if len(kept) > MAX_NAME_CHARACTERS or len(kept.encode()) > _MAX_NAME_BYTES:
        raise InputError(name, "A name has at most %(most)s characters.", most=MAX_NAME_CHARACTERS)
    return kept


def is_device_name(name: str) -> bool:
    """Whether Windows takes a file's name for a device: ``CON``, ``nul.txt``."""
    return _DEVICES.fullmatch(name) is not None


def checked_note(note: str) -> str:
    """Return a note as it is kept: lines end with a line feed, other control characters are blanks.

    Raises:
        InputError: it is too long.
    """
    kept = _CONTROLS.sub(" ", note.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if len(kept) > MAX_NOTE_CHARACTERS:
        raise InputError(note, "A note has at most %(most)s characters.", most=MAX_NOTE_CHARACTERS)
    return kept


def stamp(path: Path) -> Stamp | None:
    """What differs when a file was written anew; None if there is none."""
    try:
        status = path.stat()
    except (OSError, ValueError):
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino


def read_toml(path: Path) -> dict[str, Any]:
    """What a file holds; nothing if there is none.

    Raises:
        FileInvalid: it cannot be read, or is no TOML.
    """
    try:
        return tomllib.loads(path.read_text("utf-8-sig"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError) as error:  # the last: of brackets nested very deep
        reason = getattr(error, "strerror", None) or error
        raise FileInvalid(f"{path.name} cannot be read ({reason}).", f"Mend or remove {path}.") from error


@contextmanager
def locked(lock: Path) -> Iterator[None]:
    """One process and thread at a time is in the block.

    Raises:
        ArchiveError: another one has been in it for long, or the lock cannot be made.
    """
    from filelock import FileLock, Timeout  # takes longer to import than a search to answer

    try:
        lock.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(lock, timeout=_PATIENCE_SECONDS):
            yield
    except Timeout as error:
        raise ArchiveError("Somebody else is writing this just now.", "Try again in a moment.") from error


@contextmanager
def changing(path: Path, lock: Path, head: str = "") -> Iterator["TOMLDocument"]:
    """The file as a document to change, which is written at the end of the block if it was changed.

    Args:
        lock: the file by which writers wait for each other.
        head: what a new file begins with.

    Raises:
        FileInvalid: it cannot be read; nothing is written then.
        ArchiveError: it cannot be written.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    with locked(lock):
        read_toml(path)  # tells what is wrong in the words that readers use
        try:
            former = path.read_text("utf-8-sig") if path.exists() else ""
            document = tomlkit.parse(former or head)
        except (OSError, TOMLKitError, RecursionError) as error:
            raise FileInvalid(f"{path.name} cannot be read ({error}).", f"Mend or remove {path}.") from error
        yield document
        text = tomlkit.dumps(document)
        if text != former:
            write_text(path, text)


def new_table() -> "Table":
    """An empty table ``[name]`` or ``[[name]]``."""
    import tomlkit

    return tomlkit.table()


def tables(document: "TOMLDocument", name: str) -> "AoT":
    """The tables ``[[name]]`` of a document, to change; they are added to it if there are none."""
    import tomlkit

    if not document.get(name):
        document.pop(name, None)  # ``name = []``
        document[name] = tomlkit.aot()
    found: AoT = document[name]
    return found


def text_item(text: str) -> "String":
    """A text as people write it in TOML: in several lines if it has several."""
    import tomlkit

    return tomlkit.string(text, multiline="\n" in text)


def end_with_blank_line(table: "Table") -> None:
    """Let a blank line part a table from the next."""
    import tomlkit

    if not table.as_string().endswith("\n\n"):
        table.add(tomlkit.nl())


def write_text(path: Path, text: str) -> None:
    """Write a file in one step: whoever reads it meanwhile, or after a crash, finds the old text or the new one.

    Raises:
        ArchiveError: it cannot be written.
    """
    new = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with new.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    except OSError as error:
        raise ArchiveError(f"{path} cannot be written ({error.strerror}).", "Check its permissions.") from error
