"""Adds seeds: files that somebody brings, and notes that somebody writes; and puts right what was read of a seed.

Nothing is overwritten and nothing lands outside ``seeds/``. A file appears under its name when it is complete. What is
put right stands in the sidecar beside it; the seed stays as it is.
"""

import json
import os
import re
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from unicodedata import normalize

from archive.article import Article
from archive.errors import ArchiveError, InputError, SeedNotFound
from archive.home import Home
from archive.indexing.scan import seed_at
from archive.indexing.workers import read_seeds
from archive.reading import SUFFIXES
from archive.reading.evidence.fields import field_of, usable
from archive.reading.seed_names import printable, suffix
from archive.reading.sidecar import SIDECAR_SUFFIX
from archive.toml_files import changing, checked_note, is_device_name

MOST_BYTES = 50_000_000  # of one file
FIELDS = ("title", "date", "source", "author")
"""What can be put right, by its names in a sidecar."""
SHOWN = 5  # articles of a file of many
MAX_FIELD_CHARACTERS = 500
MAX_TEXT_CHARACTERS = 2_000_000
_CHUNK = 1 << 20
_MOST_NAME_BYTES = 180  # with a number and the sidecar's suffix, file systems allow 255
_MOST_SAME = 1_000  # files of one name
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f-\x9f<>:"/\\|?*\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]')


@dataclass(frozen=True, slots=True)
class Reading:
    """What a seed is read as.

    Attributes:
        name: of the seed, below ``seeds/``.
        articles: the first SHOWN of its articles.
        number: how many there are.
        reason: why it, or a part of it, cannot be read; None if all of it can.
        stated: by FIELDS, what its sidecar states.
    """

    name: str
    articles: tuple[Article, ...]
    number: int
    reason: str | None
    stated: Mapping[str, str]


class Adding:
    """Adds seeds to the archive of ``home``. Safe to use from several threads and processes."""

    def __init__(self, home: Home) -> None:
        self._home = home

    def add_file(self, name: str, source: BinaryIO) -> str:
        """Add a file and return its name below ``seeds/``: ``name`` without its folders, with a number if there is one.

        Raises:
            InputError: nothing like it can be read, it is empty or too large, or it has no name.
            ArchiveError: it cannot be written.
        """
        kept = _file_name(name)
        if suffix(kept) not in SUFFIXES or not suffix(kept):
            known = ", ".join(filter(None, SUFFIXES))
            raise InputError(name, "No such file can be read; what can: %(known)s.", known=known)
        return self._written(kept, _chunks(source, name))

    def add_note(self, title: str, text: str, date: str = "", source: str = "") -> str:
        """Add an article that somebody has written or copied, and return its seed's name below ``seeds/``.

        Raises:
            InputError: it has no title or no text, or one of them is too long.
            ArchiveError: it cannot be written.
        """
        fields = {"title": title, "date": date, "source": source}
        lines = {name: _line(value) for name, value in fields.items() if value.strip()}
        if not lines.get("title") or not text.strip():
            raise InputError(title, "An article needs a title and a text.")
        if len(text) > MAX_TEXT_CHARACTERS:
            raise InputError(title, "A text has at most %(most)s characters.", most=MAX_TEXT_CHARACTERS)
        # JSON's strings are YAML's, whatever stands in them.
        head = "".join(f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in lines.items())
        body = text.replace("\r\n", "\n").replace("\r", "\n").strip()
        data = f"---\n{head}---\n\n{body}\n".encode("utf-8", "replace")
        return self._written(_file_name(f"{lines['title'][:80]}.txt"), iter([data]))

    def read(self, name: str) -> Reading:
        """Read a seed as a run does, within the same limits of time and memory.

        Raises:
            SeedNotFound: there is no such seed.
            ArchiveError: no process to read it with can be started.
        """
        path = self._seed(name)
        articles: list[Article] = []
        number, reason = 0, None
        for outcome in read_seeds(self._home.seeds, [seed_at(path, name)]):
            articles += [analyzed.article for analyzed in outcome.articles][: SHOWN - len(articles)]
            number += len(outcome.articles)
            reason = outcome.reason or reason
        return Reading(name, tuple(articles), number, reason, self._stated(path))

    def correct(self, name: str, fields: Mapping[str, str]) -> None:
        """State fields of a seed in its sidecar; an empty value takes back what was stated. What is read of the seed
        anyway is not stated: it would no longer be known where it comes from.

        Args:
            name: of the seed, below ``seeds/``.
            fields: by some of FIELDS, their values; several authors are parted by semicolons.

        Raises:
            SeedNotFound: there is no such seed.
            InputError: a value is too long. FileInvalid: the sidecar has a typing error. ArchiveError: as ``add_file``.
        """
        path = self._seed(name)
        date = fields.get("date", "").strip()
        if date and not usable("date", date):
            raise InputError(date, "No date can be read from “%(date)s”; write 2023-07-27, 2023-07 or 2023.", date=date)
        known = _values(self.read(name))
        lines = {field: _line(fields[field]) for field in FIELDS if field in fields}
        lines = {field: value for field, value in lines.items() if value != known.get(field)}
        with changing(path.with_name(path.name + SIDECAR_SUFFIX), self._home.lock) as document:
            for field, value in lines.items():
                for other in [name for name in document if field_of(name) == field_of(field) and name != field]:
                    document.pop(other)  # datum, where date is stated now
                authors = [author.strip() for author in value.split(";") if author.strip()]
                if not value:
                    document.pop(field, None)
                elif field == "author" and len(authors) > 1:
                    document[field] = authors
                else:
                    document[field] = value

    def _stated(self, path: Path) -> dict[str, str]:
        import tomllib

        try:
            stated = tomllib.loads(path.with_name(path.name + SIDECAR_SUFFIX).read_text("utf-8-sig"))
        except (OSError, ValueError, RecursionError):  # what is wrong with it, reading tells
            return {}
        known = {field_of(name): value for name, value in stated.items()}
        values = {field: known[field_of(field)] for field in FIELDS if field_of(field) in known}
        return {
            field: "; ".join(map(str, value)) if isinstance(value, list) else str(value)
            for field, value in values.items()
        }

    def _seed(self, name: str) -> Path:
        """The file of a seed.

        Raises:
            SeedNotFound: there is none of this name within ``seeds/``, or it is hidden.
        """
        parts = name.split("/")
        if not name.isprintable() or "\\" in name or any(part in ("", ".", "..") or part[0] == "." for part in parts):
            raise SeedNotFound(printable(name))
        path = self._home.seeds.joinpath(*parts)
        root = self._home.seeds.resolve()
        if not path.is_file() or not path.resolve().is_relative_to(root):
            raise SeedNotFound(printable(name))
        return path

    def _written(self, name: str, chunks: Iterator[bytes]) -> str:
        """Write a file under a hidden name, and give it the first free one like ``name`` when it is complete."""
        seeds = self._home.seeds
        hidden = seeds / f".{secrets.token_hex(8)}.new"
        try:
            seeds.mkdir(parents=True, exist_ok=True)
            try:
                with hidden.open("xb") as file:
                    for chunk in chunks:
                        file.write(chunk)
                    file.flush()
                    os.fsync(file.fileno())
                return _named(hidden, seeds, name)
            finally:
                hidden.unlink(missing_ok=True)
        except OSError as error:
            problem = f"{name} cannot be written ({error.strerror or error})."
            raise ArchiveError(problem, f"Check the space and the permissions of {seeds}.") from error


def _values(reading: Reading) -> dict[str, str]:
    """What FIELDS have in the only article of a seed; nothing of a seed of several."""
    if reading.number != 1:
        return {}
    article = reading.articles[0]
    values = article.title, article.date, article.source, "; ".join(article.authors)
    return {field: value or "" for field, value in zip(FIELDS, values, strict=True)}


def _named(hidden: Path, folder: Path, name: str) -> str:
    """Give a complete file the first free name like ``name``."""
    ending = "".join(Path(name).suffixes[-2:]) if suffix(name) in (".gz", ".zst") else Path(name).suffix
    stem = name.removesuffix(ending)
    for number in range(1, _MOST_SAME):
        chosen = name if number == 1 else f"{stem} {number}{ending}"
        path = folder / chosen
        if path.with_name(chosen + SIDECAR_SUFFIX).exists():
            continue  # a sidecar that waits for its file would speak of this one
        if ending == ".txt" and path.with_suffix("").exists():
            continue  # both would have the same id
        try:
            os.link(hidden, path)
        except FileExistsError:
            continue
        except OSError:  # a file system without links
            try:
                path.open("xb").close()
            except FileExistsError:
                continue
            hidden.replace(path)
        return chosen
    raise InputError(name, "There are too many files of this name; give it another.")


def _chunks(source: BinaryIO, name: str) -> Iterator[bytes]:
    size = 0
    while chunk := source.read(_CHUNK):
        size += len(chunk)
        if size > MOST_BYTES:
            raise InputError(name, "A file has at most %(most)s bytes.", most=MOST_BYTES)
        yield chunk
    if not size:
        raise InputError(name, "The file is empty.")


def _file_name(name: str) -> str:
    """A name for a file on every system: no folders, nothing hidden, at most _MOST_NAME_BYTES."""
    base = re.split(r"[/\\]", normalize("NFC", name))[-1]
    base = _NOT_IN_NAMES.sub(" ", base).strip(" .")
    base = " ".join(base.split())
    ending = Path(base).suffix
    stem = base.removesuffix(ending).rstrip(" .")
    if not stem or len(ending.encode()) > 20:
        raise InputError(name, "The file needs a name.")
    if is_device_name(base):
        stem += "_"
    while len(f"{stem}{ending}".encode()) > _MOST_NAME_BYTES:
        stem = stem[:-1].rstrip(" .")
    return f"{stem}{ending}"


def _line(value: str) -> str:
    kept = " ".join(checked_note(value).split())
    if len(kept) > MAX_FIELD_CHARACTERS:
        raise InputError(value, "A line has at most %(most)s characters.", most=MAX_FIELD_CHARACTERS)
    return kept
