"""Keeps the index that readers use open between questions, and opens another one when the pointer names it."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from archive.engines.base import Engine
from archive.engines.integrity import DamagedFile
from archive.engines.opensearch.address import is_address
from archive.errors import EngineError, EngineUnavailable, IndexDamaged, IndexLocked
from archive.indexing import damage, generations
from archive.indexing.generations import Generation
from archive.indexing.surfaces import SurfaceReader
from archive.indexing.tuning import CHECK_AGAIN_SECONDS, OPEN_TRIES


@dataclass(slots=True)
class Opened:
    """An open index: its generation, its engine, its surface forms, and the number of blocks that use it now."""

    generation: Generation
    engine: Engine
    surfaces: SurfaceReader
    users: int = 0

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
        self._engine = engine
        self._lock = threading.Lock()
        self._opened: Opened | None = None
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
            generation = generations.current(self._index, self._engine)
            for tries_left in reversed(range(OPEN_TRIES)):
                if generation is None:
                    raise EngineUnavailable("There is no index yet.", 'Run "archive index".')
                if opened is not None and opened.generation == generation:
                    break
                try:
                    opened = Opened(generation, generation.open(), SurfaceReader(generation.surfaces))
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
