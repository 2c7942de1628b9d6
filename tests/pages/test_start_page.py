"""The start page: ways in, and what is new since the last visit."""

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask.testing import FlaskClient

from archive.service import open_archive
from tests.pages.html import href, one, page, total
from web import create_app


def test_every_way_in_finds_what_it_counts(client: FlaskClient) -> None:
    start = page(client, "/")
    links = start.select(".start p a:has(span)")
    assert {link.contents[0].text.strip() for link in links} >= {"2024", "Nordblatt", "Politik", "Deutschland"}
    for link in links:
        assert total(page(client, href(link))) == int(one(link, "span").text) > 0, link.text
    assert len(start.select(".start code")) >= 2
    assert not page(client, "/?q=Schoigu").select(".start")
    assert not start.select(".snippet")


def ago(days: int) -> str:
    return (datetime.now(UTC).date() - timedelta(days=days)).isoformat()


def test_nothing_is_new_where_all_is(client: FlaskClient) -> None:
    assert not page(client, "/").select(".news")
    cookie = client.get_cookie("visits")
    assert cookie is not None and cookie.value == ago(0)


def test_what_is_new_is_told_since_the_last_visit(home: Path) -> None:
    # When articles were first seen is kept in a file that outlives every index.
    (home / "index").mkdir()
    with sqlite3.connect(home / "index" / "added.sqlite") as db:
        db.execute("CREATE TABLE article (id TEXT PRIMARY KEY, added TEXT NOT NULL) WITHOUT ROWID")
        for id in ("brief", "bahn/streik", "ende"):
            db.execute("INSERT INTO article VALUES (?, ?)", (id, f"{ago(9)}T10:00:00Z"))
    with open_archive(home) as archive:
        archive.index()
        client = create_app(archive).test_client()

        def new(cookie: str) -> str:
            client.set_cookie("visits", cookie)
            return " ".join(text.text for text in page(client, "/").select(".news"))

        assert "1 neuer Artikel" in new("")
        assert "letzten Besuch" not in new("")
        assert "Seit Ihrem letzten Besuch am" in new(ago(3)) and "1 neuer Artikel" in new(ago(3))
        assert "1 neuer Artikel" in new(f"{ago(0)}.{ago(3)}")  # it stays so all day
        assert new(ago(20)) == ""
        client.set_cookie("visits", ago(3))
        found = page(client, href(one(page(client, "/"), ".news a")))
        assert [hit.text for hit in found.select(".hit h2")] == ["Militärparade in Pjöngjang"]
        assert one(found, ".chips a").text.startswith("Aufgenommen: ab ")
        for broken in ("x", "2026-13-01.", ago(-3)):
            assert "letzten Besuch" not in new(broken)
