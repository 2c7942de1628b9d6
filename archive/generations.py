"""index/ holds generations: each a folder with an engine's files and its ledger; a pointer file names the current one.

A rebuild or a change of engine writes the next generation beside, then the pointer is replaced atomically. A crash
leaves the old one; the next run drops what no pointer names.
"""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from archive.engines.base import Engine
from archive.errors import ArchiveError, EngineError, IndexLocked

POINTER = "current.json"


@dataclass(frozen=True, slots=True)
class Generation:
    """One generation: its folder and the engine that wrote it."""

    folder: Path
    engine: str

    @property
    def ledger(self) -> Path:
        """Its ledger's file."""
        return self.folder / "ledger.sqlite"

    def open(self, *, write: bool = False) -> Engine:
        """Open its engine; ``write`` makes what is missing.

        Raises:
            EngineError: it cannot be opened.
        """
        # Only the engine that is asked for is loaded: a search must start fast.
        from archive.german import ANALYSIS_VERSION

        folder = self.folder / self.engine
        if self.engine == "whoosh":
            from archive.engines.whoosh import WhooshEngine

            return WhooshEngine(folder, analysis=ANALYSIS_VERSION, writable=write)
        if self.engine == "tantivy":
            from archive.analysis import analyze_article
            from archive.engines.tantivy import TantivyEngine

            return TantivyEngine(folder, analysis=ANALYSIS_VERSION, analyze=analyze_article, writable=write)
        raise EngineError(f'The index was built by an engine "{self.engine}".', 'Run "archive index --rebuild".')


def current(index: Path) -> Generation | None:
    """The generation that readers use, or None before the first run and after somebody emptied the folder."""
    try:
        pointer = json.loads((index / POINTER).read_text("utf-8"))
        generation = Generation(index / str(pointer["generation"]), str(pointer["engine"]))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ArchiveError(f"The index pointer {index / POINTER} cannot be read.", 'Run "archive index".') from error
    return generation if generation.folder.is_dir() else None


def begin(index: Path, engine: str) -> Generation:
    """Make the folder of a new generation; nobody reads it before ``switch``."""
    generation = Generation(index / f"{engine}-{uuid4().hex[:12]}", engine)
    generation.folder.mkdir(parents=True)
    return generation


def switch(index: Path, generation: Generation) -> None:
    """Make it the one that readers use, atomically, and safe against a power cut."""
    new = index / f"{POINTER}.new"
    with new.open("w", encoding="utf-8") as file:
        json.dump({"generation": generation.folder.name, "engine": generation.engine}, file)
        file.flush()
        os.fsync(file.fileno())
    new.replace(index / POINTER)


def drop_others(index: Path, keep: Generation | None) -> None:
    """Remove every generation but ``keep``. What cannot be removed yet (a reader on Windows) goes with the next run."""
    for folder in index.iterdir():
        if folder.is_dir() and (keep is None or folder != keep.folder):
            shutil.rmtree(folder, ignore_errors=True)


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
