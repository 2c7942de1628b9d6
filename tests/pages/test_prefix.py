"""``archive serve --prefix``: behind a proxy, the archive is a part of another site, and no link leaves that part."""

from collections.abc import Iterator
from http.client import HTTPMessage
from pathlib import Path
from urllib.parse import urlencode, urljoin, urlsplit
from urllib.request import HTTPErrorProcessor, Request, build_opener
from xml.etree.ElementTree import fromstring

import pytest
from bs4 import BeautifulSoup

from archive.errors import ArchiveError
from tests.serving import Server, serving
from web.server import checked_prefix

PREFIX = "/zeitung/archiv"
BEGIN = ("/", "/?q=Drohnen", "/?q=Drohmen", "/?q=nirgendswo", "/?where=source%3DNordblatt&since=2020", "/values/source",
         "/article/parade?q=Drohnen&back=/%3Fq%3DDrohnen%23hit-1", "/help", "/status", "/lists")  # fmt: skip


class _AsIs(HTTPErrorProcessor):
    def http_response(self, request, response):  # type: ignore[no-untyped-def]
        return response


_opener = build_opener(_AsIs)


def ask(url: str, form: dict[str, str] | None = None, **headers: str) -> tuple[int, str, HTTPMessage]:
    """The status, the text and the headers of an answer; no redirect is followed."""
    data = None if form is None else urlencode(form).encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    with _opener.open(Request(url, data=data, headers=named), timeout=60) as answer:
        return answer.status, answer.read().decode("utf-8", "replace"), answer.headers


@pytest.fixture
def server(home: Path) -> Iterator[Server]:
    with serving(home, "--prefix", PREFIX) as running:
        yield running


def addresses(page: str, at: str) -> set[str]:
    """Where the links, forms and files of a page lead, as whole URLs without a fragment."""
    found = BeautifulSoup(page, "lxml")
    named = [(tag, name) for name in ("href", "src", "action", "formaction") for tag in found.select(f"[{name}]")]
    return {urljoin(at, str(tag[name])).partition("#")[0] for tag, name in named}


def test_every_link_and_form_of_every_page_stays_below_the_prefix_and_answers(server: Server) -> None:
    home = server.url + PREFIX
    status, _, headers = ask(f"{home}/mark", {"add": "parade", "list": "Merkliste", "back": "/?q=Drohnen"})
    assert (status, headers["Location"]) == (303, f"{PREFIX}/?q=Drohnen")
    led_to: set[str] = set()
    for path in (*BEGIN, "/lists/Merkliste", "/lists/Merkliste/print"):
        status, page, _ = ask(home + path)
        assert status == 200, path
        links = addresses(page, home + path)
        assert links, path
        assert [link for link in links if not link.startswith((f"{home}/", f"{home}?"))] == [], path
        led_to |= links
    kinds = {urlsplit(link).path.removeprefix(PREFIX).split("/")[1] for link in led_to}
    assert {"", "article", "values", "static", "lists", "mark", "original", "export.csv", "feed.atom"} <= kinds
    only_forms = {f"{home}/mark", f"{home}/saved"}
    for link in sorted(led_to):
        status = ask(link)[0]
        assert status == (405 if link.partition("?")[0] in only_forms else 200), link
    assert ask(f"{home}/nirgends")[0] == 404


def test_what_programs_read_names_the_prefix(server: Server) -> None:
    home = server.url + PREFIX
    feed = fromstring(ask(f"{home}/feed.atom?q=Drohnen")[1])  # noqa: S314 -- our own
    links = [str(link.get("href")) for link in feed.iter("{http://www.w3.org/2005/Atom}link")]
    assert len(links) >= 3
    description = fromstring(ask(f"{home}/opensearch.xml")[1])  # noqa: S314
    links += [str(url.get("template")) for url in description.iter("{http://a9.com/-/spec/opensearch/1.1/}Url")]
    assert [link for link in links if not link.startswith(f"{home}/")] == []
    for link in links:
        assert ask(link.replace("{searchTerms}", "Drohnen"))[0] == 200, link
    assert server.json(f"{PREFIX}/api/openapi.json")["servers"] == [{"url": home}]


def test_cookies_are_for_the_prefix_alone(server: Server) -> None:
    home = server.url + PREFIX
    cookies = ask(f"{home}/?lang=en")[2].get_all("Set-Cookie") or []
    cookies += ask(f"{home}/lists", {"name": "Wahl"})[2].get_all("Set-Cookie") or []
    assert len(cookies) >= 3
    assert [cookie for cookie in cookies if f"Path={PREFIX}" not in cookie.split("; ")] == []


def test_the_ids_of_a_feed_do_not_depend_on_the_prefix(home: Path, server: Server) -> None:
    name = "{http://www.w3.org/2005/Atom}id"
    below = fromstring(ask(f"{server.url}{PREFIX}/feed.atom?q=Drohnen")[1])  # noqa: S314
    with serving(home, "--no-watch") as plain:
        assert [one.text for one in fromstring(plain.get("/feed.atom?q=Drohnen")).iter(name)] == [  # noqa: S314
            one.text for one in below.iter(name)
        ]


def test_forwarded_headers_are_believed_of_the_proxy_alone(home: Path) -> None:
    forged = {"X_Forwarded_For": "203.0.113.7", "X_Forwarded_Proto": "https", "X_Forwarded_Host": "evil.example"}
    for options, scheme in (((), "http"), (("--proxy", "192.0.2.1"), "http"), (("--proxy", "127.0.0.1"), "https")):
        with serving(home, "--no-watch", *options) as server:
            url = ask(f"{server.url}/opensearch.xml", **forged)[1]
            assert f"{scheme}://127.0.0.1" in url, options
            assert "evil.example" not in url


@pytest.mark.parametrize(("given", "used"), [("", ""), ("/", ""), ("archiv", "/archiv"), ("/a/b/", "/a/b")])
def test_a_prefix_is_taken_with_and_without_slashes(given: str, used: str) -> None:
    assert checked_prefix(given) == used


@pytest.mark.parametrize("given", ["/a b", "/ä", "/..", "/a?b", "https://archiv.example/a", "/%41", '/"'])
def test_a_prefix_that_is_no_path_is_refused(given: str) -> None:
    with pytest.raises(ArchiveError, match="prefix"):
        checked_prefix(given)
