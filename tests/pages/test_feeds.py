"""The feed and the search box, read by a feed reader and an XML parser."""

import sqlite3
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

import feedparser
import pytest
from flask.testing import FlaskClient

from archive.service import Archive, open_archive
from web import create_app

OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"


def feed(client: FlaskClient, url: str) -> feedparser.FeedParserDict:
    answer = client.get(url)
    assert answer.mimetype == "application/atom+xml"
    found = feedparser.parse(answer.data)
    assert not found.bozo, found.bozo_exception
    assert found.version == "atom10"
    return found


def test_the_newest_hits_come_first(client: FlaskClient, archive: Archive) -> None:
    found = feed(client, "/feed.atom")
    assert [entry.title for entry in found.entries] == [hit.title for hit in archive.search(sort="newest").hits]
    assert [entry.title for entry in feed(client, "/feed.atom?q=Schoigu&limit=1").entries] == [
        "Putin schreibt einen Brief"
    ]
    assert feed(client, "/feed.atom?q=Elefant").entries == []


@pytest.mark.parametrize("many", (0, 250))
def test_what_was_first_seen_last_comes_first(home: Path, engine: str, many: int) -> None:
    seen = {"ende": "2026-01-03T10:00:00Z", "brief": "2026-01-02T10:00:00Z"}
    for number in range(many):
        (home / "seeds" / f"alt{number}.txt").write_text("Datum: 2025-01-01\n\nEin alter Bestand.", "utf-8")
    (home / "index").mkdir()
    with sqlite3.connect(home / "index" / "added.sqlite") as db:
        db.execute("CREATE TABLE article (id TEXT PRIMARY KEY, added TEXT NOT NULL) WITHOUT ROWID")
        for path in (home / "seeds").rglob("*.txt"):
            id = path.relative_to(home / "seeds").as_posix().removesuffix(".txt")
            db.execute("INSERT INTO article VALUES (?, ?)", (id, seen.get(id, "2026-01-01T10:00:00Z")))
    with open_archive(home) as archive:
        archive.index()
        entries = feed(create_app(archive).test_client(), "/feed.atom?limit=4").entries
    assert [entry.updated for entry in entries] == sorted((entry.updated for entry in entries), reverse=True)
    assert [entry.title for entry in entries[:2]] == ["Das Ende des Krieges", "Putin schreibt einen Brief"]
    # What one run took in comes by its own date.
    assert entries[2].title == ("Ein alter Bestand" if many else "Streik bei der Bahn")


def test_an_entry_says_what_atom_asks_for(client: FlaskClient, archive: Archive) -> None:
    found = feed(client, "/feed.atom?q=Schoigu&where=source=Nordblatt")
    (entry,) = found.entries
    article = archive.article("parade")
    assert entry.updated == article.added == found.feed.updated
    assert datetime.fromisoformat(entry.updated).tzinfo
    assert client.get(urlsplit(entry.link).path).status_code == 200
    about, _, beginning = entry.summary.partition("\n")
    assert about == "2023-07-27 · Nordblatt"
    assert article.text.startswith(beginning.split("\n")[0])
    assert "published" not in entry  # a day is no moment
    links = {link.rel: link.href for link in found.feed.links}
    assert links["self"].endswith("/feed.atom?q=Schoigu&where=source%3DNordblatt")
    assert client.get(links["alternate"].removeprefix("http://localhost")).status_code == 200


def test_a_moment_with_its_zone_is_when_it_was_published(client: FlaskClient, archive: Archive) -> None:
    (archive.home.seeds / "zeit.txt").write_text("Datum: 2025-01-02T03:04:05+01:00\n\nEin Leuchtturm.", "utf-8")
    archive.index()
    assert feed(client, "/feed.atom?q=Leuchtturm").entries[0].published == "2025-01-02T03:04:05+01:00"


def test_ids_stay_the_same(client: FlaskClient, home: Path) -> None:
    before = {entry.link: entry.id for entry in feed(client, "/feed.atom").entries}
    assert len(set(before.values())) == 4
    with open_archive(home) as other:
        other.index(rebuild=True)
        again = feed(create_app(other).test_client(), "/feed.atom?sort=oldest")
        assert {entry.link: entry.id for entry in again.entries} == before
        assert all(id.startswith("urn:uuid:") for id in before.values())


def test_hostile_text_is_text_in_a_feed(hostile: Path) -> None:
    with open_archive(hostile) as archive:
        archive.index()
        client = create_app(archive).test_client()
        answer = client.get("/feed.atom?q=Giftig&where=source=%3Ci%3EBlatt%3C/i%3E&x=%00%22")
        root = ElementTree.fromstring(answer.data)  # noqa: S314 -- our own
        assert {element.tag.split("}")[1] for element in root.iter()} <= {
            "feed", "title", "id", "updated", "author", "name", "link", "entry", "summary", "category",
        }  # fmt: skip
        entry = feed(client, "/feed.atom?q=Giftig").entries[0]
        assert "onerror" in entry.title
        assert "<script>alert(1)</script>" in ElementTree.fromstring(answer.data)[-1][-1].text  # type: ignore[operator]  # noqa: S314


@pytest.mark.parametrize(("bad", "status"), [("q=date:morgens", 400), ("limit=x", 400)])
def test_what_cannot_be_asked_is_an_error(client: FlaskClient, bad: str, status: int) -> None:
    assert client.get(f"/feed.atom?{bad}").status_code == status


def test_a_browser_can_search_by_the_description(client: FlaskClient) -> None:
    answer = client.get("/opensearch.xml", base_url="https://archiv.example:8443/")
    assert answer.mimetype == "application/opensearchdescription+xml"
    root = ElementTree.fromstring(answer.data)  # noqa: S314 -- our own
    assert len(root.findtext(f"{OPENSEARCH}ShortName") or "") <= 16
    urls = {url.attrib["type"]: url.attrib["template"] for url in root.iter(f"{OPENSEARCH}Url")}
    assert all(url.startswith("https://archiv.example:8443/") for url in urls.values())

    def ask(mime: str, text: str) -> str:
        asked = urls[mime].replace("{searchTerms}", text).removeprefix("https://archiv.example:8443")
        found = client.get(asked)
        assert found.mimetype == mime
        return found.text

    assert "Putin schreibt einen Brief" in ask("text/html", "Schoigu")
    assert "Putin schreibt einen Brief" in ask("application/atom+xml", "Schoigu")
    assert client.get("/api/suggest?q=Milit%C3%A4rp").json == ["Militärp", ["Militärparade"]]
    assert '["Raket",["Raketen"]]' in ask("application/x-suggestions+json", "Raket").replace(" ", "")
