"""Clients that are slow, or many, over real sockets: the others are answered."""

import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlsplit

import pytest
from waitress import wasyncore

from archive.service import Archive, open_archive
from tests.serving import WAIT, Server, free_port, serving
from web import create_app
from web import server as limits
from web.exports import MAX_RUNNING

SOON = 8.0  # seconds: without limits an answer would take as long as the slow ones please


@pytest.fixture
def server(home: Path) -> Iterator[Server]:
    with serving(home, "--no-watch") as found:
        yield found


def connect(server: Server) -> socket.socket:
    url = urlsplit(server.url)
    return socket.create_connection((str(url.hostname), url.port or 0), timeout=WAIT)


@contextmanager
def dripping(connections: list[socket.socket], seconds: float, data: bytes = b"X-Drip: 1\r\n") -> Iterator[None]:
    """Each of them sends some data, one more header, every so many seconds; those that were closed are left."""
    stop = threading.Event()

    def drip() -> None:
        while not stop.is_set():
            for connection in connections:
                try:
                    connection.sendall(data)
                except OSError:
                    continue
            stop.wait(seconds)

    thread = threading.Thread(target=drip)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def closed_after(connection: socket.socket) -> float:
    """Seconds until the server closes it."""
    began = time.monotonic()
    try:
        while connection.recv(65536):
            pass
    except OSError:
        pass
    return time.monotonic() - began


def test_hundreds_that_never_end_their_request_keep_nobody_out(server: Server) -> None:
    with ExitStack() as stack:
        slow = [stack.enter_context(connect(server)) for _ in range(limits.CONNECTIONS + 150)]
        for connection in slow:
            connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n")
        with dripping(slow, 2.0):
            for path in ("/api/search?q=Schoigu", "/", "/healthz") * 2:
                began = time.monotonic()
                assert server.get(path)
                assert time.monotonic() - began < SOON


@pytest.fixture
def archive(home: Path) -> Iterator[Archive]:
    with open_archive(home) as opened:
        opened.index()
        yield opened


@pytest.fixture
def impatient(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """The same server in this process, with limits of few seconds."""
    monkeypatch.setattr(limits, "REQUEST_SECONDS", 1.5)
    monkeypatch.setattr(limits, "IDLE_SECONDS", 3.0)
    port = free_port()
    server = limits.make_server(create_app(archive), "127.0.0.1", port)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield Server(port, None)
    finally:
        server.task_dispatcher.shutdown()
        wasyncore.close_all(server._map)
        thread.join(WAIT)


@pytest.mark.parametrize(
    "begin", [b"GET / HTTP/1.1\r\nX-Drip: 1\r\n", b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 999\r\n\r\n"]
)
def test_a_request_has_a_deadline(impatient: Server, begin: bytes) -> None:
    with connect(impatient) as slow:
        slow.sendall(begin)
        with dripping([slow], 0.1):
            assert 1.0 < closed_after(slow) < 1.5 + SOON


def test_blank_lines_are_no_request(impatient: Server) -> None:
    with connect(impatient) as slow, dripping([slow], 0.1, b"\n"):
        assert 1.0 < closed_after(slow) < 4.5 + SOON


def test_a_connection_that_is_used_stays_open_and_ends_when_it_is_not(impatient: Server) -> None:
    with connect(impatient) as connection:
        began = time.monotonic()
        while time.monotonic() - began < 6.0:
            connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
            answer = b""
            while not answer.endswith(b"ok"):
                answer += connection.recv(65536)
            time.sleep(0.5)
        assert 1.5 < closed_after(connection) < 3.0 + SOON


def test_who_does_not_take_an_answer_keeps_no_place(
    impatient: Server, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As many exports as may run, of more bytes than buffers hold, by readers that read nothing."""
    monkeypatch.setattr("web.exports._CHUNK_LINES", 1)
    text = "Der Leuchtturm blinkt. " * 40_000
    for number in range(30):
        (archive.home.seeds / f"gross{number}.txt").write_text(f"Titel: Nummer {number}\n\n{text}", "utf-8")
    archive.index()
    with ExitStack() as stack:
        readers = [stack.enter_context(connect(impatient)) for _ in range(MAX_RUNNING)]
        for slow in readers:  # at once: on a busy machine the first would be given up before the last has begun
            slow.sendall(b"GET /export.jsonl HTTP/1.1\r\nHost: localhost\r\n\r\n")
        for slow in readers:
            assert slow.recv(10)  # it has begun
        statuses = []
        end = time.monotonic() + 4 * 3.0 + SOON
        while 200 not in statuses and time.monotonic() < end:
            assert impatient.get("/healthz")
            try:
                impatient.get("/export.jsonl?limit=1")
                statuses.append(200)
            except HTTPError as error:
                statuses.append(error.code)
                error.close()
        assert statuses == [503] * (len(statuses) - 1) + [200]
        assert len(statuses) > 1


def test_many_at_once_are_all_answered(server: Server) -> None:
    def ask(number: int) -> bytes:
        return server.get(f"/api/complete?q=Sch&n={number}")

    with ThreadPoolExecutor(64) as threads:
        assert len({*threads.map(ask, range(300))}) == 1
