"""The index as a run finds it: what it holds, and whether it will do."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from archive.engines.base import SCHEMA_VERSION, IndexInfo
from archive.engines.opensearch.address import is_address
from archive.errors import ArchiveError, EngineError
from archive.german import ANALYSIS_VERSION
from archive.indexing import generations
from archive.indexing.generations import Generation
from archive.indexing.ledger import Ledger
from archive.indexing.report import Failure
from archive.reading import READING_VERSION, printable

Known = dict[str, tuple[str, str]]
"""Article id → (content hash, ``added``), as the ledger has them."""


def version() -> str:
    """What an index must have been written by to be up to date."""
    return f"{SCHEMA_VERSION}.{ANALYSIS_VERSION}.{READING_VERSION}"


def look_at_old(index: Path) -> tuple[Generation | None, Known, str]:
    """The generation that the pointer names, its articles, and why it will not do ("" if it will)."""
    try:
        old = generations.current(index)
    except ArchiveError:
        return None, {}, "The index pointer is damaged"
    if old is None:
        return None, {}, ""
    in_cluster = is_address(old.engine)
    if in_cluster and not old.ledger.exists():  # it can be learned from the cluster
        return old, {}, ""
    try:
        known, reason = look_at_ledger(old)
        if not in_cluster:
            with closing(old.open()) as opened:
                opened.info()
    except (sqlite3.Error, EngineError) as error:
        return None, {}, f"The index is damaged ({error})"
    return old, known, reason


@dataclass(frozen=True, slots=True)
class Files:
    """What is known of the files: their number, those that failed, whether another version read them, and when."""

    number: int = 0
    failed: int = 0
    failures: tuple[Failure, ...] = ()
    outdated: bool = False
    last_run: str | None = None


def look_at_files(generation: Generation, info: IndexInfo) -> Files:
    """What its ledger tells of the files. What another machine read into a cluster, only that one knows."""
    if not generation.ledger.exists():
        return Files(outdated=(info.schema, info.analysis) != (SCHEMA_VERSION, ANALYSIS_VERSION))
    with Ledger(generation.ledger) as ledger:
        _, number, failed = ledger.counts()
        failures = tuple(Failure(printable(name), reason) for name, reason in ledger.failures())
        outdated = ledger.note("version") != version()
        return Files(number, failed, failures, outdated, ledger.note("last_run") or None)


def look_at_ledger(generation: Generation) -> tuple[Known, str]:
    """Its articles, and why it will not do."""
    with Ledger(generation.ledger) as ledger:
        outdated = ledger.note("version") != version()
        return ledger.articles(), "The index was written by another version of Archive" if outdated else ""
