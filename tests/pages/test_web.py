"""The page and its JSON, asked over WSGI as a browser would."""

import json
import socket
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from archive.output.contract_json import dump, results_json
from archive.service import Archive, open_archive
from tests.pages.html import href, one, page
from web import create_app


def test_a_search_shows_hits_with_marks_and_facets_as_links(client: FlaskClient) -> None:
    found = page(client, "/?q=Schoigu")
    assert {link.text for link in found.select("article h2 a")} == {
        "Militärparade in Pjöngjang",
        "Putin schreibt einen Brief",
    }
    assert {mark.text for mark in found.select("mark")} == {"Schoigu", "Schoigus"}
    link = next(link for link in found.select("aside a") if link.text == "Nordblatt")
    narrowed = page(client, href(link))
    assert [hit.text for hit in narrowed.select("article h2 a")] == ["Militärparade in Pjöngjang"]
    assert len(page(client, href(one(narrowed, ".chips a"))).select("article h2")) == 2


def test_every_hit_leads_to_its_article(client: FlaskClient) -> None:
    for link in page(client, "/").select("article h2 a"):
        assert one(page(client, href(link)), "h1").text == link.text


def test_the_api_says_what_the_command_line_says(client: FlaskClient, archive: Archive) -> None:
    answered = json.loads(client.get("/api/search?q=Schoigu&where=source=Nordblatt&sort=newest&limit=5").text)
    asked = json.loads(
        dump(results_json(archive.search("Schoigu", where=["source=Nordblatt"], sort="newest", limit=5)))
    )
    assert answered | {"took_ms": 0} == asked | {"took_ms": 0}
    assert client.get("/api/article/bahn/streik").json == archive.article("bahn/streik").as_json()


def test_errors_have_their_status_and_say_what_to_do(client: FlaskClient, tmp_path: Path) -> None:
    for url, status in (
        ("/api/search?q=date:morgens", 400),
        ("/api/search?limit=x", 400),
        ("/api/search?page=0", 400),
        ("/api/search?sort=best", 400),
        ("/api/search?where=nix", 400),
        ("/api/article/nirgends", 404),
        ("/api/nirgends", 404),
    ):
        answer = client.get(url)
        assert answer.status_code == status, url
        assert set(answer.json["error"]) == {"message", "hint"}  # type: ignore[index]
    page(client, "/?q=date:morgens", 400)
    page(client, "/article/nirgends", 404)
    with open_archive(tmp_path) as empty:
        unindexed = create_app(empty).test_client()
        assert "noch einmal" in page(unindexed, "/?q=x", 503).text
        assert "archive index" in unindexed.get("/api/search").text
        assert unindexed.get("/healthz").status_code == 503
    assert client.get("/healthz").text == "ok"


def test_serve_answers_on_loopback_and_refuses_to_go_further(home: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "archive", "--home", str(home), "serve"]
    process = subprocess.Popen([*command, "--port", str(port)], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        assert f":{port}/" in process.stdout.readline()  # it says so when it listens
        with urlopen(f"http://127.0.0.1:{port}/api/search?q=Schoigu") as answer:
            assert json.load(answer)["total"] == 2
        taken = subprocess.run([*command, "--port", str(port)], capture_output=True, text=True)
        assert (taken.returncode, taken.stderr.count("\n")) == (2, 1)
        assert "--port" in taken.stderr
    finally:
        process.kill()
        process.communicate()
    beyond = subprocess.run([*command, "--host", "0.0.0.0"], capture_output=True, text=True)  # noqa: S104
    assert (beyond.returncode, beyond.stderr.count("\n")) == (2, 1)


def test_hostile_text_is_inert_everywhere(hostile: Path) -> None:
    with open_archive(hostile) as archive:
        archive.index()
        client = create_app(archive).test_client()
        for url in (
            "/?q=Giftig",
            "/?q=%22%3E%3Cscript%3E",
            "/article/%3Cb%3E",
            "/?q=x&where=source=%3Cscript%3E",
            "/article/%3Cscript%3E",
        ):
            answer = client.get(url)
            found = BeautifulSoup(answer.text, "lxml")
            assert not found.select("img, i, b, style, [onerror], [style]"), url
            assert all(script.get("src") or script["type"] == "application/ld+json" for script in found("script")), url
            policy = answer.headers["Content-Security-Policy"]
            assert "default-src 'none'" in policy
            assert "unsafe" not in policy
            assert "http" not in policy
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "<script>alert(1)</script>" in one(page(client, "/article/%3Cb%3E"), ".text").text


def test_an_article_file_that_is_html_is_shown_as_its_text(home: Path) -> None:
    (home / "seeds" / "seite.html").write_text(
        "<html><head><title>Seite</title></head><body><article><h1>Eine Seite</h1><p>Leuchtturm &amp; Möwe.</p>"
        "<script>alert(1)</script></article></body></html>",
        "utf-8",
    )
    with open_archive(home) as archive:
        archive.index()
        found = page(create_app(archive).test_client(), "/article/seite.html")
        assert "Leuchtturm & Möwe." in found.text
        assert "alert" not in found.text
