"""The access log of ``archive serve``: a line for each request, and nothing of what was asked."""

import socket
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import Request, urlopen

from tests.serving import ACCESS_LINE, Server, serving, until

SECRET = "Kronzeuge"  # noqa: S105 -- a question


def raw(server: Server, request: bytes) -> bytes:
    """What the server answers to these bytes."""
    at = urlsplit(server.url)
    with socket.create_connection((at.hostname, at.port), timeout=60) as connection:
        connection.sendall(request)
        connection.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: connection.recv(65536), b""))


def lines(home: Path) -> list[str]:
    return (home / "errors").read_text("utf-8").splitlines()


def wait_for_lines(home: Path, count: int) -> None:
    """Return when the log has ``count`` lines: a line is written after its answer, so that the next may overtake it."""
    until(lambda: len(lines(home)) == count)


def test_each_request_is_one_line_without_its_question(home: Path) -> None:
    with serving(home, "--prefix", "/archiv") as server:
        paths = ("/", "/api/search", "/api/complete", "/export.csv", "/feed.atom", "/values/source", "/article/parade",
                 "/original/parade", "/nirgends", "/static/style.css")  # fmt: skip
        size = 0
        for told, path in enumerate(paths, 1):
            try:
                query = urlencode({"q": SECRET, "where": f"source={SECRET}", "back": f"/?q={SECRET}"})
                size = len(server.get(f"/archiv{path}?{query}", Referer=f"{server.url}/archiv/?q={SECRET}"))
            except HTTPError as error:
                assert (path, error.code) == ("/nirgends", 404)
                error.close()
            wait_for_lines(home, told)
        form = urlencode({"add": "parade", "note": SECRET, "back": f"/?q={SECRET}"}).encode()
        urlopen(Request(f"{server.url}/archiv/mark", data=form), timeout=60).close()
        wait_for_lines(home, len(paths) + 2)
        form = urlencode({"name": SECRET, "q": SECRET}).encode()
        urlopen(Request(f"{server.url}/archiv/saved", data=form), timeout=60).close()
        wait_for_lines(home, len(paths) + 4)
        assert len(raw(server, b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n")) > 0
        wait_for_lines(home, len(paths) + 5)
    written = lines(home)
    assert [line for line in written if not ACCESS_LINE.fullmatch(line)] == []
    assert SECRET not in "".join(written)
    parts = [line.split(" ")[1:6] for line in written]
    assert parts[0][:4] == ["127.0.0.1", "GET", "/archiv/", "200"]
    assert parts[8][:4] == ["127.0.0.1", "GET", "/archiv/nirgends", "404"]
    assert parts[9] == ["127.0.0.1", "GET", "/archiv/static/style.css", "200", str(size)]
    # A form and the page that it leads to are two connections, whose lines may come in either order.
    marked, saved = (sorted(part[1:4] for part in parts[start : start + 2]) for start in (10, 12))
    assert marked == [["GET", "/archiv/", "200"], ["POST", "/archiv/mark", "303"]]
    assert saved == [["GET", "/archiv/saved/-", "200"], ["POST", "/archiv/saved", "303"]]
    assert parts[14][3] == "400"


def test_no_request_forges_a_line(home: Path) -> None:
    with serving(home) as server:
        forged = b"2026-01-01T00:00:00+0000 1.2.3.4 GET / 200 1 1"
        asked = (
            b"/%0A" + forged.replace(b" ", b"%20"),
            b"/a%0D%1B%5B2J%E2%80%AE%C2%85%20b",
            b"/\x1b[2J\xff\x85",
            b"/" + b"x" * 9000,
        )
        for path in asked:
            raw(
                server,
                b"GET "
                + path
                + b" HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: "
                + forged
                + b"\r\nConnection: close\r\n\r\n",
            )
        raw(server, b"G\x1bT /\x0b HTTP/1.1\r\nHost: localhost\r\n\r\n")
        until(lambda: len(lines(home)) >= len(asked) + 1)
    told = lines(home)
    assert len(told) == len(asked) + 1
    assert [line for line in told if not (ACCESS_LINE.fullmatch(line) and line.isascii() and line.isprintable())] == []
    assert max(map(len, told)) < 3000


def test_the_client_is_the_one_that_the_proxy_tells(home: Path) -> None:
    for options, address in (((), "127.0.0.1"), (("--proxy", "127.0.0.1"), "203.0.113.7")):
        with serving(home, "--no-watch", *options) as server:
            server.get("/help", **{"X-Forwarded-For": "198.51.100.1, 203.0.113.7"})
            until(lambda: bool(lines(home)))
        assert lines(home)[0].split(" ")[1] == address


def test_the_log_can_be_left_out(home: Path) -> None:
    with serving(home, "--no-access-log") as server:
        server.get("/?q=Drohnen")
        raw(server, b"GET / HTTP/1.1\r\nContent-Length: x\r\n\r\n")
        server.get("/healthz")
    assert lines(home) == []
