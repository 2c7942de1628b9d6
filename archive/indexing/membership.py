"""Several machines fill one cluster: which files are this machine's, and a ledger made of what the cluster holds.

The machines share nothing but the cluster. One that comes new to it, or has lost its ledger, makes one from what is
there.
"""

import re
import shutil
import zlib
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Self

from archive.errors import ArchiveError, IndexDamaged
from archive.indexing import generations
from archive.indexing.generations import Generation
from archive.indexing.ledger import FileEntry, Ledger
from archive.indexing.scan import Scan
from archive.indexing.state import MISSING, Condition, IndexState, look_at_ledger
from archive.indexing.tuning import FETCH_ARTICLES
from archive.reading import article_id


@dataclass(frozen=True, slots=True)
class Part:
    """The files that one of several machines indexes.

    The CRC-32 of an article id, modulo ``of``, says which part a file belongs to; ``number`` counts from 1.
    """

    number: int = 1
    of: int = 1

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``K/N``, such as ``2/4`` for the second of four parts.

        Raises:
            ArchiveError: the text is no such part.
        """
        number, slash, of = text.partition("/")
        if not (slash and number.isdecimal() and of.isdecimal() and 1 <= int(number) <= int(of)):
            raise ArchiveError(f'"{text}" is no part.', "The second of four parts is 2/4.")
        return cls(int(number), int(of))

    def has(self, name: str) -> bool:
        """Whether a file belongs to this part; ``name`` is its path below seeds/."""
        return self.of == 1 or zlib.crc32(article_id(name).encode()) % self.of == self.number - 1

    def of_scan(self, found: Scan) -> Scan:
        """What of ``found`` belongs to this part."""
        if self.of == 1:
            return found
        return replace(
            found,
            seeds=[seed for seed in found.seeds if self.has(seed.name)],
            refused={name: reason for name, reason in found.refused.items() if self.has(name)},
        )

    @classmethod
    def of_folder(cls, name: str) -> Self:
        """The part whose ledger lies in a folder of this name."""
        found = re.search(r"-(\d+)of(\d+)$", name)
        return cls(int(found[1]), int(found[2])) if found else cls()

    @property
    def suffix(self) -> str:
        """What the name of the folder with this part's ledger ends in."""
        return "" if self.of == 1 else f"-{self.number}of{self.of}"


WHOLE = Part()


def look_at_cluster(index: Path, engine: str, part: Part, here: IndexState) -> IndexState:
    """The state of the index that a cluster's readers use, for ``part`` of it.

    Args:
        index: the folder of generations on this machine; a ledger is made there if there is none.
        engine: the cluster's address.
        here: the state of the index that this machine's pointer names. It is the answer if the cluster has no index yet
            and articles are to move there from another engine.

    Raises:
        EngineError: the cluster does not answer.
        IndexLocked, EngineUnavailable: the ledger cannot be read just now.
    """
    if joined := _join(index, engine, part):
        try:
            return look_at_ledger(joined)
        except IndexDamaged:  # it is made again from the cluster
            joined.ledger.unlink(missing_ok=True)
    if joined := _join(index, engine, part):
        return look_at_ledger(joined)
    if here.generation and here.generation.engine != engine:
        return IndexState(Condition.CURRENT, here.generation, here.articles)
    return MISSING


def _join(index: Path, engine: str, part: Part) -> Generation | None:
    """The generation that the cluster's readers use, with a ledger of this machine; None if there is none yet."""
    from archive.engines.opensearch import indices as opensearch_indices

    with generations.cluster(engine) as server:
        held = opensearch_indices.current(server)
    if held is None:
        return None
    generation = generations.of_cluster(index, engine, held, part.suffix)
    if not generation.ledger.exists():
        unfinished = generation.folder / "learning.sqlite"
        unfinished.unlink(missing_ok=True)
        with Ledger(unfinished, write=True) as ledger:
            _fill_ledger(generation, ledger, part)
            ledger.note("version", held.version)
        shutil.move(unfinished, generation.ledger)
    return generation


def _fill_ledger(generation: Generation, ledger: Ledger, part: Part) -> None:
    """Record the files of the cluster's articles as never read: the run reads them, and writes only what differs."""
    files: dict[str, FileEntry] = {}
    with closing(generation.open()) as engine:
        scan = engine.scan()
        while some := {stored.id: stored.hash for stored in islice(scan, FETCH_ARTICLES)}:
            for id, article in engine.get(list(some)).items():
                if part.has(article.path):
                    entry = files.setdefault(article.path, FileEntry(article.path, -1, -1, 0))
                    entry.articles[id] = (some[id], article.added)
    ledger.record(files.values())
