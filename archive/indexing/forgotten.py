"""Keeps which articles were taken out for good, so that no run takes them in again: ``forgotten.toml`` in the home.

It is the archive's own, not derived: it lies beside ``seeds/`` and outlives every index. It holds hashes alone, for
what was to be forgotten must not be read there; whoever has the article, or knows its id, can tell that it is meant.
"""

import os
import tomllib
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Self
from unicodedata import normalize

from archive.article import Article
from archive.errors import ArchiveError

_HEAD = """\
# Articles that "archive forget" took out for good. No run takes them in again, whatever their file is called.
# id and content are SHA-256 of the article's id, and of its title and text. To take one in again, remove its entry.
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One article that was taken out.

    Attributes:
        forgotten: the day (UTC) on which it was, ``2026-11-24``.
        id, content: SHA-256 in hexadecimal, of the id, and of title and text.
    """

    forgotten: str
    id: str
    content: str

    @classmethod
    def of(cls, article: Article) -> Self:
        """The entry of an article that is taken out today."""
        return cls(datetime.now(UTC).date().isoformat(), _hash(article.id), _content(article))


class Forgotten:
    """The articles that were taken out of an archive, as its file says.

    Args:
        path: the file, which need not exist.

    Raises:
        ArchiveError: it cannot be read. Without it, a run would take in again what was taken out.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._know(_read(path))

    def _know(self, entries: list[Entry]) -> None:
        self._entries = entries
        self._by_id = {entry.id: entry for entry in self._entries}
        self._by_content = {entry.content: entry for entry in self._entries}

    def __len__(self) -> int:
        return len(self._entries)

    def holds(self, id: str) -> bool:
        """Whether an article of this id was taken out."""
        return _hash(id) in self._by_id

    def among(self, articles: Sequence[Article], moved: Set["Entry"] = frozenset()) -> set[str]:
        """The ids of those articles, all of one file, that were taken out.

        An article is known by its content, wherever it lies now; and by its id, if no other article of the file has
        that content: where a file holds several, their numbers may have changed.

        Args:
            moved: what ``by_content`` finds in all of the file, if these articles are only a part of it.
        """
        if not self._entries:
            return set()
        by_content = {article.id: self._by_content.get(_content(article)) for article in articles}
        found = moved | {entry for entry in by_content.values() if entry}
        return {
            article.id
            for article in articles
            if by_content[article.id] or ((entry := self._by_id.get(_hash(article.id))) and entry not in found)
        }

    def by_content(self, articles: Iterable[Article]) -> set["Entry"]:
        """What of these articles was taken out, as their content tells."""
        if not self._entries:
            return set()
        return {entry for article in articles if (entry := self._by_content.get(_content(article)))}

    def add(self, articles: Iterable[Article]) -> None:
        """Write down that these are taken out; on the disk when this returns.

        Raises:
            ArchiveError: the file cannot be written.
        """
        entries = [*self._entries, *(entry for entry in map(Entry.of, articles) if entry not in self._entries)]
        new = self._path.with_name(f"{self._path.name}.new")
        try:
            with new.open("w", encoding="utf-8") as file:
                file.write(_HEAD)
                for entry in entries:
                    file.write(f'\n[[article]]\nforgotten = {entry.forgotten}\nid = "{entry.id}"\n')
                    file.write(f'content = "{entry.content}"\n')
                file.flush()
                os.fsync(file.fileno())
            new.replace(self._path)
        except OSError as error:
            raise ArchiveError(
                f"{self._path} cannot be written ({error.strerror}).", "Check its permissions."
            ) from error
        self._know(entries)


def _read(path: Path) -> list[Entry]:
    try:
        found = tomllib.loads(path.read_text("utf-8-sig")).get("article", [])
        return [Entry(str(entry["forgotten"]), str(entry["id"]), str(entry["content"])) for entry in found]
    except FileNotFoundError:
        return []
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise ArchiveError(
            f"{path} cannot be read ({error}).", "Mend it: it says what must not be taken in."
        ) from error


def _content(article: Article) -> str:
    """The same for all files that hold this article: blank space, case and Unicode forms do not count."""
    return _hash(" ".join(f"{article.title} {article.text}".split()).casefold())


def _hash(text: str) -> str:
    return sha256(normalize("NFC", text).encode("utf-8", "surrogatepass")).hexdigest()
