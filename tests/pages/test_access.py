"""Who may read, over WSGI and as a process."""

import subprocess
import sys
from base64 import b64encode
from pathlib import Path
from urllib.error import HTTPError

import pytest

from archive.errors import ArchiveError
from archive.service import Archive
from tests.serving import free_port, serving
from web import create_app
from web.access import Access, access

PASSWORD = "Grüße: geheim"  # noqa: S105 -- of these tests


def basic(password: str, user: str = "wer auch immer") -> dict[str, str]:
    return {"Authorization": "Basic " + b64encode(f"{user}:{password}".encode()).decode()}


def test_without_the_password_nothing_is_shown(archive: Archive) -> None:
    client = create_app(archive, Access(PASSWORD)).test_client()
    urls = ("/", "/article/parade", "/original/parade", "/api/search", "/export.csv", "/feed.atom",
            "/static/style.css", "/nirgends", "/api/nirgends")  # fmt: skip
    for number, url in enumerate(urls):
        client.environ_base["REMOTE_ADDR"] = f"192.0.2.{number}"  # one would soon be braked
        for headers in ({}, basic("falsch"), basic(""), {"Authorization": "Basic !!!"}, {"Authorization": "Bearer x"}):
            answer = client.get(url, headers=headers)
            assert answer.status_code == 401, url
            assert answer.headers["WWW-Authenticate"].startswith("Basic realm=")
            assert "Schoigu" not in answer.text
        assert client.get(url, headers=basic(PASSWORD), buffered=True).status_code != 401
    assert client.get("/api/nirgends").json == {"error": {"message": "Unauthorized", "hint": ""}}
    assert client.get("/", headers=basic(PASSWORD, user="")).status_code == 200
    assert client.get("/healthz").text == "ok"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.0.0.2"])
def test_on_loopback_only_its_own_names_are_answered(archive: Archive, host: str) -> None:
    client = create_app(archive, access(host, None, public=False)).test_client()
    for name in ("localhost", "LOCALHOST:8000", "127.0.0.1:8000", "[::1]:8000", "[::1]"):
        assert client.get("/", headers={"Host": name}).status_code == 200, name
    for name in ("evil.example", "localhost.evil.example", "evil.example:8000", "[::1", "", "127.0.0.1.evil.example"):
        for path in ("/", "/api/search", "/healthz"):
            answer = client.get(path, headers={"Host": name})
            assert answer.status_code in (400, 421), name
            assert "Schoigu" not in answer.text
    public = create_app(archive, access(host, None, public=True)).test_client()
    assert public.get("/", headers={"Host": "archiv.example"}).status_code == 200


def test_beyond_loopback_a_password_or_a_word_is_needed() -> None:
    for host in ("0.0.0.0", "::", "192.168.1.7", "archiv.example", ""):  # noqa: S104
        for password in (None, ""):
            with pytest.raises(ArchiveError) as error:
                access(host, password, public=False)
            assert "ARCHIVE_PASSWORD" in error.value.hint
            assert "--public" in error.value.hint
        assert access(host, PASSWORD, public=False) == Access(PASSWORD)
        assert access(host, None, public=True) == Access()
        assert access(host, PASSWORD, public=True) == Access(PASSWORD)
    assert access("127.0.0.1", PASSWORD, public=False).password == PASSWORD


def test_serve_asks_for_the_password(home: Path) -> None:
    with serving(home, "--host", "0.0.0.0", ARCHIVE_PASSWORD=PASSWORD) as server:  # noqa: S104
        with pytest.raises(HTTPError) as refused:
            server.get("/api/search")
        assert refused.value.code == 401
        refused.value.close()
        assert server.json("/api/search", **basic(PASSWORD))["total"] == 4
        assert server.get("/healthz") == b"ok"
        with pytest.raises(HTTPError) as too_much:
            server.get("/api/search", **basic(PASSWORD), Cookie="x" * 100_000)
        assert too_much.value.code == 431
        too_much.value.close()


def test_serve_may_be_told_that_everybody_may_read(home: Path) -> None:
    with serving(home, "--host", "0.0.0.0", "--public") as server:  # noqa: S104
        assert server.json("/api/search", Host="archiv.example")["total"] == 4
    command = [sys.executable, "-m", "archive", "--home", str(home), "serve", "--port", str(free_port())]
    refused = subprocess.run([*command, "--host", "0.0.0.0"], capture_output=True, text=True)  # noqa: S104
    assert (refused.returncode, refused.stdout, refused.stderr.count("\n")) == (2, "", 1)
    assert "ARCHIVE_PASSWORD" in refused.stderr
