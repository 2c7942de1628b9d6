"""Keeps the index that readers use open between questions, and opens another one when the pointer names it."""

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from archive.engines.base import Engine, WordCount, WordMatch
from archive.engines.integrity import DamagedFile
from archive.engines.opensearch.address import is_address
from archive.errors import EngineError, EngineUnavailable, IndexDamaged, IndexLocked
from archive.german import fold_value
from archive.indexing import damage, generations
from archive.indexing.generations import Generation
from archive.indexing.surfaces import SurfaceReader
from archive.indexing.tuning import CHECK_AGAIN_SECONDS, OPEN_TRIES
from archive.query.plan import All, Plan


@dataclass(slots=True)
class Opened:
    """An open index: its generation, its engine, its surface forms, and the number of blocks that use it now.

    ``_folded``: field → counts of its values, and what ``values`` made of them.
    """

    generation: Generation
    engine: Engine
    surfaces: SurfaceReader
    users: int = 0
    _folded: dict[str, tuple[Mapping[str, int], Mapping[str, str]]] = field(default_factory=dict)

    def words(self, match: WordMatch, limit: int) -> list[WordCount]:
        """As ``Engine.words``; words with typing errors or without a beginning are found by the forms that are kept
        for it, where these are all forms of the index."""
        forms = None if is_address(self.generation.engine_name) else self.surfaces.forms(match)
        if forms is None:
            return self.engine.words(match, limit)
        return self.engine.words(WordMatch("any", " ".join(forms)), limit) if forms else []

    def values(self, name: str) -> Mapping[str, str]:
        """The values that articles have in a field of ``plan.VALUES``, folded → as written; folded once a commit."""
        counts = self.engine.search(Plan(All(), limit=0, counts=(name,))).counts[name]
        known = self._folded.get(name)
        if known is None or known[0] != counts:
            known = self._folded[name] = counts, {fold_value(value): value for value in counts}
        return known[1]

    def close(self) -> None:
        """Close its files."""
        self.surfaces.close()
        self.engine.close()


class CurrentIndex:
    """Opens the generation that is current. Safe to use from several threads.

    Args:
        index: the folder of generations.
        engine: the setting; if nothing was indexed in ``index`` and this is a cluster's address, the cluster is asked.
    """

    def __init__(self, index: Path, engine: str) -> None:
        self._index = index
        self._pointer = index / generations.POINTER
        self._engine = engine
        self._lock = threading.Lock()
        self._opened: Opened | None = None
        self._pointed: tuple[tuple[int, ...], Generation] | None = None  # stamp of the pointer, and what it names
        self._checked: dict[Generation, tuple[float, DamagedFile | None]] = {}  # when, and what that proved

    @contextmanager
    def open(self) -> Iterator[Opened]:
        """The current index; it stays open while the block runs, even if another becomes current meanwhile.

        Raises:
            EngineUnavailable: there is no index yet.
            IndexDamaged: it could not be opened, or the block could not read it, and its files prove that they are
                damaged.
            EngineError: it cannot be opened.
        """
        opened = self._use_newest()
        try:
            yield opened
        except (IndexLocked, EngineUnavailable, IndexDamaged):
            raise
        except EngineError:
            self._check(opened.generation)
            raise
        finally:
            with self._lock:
                opened.users -= 1
                if opened is not self._opened and not opened.users:
                    opened.close()

    def close(self) -> None:
        """Close the index as soon as no block uses it."""
        with self._lock:
            opened, self._opened = self._opened, None
            if opened is not None and not opened.users:
                opened.close()

    def _use_newest(self) -> Opened:
        """The current index with one more user; the one open before is closed once nobody uses it."""
        with self._lock:
            opened = self._opened
            generation = self._current_generation()
            for tries_left in reversed(range(OPEN_TRIES)):
                if generation is None:
                    raise EngineUnavailable("There is no index yet.", 'Run "archive index".')
                if opened is not None and opened.generation == generation:
                    break
                try:
                    opened = Opened(generation, generation.open(), _surfaces(generation))
                except EngineError as error:
                    failed, generation = generation, generations.current(self._index, self._engine)
                    if generation == failed or not tries_left:
                        if not isinstance(error, (IndexLocked, EngineUnavailable)):
                            self._check(failed)
                        raise
            assert opened is not None  # noqa: S101 -- the loop ends with an open index or an error
            old, self._opened = self._opened, opened
            if old is not None and old is not opened and not old.users:
                old.close()
            opened.users += 1
            return opened

    def _current_generation(self) -> Generation | None:
        """``generations.current``; the pointer is read again only if it was replaced or written to."""
        try:
            status = self._pointer.stat()
        except OSError:
            return generations.current(self._index, self._engine)
        stamp = status.st_ino, status.st_mtime_ns, status.st_size
        if self._pointed and self._pointed[0] == stamp and self._pointed[1].folder.is_dir():
            return self._pointed[1]
        generation = generations.current(self._index, self._engine)
        self._pointed = (stamp, generation) if generation else None
        return generation

    def _check(self, generation: Generation) -> None:
        """Check the files of a generation that could not be read: an error of a library proves nothing, but they may.

        Raises:
            IndexDamaged: they prove that it is damaged; the next run builds it anew.
        """
        if is_address(generation.engine):
            return
        when, proof = self._checked.get(generation, (-CHECK_AGAIN_SECONDS, None))
        if proof is None and time.monotonic() - when >= CHECK_AGAIN_SECONDS:
            with suppress(IndexLocked, EngineUnavailable):  # then nothing is proved
                proof = damage.proved(generation)
            self._checked = {generation: (time.monotonic(), proof)}
        if proof:
            raise IndexDamaged(f"The index is damaged: {proof}.", 'Run "archive index": it builds the index anew.')


def _surfaces(generation: Generation) -> SurfaceReader:
    """The surface forms of a generation. Answers are right without them, so what is damaged there is left to the next
    run."""
    if is_address(generation.engine):
        return SurfaceReader(generation.surfaces)
    return SurfaceReader(generation.surfaces, lambda: damage.suspect(generation))
