"""Generations of an index: how they are made, replaced and dropped.

The folder index/ holds generations and one pointer file, which names the generation that readers use. A generation is
a folder with an engine's files and a ledger. A rebuild or a change of engine writes the next generation beside the
current one and then replaces the pointer atomically. A crash leaves the current one as it is, and the next run drops
every generation that the pointer does not name.

With a cluster, the articles lie in an index there, and an alias in the cluster is the pointer that readers follow. The
generation's folder then holds only the ledger and a file that names the index.
"""

import json
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from archive.engines.base import Engine
from archive.engines.choice import open_engine
from archive.engines.integrity import replace_file
from archive.engines.opensearch.address import Address, engine_name, is_address
from archive.errors import ArchiveError, EngineError, EngineUnavailable, IndexDamaged, IndexLocked
from archive.indexing.surfaces import SurfaceWriter

if TYPE_CHECKING:
    from archive.article import Article
    from archive.engines.base import AnalyzedArticle
    from archive.engines.opensearch.indices import Held
    from archive.engines.opensearch.server import Server

POINTER = "current.json"
_IN_CLUSTER = "cluster.json"  # in a generation's folder: the address and the index that hold its articles


class Generation(Struct, frozen=True):
    """One generation.

    Attributes:
        folder: where its ledger and an embedded engine's files lie.
        engine: what wrote it: ``whoosh``, ``tantivy`` or a cluster's address.
    """

    folder: Path
    engine: str

    @property
    def ledger(self) -> Path:
        """The file of its ledger; it does not exist on a machine that only asks a cluster."""
        return self.folder / "ledger.sqlite"

    @property
    def surfaces(self) -> Path:
        """The file of its surface forms; it does not exist with a cluster, nor in indexes of older versions."""
        return self.folder / "surfaces.sqlite"

    @property
    def engine_name(self) -> str:
        """The engine as people are told of it: without a cluster's hosts."""
        return engine_name(self.engine)

    @property
    def cluster_index(self) -> str:
        """The name of its index in a cluster."""
        return str(json.loads((self.folder / _IN_CLUSTER).read_text("utf-8"))["index"])

    def stamp(self) -> tuple[object, ...] | None:
        """What differs after each run that changed anything; None if that cannot be told, as of a cluster."""
        if is_address(self.engine):
            return None
        try:
            ledger, folder = self.ledger.stat(), (self.folder / self.engine).stat()
        except OSError:
            return None
        return self.folder.name, ledger.st_ino, ledger.st_size, ledger.st_mtime_ns, folder.st_mtime_ns

    def open(self, *, write: bool = False) -> Engine:
        """Open its engine; with ``write`` for updates too, and making what is missing.

        Raises:
            EngineError: it cannot be opened.
        """
        from archive.german import ANALYSIS_VERSION

        return open_engine(
            self.engine,
            self.folder / self.engine,
            analysis=ANALYSIS_VERSION,
            analyze=_analyze,
            writable=write,
            cluster_index=self.cluster_index if write and is_address(self.engine) else None,
        )


def _analyze(article: "Article") -> "AnalyzedArticle":
    from archive.indexing.analysis import analyze_article  # reads formats too: few questions need it

    return analyze_article(article)


def current(index: Path, engine: str = "auto") -> Generation | None:
    """The generation that readers use.

    Args:
        index: the folder of generations.
        engine: the setting. If it is a cluster's address and this machine has never indexed, the cluster is asked.

    Returns:
        None before the first run, and after somebody emptied the folder.

    Raises:
        IndexDamaged: the pointer file is damaged.
        EngineUnavailable: it cannot be read just now.
    """
    try:
        pointer = json.loads((index / POINTER).read_text("utf-8"))
        name, engine_of = pointer["generation"], pointer["engine"]
        if not (isinstance(name, str) and isinstance(engine_of, str) and name and name == Path(name).name):
            raise ValueError("it names no folder in index/")
        generation = Generation(index / name, engine_of)
    except FileNotFoundError:
        return Generation(index / "none", engine) if is_address(engine) else None
    except OSError as error:
        problem = f"The index pointer {index / POINTER} cannot be read ({error.strerror})."
        raise EngineUnavailable(problem, "Check the disk and its permissions, and try again.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise IndexDamaged(f"The index pointer {index / POINTER} cannot be read.", 'Run "archive index".') from error
    return generation if generation.folder.is_dir() or is_address(generation.engine) else None


def begin(
    index: Path, engine: str, version: str, articles: int, part: str = "", *, replaced: Generation | None = None
) -> Generation:
    """Make a new generation. Nobody reads it before ``switch``, except the first one of a cluster; another machine may
    have made that by now, which is then filled, too.

    Args:
        index: the folder of generations.
        engine: a name, or a cluster's address.
        version: ``state.version()``, recorded with an index in a cluster.
        articles: roughly how many it will hold; the number of shards in a cluster depends on it.
        part: as ``of_cluster``.
        replaced: what readers use now.

    Raises:
        EngineError: the cluster cannot be asked.
        sqlite3.Error: the file of surface forms cannot be written.
    """
    if is_address(engine):
        from archive.engines.opensearch import indices as opensearch_indices
        from archive.german import ANALYSIS_VERSION

        with cluster(engine) as server:
            # A run replaces only an index that it found there when it decided: one made since is another machine's.
            anew = replaced is not None and replaced.engine == engine
            held = opensearch_indices.make(server, ANALYSIS_VERSION, version, articles, anew=anew)
        return of_cluster(index, engine, held, part)
    from uuid import uuid4

    generation = Generation(index / f"{engine}-{uuid4().hex[:12]}", engine)
    generation.folder.mkdir(parents=True)
    SurfaceWriter(generation.surfaces).begin()
    return generation


def of_cluster(index: Path, engine: str, held: "Held", part: str = "") -> Generation:
    """The generation on this machine that stands for an index in a cluster; its folder is made if there is none.

    Args:
        index: the folder of generations.
        engine: the cluster's address.
        held: the index in the cluster.
        part: ``Part.suffix`` of what this machine indexes: each part has a folder and a ledger of its own.
    """
    generation = Generation(index / f"opensearch-{held.generation}{part}", engine)
    generation.folder.mkdir(parents=True, exist_ok=True)
    place = {"address": engine, "index": held.index}
    (generation.folder / _IN_CLUSTER).write_text(json.dumps(place), "utf-8")
    return generation


@contextmanager
def cluster(engine: str) -> Iterator["Server"]:
    """A connection to the cluster at an address, patient enough for writing."""
    from archive.engines.opensearch.server import WRITE_PATIENCE, Server

    with closing(Server(Address.parse(engine), WRITE_PATIENCE)) as server:
        yield server


def switch(index: Path, generation: Generation) -> None:
    """Make a generation the one that readers use, here and in its cluster."""
    if is_address(generation.engine):
        from archive.engines.opensearch import indices as opensearch_indices

        with cluster(generation.engine) as server:
            opensearch_indices.switch(server, generation.cluster_index)
    point(index, generation)


def point(index: Path, generation: Generation) -> None:
    """Let this machine's pointer name a generation; atomic, and safe against a power cut."""
    replace_file(index / POINTER, json.dumps({"generation": generation.folder.name, "engine": generation.engine}))


def drop_others(index: Path, *keep: Generation | None) -> None:
    """Remove every generation but ``keep``.

    What cannot be removed now (a reader on Windows holds it open, a cluster is down) goes with the next run. An index
    that a cluster's readers use stays in the cluster.
    """

    kept = {generation.folder for generation in keep if generation}
    for folder in index.iterdir():
        if folder.is_dir() and folder not in kept and _dropped_in_cluster(folder):
            shutil.rmtree(folder, ignore_errors=True)


def _dropped_in_cluster(folder: Path) -> bool:
    """Remove a generation's index from its cluster, if it lies in one; False if the cluster does not answer."""
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
    """Hold the lock for writing to the index while the block runs.

    Raises:
        IndexLocked: another process holds it.
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
