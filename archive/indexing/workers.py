"""A seed → analysed articles or a reason. Many seeds are read in processes of their own.

Such a process takes pickled requests on stdin and answers on stdout; what one has learned of German words is passed on
to the others. ``multiprocessing`` would do the same but runs the caller's main module again in each child, which breaks
every script that indexes without a main guard.
"""

import gc
import os
import pickle
import queue
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from archive.engines.base import AnalyzedArticle
from archive.errors import ReadError
from archive.german import analyzer
from archive.indexing.analysis import analyze_article
from archive.indexing.scan import Seed
from archive.reading import read_file

CHUNK = 50  # seeds a request: some 100 ms of work, so that a crash costs little and pipes are not the work
AHEAD = 60  # requests that may be answered before they are asked for: reading goes on while the engine writes a batch
PARALLEL_FROM = 200  # below that, starting a process costs more than it saves
_TRIES, _PAUSE = 5, 0.2  # seconds; for a file that grows while it is read


@dataclass(frozen=True, slots=True)
class Outcome:
    """What reading a seed gave: articles, or the reason why not; neither, if the file has gone meanwhile."""

    seed: Seed
    read_ns: int
    articles: tuple[AnalyzedArticle, ...] = ()
    reason: str | None = None


def read_seed(folder: Path, seed: Seed) -> Outcome:
    """Read and analyse one seed. Never raises for what a file holds."""
    path = folder / seed.name
    for _ in range(_TRIES):
        read_ns = time.time_ns()
        try:
            before = path.stat()
            now = Seed(seed.name, before.st_size, before.st_mtime_ns)
            articles, reason = _articles(path, seed.name)
            after = path.stat()
        except FileNotFoundError:
            return Outcome(seed, read_ns)
        except OSError as error:
            return Outcome(seed, read_ns, reason=f"cannot be read ({error.strerror}); check its permissions")
        if (after.st_size, after.st_mtime_ns) == (before.st_size, before.st_mtime_ns):
            return Outcome(now, read_ns, articles, reason)
        time.sleep(_PAUSE)
    return Outcome(seed, 0, reason="is still being written; run the index again when it is complete")


def _articles(path: Path, name: str) -> tuple[tuple[AnalyzedArticle, ...], str | None]:
    try:
        return tuple(analyze_article(article) for article in read_file(path, name)), None
    except ReadError as error:
        return (), error.reason
    except Exception as error:  # a reader's defect must cost one file, not the run
        return (), f"cannot be read ({type(error).__name__}: {error}); please report this file"


def read_seeds(folder: Path, seeds: Sequence[Seed]) -> Iterator[Outcome]:
    """Outcomes in the order of ``seeds``, read ahead in other processes where there are many."""
    workers = os.cpu_count() or 1  # the engine's own share is small
    if len(seeds) < PARALLEL_FROM or not sys.executable:
        yield from (read_seed(folder, seed) for seed in seeds)
        return
    free: queue.SimpleQueue[_Worker] = queue.SimpleQueue()
    pool = [_Worker() for _ in range(workers)]
    for worker in pool:
        free.put(worker)

    def read(chunk: Sequence[Seed]) -> list[Outcome]:
        worker = free.get()
        try:
            outcomes, words = worker.read(folder, chunk)
            for other in pool:
                if words and other is not worker:
                    other.news.append(words)
            return outcomes
        finally:
            free.put(worker)

    chunks = [seeds[start : start + CHUNK] for start in range(0, len(seeds), CHUNK)]
    with ThreadPoolExecutor(workers) as threads:
        try:
            ahead = deque(threads.submit(read, chunk) for chunk in chunks[:AHEAD])
            for number in range(len(chunks)):
                yield from ahead.popleft().result()
                if number + AHEAD < len(chunks):
                    ahead.append(threads.submit(read, chunks[number + AHEAD]))
        finally:
            threads.shutdown(cancel_futures=True)
            for worker in pool:
                worker.close()


class _Worker:
    """A process that reads seeds; started when first asked, and again if a file made it crash.

    Attributes:
        news: what others have learned since it was asked last, pickled.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self.news: deque[bytes] = deque()

    def read(self, folder: Path, seeds: Sequence[Seed]) -> tuple[list[Outcome], bytes]:
        """The seeds' outcomes, and what was learned, for the others' ``news``."""
        try:
            return self._ask(folder, seeds)
        except (OSError, EOFError, pickle.UnpicklingError):
            self.close()
            if len(seeds) == 1:
                return [Outcome(seeds[0], time.time_ns(), reason="made its reader crash; please report this file")], b""
            return [outcome for seed in seeds for outcome in self.read(folder, [seed])[0]], b""

    def _ask(self, folder: Path, seeds: Sequence[Seed]) -> tuple[list[Outcome], bytes]:
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, "-c", "from archive.indexing.workers import serve; serve()"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            )
        assert self._process.stdin is not None and self._process.stdout is not None  # noqa: S101 -- both are pipes
        news = [self.news.popleft() for _ in range(len(self.news))]
        pickle.dump((folder, list(seeds), news), self._process.stdin)
        self._process.stdin.flush()
        answer: tuple[list[Outcome], bytes] = pickle.load(self._process.stdout)  # noqa: S301 -- from our own child
        return answer

    def close(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


def serve() -> None:
    """Be such a process, until stdin ends."""
    gc.set_threshold(100_000, 20, 20)  # what is read stays or goes at once: looking for garbage costs a tenth
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get between the answers
    german = analyzer()
    while True:
        try:
            folder, seeds, news = pickle.load(sys.stdin.buffer)  # noqa: S301 -- from our own parent
        except EOFError:
            return
        for words in news:
            german.learn(pickle.loads(words))  # noqa: S301 -- from another child of our parent
        outcomes = [read_seed(folder, seed) for seed in seeds]
        pickle.dump((outcomes, pickle.dumps(german.take_met())), answers)
        answers.flush()
