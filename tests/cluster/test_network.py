"""What lies between us and a cluster: encryption, a password, a server that is too busy. A proxy of ours adds them."""

import base64
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
import trustme

from archive.errors import EngineError, EngineUnavailable
from archive.service import open_archive
from deploy.cluster import Cluster


class Proxy(ThreadingHTTPServer):
    """Passes requests on to a cluster. ``busy``: how many are refused first; ``asked``: how many came."""

    daemon_threads = True

    def __init__(self, port: int, authority: trustme.CA | None, credentials: str) -> None:
        super().__init__(("127.0.0.1", 0), Passing)
        self.behind = port
        self.credentials = credentials
        self.busy = self.asked = 0
        if authority:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            authority.issue_cert("127.0.0.1").configure_cert(context)
            self.socket = context.wrap_socket(self.socket, server_side=True)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that breaks off is what some tests want."""


class Passing(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Proxy

    def _pass(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.asked += 1
        expected = base64.b64encode(self.server.credentials.encode()).decode()
        if self.server.credentials and self.headers.get("Authorization") != f"Basic {expected}":
            self._answer(401, b'{"error": "Unauthorized", "status": 401}')
        elif self.server.busy:
            self.server.busy -= 1
            self._answer(429, b'{"error": {"type": "rejected", "reason": "too much"}, "status": 429}')
        else:
            url = f"http://127.0.0.1:{self.server.behind}{self.path}"
            request = Request(url, data=body or None, method=self.command)
            request.add_header("Content-Type", self.headers.get("Content-Type") or "application/json")
            try:
                with urlopen(request, timeout=60) as answer:
                    self._answer(answer.status, answer.read())
            except HTTPError as error:
                self._answer(error.code, error.read())

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _pass

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=UTF-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:
        pass


@pytest.fixture
def proxy(cluster: Cluster) -> Iterator[Callable[..., Proxy]]:
    """Starts proxies before the cluster."""
    started: list[Proxy] = []

    def start(authority: trustme.CA | None = None, credentials: str = "") -> Proxy:
        started.append(Proxy(cluster.ports[0], authority, credentials))
        threading.Thread(target=started[-1].serve_forever, daemon=True).start()
        return started[-1]

    yield start
    for server in started:
        server.shutdown()
        server.server_close()


@contextmanager
def refused(what: type[EngineError], text: str) -> Iterator[None]:
    with pytest.raises(what, match=text) as error:
        yield
    assert error.value.hint
    assert "geheim" not in f"{error.value} {error.value.hint}"


def test_a_certificate_and_a_password_are_checked(
    home: Path, tmp_path: Path, proxy: Callable[..., Proxy], cluster_address: Callable[..., str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    authority, other = trustme.CA(), trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    other.cert_pem.write_to_path(str(tmp_path / "other.pem"))
    name = cluster_address().split("/")[-1]
    server = proxy(authority, "anna:geheim")
    at = f"opensearch+https://anna@127.0.0.1:{server.server_port}/{name}"
    monkeypatch.setenv("ARCHIVE_OPENSEARCH_PASSWORD", "geheim")
    with open_archive(home, engine=f"{at}&ca={tmp_path / 'ca.pem'}") as archive:
        assert archive.index().added == 4
        assert archive.search("Schoigu").total == 2
        assert archive.status().engine == "opensearch"
    with open_archive(tmp_path, engine=at) as front, refused(EngineError, "certificate"):
        front.search("Schoigu")
    with open_archive(tmp_path, engine=f"{at}&ca={tmp_path / 'other.pem'}") as front, refused(EngineError, "certific"):
        front.search("Schoigu")
    with open_archive(tmp_path, engine=f"{at}&ca={tmp_path / 'none.pem'}") as front, refused(EngineError, "no file"):
        front.search("Schoigu")
    with open_archive(tmp_path, engine=f"{at}&insecure=i-accept-any-certificate") as front:
        assert front.search("Schoigu").total == 2
    monkeypatch.setenv("ARCHIVE_OPENSEARCH_PASSWORD", "falsch")
    with (
        open_archive(tmp_path, engine=f"{at}&ca={tmp_path / 'ca.pem'}") as front,
        refused(EngineError, "refuses the user"),
    ):
        front.search("Schoigu")


def test_a_busy_server_is_asked_again_but_not_for_ever(
    home: Path, tmp_path: Path, proxy: Callable[..., Proxy], cluster_address: Callable[..., str]
) -> None:
    server = proxy()
    at = f"opensearch://127.0.0.1:{server.server_port}/{cluster_address().split('/')[-1]}"
    with open_archive(home, engine=at) as archive:
        server.busy = 4
        assert archive.index().added == 4
        assert server.busy == 0
        server.busy = 3
        assert archive.search("Schoigu").total == 2
        server.busy, server.asked = 10_000, 0
        with refused(EngineUnavailable, "cannot answer fully now"):
            archive.search("Schoigu")
        assert server.asked < 20
        server.busy = 0
        assert archive.search("Schoigu").total == 2
