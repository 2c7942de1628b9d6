"""Reads seeds into analysed articles, many of them in worker processes.

A worker takes pickled requests on stdin and answers on stdout. Words that one worker has analysed are passed on to the
others, so that no worker analyses them again, and to the index. ``multiprocessing`` would do the same, but it runs the
caller's main module again in each child, which breaks every script that indexes without a main guard.
"""

import gc
import os
import pickle
import queue
import subprocess
import sys
import tempfile
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from archive.engines.base import AnalyzedArticle
from archive.errors import ArchiveError, ReadError
from archive.german import analyzer
from archive.german.analyzer import SpanFields, remember_for_indexing
from archive.indexing.analysis import analyze_article
from archive.indexing.scan import Seed, seed_at
from archive.indexing.surfaces import Rows, rows_of
from archive.indexing.tuning import (
    AHEAD_REQUESTS,
    CHUNK_SEEDS,
    GARBAGE_THRESHOLDS,
    GROWING_PAUSE_SECONDS,
    GROWING_TRIES,
    KNOWN_SPANS,
    PARALLEL_FROM_SEEDS,
)
from archive.reading import printable, read_file

_READY = b"ready"  # a worker's first output, when all that it needs is imported


@dataclass(frozen=True, slots=True)
class Outcome:
    """What reading a seed gave: articles, or the reason why there are none; neither if the file has gone meanwhile.

    Attributes:
        seed: the file as it was when it was read.
        read_ns: when that was, nanoseconds since 1970; 0 if the next run is to read it again.
    """

    seed: Seed
    read_ns: int
    articles: tuple[AnalyzedArticle, ...] = ()
    reason: str | None = None


def read_seed(folder: Path, seed: Seed) -> Outcome:
    """Read and analyse one seed; ``folder`` is the one its name starts from. Never raises for what a file holds."""
    path = folder / seed.name
    for _ in range(GROWING_TRIES):
        read_ns = time.time_ns()
        try:
            now = seed_at(path, seed.name)
            articles, reason = _articles(path, seed.name)
            after = seed_at(path, seed.name)
        except FileNotFoundError:
            return Outcome(seed, read_ns)
        except OSError as error:
            return Outcome(seed, read_ns, reason=f"cannot be read ({error.strerror}); check its permissions")
        if after == now:
            return Outcome(now, read_ns, articles, reason)
        time.sleep(GROWING_PAUSE_SECONDS)
    return Outcome(seed, 0, reason="is still being written; run the index again when it is complete")


def _articles(path: Path, name: str) -> tuple[tuple[AnalyzedArticle, ...], str | None]:
    articles: list[AnalyzedArticle] = []
    problems: list[str] = []
    try:
        for read in read_file(path, name):
            if isinstance(read, ReadError):
                problems.append(read.reason if read.path == printable(name) else f"{read.path}: {read.reason}")
            else:
                articles.append(analyze_article(read))
    except Exception as error:  # a reader's defect must cost one file, not the run
        return (), f"cannot be read ({type(error).__name__}: {error}); please report this file"
    more = f" ({len(problems) - 1} more parts of the file cannot be read.)" if len(problems) > 1 else ""
    return tuple(articles), problems[0] + more if problems else None


def _take_met(outcomes: Sequence[Outcome]) -> dict[str, dict[str, SpanFields]]:
    """What the spans of these articles, just read in this process, became: a ``Met``."""
    used = {analyzer(analyzed.article.language) for outcome in outcomes for analyzed in outcome.articles}
    return {words.language: words.take_met() for words in used}


def read_seeds(
    folder: Path, seeds: Sequence[Seed], met: Callable[[Rows], object] = lambda rows: None
) -> Iterator[Outcome]:
    """Outcomes in the order of ``seeds``; many are read ahead, in as many processes as there are processors.

    Args:
        met: called, in any thread, with the surface forms of the articles; for every span of an article at least once
            before its outcome is given.

    Raises:
        ArchiveError: no process could be started. That says nothing of the seeds.
    """
    workers = os.cpu_count() or 1  # the engine itself needs little of them
    if len(seeds) < PARALLEL_FROM_SEEDS or not sys.executable:
        for seed in seeds:
            outcome = read_seed(folder, seed)
            met(rows_of(_take_met([outcome])))
            yield outcome
        return
    free: queue.SimpleQueue[_Worker | ArchiveError] = queue.SimpleQueue()
    pool = [_Worker() for _ in range(workers)]
    for worker in pool:
        free.put(worker)

    def read(chunk: Sequence[Seed]) -> list[Outcome]:
        while True:
            worker = free.get()
            if isinstance(worker, ArchiveError):  # no worker is left; the other threads are to know it, too
                free.put(worker)
                raise worker
            try:
                outcomes, words = worker.read(folder, chunk)
            except _NotStartedError as error:
                worker.broken = True
                if all(other.broken for other in pool):
                    problem = f"No process to read seeds with could be started ({error})."
                    free.put(ArchiveError(problem, "Check the installation and the free memory."))
                continue  # another one reads the chunk
            except BaseException:
                free.put(worker)
                raise
            for some, rows in words:
                met(rows)
                for other in pool:
                    if other is not worker:
                        other.learned.append(some)
            free.put(worker)
            return outcomes

    chunks = [seeds[start : start + CHUNK_SEEDS] for start in range(0, len(seeds), CHUNK_SEEDS)]
    with ThreadPoolExecutor(workers) as threads:
        try:
            ahead = deque(threads.submit(read, chunk) for chunk in chunks[:AHEAD_REQUESTS])
            for number in range(len(chunks)):
                yield from ahead.popleft().result()
                if number + AHEAD_REQUESTS < len(chunks):
                    ahead.append(threads.submit(read, chunks[number + AHEAD_REQUESTS]))
        finally:
            threads.shutdown(cancel_futures=True)
            for worker in pool:
                worker.close()


class _NotStartedError(Exception):
    """A worker process ended before it was ready; the text is what it said last."""


class _Worker:
    """A process that reads seeds. It is started by the first request, and again after a file made it crash.

    Attributes:
        learned: words that other workers have analysed since the last request, pickled.
        broken: its process could not be started; it gets no more requests.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self.learned: deque[bytes] = deque()
        self.broken = False

    def read(self, folder: Path, seeds: Sequence[Seed]) -> tuple[list[Outcome], list[tuple[bytes, Rows]]]:
        """The seeds' outcomes, and words that were met: for the ``learned`` of the other workers, and rows for ``met``.

        Raises:
            _NotStartedError: the process cannot be started.
        """
        try:
            return self._ask(folder, seeds)
        except (OSError, EOFError, pickle.UnpicklingError):
            self.close()
            if len(seeds) == 1:
                return [Outcome(seeds[0], time.time_ns(), reason="made its reader crash; please report this file")], []
            read = [self.read(folder, [seed]) for seed in seeds]
            return [outcome for outcomes, _ in read for outcome in outcomes], [
                some for _, words in read for some in words
            ]

    def _ask(self, folder: Path, seeds: Sequence[Seed]) -> tuple[list[Outcome], list[tuple[bytes, Rows]]]:
        if self._process is None:
            self._process = _started()
        assert self._process.stdin is not None and self._process.stdout is not None  # noqa: S101 -- both are pipes
        learned = [self.learned.popleft() for _ in range(len(self.learned))]
        pickle.dump((folder, list(seeds), learned), self._process.stdin)
        self._process.stdin.flush()
        outcomes, words, rows = pickle.load(self._process.stdout)  # noqa: S301 -- from our own child
        return outcomes, [(words, rows)]

    def close(self) -> None:
        """End the process, whatever it is doing."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


def _started() -> "subprocess.Popen[bytes]":
    """A worker process that is ready for requests.

    Raises:
        _NotStartedError: it is not.
    """
    with tempfile.TemporaryFile() as errors:
        try:
            # With -P the current folder, which may be an archive's, is no place to import from.
            process = subprocess.Popen(
                [sys.executable, "-P", "-m", "archive.indexing.workers"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                env=os.environ | {"PYTHONPATH": os.pathsep.join(_import_path())},
            )
        except OSError as error:
            raise _NotStartedError(str(error)) from error
        assert process.stdout is not None  # noqa: S101 -- it is a pipe
        if process.stdout.read(len(_READY)) == _READY:
            return process
        process.kill()
        process.communicate()
        errors.seek(0)
        lines = errors.read().decode("utf-8", "replace").split("\n")
    raise _NotStartedError(next((line for line in reversed(lines) if line), f"exit status {process.returncode}"))


def _import_path() -> list[str]:
    """Where a worker finds what this process has found, without the current folder: files there are not ours to run.

    The folder that holds this package stays, even if it is the current one.
    """
    package = str(Path(__file__).parents[2])
    here = Path.cwd()
    found = [place for place in sys.path if place and (place == package or Path(place).absolute() != here)]
    return found if package in found else [*found, package]


def serve() -> None:
    """Work as a worker process: answer requests until stdin ends."""
    gc.set_threshold(*GARBAGE_THRESHOLDS)
    answers = os.fdopen(os.dup(1), "wb")
    remember_for_indexing()
    os.dup2(2, 1)  # from here on, what a library prints goes to stderr and not between the answers
    analyzer()
    known: defaultdict[str, set[str]] = defaultdict(set)  # by language, the spans that the parent has been told of
    answers.write(_READY)
    answers.flush()
    while True:
        try:
            folder, seeds, learned = pickle.load(sys.stdin.buffer)  # noqa: S301 -- from our own parent
        except EOFError:
            return
        for some in learned:
            for language, spans in pickle.loads(some).items():  # noqa: S301 -- from another child of our parent
                analyzer(language).learn(spans)
                known[language].update(spans)
        outcomes = [read_seed(folder, seed) for seed in seeds]
        met = {
            language: {span: fields for span, fields in spans.items() if span not in known[language]}
            for language, spans in _take_met(outcomes).items()
        }
        for language, spans in met.items():
            if len(known[language]) > KNOWN_SPANS:  # some are sent again then
                known[language].clear()
            known[language].update(spans)
        pickle.dump((outcomes, pickle.dumps(met), rows_of(met)), answers)
        answers.flush()


if __name__ == "__main__":
    # Not this module but the one of this name: what is pickled must be known to the parent.
    from archive.indexing import workers

    workers.serve()
