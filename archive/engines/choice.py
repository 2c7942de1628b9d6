"""Chooses an engine by its name: checks the setting, and opens the index of an engine."""

from collections.abc import Callable
from pathlib import Path

from archive.article import Article
from archive.engines.base import AnalyzedArticle, Engine
from archive.engines.integrity import DamagedFile, missing
from archive.engines.opensearch.address import Address, is_address
from archive.errors import ArchiveError, EngineError

ENGINES = ("auto", "whoosh", "tantivy")  # or the address of a cluster


def check_engine(engine: str) -> None:
    """Check the setting ``engine``: one of ENGINES, or the address of a cluster.

    Raises:
        ArchiveError: it is neither.
    """
    if is_address(engine):
        Address.parse(engine)
    elif engine not in ENGINES:
        choice = f"Choose one of: {', '.join(ENGINES)}, or opensearch://host:9200/name."
        raise ArchiveError(f'There is no engine "{engine}".', choice)


def open_engine(
    name: str,
    folder: Path,
    *,
    analysis: int,
    analyze: Callable[[Article], AnalyzedArticle],
    writable: bool,
    cluster_index: str | None = None,
) -> Engine:
    """Open an index.

    Args:
        name: ``whoosh``, ``tantivy`` or the address of a cluster.
        folder: where an embedded engine keeps its files.
        analysis: version of the analysis of the words, recorded with a new index.
        analyze: analyses an article again, for engines that do not keep its words.
        writable: allow updates, and make what is missing.
        cluster_index: name of the index in the cluster that is written to.

    Raises:
        EngineError: it cannot be opened, or there is no such engine.
    """
    # Only the engine that is asked for is imported: a search must start fast.
    if name == "whoosh":
        from archive.engines.whoosh.engine import WhooshEngine

        return WhooshEngine(folder, analysis=analysis, writable=writable)
    if name == "tantivy":
        from archive.engines.tantivy.engine import TantivyEngine

        return TantivyEngine(folder, analysis=analysis, analyze=analyze, writable=writable)
    if is_address(name):
        from archive.engines.opensearch.engine import OpenSearchEngine

        address = Address.parse(name)
        return OpenSearchEngine(address, analysis=analysis, analyze=analyze, writable=writable, index=cluster_index)
    raise EngineError(f'The index was built by an engine "{name}".', 'Run "archive index --rebuild".')


def damaged_files(name: str, folder: Path) -> list[DamagedFile]:
    """The files of an embedded index that are missing or not as they were written; all of them are read.

    A commit of another process meanwhile may delete files that were just listed: who does not hold the index for
    writing asks twice.

    Args:
        name: ``whoosh`` or ``tantivy``. A cluster checks its files itself: nothing is found in one.
        folder: where the engine keeps its files.

    Raises:
        EngineUnavailable: a file cannot be read just now.
    """
    if name not in ENGINES:
        return []
    if not folder.is_dir():
        return [missing(folder)]
    from archive.engines.embedded import read_about

    about, found = read_about(folder)
    if name == "whoosh":
        from archive.engines.whoosh.index import damaged_files as damaged

        return found + damaged(folder, bool(about.get("checksums")))
    from archive.engines.tantivy import checksums

    return found + checksums.damaged_files(folder)


def touched(name: str, folder: Path) -> str:
    """What was written into an embedded index after its newest commit, see ``integrity.written_after``; "" also where
    there is no index.

    Raises:
        OSError: the folder cannot be read just now.
    """
    if name == "whoosh":
        from archive.engines.whoosh import checksums as whoosh

        return whoosh.touched(folder)
    if name == "tantivy" and (folder / "meta.json").exists():
        from archive.engines.tantivy import checksums as tantivy

        return tantivy.touched(folder)
    return ""
