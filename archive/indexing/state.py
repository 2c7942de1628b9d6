"""The state of an index as a run or a status finds it: whether it is there, and whether it can be updated."""

from contextlib import closing
from enum import Enum
from hashlib import blake2b
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from archive.engines.base import SCHEMA_VERSION, IndexInfo
from archive.engines.opensearch.address import is_address
from archive.errors import EngineError, EngineUnavailable, IndexDamaged, IndexLocked, IndexMissing
from archive.german import ANALYSIS_VERSION, made_with
from archive.indexing import damage, generations
from archive.indexing.generations import Generation
from archive.indexing.ledger import SCAN, Ledger, sqlite_errors
from archive.indexing.report import Failure
from archive.reading import READING_VERSION, printable

Known = dict[str, tuple[str, str]]
"""Article id → (content hash, ``added``), as a ledger has them."""


class Condition(Enum):
    """What an index is worth to a run."""

    MISSING = "nothing was indexed yet, or somebody emptied the folder"
    CURRENT = "it can be updated"
    OUTDATED = "another version of Archive wrote it; readers can use it until it is built anew"
    DAMAGED = "what was read proves that it is damaged; it is built anew beside"


class IndexState(Struct, frozen=True):
    """An index as a run finds it.

    Attributes:
        generation: the generation that readers use; None if it is missing, or the pointer is damaged.
        articles: what its ledger knows.
        deleted: as ``IndexInfo``, of an embedded engine that was looked at.
        problem: for OUTDATED and DAMAGED: what people are told, a sentence without its full stop.
        unchanged: the number of articles, which were not read then, if an earlier run has found nothing to do for just
            the seeds that there are; else None.
    """

    condition: Condition
    generation: Generation | None = None
    articles: Known = field(default_factory=dict)
    problem: str = ""
    deleted: int = 0
    unchanged: int | None = None


MISSING = IndexState(Condition.MISSING)


_READING_LIBRARIES = ("Babel", "langdetect")  # their data give places, dates and languages


def version() -> str:
    """The versions of schema, analysis and reading, and a hash of those of the data that both were made with.

    An index of another version is outdated: other data may make other words and other fields of the same files.
    """
    return f"{SCHEMA_VERSION}.{ANALYSIS_VERSION}.{_data_hash()}.{READING_VERSION}"


def _data_hash() -> str:
    """Eight hexadecimal digits that differ when a library or the German dictionary has another release."""
    from importlib import metadata  # here: a search asks for no version, and it takes a while to import

    releases = {**made_with(), **{name: metadata.version(name) for name in _READING_LIBRARIES}}
    return blake2b(repr(sorted(releases.items())).encode(), digest_size=4).hexdigest()


def look_at_index(index: Path, *, try_engine: bool = True, digest: str = "") -> IndexState:
    """The state of the index that this machine's pointer names.

    An index in a cluster of which this machine has no ledger is CURRENT, with no articles known: ``membership``
    makes the ledger.

    Args:
        index: the folder of generations.
        try_engine: look at an embedded engine, too: open it, and if it cannot be read or is suspected, check its files.
        digest: of a scan of the seeds; with one, the state may be ``unchanged``.

    Raises:
        EngineError: the index cannot be read just now, or is locked, and its files prove no damage.
    """
    try:
        generation = generations.current(index)
    except IndexDamaged:
        return IndexState(Condition.DAMAGED, problem="The index pointer is damaged")
    if generation is None:
        return MISSING
    in_cluster = is_address(generation.engine)
    if in_cluster and not generation.ledger.exists():
        return IndexState(Condition.CURRENT, generation)
    state = IndexState(Condition.DAMAGED, generation)
    try:
        state = look_at_ledger(generation, digest)
        if try_engine and not in_cluster and state.condition is Condition.CURRENT:  # another layout is no damage
            state = replace(state, deleted=_look_at_engine(generation).deleted)
    except (IndexDamaged, IndexMissing) as error:
        problem = f"The index is damaged ({_cause(error)})"
        return replace(state, condition=Condition.DAMAGED, problem=problem)
    return state


def _look_at_engine(generation: Generation) -> IndexInfo:
    """Open an embedded engine, and check its files if it cannot be read or is suspected.

    Raises:
        IndexMissing: it is gone; IndexDamaged: its files prove that it is damaged.
        EngineError: it cannot be read just now.
    """
    suspected = damage.is_suspected(generation)
    try:
        with closing(generation.open()) as engine:
            info = engine.info()
    except (IndexLocked, EngineUnavailable):
        raise
    except EngineError:
        _check(generation)
        raise
    if suspected:
        _check(generation)
        damage.trust(generation)
    return info


def _check(generation: Generation) -> None:
    if found := damage.damage_of(generation):
        raise IndexDamaged(f"{found[0]}", 'Run "archive index".')


def _cause(error: Exception) -> str:
    return str(error).removesuffix(".")


def look_at_ledger(generation: Generation, digest: str = "") -> IndexState:
    """The state of a generation as its ledger tells it, CURRENT or OUTDATED; ``digest``: as ``look_at_index``.

    Raises:
        IndexDamaged: the ledger is damaged or gone.
        IndexLocked, EngineUnavailable: it cannot be read just now.
    """
    if damage.is_suspected(generation):
        if found := damage.damaged_ledger(generation):
            raise IndexDamaged(f"{found[0]}", 'Run "archive index".')
        if is_address(generation.engine):  # there is nothing else to check
            damage.trust(generation)
    with sqlite_errors(generation.ledger, "The ledger"), Ledger(generation.ledger) as ledger:
        is_current = ledger.note("version") == version()
        if is_current and digest and ledger.note(SCAN) == digest and ledger.is_sound():
            return IndexState(Condition.CURRENT, generation, unchanged=ledger.counts()[0])
        articles = ledger.articles()
        if is_current:
            return IndexState(Condition.CURRENT, generation, articles)
    problem = "The index was written by another version of Archive"
    return IndexState(Condition.OUTDATED, generation, articles, problem)


class Files(Struct, frozen=True):
    """What is known of the seeds behind an index.

    Attributes:
        number: how many files were read or failed.
        failed: how many failed; ``failures`` tells which and why.
        outdated: another version of Archive read them.
        last_run: when the index was last brought up to date, UTC, ``2026-11-20T21:30:00Z``; None if unknown.
    """

    number: int = 0
    failed: int = 0
    failures: tuple[Failure, ...] = ()
    outdated: bool = False
    last_run: str | None = None


def look_at_files(generation: Generation, info: IndexInfo) -> Files:
    """What a generation's ledger tells of the files.

    Without a ledger (another machine filled the cluster) only ``outdated`` is known, from the index itself.
    """
    if not generation.ledger.exists():
        return Files(outdated=(info.schema, info.analysis) != (SCHEMA_VERSION, ANALYSIS_VERSION))
    with sqlite_errors(generation.ledger, "The ledger"), Ledger(generation.ledger) as ledger:
        _, number, failed = ledger.counts()
        failures = tuple(Failure(printable(name), reason) for name, reason in ledger.failures())
        outdated = ledger.note("version") != version()
        return Files(number, failed, failures, outdated, ledger.note("last_run") or None)
