"""Versions of one article: what has one address, in any spelling of it."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from msgspec.structs import replace

from archive import open_archive
from archive.answering.versions import changes
from archive.article import Article
from archive.engines.base import version_key
from web import create_app

FIRST = (
    "Titel: Streik beginnt\nDatum: 2023-07-27\nURL: https://www.a.example/streik?utm_source=x\n\nDie Bahn steht still."
)
LATER = "Titel: Streik endet\nDatum: 2023-07-28\nURL: http://a.example/streik/#kommentare\n\nDie Bahn fährt wieder <b>."
OTHER = "Titel: Anderes\nDatum: 2023-07-28\nURL: https://a.example/anderes\n\nDie Bahn."


@pytest.fixture(params=["whoosh", "tantivy"])
def home(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    (tmp_path / "seeds").mkdir()
    for name, text in (("a", LATER), ("b", FIRST), ("c", OTHER), ("d", "Ohne Adresse steht die Bahn.")):
        (tmp_path / "seeds" / f"{name}.txt").write_text(text)
    with open_archive(tmp_path, engine=request.param) as archive:
        archive.index()
    return tmp_path


def test_versions_are_found_by_their_address_and_each_by_a_search(home: Path) -> None:
    with open_archive(home) as archive:
        assert [version.id for version in archive.versions(archive.article("a"))] == ["b", "a"]
        assert [version.id for version in archive.versions(archive.article("c"))] == ["c"]
        assert [version.id for version in archive.versions(archive.article("d"))] == ["d"]
        assert {hit.id for hit in archive.search("Bahn").hits} == {"a", "b", "c", "d"}


def test_the_page_shows_versions_together_and_what_changed(home: Path) -> None:
    with open_archive(home) as archive:
        client: FlaskClient = create_app(archive).test_client()
        page = client.get("/article/a").text
        assert "/changes/b?to=a" in page and "/article/b" in page
        assert "/changes/" not in client.get("/article/c").text
        changed = client.get("/changes/b?to=a").text
        assert "<del>beginnt</del><ins>endet</ins>" in changed
        assert "&lt;" in changed and "<b>." not in changed
        assert client.get("/changes/b?to=nirgends").status_code == 404
        assert client.get("/changes/b").status_code == 404


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://www.A.example/x/", "a.example/x"),
        ("http://a.example/x?b=2&a=1&utm_medium=y&fbclid=z#top", "a.example/x?a=1&b=2"),
        ("https://a.example/x?id=7", "a.example/x?id=7"),
        ("https://[kaputt/x", "https://[kaputt/x"),
        (None, None),
    ],
)
def test_addresses_that_differ_only_in_form_are_one(url: str | None, key: str | None) -> None:
    assert version_key(replace(Article(id="a", path="a", title="t", text="x"), url=url)) == key


def test_changes_joined_give_both_texts() -> None:
    older, newer = "Eins zwei drei.\n\nVier fünf.", "Eins zwo drei.\n\nVier fünf sechs."
    found = changes(older, newer)
    assert "".join(change.text for change in found if change.kind != "added") == older
    assert "".join(change.text for change in found if change.kind != "removed") == newer
    assert ("zwei", "removed") in {(change.text, change.kind) for change in found}
    long = "Wort für Wort.\n"
    assert [change.kind for change in changes(long * 2_000, long * 2_000 + "Ende.")] == ["same", "added"]
    assert [change.kind for change in changes(long * 20_000, long * 20_000 + "Ende.")] == ["removed", "added"]
