"""Texts and names that would command a spreadsheet, a terminal, a feed reader or a reference manager stay text."""

import csv
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import bibtexparser
import feedparser
import pytest
import rispy
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from archive.service import Archive, open_archive
from web import create_app
from web.access import Access

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such file names")

NAMES = (
    "zeile\n=1+1.txt",
    "wagen\rruecklauf.txt",
    "esc\x1b[31m\x9b2J.txt",
    "recht\u202egnp.txt",
    "zu\u2066nter\u2069.txt",
    "=cmd|' !A1'.txt",
    "ueber\x7f\u2028.txt",
)
TITLES = (
    "=1+1", "+49 ruft", "-5 Grad", "@SUM(A1)", "＝1+1", "＋2", "－3", "＠x", "harmlos;=1+1", 'x"; @SUM(A1)', "  ＝1",
    "\u202eumgedreht\u202c", "\u2067isoliert", "a\x1b[31mrot\x07\x9b2J", "]]> & <b>", "}} @article{x, title={",
    "ER  - ", "\ufffe\uffff\x0b", "';=1", "$x$ \\input{y} %z",
)  # fmt: skip
COMMANDS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
FORMULA = re.compile(r"""\s*["']?\s*[=+\-@＝＋－＠]""")


@pytest.fixture
def hostile_archive(home: Path) -> Archive:
    seeds = home / "seeds"
    for name in NAMES:
        (seeds / name).write_text("Titel: Leuchtturm\nQuelle: =1;=2\n\nEin Leuchtturm.", "utf-8")
    for number, title in enumerate(TITLES):
        fields = {"title": title, "source": f"{title} Blatt", "author": [title, f"Z {title}"], "keywords": [title]}
        text = f"---\n{json.dumps(fields)}\n---\nEin Leuchtturm {title} steht \u202edort\x1b[2J."
        (seeds / f"titel{number}.md").write_text(text, "utf-8")
    archive = open_archive(home)
    archive.index()
    return archive


@pytest.fixture
def hostile_client(hostile_archive: Archive) -> FlaskClient:
    return create_app(hostile_archive, Access(hosts=frozenset({"localhost"}))).test_client()  # one that may keep lists


def found(archive: Archive) -> int:
    return archive.count("Leuchtturm")


def test_all_of_them_are_indexed(hostile_archive: Archive) -> None:
    assert found(hostile_archive) == len(NAMES) + len(TITLES)
    assert any(hit.title.startswith("=1+1") for hit in hostile_archive.search("Leuchtturm", limit=100).hits)


def test_no_cell_of_a_table_is_a_formula_wherever_a_spreadsheet_parts_it(
    hostile_client: FlaskClient, hostile_archive: Archive
) -> None:
    text = hostile_client.get("/export.csv?q=Leuchtturm").text
    lines = text.split("\r\n")
    assert len(lines) == found(hostile_archive) + 2
    assert not any("\n" in line or COMMANDS.search(line) for line in lines)
    for delimiter in ",;\t":
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            for cell in row:
                assert not re.match(r"""[\s"]*[=+\-@＝＋－＠]""", cell), (delimiter, cell)
    assert "5 Grad" in text


def test_references_hold_as_many_entries_as_there_are_hits(
    hostile_client: FlaskClient, hostile_archive: Archive
) -> None:
    ris, bib = (hostile_client.get(f"/export.{form}?q=Leuchtturm").text for form in ("ris", "bib"))
    assert len(rispy.loads(ris)) == len(bibtexparser.loads(bib).entries) == found(hostile_archive)
    assert not COMMANDS.search(ris.replace("\r\n", "\n"))
    assert not COMMANDS.search(bib)
    lines = [json.loads(line) for line in hostile_client.get("/export.jsonl?q=Leuchtturm").text.split("\n") if line]
    assert len({line["id"] for line in lines}) == found(hostile_archive)


def test_the_feed_is_xml_that_reorders_nothing(hostile_client: FlaskClient) -> None:
    for query in ("Leuchtturm", "%E2%80%AEx%0B%EF%BF%BE", "]]>"):
        text = hostile_client.get(f"/feed.atom?limit=100&q={query}").text
        ElementTree.fromstring(text)  # noqa: S314 -- ours
        assert not feedparser.parse(text).bozo
        assert not COMMANDS.search(text), query


def test_pages_reorder_nothing_and_run_nothing(hostile_client: FlaskClient, hostile_archive: Archive) -> None:
    ids = [hit.id for hit in hostile_archive.search("Leuchtturm", limit=100).hits]
    app = hostile_client.application
    with app.test_request_context():
        paths = [app.url_for("pages.article", id=id) + "?q=Leuchtturm" for id in ids]
    for id in ids:
        hostile_archive.lists.add("Türme", id, note="\u202eumgedreht")
    paths += ["/?q=Leuchtturm&limit=100", "/values/author", "/?q=%E2%80%AE%1B[31m", "/status"]
    for path in (*paths, "/lists/Türme", "/lists/Türme/print?text=full"):
        answer = hostile_client.get(path)
        assert answer.status_code == 200, path
        assert not re.search("[\u202a-\u202e\u2066-\u2069]", answer.text), path
        page = BeautifulSoup(answer.text, "lxml")
        assert not page.select("b, i, [onerror]")
        for script in page.select("script[type='application/ld+json']"):
            assert json.loads(script.text)["@type"] == "NewsArticle"


def test_originals_of_such_names(hostile_client: FlaskClient, hostile_archive: Archive) -> None:
    app = hostile_client.application
    for hit in hostile_archive.search("Leuchtturm", limit=100).hits:
        with app.test_request_context():
            path = app.url_for("files.original", id=hit.id)
            download = app.url_for("files.original", id=hit.id, download=1)
        shown = hostile_client.get(path, buffered=True)
        assert shown.status_code == 200, hit.id
        assert not COMMANDS.search(str(shown.headers).replace("\r\n", "\n"))
        answer = hostile_client.get(download, buffered=True)
        assert answer.status_code == 200, hit.id
        disposition = answer.headers["Content-Disposition"]
        assert not COMMANDS.search(disposition)
        assert "%0D" not in disposition and "%E2%80%AE" not in disposition


def test_completions_hold_no_commands(hostile_client: FlaskClient) -> None:
    for path in ("/api/complete?q=", "/api/complete?q=leucht", "/api/suggest?q=%1B[31mleucht"):
        for text in json.loads(hostile_client.get(path).text):
            assert "\x1b" not in str(text.get("text") if isinstance(text, dict) else ""), path


@pytest.mark.parametrize(
    "arguments",
    [
        ["search", "Leuchtturm", "--limit", "100"],
        ["search", "Leuchtturm", "--csv"],
        ["search", "Leuchtturm", "--ris"],
        ["search", "Leuchtturm", "--bibtex"],
        ["search", "Leuchtturm", "--jsonl"],
        ["search", "Leuchtturm", "--json"],
        ["search", "\x1b[31m\u202eLeuchttrum"],
        ["search", "date:\x1b[31m\u202e"],
        ["show", "esc\x1b[31m\x9b2J"],
        ["show", "nirgends\x1b[31m\u202e"],
        ["show", "titel13.md"],
        ["similar", "titel13.md"],
        ["status"],
        ["index"],
        ["read", "seeds"],
        ["read", "seeds", "--jsonl"],
        ["read", "\x1b[31mnirgends"],
        ["analyze", "Turm\x1b[31m\u202e"],
        ["analyze", "--jsonl", "Turm\x9b\u202e"],
        ["names", "suggest"],
        ["search", "--where", "\x1b[31m=x", "Turm"],
        ["search", "--\x1b[31m"],
        ["\x1b[31m"],
    ],
    ids=repr,
)
def test_no_command_reaches_the_terminal(hostile_archive: Archive, arguments: list[str]) -> None:
    home = hostile_archive.home.root
    (home / "seeds" / "leer\x1b[31m\n\u202e.txt").write_bytes(b"")
    hostile_archive.index()
    answer = subprocess.run(
        [sys.executable, "-m", "archive", "--home", str(home), *arguments],
        capture_output=True, cwd=home, env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    for stream in (answer.stdout, answer.stderr):
        text = stream.decode()
        assert not COMMANDS.search(text.replace("\r\n", "\n")), repr(text)
        assert "Traceback" not in text
    assert answer.returncode in (0, 1, 2)
