"""Saved searches on the page, without JavaScript: to save, to see what is new, to note it, to forget; and the feed."""

from pathlib import Path

import feedparser
import pytest
from flask.testing import FlaskClient

from archive.request import SearchRequest
from archive.service import Archive
from tests.pages.html import href, one, page
from tests.pages.test_lists import send
from web import create_app
from web.access import access


@pytest.fixture
def client(archive: Archive) -> FlaskClient:
    """A browser on the machine that serves."""
    return create_app(archive, access("127.0.0.1", None, public=False)).test_client()


def write(home: Path, name: str) -> None:
    text = f"Titel: Neues <b>{name}\nDatum: 2024-01-01\nQuelle: Nordblatt\n\nSchoigu reist weiter.\n"
    (home / "seeds" / f"{name}.txt").write_text(text, "utf-8")


def test_a_search_is_saved_shown_and_looked_at(client: FlaskClient, archive: Archive, home: Path) -> None:
    found = page(client, "/?q=Schoigu&where=source%3DNordblatt")
    form = one(found, ".save form")
    fields = {str(i["name"]): str(i["value"]) for i in form.select("input[name]")}
    assert fields == {"name": "Schoigu", "q": "Schoigu", "where": "source=Nordblatt"}
    answer = client.post(str(form["action"]), data=fields)
    assert (answer.status_code, answer.location) == (303, "/saved/Schoigu")
    assert archive.saved_searches.get("Schoigu").request == SearchRequest("Schoigu", ("source=Nordblatt",))
    assert "Nichts Neues" in one(page(client, "/saved/Schoigu"), "main").text
    write(home, "a")
    archive.index()
    start = page(client, "/")
    (link,) = start.select('.start a[href^="/saved/"]')
    assert link.text == "Schoigu 1 neu"
    shown = page(client, href(link))
    assert [entry.text for entry in shown.select(".lists li > a")] == ["Neues <b>a"]
    assert page(client, "/saved/Schoigu").select(".lists li")  # to see it is not to have seen it
    answer = send(client, "/saved/Schoigu", 'button[value="look"]')
    assert answer.status_code == 303
    assert not page(client, "/saved/Schoigu").select(".lists li")


def test_what_came_after_the_page_was_made_stays_new(client: FlaskClient, archive: Archive, home: Path) -> None:
    archive.saved_searches.save("Schoigu", SearchRequest("Schoigu"))
    write(home, "a")
    archive.index()
    shown = page(client, "/saved/Schoigu")
    fields = {str(i["name"]): str(i["value"]) for i in shown.select("form.line input")} | {"do": "look"}
    write(home, "b")
    archive.index()
    client.post("/saved/Schoigu", data=fields)
    assert len(page(client, "/saved/Schoigu").select(".lists li")) == 2


def test_a_saved_search_is_a_feed(client: FlaskClient, archive: Archive) -> None:
    archive.saved_searches.save("Korea", SearchRequest("Nordkorea"))
    feed = feedparser.parse(client.get("/feed.atom?saved=Korea").text)
    assert {entry.title for entry in feed.entries} == {"Militärparade in Pjöngjang", "Putin schreibt einen Brief"}
    assert client.get("/feed.atom?saved=nirgends").status_code == 404


def test_a_saved_search_is_forgotten(client: FlaskClient, archive: Archive) -> None:
    archive.saved_searches.save("Korea", SearchRequest("Nordkorea"))
    assert send(client, "/saved/Korea", 'button[value="delete"]').location == "/"
    assert archive.saved_searches.all() == []
    assert client.get("/saved/Korea").status_code == 404


def test_a_broken_file_breaks_no_page(client: FlaskClient, home: Path) -> None:
    (home / "searches.toml").write_text("[[", "utf-8")
    assert client.get("/").status_code == 200
    assert client.get("/saved/Korea").status_code == 409
    assert client.post("/saved", data={"name": "x", "q": "y"}).status_code == 409


@pytest.mark.parametrize("name", ["", "../x", "a\nb", "x" * 81])
def test_no_name_is_told(client: FlaskClient, name: str) -> None:
    assert client.post("/saved", data={"name": name, "q": "y"}).status_code == 400


def test_other_sites_and_the_public_cannot_write(archive: Archive, client: FlaskClient) -> None:
    data = {"name": "x", "q": "y"}
    assert client.post("/saved", data=data, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    public = create_app(archive, access("0.0.0.0", None, public=True)).test_client()  # noqa: S104
    assert public.post("/saved", data=data).status_code == 403
    assert public.get("/feed.atom?saved=x").status_code == 403
    assert not page(public, "/?q=Schoigu").select(".save form")
    assert archive.saved_searches.all() == []
