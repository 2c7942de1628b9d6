"""Adding from the page, without JavaScript; and where nobody may."""

import base64
import io
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from archive.service import Archive, open_archive
from tests.pages.html import one, page
from tests.serving import serving
from web import create_app
from web.access import access


@pytest.fixture
def adding_archive(home: Path) -> Archive:
    (home / "archive.toml").write_text("adding = true\n", "utf-8")
    archive = open_archive(home)
    archive.index()
    return archive


@pytest.fixture
def client(adding_archive: Archive) -> FlaskClient:
    """A browser on the machine that serves."""
    return create_app(adding_archive, access("127.0.0.1", None, public=False)).test_client()


def upload(*named: tuple[str, bytes]) -> dict[str, object]:
    return {"file": [(io.BytesIO(data), name) for name, data in named]}


def test_files_are_added_and_what_was_read_is_shown(client: FlaskClient, adding_archive: Archive, home: Path) -> None:
    assert one(page(client, "/"), 'nav a[href="/add"]').text == "Hinzufügen"
    answer = client.post(
        "/add", data=upload(("turm.txt", b"Titel: Der Turm\nDatum: 2020-01-02\n\nEr steht."), ("x.exe", b"M"))
    )
    assert answer.status_code == 303
    shown = page(client, str(answer.location))
    assert [found.text for found in shown.select(".added h2")] == ["turm.txt"]
    assert "x.exe" in one(shown, ".notice").text
    assert "2. Januar 2020" in one(shown, ".added dl").text
    assert (home / "seeds" / "turm.txt").exists()
    adding_archive.index()
    assert adding_archive.count("Turm") == 1


def test_a_note_is_written_and_put_right(client: FlaskClient, adding_archive: Archive, home: Path) -> None:
    fields = {"title": "Der <b>Turm", "date": "2020-01-02", "source": "Nordblatt", "text": "Er steht.\n" * 60_000}
    answer = client.post("/add", data=fields)
    assert answer.status_code == 303
    shown = page(client, str(answer.location))
    assert "Der <b>Turm" in one(shown, ".added dl").text
    seed = one(shown, ".added h2").text
    answer = client.post("/add/correct", data={"seed": seed, "date": "1999"})
    assert "1999" in one(page(client, str(answer.location)), ".added dl").text
    adding_archive.index()
    assert adding_archive.search("Turm").hits[0].date == "1999"


@pytest.mark.parametrize(
    ("data", "status"),
    [({"title": "", "text": "x"}, 400), ({"title": "x"}, 400), (upload(("x.exe", b"M")), 400),
     (upload(("x.txt", b"")), 400), ({}, 400)],
)  # fmt: skip
def test_what_cannot_be_added_is_told(client: FlaskClient, home: Path, data: dict[str, object], status: int) -> None:
    before = list((home / "seeds").rglob("*"))
    assert client.post("/add", data=data).status_code == status
    assert list((home / "seeds").rglob("*")) == before


def test_nobody_adds_where_it_is_not_allowed(adding_archive: Archive, home: Path) -> None:
    before = sorted((home / "seeds").rglob("*"))
    public = create_app(adding_archive, access("0.0.0.0", None, public=True)).test_client()  # noqa: S104
    own = create_app(adding_archive, access("127.0.0.1", None, public=False)).test_client()
    (home / "archive.toml").unlink()
    off = create_app(open_archive(home), access("127.0.0.1", None, public=False)).test_client()
    data = {"title": "x", "text": "y"}
    for client in (public, off):
        assert client.get("/add").status_code == 403
        assert client.post("/add", data=data).status_code == 403
        assert client.post("/add/correct", data={"seed": "parade.txt", "title": "x"}).status_code == 403
        assert not page(client, "/").select('a[href="/add"]')
    assert own.post("/add", data=data, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert own.post("/add", data=data, headers={"Origin": "http://boese.example"}).status_code == 403
    assert own.get("/add?seed=../archive.toml").status_code == 404
    assert sorted((home / "seeds").rglob("*")) == before


BODY = (
    b"--x\r\nContent-Disposition: form-data; name=file; filename=gross.txt\r\n\r\n"
    + b"Er steht am Meer. " * 50_000
    + b"\r\n--x--\r\n"
)


def sent(url: str, **headers: str) -> int:
    """The status of a large upload; 413 also where the connection was closed before all was sent."""
    kinds = {"Content-Type": "multipart/form-data; boundary=x"}
    request = urllib.request.Request(url, BODY, kinds | headers)
    try:
        status: int = urllib.request.urlopen(request).status
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 413
    return status


@pytest.mark.parametrize("allowed", [True, False])
def test_the_server_takes_large_bodies_only_where_files_are_added(home: Path, allowed: bool) -> None:
    (home / "archive.toml").write_text(f"adding = {'true' if allowed else 'false'}\n", "utf-8")
    with serving(home) as server:
        assert sent(f"{server.url}/add") == (200 if allowed else 413)
        assert sent(f"{server.url}/mark") == 413
    assert (home / "seeds" / "gross.txt").exists() == allowed


def test_the_server_takes_large_bodies_only_of_those_who_know_the_password(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "archive.toml").write_text("adding = true\n", "utf-8")
    monkeypatch.setenv("ARCHIVE_PASSWORD", "geheim")
    with serving(home) as server:
        assert sent(f"{server.url}/add") == 413
        wrong, right = (base64.b64encode(f"x:{word}".encode()).decode() for word in ("falsch", "geheim"))
        assert sent(f"{server.url}/add", Authorization=f"Basic {wrong}") == 413
        assert not (home / "seeds" / "gross.txt").exists()
        assert sent(f"{server.url}/add", Authorization=f"Basic {right}") in (200, 401)  # urllib follows without it
    assert (home / "seeds" / "gross.txt").exists()
