"""What is amiss beside an article or a search leaves both where they are."""

from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from archive.service import Archive, open_archive
from tests.pages.html import one, page
from web import create_app


def test_a_list_with_a_typing_error_breaks_no_page_and_is_told_on_status(home: Path) -> None:
    with open_archive(home) as archive:
        archive.index()
        (home / "names.toml").write_text("Schoigu = ", "utf-8")
        (home / "synonyms.toml").write_text("[[[", "utf-8")
        client = create_app(archive).test_client()
        for path in ("/healthz", "/?q=Schoigu", "/article/parade?q=Schoigu", "/api/search?q=Schoigu", "/feed.atom"):
            assert client.get(path).status_code == 200, path
        told = page(client, "/status").text
        assert "names.toml" in told
        assert "synonyms.toml" in told


@pytest.mark.parametrize("query", ["date:morgens", "Mi*", '"a b"~999', "(" * 40 + "a" + ")" * 40])
def test_an_article_is_shown_whatever_was_asked(client: FlaskClient, query: str) -> None:
    found = page(client, f"/article/parade?q={quote(query)}")
    assert one(found, "h1").text == "Militärparade in Pjöngjang"
    assert "Sergej" in found.text
    assert not found.select("mark")


def test_originals_without_a_ledger(client: FlaskClient, archive: Archive, home: Path) -> None:
    """A machine that only asks a cluster has none."""
    (ledger,) = (home / "index").glob("*/ledger.sqlite")
    ledger.unlink()
    seed = home / "seeds" / "bahn" / "streik.txt"
    assert client.get("/original/bahn/streik", buffered=True).data == seed.read_bytes()
    assert client.get("/original/nirgends").status_code == 404
    seed.unlink()
    assert client.get("/original/bahn/streik").status_code == 404
