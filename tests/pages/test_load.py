"""Many readers at once over real HTTP, while another process writes."""

import json
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection
from itertools import cycle
from pathlib import Path
from urllib.parse import urlsplit

from tests.serving import ACCESS_LINE, WAIT, serving

READERS = 50
ROUNDS = 3
PATHS = (
    "/api/search?q=Leuchtturm",
    "/",
    "/article/parade",
    "/api/complete?q=Leucht",
    "/export.csv?q=Leuchtturm",
    "/healthz",
    "/feed.atom?q=Leuchtturm",
    "/api/search?q=Leucht*&sort=newest",
)


def test_fifty_readers_notice_nothing_of_a_run_but_its_articles(home: Path, engine: str) -> None:
    ended = threading.Event()

    def read(number: int) -> tuple[int, list[str]]:
        """How often it asked, and what went wrong."""
        wrong: list[str] = []
        asked = known = 0
        for path in cycle((*PATHS[number % len(PATHS) :], *PATHS)):
            with closing(HTTPConnection(urlsplit(server.url).netloc, timeout=WAIT)) as connection:
                connection.request("GET", path)
                answer = connection.getresponse()
                body = answer.read()
            asked += 1
            if answer.status != 200:
                wrong.append(f"{path}: {answer.status} {body[:200]!r}")
            elif path.startswith("/api/search?q=Leuchtturm"):
                total = json.loads(body)["total"]
                if total < known:
                    wrong.append(f"{path}: {total} after {known}")
                known = total
            if ended.is_set() and asked >= len(PATHS):
                break
        return asked, wrong

    with serving(home, "--no-watch") as server, ThreadPoolExecutor(READERS) as threads:
        readers = [threads.submit(read, number) for number in range(READERS)]
        try:
            for round in range(ROUNDS):
                for number in range(100):
                    text = f"Titel: Leuchtturm {round} {number}\n\nDer Leuchtturm Nummer {number} blinkt."
                    (home / "seeds" / f"{round}-{number}.txt").write_text(text, "utf-8")
                run = [sys.executable, "-m", "archive", "--home", str(home), "index", "--json"]
                written = subprocess.run(run, capture_output=True, text=True)
                assert json.loads(written.stdout)["added"] == 100, written.stderr
        finally:
            ended.set()
        for reader in readers:
            asked, wrong = reader.result()
            assert not wrong
            assert asked >= len(PATHS)
        assert server.json("/api/search?q=Leuchtturm")["total"] == ROUNDS * 100
        assert [line for line in (home / "errors").read_text().splitlines() if not ACCESS_LINE.fullmatch(line)] == []
