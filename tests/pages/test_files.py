"""The original of an article, by its id and never by a path."""

import os
import sys
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from archive.service import Archive, open_archive
from web import create_app


def test_a_seed_is_given_as_it_lies_there(client: FlaskClient, home: Path) -> None:
    answer = client.get("/original/bahn/streik?download=1", buffered=True)
    assert answer.data == (home / "seeds" / "bahn" / "streik.txt").read_bytes()
    assert answer.mimetype == "text/plain"
    assert answer.headers["Content-Disposition"] == "attachment; filename=streik.txt"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_text_is_shown_in_whatever_encoding_it_is(client: FlaskClient, home: Path) -> None:
    (home / "seeds" / "bahn" / "streik.txt").write_bytes("Größe – „so“ <b>".encode("cp1252"))
    answer = client.get("/original/bahn/streik")
    assert (answer.text, answer.content_type) == ("Größe – „so“ <b>", "text/plain; charset=utf-8")
    assert "Content-Disposition" not in answer.headers


def test_a_page_is_shown_in_a_sandbox_and_unknown_files_are_downloads(home: Path) -> None:
    page = "<html><body><p>Ein Leuchtturm \u2068mit\u2069 vielen Worten.<script>alert(1)</script></body></html>"
    (home / "seeds" / "seite.html").write_text(page, "utf-8")
    (home / "seeds" / "zeilen.jsonl").write_text('{"title": "Leuchtturm", "text": "Ein Text."}', "utf-8")
    with open_archive(home) as archive:
        archive.index()
        client = create_app(archive).test_client()
        shown = client.get("/original/seite.html", buffered=True)
        assert shown.mimetype == "text/html" and not shown.headers.get("Content-Disposition", "").startswith("attach")
        assert shown.text == page  # whatever our own pages are freed of
        policy = shown.headers["Content-Security-Policy"]
        assert policy.startswith("sandbox; default-src 'none'") and "allow-scripts" not in policy
        lines = client.get("/original/zeilen.jsonl", buffered=True)
        assert lines.headers["Content-Disposition"] == "attachment; filename=zeilen.jsonl"
        assert (
            "sandbox" in client.get("/original/seite.html?download", buffered=True).headers["Content-Security-Policy"]
        )


def test_names_of_any_kind(home: Path) -> None:
    seeds = home / "seeds"
    names = ["Größe & \"Maß\"; x='1'.html", "original.txt", "a%FF.txt", "# 100 %?.txt"]
    if sys.platform == "linux":
        names.append(os.fsdecode(b"roh\xff.txt"))
    for number, name in enumerate(names):
        (seeds / name).write_text(f"Ein Leuchtturm, der {number}te seiner Art.", "utf-8")
    with open_archive(home) as archive:
        archive.index()
        app = create_app(archive)
        found = archive.search("Leuchtturm").hits
        assert len(found) == len(names)
        for hit in found:
            with app.test_request_context():
                url = app.url_for("files.original", id=hit.id)
            assert archive.article(hit.id).text.encode() in app.test_client().get(url, buffered=True).data


def test_only_articles_have_originals(client: FlaskClient, home: Path) -> None:
    (home / "secret.txt").write_text("geheim", "utf-8")
    (home / "seeds" / "neu.txt").write_text("noch nicht im Index", "utf-8")
    paths = ("../secret", "..%2Fsecret", "/etc/passwd", "%2Fetc%2Fpasswd", "parade.txt", "neu", "bahn", "%00", "%FF")
    for path in paths:
        answer = client.get(f"/original/{path}", follow_redirects=True)
        assert answer.status_code == 404, path
        assert "geheim" not in answer.text


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right that few have there")
def test_a_link_out_of_seeds_is_refused(client: FlaskClient, archive: Archive, home: Path) -> None:
    (home / "secret.txt").write_text("geheim", "utf-8")
    (home / "seeds" / "parade.txt").unlink()
    (home / "seeds" / "parade.txt").symlink_to(home / "secret.txt")
    (home / "seeds" / "bahn").rename(home / "draussen")
    (home / "seeds" / "bahn").symlink_to(home / "draussen")
    for id in ("parade", "bahn/streik"):
        answer = client.get(f"/original/{id}")
        assert answer.status_code == 404
        assert "geheim" not in answer.text


def test_a_file_that_has_gone_is_told_of(client: FlaskClient, home: Path) -> None:
    (home / "seeds" / "parade.txt").unlink()
    answer = client.get("/original/parade")
    assert answer.status_code == 404
    assert "Die Datei dieses Artikels" in answer.text
    (home / "seeds" / "parade.txt").mkdir()
    assert client.get("/original/parade").status_code == 404
