"""Indexers of one cluster: which articles are mine, and a ledger made of what the cluster holds of them.

Nothing but the cluster is shared. A machine that comes new to it, or has lost its ledger, learns from it what is there.
"""

import shutil
import zlib
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Self

from archive.errors import ArchiveError
from archive.indexing import generations
from archive.indexing.generations import Generation
from archive.indexing.ledger import FileEntry, Ledger
from archive.indexing.scan import Scan
from archive.reading import article_id

_FETCH = 1_000  # articles


@dataclass(frozen=True, slots=True)
class Part:
    """Of the files whose id hashes to one of ``of`` numbers, those with ``number``, which counts from 1."""

    number: int = 1
    of: int = 1

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``K/N``.

        Raises:
            ArchiveError: it is not one.
        """
        number, slash, of = text.partition("/")
        if not (slash and number.isdecimal() and of.isdecimal() and 1 <= int(number) <= int(of)):
            raise ArchiveError(f'"{text}" is no part.', "The second of four parts is 2/4.")
        return cls(int(number), int(of))

    def has(self, name: str) -> bool:
        """Whether a file, by its path below seeds/, is of this part."""
        return self.of == 1 or zlib.crc32(article_id(name).encode()) % self.of == self.number - 1

    def seen(self, found: Scan) -> Scan:
        """What of ``found`` is of this part."""
        return replace(
            found,
            seeds=[seed for seed in found.seeds if self.has(seed.name)],
            refused={name: reason for name, reason in found.refused.items() if self.has(name)},
        )

    @property
    def suffix(self) -> str:
        """Of the folder of its ledger."""
        return "" if self.of == 1 else f"-{self.number}of{self.of}"


WHOLE = Part()


def join(index: Path, engine: str, part: Part) -> Generation | None:
    """The generation that a cluster's readers use, with a ledger of this machine's own for ``part`` of it; None if
    there is none yet.

    Raises:
        EngineError: the cluster does not answer.
    """
    from archive.engines.opensearch import indices as opensearch_indices

    with generations.cluster(engine) as server:
        held = opensearch_indices.current(server)
    if held is None:
        return None
    generation = generations.of_cluster(index, engine, held, part.suffix)
    if not generation.ledger.exists():
        learning = generation.folder / "learning.sqlite"
        learning.unlink(missing_ok=True)
        with Ledger(learning, write=True) as ledger:
            _learn(generation, ledger, part)
            ledger.note("version", held.version)
        shutil.move(learning, generation.ledger)
    return generation


def _learn(generation: Generation, ledger: Ledger, part: Part) -> None:
    """Write down what the cluster holds as files that were never read: the run reads them, and puts in only what
    differs."""
    files: dict[str, FileEntry] = {}
    with closing(generation.open()) as engine:
        scan = engine.scan()
        while some := {stored.id: stored.hash for stored in islice(scan, _FETCH)}:
            for id, article in engine.get(list(some)).items():
                if part.has(article.path):
                    entry = files.setdefault(article.path, FileEntry(article.path, -1, -1, 0))
                    entry.articles[id] = (some[id], article.added)
    ledger.record(files.values())
