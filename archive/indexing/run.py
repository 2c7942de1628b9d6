"""Brings an index up to date with seeds/: reads what is new or changed, takes out what has gone, and reports it.

A run may be killed at any moment and started again. The surface forms are committed first, where more than the engine
holds does no harm, then the engine, then the ledger, so a run that is cut off in between reads a few files again and
changes nothing.

Nothing is taken out of an index but what was looked for and is certainly gone: of a file that cannot be read, the index
keeps what it has.
"""

import gc
import pickle
import sqlite3
import time
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence, Set
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from itertools import chain
from operator import itemgetter

from msgspec.structs import replace

from archive.engines.base import Engine
from archive.engines.opensearch.address import engine_name, is_address
from archive.errors import ArchiveError, EngineError, EngineUnavailable, IndexLocked
from archive.home import Home
from archive.indexing import damage, generations, tuning
from archive.indexing.batches import batch_articles, batches
from archive.indexing.decision import WORN, Build, Keep, Update, decide, engine_for, reason_for_moving
from archive.indexing.first_seen import FirstSeen
from archive.indexing.forgotten import Forgotten
from archive.indexing.former import FormerIndex
from archive.indexing.generations import Generation
from archive.indexing.ledger import SCAN, FileEntry, Ledger
from archive.indexing.limits import share_one_arena
from archive.indexing.membership import WHOLE, Part, look_at_cluster
from archive.indexing.packed_seeds import PackedSeeds
from archive.indexing.report import Failure, Progress, Report
from archive.indexing.scan import Scan, Seed, certainly_gone, is_same_folder, one_file_per_id, scan
from archive.indexing.seed_reading import Outcome, take_met
from archive.indexing.state import Condition, IndexState, Known, look_at_index, version
from archive.indexing.surfaces import Rows, SurfaceWriter, rows_of
from archive.indexing.workers import read_seeds
from archive.reading import printable

_NAME: Callable[[Seed], str] = itemgetter(0)  # in a third of the time of the attribute


def require_folders(home: Home) -> None:
    """Check that there is something to index, or an index.

    Raises:
        ArchiveError: there is neither a folder of seeds nor an index.
    """
    if not home.seeds.is_dir() and not home.index.is_dir():
        raise ArchiveError(f"There is no folder {home.seeds}.", "Make it and put articles there.")


def update_index(
    home: Home,
    engine: str,
    *,
    rebuild: bool = False,
    prune: bool = False,
    part: Part = WHOLE,
    progress: Progress | None = None,
    unsettled: Collection[str] = (),
) -> Report:
    """Bring the index of ``home`` up to date with its seeds.

    Args:
        engine: what to build, of ``engines.choice.ENGINES``; ``auto``: see
            ``decision.engine_for``.
        rebuild: read everything again, into a new generation.
        prune: empty the index even if seeds/ is empty or missing.
        part: which files are this run's, if others fill the same cluster with the rest.
        unsettled: names of seeds that are still being written: they are left as the index has them.

    Raises:
        IndexLocked: another run is at work.
        ArchiveError: there is neither a folder of seeds nor an index; no reader could be started; seeds/ was moved or
            unmounted meanwhile. What was committed before stays, and nothing was taken out.
        EngineError: the engine failed; what was committed before stays.
    """
    started = time.perf_counter()
    require_folders(home)
    share_one_arena()
    found = scan(home.seeds)
    found.unsettled.update(unsettled)
    with generations.writing(home.index), _rare_collections():
        try:
            try:
                report = _update(home, engine, found, rebuild, prune, part, progress)
            except (EngineError, sqlite3.Error) as error:
                if not _proves_damage(home, error):
                    raise
                report = _update(home, engine, found, rebuild, prune, part, progress)  # builds the index anew
        except sqlite3.Error as error:
            raise ArchiveError(
                f"The ledger failed ({error}).", "Is the disk full? Then run the index again."
            ) from error
    report.took_ms = (time.perf_counter() - started) * 1000
    return report


def _proves_damage(home: Home, error: Exception) -> bool:
    """Whether a run failed because files are damaged, which are checked now; then the next one mends them."""
    if isinstance(error, (IndexLocked, EngineUnavailable)):
        return False
    generation = generations.current(home.index)
    proved = generation is not None and damage.proved(generation) is not None
    return proved or bool(damage.damaged_dates(home.index))


@contextmanager
def _rare_collections() -> Iterator[None]:
    """Collect garbage rarely while the block runs: what a run makes are many objects and no cycles."""
    before = gc.get_threshold()
    gc.set_threshold(*tuning.GARBAGE_THRESHOLDS)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _update(
    home: Home,
    asked: str,
    found: Scan,
    rebuild: bool,
    prune: bool,
    part: Part,
    progress: Progress | None,
) -> Report:
    with FirstSeen(home.index) as dates:
        report = _update_with_dates(home, asked, found, dates, rebuild, prune, part, progress)
    report.notices += dates.notices
    return report


def _update_with_dates(
    home: Home,
    asked: str,
    found: Scan,
    first_seen: FirstSeen,
    rebuild: bool,
    prune: bool,
    part: Part,
    progress: Progress | None,
) -> Report:
    digest = "" if rebuild or part != WHOLE else found.digest()
    here = look_at_index(home.index, try_engine=not rebuild, digest=digest)
    if here.unchanged is not None:
        if report := _nothing_to_do(home, here, asked, len(found.seeds), first_seen):
            return report
        here = look_at_index(home.index)  # with its articles
    engine = engine_for(asked, here.generation.engine if here.generation else None, len(found.seeds))
    state = look_at_cluster(home.index, engine, part, here) if is_address(engine) else here
    _check_part(part, engine, rebuild or bool(state.problem))
    known = here.articles if state is here else here.articles | state.articles
    if here.condition is Condition.DAMAGED and here.generation and not known:
        first_seen.keep_those_of(here.generation)
    if len(first_seen) < len(known):  # written by a version that had no such file, or by another machine
        first_seen.keep({id: added for id, (_, added) in known.items()})
    # A damaged ledger knows nothing, but the index beside it may still answer.
    number = len(first_seen) if here.condition is Condition.DAMAGED and not known else len(known)
    would_empty = number > 0 and not (found.seeds or found.blocked or prune)
    decision = decide(state, asked, engine, rebuild=rebuild, would_empty=would_empty)
    if here.generation or here.condition is not Condition.DAMAGED:  # with a damaged pointer, any may be the one in use
        # What earlier runs that were cut off have left goes now: their disk space may be needed.
        generations.drop_others(home.index, decision.generation, here.generation)
    report = Report(engine=engine_name(engine))
    most = tuning.AUTO_LIMIT if engine_for(asked, engine, tuning.AUTO_LIMIT + 1) != engine else None
    held: Known = {}
    try:
        match decision:
            case Keep(generation):
                report.engine, report.unchanged = generation.engine_name, number
                report.notices.append(
                    f"{home.seeds} is empty or missing, so the index keeps its {number} articles; "
                    'mount it, or empty the index with "archive index --prune".'
                )
                return report
            case Update(generation):
                run = _Run(home, generation, report, known, first_seen, progress)
                run.deleted, run.most = state.deleted, most
                run.bring_up_to_date(part.of_scan(found))
                if generation != here.generation:  # a cluster was joined
                    generations.point(home.index, generation)
                    generations.drop_others(home.index, generation)
                held = state.articles
            case Build():
                run = _build(decision, home, part.of_scan(found), report, known, first_seen, progress, part, most)
    except _OutgrownError:
        grown = engine_for(asked, engine, tuning.AUTO_LIMIT + 1)
        report = Report(engine=grown, notices=report.notices)
        moving = Build(grown, generations.current(home.index), reason_for_moving(asked, engine, grown))
        run, engine = _build(moving, home, found, report, known, first_seen, progress), grown
    if part != WHOLE:  # of what is known, other machines may have the rest: only what this part held can be gone
        report.removed = len(held.keys() - run.present)
    if not found.blocked and not run.former.failed:
        first_seen.forget((known if part == WHOLE else held).keys() - run.present)
    # A file may hold many articles: how many there are is known only now.
    grown = engine_for(asked, engine, len(run.present))
    worn = run.deleted > tuning.MOST_DELETED * len(run.present)
    # What could not be looked for is in the present index alone: it stays.
    if not run.unsure and (grown != engine or worn):
        reason = WORN if grown == engine else reason_for_moving(asked, engine, grown)
        moving = Build(grown, run.generation, reason)
        told = Report(engine=grown)
        _build(moving, home, found, told, run.articles(), first_seen, progress)
        report.engine = grown
        report.notices += told.notices
    return report


def _nothing_to_do(home: Home, here: IndexState, asked: str, files: int, first_seen: FirstSeen) -> Report | None:
    """The report of a run over an index that was made of just the seeds that there are; None if it is not, or needs
    anything else."""
    generation, number = here.generation, here.unchanged
    if generation is None or number is None or here.condition is not Condition.CURRENT:
        return None
    engine = generation.engine
    if is_address(engine) or engine_for(asked, engine, max(files, number)) != engine:
        return None
    if here.deleted > tuning.MOST_DELETED * number or len(first_seen) < number:
        return None
    generations.drop_others(home.index, generation)
    with Ledger(generation.ledger, write=True) as ledger:
        ledger.note("last_run", _now())
        failures = [Failure(printable(name), reason) for name, reason in ledger.failures()]
    return Report(unchanged=number, failures=failures, engine=generation.engine_name)


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _check_part(part: Part, engine: str, anew: bool) -> None:
    if part != WHOLE and not is_address(engine):
        raise ArchiveError("Only a cluster can be filled in parts.", "Leave out --part, or name a cluster: --engine.")
    if part != WHOLE and anew:
        raise ArchiveError("An index cannot be built anew in parts.", "Fill one of a new name, or leave out --part.")


def _build(
    decision: Build,
    home: Home,
    found: Scan,
    report: Report,
    known: Known,
    first_seen: FirstSeen,
    progress: Progress | None,
    part: Part = WHOLE,
    most: int | None = None,
) -> "_Run":
    if decision.reason:
        report.notices.append(f"{decision.reason}: building the index anew.")
    new = generations.begin(
        home.index, decision.engine, version(), len(found.seeds), part.suffix, replaced=decision.generation
    )
    # A first run is readable from its first commit on, so that one cut off goes on where it was.
    after_commit = (lambda: None) if decision.generation else (lambda: generations.switch(home.index, new))
    run = _Run(home, new, report, known, first_seen, progress, after_commit, decision.generation)
    run.most = most
    run.bring_up_to_date(found)
    generations.switch(home.index, new)
    generations.drop_others(home.index, new)
    return run


class _OutgrownError(Exception):
    """There are more articles than the engine is meant for; how many a file holds is known when it is read."""


class _Run:
    """One pass over the seeds, into one generation.

    Attributes:
        known: articles of the indexes before; they keep their ``added``, and what differs counts as changed.
        added: ``added`` of the other articles of the batch that is written.
        after_commit: called after each commit of the engine and the ledger.
        former: the index that this one replaces; what it holds of files that cannot be read is taken over.
        now: when the pass began, UTC; ``added`` of what was never seen before.
        present: ids of the articles that the generation holds after the pass; empty before its end.
        counted: how many articles it is known to hold so far, without those that are gone.
        deleted: as ``IndexInfo``, of its engine after the pass.
        unsure: names of files that were not found, though they may not be gone.
        most: number of articles beyond which the pass ends with ``_OutgrownError``; None if there is no such number.
        begun: by the name of a file of which more parts are to come, what its articles so far are to the ledger.
    """

    def __init__(
        self,
        home: Home,
        generation: Generation,
        report: Report,
        known: Known,
        first_seen: FirstSeen,
        progress: Progress | None,
        after_commit: Callable[[], None] = lambda: None,
        former: Generation | None = None,
    ) -> None:
        self.home = home
        self.generation = generation
        self.report = report
        self.known = known
        self.first_seen = first_seen
        self.progress = progress or (lambda done, total: None)
        self.after_commit = after_commit
        self.former = FormerIndex(former, Forgotten(home.forgotten))
        self.now = _now()
        self.added: dict[str, str] = {}
        self.present: Set[str] = set()
        self.counted = 0
        self.deleted = 0
        self.unsure: set[str] = set()
        self.most: int | None = None
        self.begun: dict[str, dict[str, tuple[str, str]]] = {}

    def bring_up_to_date(self, found: Scan) -> None:
        """Make the generation say what the seeds say."""
        with Ledger(self.generation.ledger, write=True) as ledger:
            ledger.note("version", version())  # now, so that a first run that is cut off is continued
            stamps = ledger.stamps()
            seeds, refused = one_file_per_id(found)
            fresh: Sequence[Seed] = [
                seed
                for seed, stamp in zip(seeds, map(stamps.get, map(_NAME, seeds)), strict=True)
                if (stamp is None or _may_have_changed(seed, stamp)) and seed.name not in found.unsettled
            ]
            names = set(map(_NAME, seeds))
            missing = {name for name in stamps.keys() - names if not found.may_hold(name)}
            gone = (missing & refused.keys()) | certainly_gone(self.home.seeds, found, missing - refused.keys())
            self.unsure = missing - gone
            dealt_with = {*gone, *refused, *(seed.name for seed in fresh)} & stamps.keys()
            entries = {entry.name: entry for entry in ledger.files(dealt_with)}
            if self.most is not None:
                self.counted = len(ledger.ids(but_of={*gone, *(seed.name for seed in fresh)}))
            remove = set(chain.from_iterable(entries[name].articles for name in gone))
            hidden = self._hidden(found, names)
            is_new = not stamps
            del names, stamps, seeds  # of a million files some 60 MB each
            if len(fresh) >= tuning.PACKED_FROM_SEEDS:
                found.seeds = PackedSeeds(found.seeds)
                fresh = found.seeds if len(fresh) == len(found.seeds) else PackedSeeds(fresh)
                # What lies among the seeds in memory is made anew elsewhere, or a folder of each hundred files would
                # keep all that the seeds took from being given back.
                found.folders = pickle.loads(pickle.dumps(found.folders))  # noqa: S301 -- our own
            if fresh or remove or hidden:
                with closing(self.generation.open(write=True)) as engine:
                    self._read(fresh, hidden, found, ledger, engine, entries, remove, gone)
                    if not is_address(self.generation.engine):
                        self.deleted = engine.info().deleted
            elif is_new:
                self.generation.open(write=True).close()  # an empty index is an index too
            ledger.record(
                [_refused(name, reason, entries.get(name), found) for name, reason in refused.items()],
                gone - refused.keys(),
            )
            if self.unsure and not is_same_folder(self.home.seeds, found):
                problem = f"{self.home.seeds} was moved or unmounted while it was read; nothing was taken out."
                raise ArchiveError(problem, "Put it back and run the index again.")
            ledger.note("last_run", self.now)
            # Where nothing was read or taken out, what was known is there; to ask again takes a while.
            is_same = not (fresh or remove or hidden) and ledger.counts()[0] == len(self.known)
            self.present = self.known.keys() if is_same else ledger.ids()
            if not (fresh or missing or refused or hidden) and (digest := found.digest()):
                ledger.note(SCAN, digest)
            self.report.failures = [Failure(printable(name), reason) for name, reason in ledger.failures()]
        self.report.removed = len(self.known.keys() - self.present)
        self.report.unchanged = len(self.present) - self.report.added - self.report.changed

    def _hidden(self, found: Scan, names: Collection[str]) -> list[Outcome]:
        """What the former index holds of files where nobody can look now."""
        if not (found.blocked or found.refused):
            return []
        hidden = {n: e for n, e in self.former.entries.items() if n not in names and found.may_hold(n)}
        held = self.former.articles(hidden)
        return [
            Outcome(Seed(name, entry.size, entry.mtime_ns), entry.read_ns, held[name], entry.reason)
            for name, entry in hidden.items()
            if name in held
        ]

    def articles(self) -> Known:
        """What the ledger knows after the run."""
        with Ledger(self.generation.ledger) as ledger:
            return ledger.articles()

    def _read(
        self,
        seeds: Sequence[Seed],
        hidden: list[Outcome],
        found: Scan,
        ledger: Ledger,
        engine: Engine,
        entries: dict[str, FileEntry],
        remove: set[str],
        gone: Collection[str],
    ) -> None:
        done = 0
        self.progress(0, len(seeds))
        ledger.doubt(gone)
        surfaces = SurfaceWriter(self.generation.surfaces)
        met: deque[Rows] = deque()
        if hidden:
            met.append(rows_of(take_met(hidden)))
        with closing(
            read_seeds(self.home.seeds, seeds, met.append, lambda: self.progress(done, len(seeds)))
        ) as outcomes:
            for batch in batches(chain(hidden, self._with_former(outcomes, entries, met)), batch_articles(seeds)):
                in_parts = self.begun.keys() | {outcome.seed.name for outcome in batch if outcome.more}
                vanished = {
                    o.seed.name for o in batch if not (o.articles or o.reason or o.forgotten or o.seed.name in in_parts)
                }
                unsure = vanished - certainly_gone(self.home.seeds, found, vanished)
                self.unsure |= unsure
                self.counted += sum(len(entries[name].articles) for name in unsure if name in entries)
                looked_at = [outcome for outcome in batch if outcome.seed.name not in unsure]
                read = {analyzed.article.id for outcome in looked_at for analyzed in outcome.articles}
                # Before the engine commits: what is in an index must be known there.
                self.added = self.first_seen.dates(read - self.known.keys(), self.now)
                before = {o.seed.name: entries[o.seed.name] for o in looked_at if o.seed.name in entries}
                written = {id: hash for entry in before.values() for id, (hash, _) in entry.articles.items()}
                after = [
                    entry
                    for o in looked_at
                    if o.seed.name not in vanished and (entry := self._entry(o, entries.get(o.seed.name)))
                ]
                entries.update((entry.name, entry) for entry in after if entry.name in found.refused)
                ids = {id for entry in after for id in entry.articles}
                self.counted += len(read | ids)
                put = [
                    replace(a, article=replace(a.article, added=self._added(a.article.id)))
                    for outcome in looked_at
                    for a in outcome.articles
                    if written.get(a.article.id) != a.hash
                ]
                done_with = {entry.name for entry in after} | vanished
                remove |= {id for name in done_with & before.keys() for id in before[name].articles} - ids
                if put or remove:
                    # Should the run end between the two commits, these files must count as never read.
                    ledger.doubt(before)
                    surfaces.add(met.popleft() for _ in range(len(met)))
                    engine.update(put, remove)
                ledger.record(after, vanished - unsure)
                for name, articles in self.begun.items():
                    ledger.begin(name, {id: articles[id] for id in articles.keys() & read})
                self.after_commit()
                remove = set()
                done = min(done + sum(not outcome.more for outcome in batch), len(seeds))
                self.progress(done, len(seeds))
                if self.most is not None and self.counted > self.most and not self.unsure:
                    raise _OutgrownError
        if remove:
            engine.update((), remove)
            self.after_commit()

    def _with_former(
        self, outcomes: Iterable[Outcome], entries: dict[str, FileEntry], met: deque[Rows]
    ) -> Iterator[Outcome]:
        """The outcomes; those of files that cannot be read, and are new here, with what the former index holds."""
        own: set[str] = set()  # of the file that is being read
        for outcome in outcomes:
            name = outcome.seed.name
            own |= {analyzed.article.id for analyzed in outcome.articles}
            if outcome.more:
                yield outcome
                continue
            if outcome.reason is None or name in entries or not (held := self.former.articles([name])):
                yield outcome
            else:
                kept = tuple(analyzed for analyzed in held[name] if analyzed.article.id not in own)
                stale = replace(outcome, articles=outcome.articles + kept, reason=_stale(outcome.reason))
                met.append(rows_of(take_met([stale])))
                yield stale
            own = set()

    def _entry(self, outcome: Outcome, former: FileEntry | None) -> FileEntry | None:
        """What the ledger is to say of a file; ``former``: what it says now. A failure keeps the articles before. None
        if parts of the file are still to come."""
        seed, reason = outcome.seed, outcome.reason
        articles = self.begun.pop(seed.name, {})
        for analyzed in outcome.articles:
            id = analyzed.article.id
            if id not in self.known:
                self.report.added += 1
            elif self.known[id][0] != analyzed.hash:
                self.report.changed += 1
            articles[id] = (analyzed.hash, self._added(id))
        if outcome.more:
            self.begun[seed.name] = articles
            return None
        if reason is not None and former and former.articles.keys() - articles.keys():
            articles = former.articles | articles
            reason = _stale(reason)
        return FileEntry(seed.name, seed.size, seed.mtime_ns, outcome.read_ns, reason, articles)

    def _added(self, id: str) -> str:
        return self.known[id][1] if id in self.known else self.added[id]


def _refused(name: str, reason: str, entry: FileEntry | None, found: Scan) -> FileEntry:
    """What the ledger is to say of what is no file to read: where it stands for a file, the articles are kept."""
    if entry and entry.articles and found.may_hold(name):
        return FileEntry(name, 0, 0, 0, _stale(reason), entry.articles)
    return FileEntry(name, 0, 0, 0, reason)


def _stale(reason: str) -> str:
    return f"{reason.removesuffix('.')} (the index keeps what it had of this file)"


def _may_have_changed(seed: Seed, stamp: tuple[int, int, int]) -> bool:
    """Whether a seed must be read, given what ``Ledger.stamps`` knows of it."""
    _, size, mtime_ns = seed
    known_size, known_mtime_ns, read_ns = stamp
    return size != known_size or mtime_ns != known_mtime_ns or read_ns - mtime_ns < tuning.RACY_NS
