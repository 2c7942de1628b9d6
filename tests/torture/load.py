"""Many clients at once, over real HTTP, while new files are dropped: ``python -m tests.torture.load HOME``.

HOME is an archive with seeds; it is copied and never written to. Prints how many were answered, with what errors, how
long it took, and the memory and file handles of the server before and after.
"""

import argparse
import os
import random
import shutil
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import quote, urlsplit

from benchmarks.texts import texts
from tests.serving import ACCESS_LINE, Server, serving, until

WAIT_SECONDS = 60.0
QUESTIONS = ("Regierung", "Deutschland", "Berlin Haus", "Präsident", '"in der"', "Milit*", "Regirung~", "-Krieg Ende")


@dataclass
class Load:
    """What came of it: answers and errors by kind, milliseconds of each answer, MB and open files of the server."""

    seconds: float
    errors: Counter[str] = field(default_factory=Counter)
    taken: list[float] = field(default_factory=list)
    memory: tuple[float, float] = (0.0, 0.0)
    handles: tuple[int, int] = (0, 0)
    dropped: int = 0
    found: int = 0

    def percentile(self, percent: int) -> float:
        """Milliseconds within which so many of a hundred answers came."""
        return sorted(self.taken)[min(len(self.taken) - 1, len(self.taken) * percent // 100)] if self.taken else 0.0

    def lines(self) -> Iterator[str]:
        """A table for people."""
        yield f"answers {len(self.taken)} ({len(self.taken) / self.seconds:.1f} a second), errors {self.errors.total()}"
        yield f"p50 {self.percentile(50):.0f} ms, p95 {self.percentile(95):.0f} ms, p99 {self.percentile(99):.0f} ms"
        yield f"memory {self.memory[0]:.0f} → {self.memory[1]:.0f} MB, open files {self.handles[0]} → {self.handles[1]}"
        yield f"dropped {self.dropped} files, found {self.found} of them"
        yield from (f"  {number} × {error}" for error, number in self.errors.most_common(10))


def load(home: Path, *, clients: int = 50, seconds: float = 60.0, files: int = 1_000,
         questions: Sequence[str] = QUESTIONS) -> Load:  # fmt: skip
    """Let ``clients`` ask ``archive serve`` for some seconds, while ``files`` new files are dropped evenly.

    Args:
        home: an archive; it is written to.
    """
    with serving(home) as server:
        result = Load(seconds)
        assert server.process is not None
        pid = server.process.pid
        _ask(server, "/?q=" + quote(questions[0]), result)  # what is loaded once is loaded
        result.taken.clear()
        before = _memory(pid), _handles(pid)
        ended = threading.Event()
        with _dropping(home / "seeds", files, seconds, ended), ThreadPoolExecutor(clients) as threads:
            for client in range(clients):
                threads.submit(_client, client, server, questions, ended, result)
            ended.wait(seconds)
            ended.set()
        result.dropped = files
        word = "/api/search?q=Lasttestwort&limit=0"
        try:
            until(lambda: server.json(word)["total"] == files)
        except AssertionError:
            result.errors["not all files were found"] += 1
        result.found = int(server.json(word)["total"])
        result.memory, result.handles = (before[0], _memory(pid)), (before[1], _handles(pid))
        if told := [line for line in (home / "errors").read_text().splitlines() if not ACCESS_LINE.fullmatch(line)]:
            result.errors[f"stderr: {told[:200]}"] += 1
    return result


def _client(number: int, server: Server, questions: Sequence[str], ended: threading.Event, result: Load) -> None:
    draw = random.Random(number)  # noqa: S311 -- the same questions each time
    while not ended.is_set():
        _ask(server, path(draw, questions), result)


def path(draw: random.Random, questions: Sequence[str]) -> str:
    """What a client asks for next: mostly pages and answers to programs, now and then something else."""
    ways = (
        "/api/search?q={}",
        "/?q={}",
        "/api/complete?q={}",
        "/feed.atom?q={}",
        "/export.csv?limit=20&q={}",
        "/healthz",
    )
    return draw.choices(ways, (50, 25, 15, 4, 4, 2))[0].format(quote(draw.choice(questions)))


def _ask(server: Server, path: str, result: Load) -> None:
    began = time.perf_counter()
    try:
        with closing(HTTPConnection(urlsplit(server.url).netloc, timeout=WAIT_SECONDS)) as connection:
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
    except (OSError, HTTPException) as error:
        result.errors[f"{type(error).__name__} {path.partition('?')[0]}"] += 1
        return
    if answer.status != 200:
        result.errors[f"{answer.status} {path.partition('?')[0]}"] += 1
    result.taken.append((time.perf_counter() - began) * 1000)


@contextmanager
def _dropping(seeds: Path, files: int, seconds: float, ended: threading.Event) -> Iterator[None]:
    def drop() -> None:
        for number, text in enumerate(texts(files, seed=7)):
            (seeds / f"last-{number}.txt").write_text(f"Titel: Lasttestwort {number}\n\n{text}", "utf-8")
            ended.wait(seconds / files)

    thread = threading.Thread(target=drop)
    thread.start()
    try:
        yield
    finally:
        thread.join()


def _memory(pid: int) -> float:
    """The resident memory of a process in MB; 0 on systems without /proc."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().split("\n")
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) / 1024
    except (OSError, StopIteration):
        return 0.0


def _handles(pid: int) -> int:
    try:
        return len(os.listdir(f"/proc/{pid}/fd"))  # noqa: PTH208 -- of a process
    except OSError:
        return 0


def main() -> None:
    """Run it from a shell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("home", type=Path)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--files", type=int, default=1_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        shutil.copytree(given.home, home)
        for line in load(home, clients=given.clients, seconds=given.seconds, files=given.files).lines():
            print(line)


if __name__ == "__main__":
    main()
