"""index/ holds generations: each a folder with an engine's files and its ledger; a pointer file names the current one.

A rebuild or a change of engine writes the next generation beside, then the pointer is replaced atomically. A crash
leaves the old one; the next run drops what no pointer names.

In a cluster the articles lie in an index there, and its alias is the pointer that readers follow. The folder then
holds only the ledger, and a file that names the index.
"""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from archive.engines.base import Engine
from archive.engines.opensearch.address import Address, engine_name, is_address
from archive.errors import ArchiveError, EngineError, IndexLocked

if TYPE_CHECKING:
    from archive.engines.opensearch.indices import Held
    from archive.engines.opensearch.server import Server

POINTER = "current.json"
_IN_CLUSTER = "cluster.json"  # in a generation's folder: where its articles lie, if that is elsewhere


@dataclass(frozen=True, slots=True)
class Generation:
    """One generation: its folder and the engine that wrote it (a name, or a cluster's address)."""

    folder: Path
    engine: str

    @property
    def ledger(self) -> Path:
        """Its ledger's file; a machine that only asks a cluster has none."""
        return self.folder / "ledger.sqlite"

    @property
    def engine_name(self) -> str:
        """What people are told of the engine."""
        return engine_name(self.engine)

    @property
    def index(self) -> str:
        """The name of its index in a cluster."""
        return str(json.loads((self.folder / _IN_CLUSTER).read_text("utf-8"))["index"])

    def open(self, *, write: bool = False) -> Engine:
        """Open its engine; ``write`` makes what is missing.

        Raises:
            EngineError: it cannot be opened.
        """
        # Only the engine that is asked for is loaded: a search must start fast.
        from archive.german import ANALYSIS_VERSION

        folder = self.folder / self.engine
        if self.engine == "whoosh":
            from archive.engines.whoosh.engine import WhooshEngine

            return WhooshEngine(folder, analysis=ANALYSIS_VERSION, writable=write)
        if self.engine == "tantivy":
            from archive.engines.tantivy.engine import TantivyEngine
            from archive.indexing.analysis import analyze_article

            return TantivyEngine(folder, analysis=ANALYSIS_VERSION, analyze=analyze_article, writable=write)
        if is_address(self.engine):
            from archive.engines.opensearch.engine import OpenSearchEngine
            from archive.indexing.analysis import analyze_article

            return OpenSearchEngine(
                Address.parse(self.engine),
                analysis=ANALYSIS_VERSION,
                analyze=analyze_article,
                writable=write,
                index=self.index if write else None,
            )
        raise EngineError(f'The index was built by an engine "{self.engine}".', 'Run "archive index --rebuild".')


def current(index: Path, engine: str = "auto") -> Generation | None:
    """The generation that readers use, or None before the first run and after somebody emptied the folder. A machine
    that has never indexed asks the cluster that ``engine`` names, if it does."""
    try:
        pointer = json.loads((index / POINTER).read_text("utf-8"))
        generation = Generation(index / str(pointer["generation"]), str(pointer["engine"]))
    except FileNotFoundError:
        return Generation(index / "none", engine) if is_address(engine) else None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ArchiveError(f"The index pointer {index / POINTER} cannot be read.", 'Run "archive index".') from error
    return generation if generation.folder.is_dir() or is_address(generation.engine) else None


def begin(index: Path, engine: str, version: str, articles: int) -> Generation:
    """Make the folder of a new generation; nobody reads it before ``switch``, except the first of a cluster.

    Args:
        version: what it is written by.
        articles: how many there will be, more or less.

    Raises:
        EngineError: the cluster cannot be asked.
    """
    if is_address(engine):
        from archive.engines.opensearch import indices as opensearch_indices
        from archive.german import ANALYSIS_VERSION

        with cluster(engine) as server:
            held = opensearch_indices.make(server, ANALYSIS_VERSION, version, articles)
        return of_cluster(index, engine, held)
    generation = Generation(index / f"{engine}-{uuid4().hex[:12]}", engine)
    generation.folder.mkdir(parents=True)
    return generation


def of_cluster(index: Path, engine: str, held: "Held", part: str = "") -> Generation:
    """The generation of an index in a cluster on this machine; its folder is made if there is none."""
    generation = Generation(index / f"opensearch-{held.generation}{part}", engine)
    generation.folder.mkdir(parents=True, exist_ok=True)
    place = {"address": engine, "index": held.index}
    (generation.folder / _IN_CLUSTER).write_text(json.dumps(place), "utf-8")
    return generation


@contextmanager
def cluster(engine: str) -> Iterator["Server"]:
    """The cluster at an address."""
    from archive.engines.opensearch.server import WRITE_PATIENCE, Server

    with closing(Server(Address.parse(engine), WRITE_PATIENCE)) as server:
        yield server


def switch(index: Path, generation: Generation) -> None:
    """Make it the one that readers use, atomically, and safe against a power cut."""
    if is_address(generation.engine):
        from archive.engines.opensearch import indices as opensearch_indices

        with cluster(generation.engine) as server:
            opensearch_indices.switch(server, generation.index)
    point(index, generation)


def point(index: Path, generation: Generation) -> None:
    """Let this machine's pointer name it."""
    new = index / f"{POINTER}.new"
    with new.open("w", encoding="utf-8") as file:
        json.dump({"generation": generation.folder.name, "engine": generation.engine}, file)
        file.flush()
        os.fsync(file.fileno())
    new.replace(index / POINTER)


def drop_others(index: Path, *keep: Generation | None) -> None:
    """Remove every generation but ``keep``. What cannot be removed yet (a reader on Windows, a cluster that is down)
    goes with the next run; what readers of a cluster use stays there."""
    kept = {generation.folder for generation in keep if generation}
    for folder in index.iterdir():
        if folder.is_dir() and folder not in kept and _dropped_in_cluster(folder):
            shutil.rmtree(folder, ignore_errors=True)


def _dropped_in_cluster(folder: Path) -> bool:
    try:
        place = json.loads((folder / _IN_CLUSTER).read_text("utf-8"))
    except (OSError, ValueError):
        return True
    from archive.engines.opensearch import indices as opensearch_indices

    try:
        with cluster(place["address"]) as server:
            opensearch_indices.drop(server, place["index"])
    except EngineError:
        return False
    return True


@contextmanager
def writing(index: Path) -> Iterator[None]:
    """Hold the index for writing.

    Raises:
        IndexLocked: another process does.
        ArchiveError: the folder cannot be written to.
    """
    from filelock import FileLock, Timeout  # takes longer to import than a search to answer

    try:
        index.mkdir(parents=True, exist_ok=True)
        lock = FileLock(index / ".lock", blocking=False)
        lock.acquire()
    except Timeout:
        raise IndexLocked("Another run is writing to this index.", "Wait until it has finished.") from None
    except OSError as error:
        raise ArchiveError(f"{index} cannot be written to ({error.strerror}).", "Check its permissions.") from error
    try:
        yield
    finally:
        with suppress(OSError):
            lock.release()
