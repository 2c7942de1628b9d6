"""Compares seeds, ledger and index, and mends only what differs (``archive doctor``)."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import Self

from archive.engines.base import Engine
from archive.engines.integrity import DamagedFile
from archive.errors import ArchiveError, EngineUnavailable, IndexDamaged, IndexLocked
from archive.home import Home
from archive.indexing import damage, generations
from archive.indexing.generations import POINTER
from archive.indexing.ledger import FileEntry, Ledger, sqlite_errors
from archive.indexing.membership import WHOLE, Part
from archive.indexing.run import update_index
from archive.indexing.scan import Seed, one_file_per_id, scan
from archive.indexing.tuning import FETCH_ARTICLES
from archive.reading import article_id, printable

KINDS = ("damaged", "missing", "orphaned", "double", "stale", "failed", "disagreeing")


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing in which seeds, ledger and index differ.

    Attributes:
        kind: one of KINDS. ``damaged``: a file of the index is not as it was written, or is gone; ``missing``: a file
            lies in seeds/, its article is not in the index; ``orphaned``: the index or the ledger has an article
            without a file; ``double``: the index holds an id more than once; ``stale``: a file has changed since it was
            read; ``failed``: a file could not be read; ``disagreeing``: ledger and index say different things of an
            article whose file is there.
        id: the article's id; None for a file of the index.
        path: the file below seeds/; for ``damaged`` the file below the home.
        reason: what is wrong, the rest of a sentence that begins with the path.
    """

    kind: str
    id: str | None
    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What a comparison found.

    Attributes:
        differences: by kind in the order of KINDS, then by path and id.
        repaired: whether this is what a repair has left.
        notices: sentences for people, of a repair.
    """

    differences: tuple[Difference, ...]
    repaired: bool = False
    notices: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether seeds, ledger and index say the same."""
        return not self.differences


@dataclass(slots=True)
class _Found:
    """What one comparison finds.

    Attributes:
        reread: names of the files that a repair reads again.
        remove: ids that a repair takes out of the engine, with how often they are there.
        part: which files were compared.
    """

    differences: list[Difference] = field(default_factory=list)
    reread: set[str] = field(default_factory=set)
    remove: Counter[str] = field(default_factory=Counter)
    part: Part = WHOLE

    def add(self, kind: str, id: str | None, path: str, reason: str) -> None:
        self.differences.append(Difference(kind, id, printable(path), reason))

    def ordered(self) -> tuple[Difference, ...]:
        """The differences in the order of ``Diagnosis``."""
        key = {kind: place for place, kind in enumerate(KINDS)}
        return tuple(sorted(self.differences, key=lambda found: (key[found.kind], found.path, found.id or "")))


def examine(home: Home) -> Diagnosis:
    """Compare seeds, ledger and index; change nothing.

    Raises:
        EngineUnavailable: there is no index, or it cannot be read just now.
        IndexLocked: a run is at work.
    """
    with _kept_from_runs(home):
        return Diagnosis(_compare(home).ordered())


def repair(home: Home, engine: str) -> Diagnosis:
    """Mend what differs, and compare again.

    Only the files concerned are read again. If a file of the index is damaged, another index is built beside it and
    takes its place.

    Args:
        engine: the setting, as for ``run.update_index``.

    Raises:
        ArchiveError: as ``examine``, and if the index cannot be written.
    """
    with _kept_from_runs(home, write=True):
        found = _compare(home)
        rebuild = _prepare(home, found)
    notices = update_index(home, engine, rebuild=rebuild, part=found.part).notices if found.differences else []
    with _kept_from_runs(home):
        return Diagnosis(_compare(home).ordered(), True, tuple(notices))


@contextmanager
def _kept_from_runs(home: Home, *, write: bool = False) -> Iterator[None]:
    """Keep runs away during the block. Where the folder cannot be written to, none can be at work."""
    if not home.index.is_dir():
        raise EngineUnavailable("There is no index yet.", 'Run "archive index".')
    with ExitStack() as stack:
        try:
            stack.enter_context(generations.writing(home.index))
        except IndexLocked:
            raise
        except ArchiveError:
            if write:
                raise
        yield


def _compare(home: Home) -> _Found:
    """Find every difference. Where a file of the index is damaged, that is all there is to say: what the rest holds
    would be told by a damaged index."""
    found = _Found()
    try:
        generation = generations.current(home.index)
    except IndexDamaged:
        generation, damaged = None, [DamagedFile(home.index / POINTER, "is not what was written")]
    else:
        damaged = damage.damage_of(generation) if generation else damage.lost_pointer(home.index)
    if generation is None and not damaged:
        raise EngineUnavailable("There is no index yet.", 'Run "archive index".')
    in_use = bool(damaged)
    damaged += damage.damaged_dates(home.index)
    for file in damaged:
        found.add("damaged", None, file.path.relative_to(home.root).as_posix(), file.reason)
    if in_use or generation is None:
        if generation is not None:
            damage.suspect(generation)
        return found
    found.part = Part.of_folder(generation.folder.name)
    with sqlite_errors(generation.ledger, "The ledger"), Ledger(generation.ledger) as ledger:
        entries = ledger.all_files()
    scanned = found.part.of_scan(scan(home.seeds))
    seeds, refused = one_file_per_id(scanned)
    with closing(generation.open()) as engine:
        held = _Held.of(engine)
        _compare_seeds(seeds, refused, entries, held, found)
        known = {id: name for name, entry in entries.items() for id in entry.articles}
        _compare_held(engine, held, {seed.name for seed in seeds}, tuple(scanned.blocked), known, found)
    return found


@dataclass(frozen=True, slots=True)
class _Held:
    """What an engine holds: how often each id, and the content hash of each."""

    copies: Counter[str]
    hashes: dict[str, str]

    @classmethod
    def of(cls, engine: Engine) -> Self:
        held = cls(Counter(), {})
        for stored in engine.scan():
            held.copies[stored.id] += 1
            held.hashes[stored.id] = stored.hash
        return held


def _compare_seeds(
    seeds: Sequence[Seed], refused: Mapping[str, str], entries: Mapping[str, FileEntry], held: _Held, found: _Found
) -> None:
    """Compare the files with the ledger, and the ledger with what the engine holds."""
    there = {seed.name for seed in seeds}
    blocked = tuple(name for name in refused if name.endswith("/") or not name)
    for name, reason in refused.items():
        found.add("failed", None, name, reason)
    for seed in seeds:
        entry = entries.get(seed.name)
        if entry is None:
            found.add("missing", article_id(seed.name), seed.name, "was never read")
            continue
        if entry.reason is not None:
            found.reread.add(seed.name)
            found.add("failed", article_id(seed.name), seed.name, entry.reason)
        elif (seed.size, seed.mtime_ns) != (entry.size, entry.mtime_ns):
            found.add("stale", article_id(seed.name), seed.name, "has changed since it was read")
        for id, (hash, _) in entry.articles.items():
            if id not in held.copies:
                found.reread.add(seed.name)
                found.add("missing", id, seed.name, "was read, but its article is not in the index")
            elif held.hashes[id] != hash:
                found.reread.add(seed.name)
                found.add("disagreeing", id, seed.name, "says something else in the ledger than in the index")
    for name, entry in entries.items():
        if name not in there and name not in refused and not (blocked and name.startswith(blocked)):
            for id in entry.articles or [article_id(name)]:
                found.add("orphaned", id, name, "is in the ledger, but not in seeds/")


def _compare_held(
    engine: Engine, held: _Held, there: set[str], blocked: tuple[str, ...], known: Mapping[str, str], found: _Found
) -> None:
    """Find what an engine holds of which the ledger (``known``: id → file) knows nothing, and what it holds twice."""
    unknown = iter([id for id in held.copies if id not in known])
    while some := list(islice(unknown, FETCH_ARTICLES)):
        for id, article in engine.get(some).items():
            path = article.path
            if not found.part.has(path) or (blocked and path.startswith(blocked)):
                continue
            if path in there:
                found.add("disagreeing", id, path, "gave no such article by the ledger, but the index has it")
            else:
                found.add("orphaned", id, path, "is not in seeds/, but the index has its article")
            if there:  # a folder that is not mounted has no files either
                found.remove[id] = held.copies[id]
    for id, copies in held.copies.items():
        if copies > 1:
            found.remove[id] = copies
            if id in known:
                found.reread.add(known[id])
            found.add("double", id, known.get(id, id), f"is in the index {copies} times")


def _prepare(home: Home, found: _Found) -> bool:
    """Let the next run do what a repair needs: doubt the files concerned, and take out what no file gave.

    Returns:
        Whether that is not enough, and the index must be built anew.
    """
    if not (found.reread or found.remove):
        return False
    generation = generations.current(home.index)
    assert generation is not None  # noqa: S101 -- it was just compared
    with sqlite_errors(generation.ledger, "The ledger"), Ledger(generation.ledger, write=True) as ledger:
        ledger.doubt(found.reread)
    if not found.remove:
        return False
    with closing(generation.open(write=True)) as engine:
        for _ in range(max(found.remove.values())):  # an engine may take out one copy at a time
            engine.update((), found.remove)
        return any(stored.id in found.remove for stored in engine.scan())
