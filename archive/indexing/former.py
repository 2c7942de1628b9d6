"""What the index before a new one holds of files that cannot be read now: a new index takes it over."""

import sqlite3
from collections.abc import Collection
from contextlib import closing

from archive.engines.base import AnalyzedArticle
from archive.errors import EngineError
from archive.indexing.analysis import analyze_article
from archive.indexing.forgotten import Forgotten
from archive.indexing.generations import Generation
from archive.indexing.ledger import FileEntry, Ledger


class FormerIndex:
    """The index before a new one; it is opened when it is first asked.

    Args:
        generation: where it is; None if there was none that could be read.
        forgotten: what is not taken over, for it was taken out for good.

    Attributes:
        failed: whether it could not be read, so that what it held is not known.
    """

    def __init__(self, generation: Generation | None, forgotten: Forgotten) -> None:
        self._generation = generation
        self._forgotten = forgotten
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
                held = {name: list(engine.get(own).values()) for name, own in ids.items() if own}
            found = {}
            for name, articles in held.items():
                left_out = self._forgotten.among(articles)
                found[name] = tuple(analyze_article(article) for article in articles if article.id not in left_out)
        except (EngineError, KeyError, TypeError, ValueError):  # another version may have written other articles
            self.failed = True
            return {}
        return found
