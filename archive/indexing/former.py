"""What the index before a new one holds of files that cannot be read now: a new index takes it over."""

import sqlite3
from collections.abc import Collection
from contextlib import closing

from archive.engines.base import AnalyzedArticle
from archive.errors import EngineError
from archive.indexing.analysis import analyze_article
from archive.indexing.generations import Generation
from archive.indexing.ledger import FileEntry, Ledger


class FormerIndex:
    """The index before a new one; it is opened when it is first asked.

    Args:
        generation: where it is; None if there was none that could be read.

    Attributes:
        failed: whether it could not be read, so that what it held is not known.
    """

    def __init__(self, generation: Generation | None) -> None:
        self._generation = generation
        self._entries: dict[str, FileEntry] | None = None
        self.failed = False

    @property
    def entries(self) -> dict[str, FileEntry]:
        """Its files by name."""
        if self._entries is None:
            self._entries = {}
            if self._generation is not None:
                try:
                    with Ledger(self._generation.ledger) as ledger:
                        self._entries = ledger.all_files()
                except (sqlite3.Error, EngineError):
                    self.failed = True
        return self._entries

    def articles(self, names: Collection[str]) -> dict[str, tuple[AnalyzedArticle, ...]]:
        """What it holds of files: name → articles, analysed anew; names without articles are left out."""
        ids = {name: list(self.entries[name].articles) for name in names if name in self.entries}
        if self._generation is None or not any(ids.values()):
            return {}
        try:
            with closing(self._generation.open()) as engine:
                found = {
                    name: tuple(map(analyze_article, engine.get(own).values())) for name, own in ids.items() if own
                }
        except (EngineError, KeyError, TypeError, ValueError):  # another version may have written other articles
            self.failed = True
            return {}
        return found
