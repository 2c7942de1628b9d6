"""``archive serve`` as people run it: a process, asked over real HTTP."""

import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

# Time, address, method, path, status, bytes and milliseconds of a request, as the access log has them.
ACCESS_LINE = re.compile(r"\d{4}-\d\d-\d\dT[\d:]{8}[+-]\d{4} \S+ \S+ \S+ \d{3} \d+ \d+")
WAIT = 60.0  # seconds: what has not come by then does not come


def until(true: Callable[[], bool]) -> None:
    """Wait until something is true."""
    end = time.monotonic() + WAIT
    while not true():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.05)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


class Server:
    """A running server."""

    def __init__(self, port: int, process: "subprocess.Popen[str] | None") -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.process = process

    def get(self, path: str, **headers: str) -> bytes:
        with urlopen(Request(self.url + path, headers=headers), timeout=WAIT) as answer:
            return bytes(answer.read())

    def json(self, path: str, **headers: str) -> Any:
        return json.loads(self.get(path, **headers))


@contextmanager
def command(home: Path, *arguments: str, **environ: str) -> Iterator["subprocess.Popen[str]"]:
    """A command that stays, from the moment of its first line; what it says of errors goes to ``home/errors``."""
    with (home / "errors").open("w") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "archive", "--home", str(home), *arguments],
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            env=os.environ | environ,
        )
    try:
        assert process.stdout is not None
        assert "Ctrl+C" in process.stdout.readline()
        yield process
    finally:
        process.kill()
        process.communicate()


@contextmanager
def serving(home: Path, *arguments: str, **environ: str) -> Iterator[Server]:
    """The page on a free port."""
    port = free_port()
    with command(home, "serve", "--port", str(port), *arguments, **environ) as process:
        yield Server(port, process)
