"""Reads seeds into analysed articles, in processes that can be ended at any moment.

A worker takes pickled requests on stdin and answers on stdout, seed by seed, so that the parent knows which one made it
end; another process goes on behind it. A file of very many articles is answered in parts, and a worker that is ahead of
the index waits with the next one: however large a file is, it takes no more memory than that. Words that one worker has
analysed are passed on to the others, so that no worker analyses them again, and to the index. ``multiprocessing`` would
do the same, but it runs the caller's main module again in each child, which breaks every script that indexes without a
main guard.
"""

import gc
import os
import pickle
import queue
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence, Set
from concurrent.futures import ThreadPoolExecutor
from itertools import islice, takewhile
from pathlib import Path

from archive.errors import ArchiveError
from archive.german import analyzer
from archive.german.analyzer import remember_for_indexing
from archive.indexing import limits, tuning
from archive.indexing.limits import Limits
from archive.indexing.scan import Seed
from archive.indexing.seed_reading import Outcome, read_seed, take_met
from archive.indexing.surfaces import Rows, rows_of
from archive.indexing.tuning import (
    AHEAD_REQUESTS,
    CHUNK_SEEDS,
    GARBAGE_THRESHOLDS,
    GIVE_SECONDS,
    GROUPS_AHEAD,
    HEED_SECONDS,
    KNOWN_SPANS,
    PARALLEL_FROM_SEEDS,
    SPARE_SECONDS,
)

_READY = b"ready"  # a worker's first output, when all that it needs is imported
_NO_WORDS = pickle.dumps({})


def read_seeds(
    folder: Path,
    seeds: Sequence[Seed],
    met: Callable[[Rows], object] = lambda rows: None,
    heed: Callable[[], object] = lambda: None,
) -> Generator[Outcome]:
    """Outcomes in the order of ``seeds``; many are read ahead, in as many processes as there are processors.

    Args:
        met: called, in any thread, with the surface forms of the articles; for every span of an article at least once
            before its outcome is given.
        heed: called again and again while outcomes are waited for; what it raises ends the reading.

    Raises:
        ArchiveError: no process could be started. That says nothing of the seeds.
    """
    if not sys.executable:  # within a program that is not Python, where no process can be started
        for seed in seeds:
            for outcome in read_seed(folder, seed):
                met(rows_of(take_met([outcome])))
                yield outcome
        return
    if not seeds:
        return
    chunks = (seeds[start : start + CHUNK_SEEDS] for start in range(0, len(seeds), CHUNK_SEEDS))
    number = (os.cpu_count() or 1) if len(seeds) >= PARALLEL_FROM_SEEDS else 1  # the engine itself needs little of them
    pool = _Pool(folder.absolute(), number, met)
    try:
        ahead = deque(map(pool.submit, islice(chunks, AHEAD_REQUESTS)))
        while ahead:
            heed()
            yield from ahead.popleft().outcomes(heed)
            ahead.extend(map(pool.submit, islice(chunks, 1)))
    except BaseException:
        pool.end()
        raise
    pool.leave()


class _Request:
    """Some seeds to read, and the way of their outcomes from the thread that feeds a worker to the run.

    Attributes:
        left: the seeds of which not all outcomes were given yet.
        failed: by name, the outcome of each of them that made a reader end.
    """

    def __init__(self, seeds: Sequence[Seed]) -> None:
        self.left = list(seeds)
        self.failed: dict[str, Outcome] = {}
        self._groups: queue.Queue[list[Outcome] | Exception | None] = queue.Queue()

    def give(self, outcomes: list[Outcome], is_ended: Callable[[], bool]) -> None:
        """Hand on outcomes; waits while GROUPS_AHEAD are not taken yet, unless the reading ``is_ended``."""
        while self._groups.qsize() >= GROUPS_AHEAD and not is_ended():
            time.sleep(GIVE_SECONDS)
        self._groups.put(outcomes)

    def end(self, error: Exception | None = None) -> None:
        """All outcomes were given, or no other will be because of an error."""
        self._groups.put(error)

    def outcomes(self, heed: Callable[[], object]) -> Iterator[Outcome]:
        """The outcomes in the order of the seeds; ``heed`` is called while they are waited for."""
        while True:
            try:
                group = self._groups.get(timeout=HEED_SECONDS)
            except queue.Empty:
                heed()
                continue
            if group is None:
                return
            if isinstance(group, Exception):
                raise group
            yield from group


class _Pool:
    """Worker processes that read for one run, each fed by a thread.

    The threads are daemons: a program that ends does not wait for what a worker is doing.

    Args:
        folder: an absolute path; the names of seeds start from it.
        number: how many workers.
        met: see ``read_seeds``.
    """

    def __init__(self, folder: Path, number: int, met: Callable[[Rows], object]) -> None:
        self._folder = folder
        self._met = met
        self._requests: queue.SimpleQueue[_Request | None] = queue.SimpleQueue()
        self._workers = [_take_spare(), *(_Worker() for _ in range(number - 1))]
        self._broken = 0
        self._ended = False
        self._lock = threading.Lock()
        self._threads = [threading.Thread(target=self._feed, args=(one,), daemon=True) for one in self._workers]
        for thread in self._threads:
            thread.start()

    def submit(self, seeds: Sequence[Seed]) -> _Request:
        """Ask for the outcomes of some seeds; they raise ``ArchiveError`` if no process can be started."""
        request = _Request(seeds)
        self._requests.put(request)
        return request

    def leave(self) -> None:
        """End the processes when all requests are answered; one is kept for the next run for a while."""
        self._stop()
        for worker in self._workers[1:]:
            worker.close()
        _keep_spare(self._workers[0])

    def end(self) -> None:
        """End the processes, whatever they are doing."""
        self._ended = True
        for worker in self._workers:
            worker.end()
        self._stop()
        for worker in self._workers:
            worker.close()

    def _stop(self) -> None:
        for _ in self._threads:
            self._requests.put(None)
        for thread in self._threads:
            thread.join()

    def _feed(self, worker: "_Worker") -> None:
        for request in iter(self._requests.get, None):
            try:
                for outcomes, words, rows in worker.read(self._folder, request):
                    self._met(rows)
                    for other in self._workers:
                        if other is not worker:
                            other.learned.append(words)
                    request.give(outcomes, self._is_ended)
                request.end()
            except _EndedError as error:
                request.end(error)
            except _NotStartedError as error:
                with self._lock:
                    self._broken += 1
                    all_broken = self._broken >= len(self._workers)
                if not all_broken:
                    self._requests.put(request)  # another one reads what is left
                    return
                problem = f"No process to read seeds with could be started ({error})."
                request.end(ArchiveError(problem, "Check the installation and the free memory."))

    def _is_ended(self) -> bool:
        # The outcomes that the run waits for may be those that a broken worker has left to the others: none may wait.
        return self._ended or self._broken > 0


class _NotStartedError(Exception):
    """A worker process ended before it was ready; the text is what it said last."""


class _EndedError(Exception):
    """The run ends, so nobody needs an answer."""


class _Worker:
    """A process that reads seeds. It is started by the first request, and again after a file made it end.

    Attributes:
        learned: words that other workers have analysed since the last request, pickled.
        told: whether the process has met no span in this run of which it did not tell.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._ended = False
        self._lock = threading.Lock()  # of the two above
        self.learned: deque[bytes] = deque()
        self.told = False
        self._limits = Limits.tuned()

    def read(self, folder: Path, request: _Request) -> Iterator[tuple[list[Outcome], bytes, Rows]]:
        """Read what is left of a request.

        Yields:
            The next outcomes; words that were met with them, for the ``learned`` of the other workers; and rows for
            ``met``.

        Raises:
            _NotStartedError: the process cannot be started.
            _EndedError: the worker was ended meanwhile.
        """
        while request.left:
            if failed := request.failed.get(request.left[0].name):
                del request.left[0]
                yield [failed], _NO_WORDS, rows_of({})
                continue
            seeds = [*takewhile(lambda seed: seed.name not in request.failed, request.left)]
            process = self._request(folder, seeds)
            assert process.stdout is not None  # noqa: S101 -- it is a pipe
            outcomes: list[Outcome] = []  # whose words were not told yet
            in_parts = False  # whether the first of the seeds was answered in part
            began_ns = time.time_ns()
            try:
                while seeds:
                    told = pickle.load(process.stdout)  # noqa: S301 -- from our own child
                    if isinstance(told, Outcome):
                        outcomes.append(told)
                        began_ns = time.time_ns()
                        continue
                    answered = sum(not outcome.more for outcome in outcomes)
                    del seeds[:answered], request.left[:answered]
                    in_parts = outcomes[-1].more
                    yield outcomes, *told
                    outcomes = []
                continue
            except (OSError, EOFError, pickle.UnpicklingError):
                process.kill()
                process.communicate()
                if self._ended:
                    raise _EndedError from None
            # Seeds before it are read again, since the words that they met were not told yet. One of which parts were
            # handed on cannot be: what it has given stays.
            place = 0 if in_parts else min(sum(not outcome.more for outcome in outcomes), len(seeds) - 1)
            end, seed = self._limits.end_of(process.returncode), seeds[place]
            request.failed[seed.name] = Outcome(seed, began_ns if end.in_content else 0, reason=end.reason)

    def _request(self, folder: Path, seeds: Sequence[Seed]) -> "subprocess.Popen[bytes]":
        """Send a request to the process, which is started if there is none."""
        anew = not self.told
        self._limits = Limits.tuned()
        learned = [self.learned.popleft() for _ in range(len(self.learned))]
        while True:
            is_new = self._process is None or self._process.poll() is not None
            process = self._started() if is_new or self._process is None else self._process
            assert process.stdin is not None  # noqa: S101 -- it is a pipe
            try:
                pickle.dump((folder, seeds, learned, anew, self._limits, tuning.PART_CHARACTERS), process.stdin)
                process.stdin.flush()
            except OSError as error:  # it ended before it could read anything
                process.kill()
                process.communicate()
                if is_new:
                    raise _NotStartedError(str(error)) from error
                continue
            self.told = True
            return process

    def _started(self) -> "subprocess.Popen[bytes]":
        """A process that is ready for requests.

        Raises:
            _NotStartedError: it is not; _EndedError: the worker was ended.
        """
        with tempfile.TemporaryFile() as errors:
            with self._lock:
                if self._ended:
                    raise _EndedError
                process = self._process = _start(errors.fileno())
            assert process.stdout is not None  # noqa: S101 -- it is a pipe
            if process.stdout.read(len(_READY)) == _READY:
                return process
            process.kill()
            process.communicate()
            if self._ended:
                raise _EndedError
            errors.seek(0)
            lines = errors.read().decode("utf-8", "replace").split("\n")
        raise _NotStartedError(next((line for line in reversed(lines) if line), f"exit status {process.returncode}"))

    def end(self) -> None:
        """End the process, whatever it is doing, in any thread; the worker starts no other."""
        with self._lock:
            self._ended = True
            if self._process is not None:
                self._process.kill()
                self._process.wait()

    def close(self) -> None:
        """``end``, and close its pipes: nobody may be waiting for an answer."""
        self.end()
        if self._process is not None:
            self._process.communicate()


_starter = ThreadPoolExecutor(1)
"""Its thread starts the processes. Linux ends a child with the thread that started it, and this one ends last."""


def _start(errors: int) -> "subprocess.Popen[bytes]":
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(_import_path())}

    def start() -> "subprocess.Popen[bytes]":
        # With -P the current folder, which may be an archive's, is no place to import from.
        return subprocess.Popen(
            [sys.executable, "-P", "-m", "archive.indexing.workers"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            env=environment,
        )

    try:
        return _starter.submit(start).result()
    except OSError as error:
        raise _NotStartedError(str(error)) from error


_spare: list[tuple[_Worker, threading.Timer]] = []  # at most one, of an earlier run
_spare_lock = threading.Lock()


def _take_spare() -> _Worker:
    with _spare_lock:
        if not _spare:
            return _Worker()
        worker, timer = _spare.pop()
        timer.cancel()
        return worker


def _keep_spare(worker: _Worker) -> None:
    worker.learned.clear()
    worker.told = False
    timer = threading.Timer(SPARE_SECONDS, end_spare, (worker,))
    timer.daemon = True
    with _spare_lock:
        if not _spare:
            _spare.append((worker, timer))
            timer.start()
            return
    worker.close()


def end_spare(only: _Worker | None = None) -> None:
    """End the process that waits for the next run, if there is one (if it is ``only``'s)."""
    with _spare_lock:
        if _spare and only in (None, _spare[0][0]):
            worker, timer = _spare.pop()
            timer.cancel()
            worker.close()


def _import_path() -> list[str]:
    """Where a worker finds what this process has found, without the current folder: files there are not ours to run.

    The folder that holds this package stays, even if it is the current one.
    """
    package = str(Path(__file__).parents[2])
    here = Path.cwd()
    found = [place for place in sys.path if place and (place == package or Path(place).absolute() != here)]
    return found if package in found else [*found, package]


def serve() -> None:
    """Work as a worker process: answer requests until stdin ends, which may be in the middle of one."""
    limits.end_with_parent()
    limits.share_one_arena()
    gc.set_threshold(*GARBAGE_THRESHOLDS)
    remember_for_indexing()
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # from here on, what a library prints goes to stderr and not between the answers
    analyzer()
    requests: queue.SimpleQueue[_Message] = queue.SimpleQueue()
    threading.Thread(target=_receive, args=(requests,), daemon=True).start()
    answers.write(_READY)
    answers.flush()
    known: defaultdict[str, _Known] = defaultdict(_Known)  # by language, the spans that the parent has been told of
    while True:
        folder, seeds, learned, anew, most, part = requests.get()
        if anew:
            known.clear()
        for some in learned:
            for language, spans in pickle.loads(some).items():  # noqa: S301 -- from another child of our parent
                analyzer(language).learn(spans)
                known[language].add(spans)
        try:
            outcomes: list[Outcome] = []  # whose words were not told yet
            for seed in seeds:
                in_parts = False
                for outcome in read_seed(folder, seed, most.renew, part):
                    limits.lift()
                    outcomes.append(outcome)
                    pickle.dump(outcome, answers)
                    answers.flush()
                    in_parts = in_parts or outcome.more
                    if in_parts or seed is seeds[-1]:
                        pickle.dump(_words(outcomes, known), answers)
                        answers.flush()
                        outcomes.clear()
                    if outcome.more:
                        most.renew()
        except MemoryError:
            os._exit(limits.OUT_OF_MEMORY)
        except OSError:  # the parent has ended
            os._exit(0)


class _Known:
    """Spans of one language, half of KNOWN_SPANS of the newest at least; those that come again stay."""

    def __init__(self) -> None:
        self._newer: set[str] = set()
        self._older: set[str] = set()

    def add(self, spans: Iterable[str]) -> None:
        if len(self._newer) >= KNOWN_SPANS // 2:
            self._older, self._newer = self._newer, set()
        self._newer.update(spans)

    def unknown(self, spans: Set[str]) -> Set[str]:
        """Those of these spans that are not known; they are from now on."""
        not_new = spans - self._newer
        self.add(not_new)
        return not_new - self._older


def _words(outcomes: Sequence[Outcome], known: defaultdict[str, _Known]) -> tuple[bytes, Rows]:
    """The words of articles that were just read, those ``known`` left out: for other workers, and for the index."""
    met = {
        language: {span: spans[span] for span in known[language].unknown(spans.keys())}
        for language, spans in take_met(outcomes).items()
    }
    return pickle.dumps(met), rows_of(met)


_Message = tuple[Path, Sequence[Seed], list[bytes], bool, Limits, int]
"""Folder, seeds, words that others have analysed, whether a run begins, which is to be told of every word, what an
article may take, and how many characters of articles make an outcome."""


def _receive(requests: "queue.SimpleQueue[_Message]") -> None:
    """Take requests; end this process when the parent closes the pipe, also while it reads a seed."""
    try:
        while True:
            requests.put(pickle.load(sys.stdin.buffer))  # noqa: S301 -- from our own parent
    finally:
        os._exit(0)


if __name__ == "__main__":
    # Not this module but the one of this name: what is pickled must be known to the parent.
    from archive.indexing import workers

    workers.serve()
