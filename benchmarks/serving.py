"""Asks a process of ``archive serve`` for pages of results, and watches its memory."""

import http.client
import socket
import subprocess
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.measuring import archive, own_megabytes
from benchmarks.questions import Question
from benchmarks.results import REFUSED

_PATIENCE = 120.0  # seconds for one page


@dataclass(slots=True)
class Served:
    """What a server took.

    Attributes:
        ms: of each page.
        totals: 0 for each page, or ``REFUSED``.
        megabytes: its own memory after so many pages.
    """

    ms: list[float] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)
    megabytes: dict[int, float] = field(default_factory=dict)


def ask_pages(home: Path, engine: str, questions: Sequence[Question], marks: Collection[int]) -> Served:
    """Ask one server for the page of each question, one after the other.

    Args:
        marks: after so many pages its memory is looked at.

    Raises:
        RuntimeError: the server does not start, or a page is an error, but for a question that is refused.
    """
    served = Served()
    with _server(home, engine) as (process, port):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
        for count, question in enumerate(questions, 1):
            address = "/?" + urlencode(_parameters(question))
            begun = time.perf_counter()
            connection.request("GET", address)
            answer = connection.getresponse()
            answer.read()
            served.ms.append(round((time.perf_counter() - begun) * 1000, 3))
            refused = answer.status == http.client.BAD_REQUEST
            served.totals.append(REFUSED if refused else 0)
            if answer.status != http.client.OK and not refused:
                raise RuntimeError(f"The page of {question.query!r} is an error {answer.status}.")
            if count in marks:
                megabytes = own_megabytes(process.pid)
                if megabytes is not None:
                    served.megabytes[count] = megabytes
        connection.close()
    return served


def _parameters(question: Question) -> list[tuple[str, str]]:
    given = [("q", question.query), *(("where", value) for value in question.where)]
    dates = (("since", question.since), ("until", question.until))
    return given + [(name, value) for name, value in dates if value]


@contextmanager
def _server(home: Path, engine: str) -> Iterator[tuple["subprocess.Popen[str]", int]]:
    """A server of the archive on a free port: its process and the port."""
    port = _free_port()
    command = archive(home, "serve", "--engine", engine, "--no-watch", "--port", str(port))
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert process.stdout is not None  # noqa: S101
        if not process.stdout.readline().startswith("http://"):  # it prints its address when it answers
            raise RuntimeError("archive serve did not start; try it by hand.")
        yield process, port
    finally:
        process.terminate()
        process.communicate()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
