"""Lists on the page, without JavaScript: stars, notes, order, print; and who may write them."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from archive.lists import Entry
from archive.service import Archive
from tests.pages.html import href, one, page
from web import create_app
from web.access import Access, access


@pytest.fixture
def client(archive: Archive) -> FlaskClient:
    """A browser on the machine that serves."""
    return create_app(archive, access("127.0.0.1", None, public=False)).test_client()


def entries(archive: Archive, name: str) -> list[tuple[str, str]]:
    return [(entry.id, entry.note) for entry in archive.lists.entries(name)]


def pressed(client: FlaskClient, url: str) -> dict[str, str]:
    return {str(star["value"]): str(star["aria-pressed"]) for star in page(client, url).select("button.star")}


def send(client: FlaskClient, url: str, selector: str) -> TestResponse:
    """Presses a button of a page as a browser without scripts does."""
    found = page(client, url)
    button = one(found, selector)
    form = one(found, f"form#{button['form']}") if button.get("form") else button.find_parent("form")
    assert form is not None, selector
    fields = {str(i["name"]): str(i["value"]) for i in form.select("input[name]")}  # type: ignore[union-attr]
    fields |= {str(t["name"]): t.text for t in form.select("textarea[name]")}  # type: ignore[union-attr]
    fields[str(button["name"])] = str(button["value"])
    return client.post(str(button.get("formaction") or form["action"]), data=fields)  # type: ignore[index]


def test_a_star_marks_a_hit_and_leads_back_to_it(client: FlaskClient, archive: Archive) -> None:
    url = "/?q=Schoigu&sort=newest"
    assert set(pressed(client, url).values()) == {"false"}
    answer = send(client, url, 'button.star[value="parade"]')
    assert (answer.status_code, answer.location) == (303, "/?q=Schoigu&sort=newest#hit-2")
    assert pressed(client, url) == {"parade": "true", "brief": "false"}
    assert entries(archive, "Merkliste") == [("parade", "")]
    assert pressed(client, "/article/parade")["parade"] == "true"
    send(client, url, 'button.star[value="parade"]')
    assert entries(archive, "Merkliste") == []


def test_a_script_is_told_what_became_of_it(client: FlaskClient) -> None:
    asked = {"data": {"add": "parade"}, "headers": {"Accept": "application/json"}}
    assert client.post("/mark", **asked).json == {"marked": True, "list": "Merkliste", "articles": 1}
    assert client.post("/mark", data={"remove": "parade"}, headers=asked["headers"]).json["marked"] is False


def test_an_article_is_noted_on_any_list(client: FlaskClient, archive: Archive) -> None:
    fields = {
        "add": "bahn/streik",
        "list": "Bahn & Co",
        "note": "<b>Zitat</b>\r\nprüfen",
        "back": "/article/bahn/streik",
    }
    answer = client.post("/mark?at=noting", data=fields)
    assert answer.location == "/article/bahn/streik#noting"
    assert entries(archive, "Bahn & Co") == [("bahn/streik", "<b>Zitat</b>\nprüfen")]
    noting = one(page(client, "/article/bahn/streik"), "#noting")
    assert one(noting, ".note").text == "<b>Zitat</b>\nprüfen"
    assert href(one(noting, "p a")) == "/lists/Bahn%20&%20Co"


def test_a_list_is_made_chosen_ordered_and_deleted(client: FlaskClient, archive: Archive) -> None:
    answer = client.post("/lists", data={"name": "Dossier Ö"})
    assert answer.location == "/lists/Dossier%20%C3%96"
    assert "SameSite=Lax" in answer.headers["Set-Cookie"]
    for id in ("parade", "brief", "ende"):
        client.post("/mark", data={"add": id})
    assert [id for id, _ in entries(archive, "Dossier Ö")] == ["parade", "brief", "ende"]
    url = "/lists/Dossier Ö"
    send(client, url, "#entry-3 [value=up]")
    assert send(client, url, "#entry-1 [value=down]").location == "/lists/Dossier%20%C3%96#entry-2"
    assert [id for id, _ in entries(archive, "Dossier Ö")] == ["ende", "parade", "brief"]
    client.post(url, data={"id": "brief", "do": "note", "note": "Aufmacher"})
    assert one(page(client, url), "#entry-3 textarea").text == "Aufmacher"
    send(client, url, "#entry-1 [value=remove]")
    assert entries(archive, "Dossier Ö") == [("parade", ""), ("brief", "Aufmacher")]
    client.post("/lists", data={"name": "Zweite"})
    send(client, url, "[value=choose]")
    client.post("/mark", data={"add": "ende"})
    assert len(entries(archive, "Dossier Ö")) == 3
    send(client, url, "[value=delete]")
    assert archive.lists.names() == ["Zweite"]
    assert [link.text for link in page(client, "/lists").select(".lists > li > a")] == ["Zweite"]


def test_a_list_is_exported_and_printed(client: FlaskClient, archive: Archive) -> None:
    archive.lists.add("Heft", "brief", "parade", note="Seite 1 <oben>")
    assert client.get("/export.csv?list=Heft", buffered=True).text.splitlines()[1].endswith(",Seite 1 <oben>")
    assert client.get("/export.ris?list=Heft", buffered=True).text.count("N1  - Seite 1 <oben>") == 2
    assert "archiv-heft.bib" in client.get("/export.bib?list=Heft", buffered=True).headers["Content-Disposition"]
    short = page(client, "/lists/Heft/print")
    assert [title.text for title in short.select(".reviewed h2")] == [
        "Putin schreibt einen Brief", "Militärparade in Pjöngjang",
    ]  # fmt: skip
    assert one(short, ".reviewed .note").text == "Seite 1 <oben>"
    assert "27. Juli 2023 · Nordblatt · dpa" in short.text
    assert "Tag des Sieges" in one(page(client, "/lists/Heft/print?text=full"), ".reviewed:nth-of-type(2) .text").text
    assert client.get("/export.csv?list=Nirgends").status_code == 404


def test_a_long_list_is_paged_and_streamed(client: FlaskClient, archive: Archive, home: Path) -> None:
    archive.lists.add("Lang", "parade")
    with (home / "lists" / "Lang.toml").open("a", encoding="utf-8") as file:
        file.writelines(f'\n[[article]]\nid = "x{number}"\n' for number in range(9_999))
    assert len(page(client, "/lists/Lang?page=200").select(".entries > li")) == 50
    assert one(page(client, "/lists/Lang?page=999999"), "#entry-10000 h2").text == "x9998"
    assert page(client, "/lists/Lang?page=abc").select("#entry-1")
    assert len(page(client, "/lists/Lang/print").select(".reviewed")) == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "http://evil.example"},
        {"Origin": "null"}, {"Origin": "http://localhost:9"},
        {"Origin": "http://localhost", "Sec-Fetch-Site": "cross-site"},
    ],
    ids=str,
)  # fmt: skip
def test_another_site_can_send_no_form(client: FlaskClient, archive: Archive, headers: dict[str, str]) -> None:
    archive.lists.add("Heft", "parade")
    for url, fields in (
        ("/mark", {"add": "brief"}), ("/lists", {"name": "Neu"}), ("/lists/Heft", {"do": "delete"}),
    ):  # fmt: skip
        assert client.post(url, data=fields, headers=headers).status_code == 403
    assert archive.lists.summaries()[0].entries == 1
    assert archive.lists.names() == ["Heft"]


def test_our_own_forms_are_taken(client: FlaskClient, archive: Archive) -> None:
    for number, headers in enumerate(({"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://localhost"}, {})):
        assert client.post("/lists", data={"name": f"Nr {number}"}, headers=headers).status_code == 303
    assert client.get("/").headers["Referrer-Policy"] == "same-origin"  # else browsers call our own forms' origin null


def test_where_anybody_may_read_nobody_reads_or_writes_lists(archive: Archive) -> None:
    archive.lists.add("Geheim", "parade", note="vertraulich")
    for open_to_all in (Access(), access("0.0.0.0", None, public=True), access("127.0.0.1", None, public=True)):  # noqa: S104
        client = create_app(archive, open_to_all).test_client()
        for url in ("/lists", "/lists/Geheim", "/lists/Geheim/print", "/export.csv?list=Geheim"):
            answer = client.get(url)
            assert answer.status_code == 403
            assert "vertraulich" not in answer.text
        assert client.post("/mark", data={"add": "brief"}).status_code == 403
        found = client.get("/article/parade").text
        assert "vertraulich" not in found
        assert 'class="star"' not in found
        assert "/lists" not in found
    for closed in (Access("geheim"), access("0.0.0.0", "geheim", public=True)):  # noqa: S104
        client = create_app(archive, closed).test_client()
        assert client.get("/lists").status_code == 401
        assert client.get("/lists", auth=("", "geheim")).status_code == 200
    assert archive.lists.entries("Geheim") == (Entry("parade", "vertraulich"),)


@pytest.mark.parametrize(
    "back", ["//evil.example", "http://evil.example/", "/\\evil.example", "javascript:x", "/a\nb", ""]
)
def test_the_way_back_stays_here(client: FlaskClient, back: str) -> None:
    assert client.post("/mark", data={"add": "parade", "back": back}).location == "/"


@pytest.mark.parametrize("name", ["..", "../x", "a/b", "x" * 81, "a\x00b", "-rf", "%2e%2e", ".toml", "a\\b"], ids=ascii)
def test_hostile_names_are_refused_with_a_sentence(client: FlaskClient, home: Path, name: str) -> None:
    assert client.post("/lists", data={"name": name}).status_code == 400
    assert client.post("/mark", data={"add": "parade", "list": name}).status_code == 400
    assert client.get(f"/lists/{name}").status_code in (308, 400, 404)
    client.set_cookie("list", name)
    assert client.get("/").status_code == 200
    assert not (home / "lists").exists()


def test_a_broken_list_hinders_nothing_else(client: FlaskClient, archive: Archive, home: Path) -> None:
    archive.lists.add("Gut", "parade")
    (home / "lists" / "Merkliste.toml").write_text("[[article", "utf-8")
    assert client.get("/?q=Schoigu").status_code == 200
    assert client.get("/article/parade").status_code == 200
    assert "Merkliste.toml" in one(page(client, "/lists"), ".notice").text
    for answer in (client.get("/lists/Merkliste"), client.post("/mark", data={"add": "parade"})):
        assert answer.status_code == 409
        assert "Merkliste.toml" in answer.text
    assert client.post("/mark", data={"add": "parade", "list": "Gut"}).status_code == 303


def test_what_is_not_there_is_not_found(client: FlaskClient) -> None:
    for answer in (
        client.get("/lists/Nirgends"), client.post("/lists/Nirgends", data={"do": "delete"}),
        client.post("/mark", data={"add": "nirgends"}), client.post("/mark", data={"remove": "parade"}),
        client.post("/mark"),
    ):  # fmt: skip
        assert answer.status_code == 404
