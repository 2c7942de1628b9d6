"""All hits as files."""

import csv
import gzip
import io
import json

import bibtexparser
import pytest
import rispy
from flask.testing import FlaskClient

from archive.service import Archive
from web.exports import MAX_RUNNING

FORMS = {
    "csv": "text/csv",
    "jsonl": "application/jsonl",
    "ris": "application/x-research-info-systems",
    "bib": "application/x-bibtex",
}


def ids(form: str, text: str) -> list[str]:
    match form:
        case "csv":
            return [row["id"] for row in csv.DictReader(io.StringIO(text, newline=""))]
        case "jsonl":
            return [json.loads(line)["id"] for line in text.split("\n") if line]
        case "ris":
            return [entry["id"] for entry in rispy.loads(text)]
        case _:
            return [entry["ID"] for entry in bibtexparser.loads(text).entries]


@pytest.mark.parametrize("form", FORMS)
def test_every_hit_is_exported_in_the_order_asked_for(client: FlaskClient, archive: Archive, form: str) -> None:
    answer = client.get(f"/export.{form}?sort=oldest")
    assert answer.mimetype == FORMS[form]
    assert answer.headers["Content-Disposition"] == f'attachment; filename="archiv.{form}"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    wanted = [hit.id for hit in archive.search(sort="oldest").hits]
    assert ids(form, answer.text) == wanted
    assert ids(form, client.get(f"/export.{form}?sort=oldest&limit=2&page=2").text) == wanted[2:]
    narrowed = f"/export.{form}?q=agency:dpa&where=source=Nordblatt&since=2024"
    assert ids(form, client.get(narrowed).text) == ["bahn/streik"]
    assert ids(form, client.get(f"/export.{form}?q=Elefant").text) == []


def test_more_hits_than_a_page_may_have(client: FlaskClient, archive: Archive) -> None:
    seeds = archive.home.seeds
    for number in range(450):
        (seeds / f"{number}.txt").write_text(f"Titel: Nummer {number}\n\nEin Leuchtturm.", "utf-8")
    archive.index()
    answer = client.get("/export.jsonl?q=Leuchtturm")
    assert answer.is_streamed
    assert len(set(ids("jsonl", answer.text))) == 450


@pytest.mark.parametrize("bad", ["q=date:morgens", "limit=x", "limit=-1", "page=0", "sort=best", "where=nix"])
def test_what_cannot_be_asked_is_an_error_before_anything_is_sent(client: FlaskClient, bad: str) -> None:
    for _ in range(MAX_RUNNING + 1):  # and gives its place back
        answer = client.get(f"/export.csv?{bad}")
        assert answer.status_code == 400
        assert "Content-Disposition" not in answer.headers
    assert client.get("/export.pdf").status_code == 404


def test_slow_readers_leave_threads_for_the_others(client: FlaskClient) -> None:
    slow = [client.get("/export.jsonl", buffered=False) for _ in range(MAX_RUNNING)]
    busy = client.get("/export.jsonl")
    assert busy.status_code == 503
    assert busy.headers["Retry-After"]
    for answer in slow:
        answer.close()
    assert client.head("/export.jsonl").status_code == 200
    assert len(ids("jsonl", client.get("/export.jsonl").text)) == 4


def test_a_files_name_tells_the_question(client: FlaskClient) -> None:
    for question, name in (
        ("", "archiv.csv"),
        ('Größe & "Maß"\r\n../x', "archiv-groesse-mass-x.csv"),
        ("Шойгу", "archiv-shoygu.csv"),
    ):
        answer = client.get("/export.csv", query_string={"q": question})
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"', question


def test_a_table_for_a_spreadsheet_has_a_mark_and_semicolons(client: FlaskClient) -> None:
    plain, marked = client.get("/export.csv?q=Schoigu").data, client.get("/export.csv?q=Schoigu&excel=1").data
    assert plain.startswith(b"id,title,") and marked.startswith(b"\xef\xbb\xbfid;title;")
    assert len(marked.splitlines()) == len(plain.splitlines())


def test_pages_are_compressed_for_those_who_take_it(client: FlaskClient) -> None:
    plain, packed = client.get("/?q=Schoigu"), client.get("/?q=Schoigu", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip" and "Content-Encoding" not in plain.headers
    assert "Accept-Encoding" in packed.headers["Vary"] and "Accept-Encoding" in plain.headers["Vary"]
    assert len(packed.data) < 0.5 * len(plain.data)
    assert "Schoigu" in gzip.decompress(packed.data).decode()
    small = client.get("/healthz", headers={"Accept-Encoding": "gzip"})
    assert small.text == "ok"
