"""What the archive tells of files in English is told in German on a German page."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from flask.testing import FlaskClient

from archive.service import open_archive
from tests.pages.html import one, page
from web import create_app
from web.reasons import translated

ROOT = Path(__file__).parents[2]
_TELLING = {"Unreadable", "End", "_tell"}  # what is called with a sentence
_TOLD = {"problem", "reason", "defect", "rest", "_MEND"}  # what is given a sentence
# Modules that tell of the index, on a terminal.
_OF_THE_INDEX = {"decision", "doctor", "damage", "run", "generations", "ledger", "state", "workers"}


def sentences() -> Iterator[str]:
    """The sentences in the sources of reading and indexing, each with a number or a word in its places."""
    for path in sorted([*ROOT.glob("archive/reading/**/*.py"), *ROOT.glob("archive/indexing/*.py")]):
        if path.name in (
            "decision.py",
            "doctor.py",
            "damage.py",
            "run.py",
            "generations.py",
            "ledger.py",
            "state.py",
            "workers.py",
        ):
            continue  # they tell of the index, on a terminal
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            values: list[ast.expr] = []
            if isinstance(node, ast.Call):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                values = node.args[:1] if name in _TELLING else []
                values += [keyword.value for keyword in node.keywords if keyword.arg == "reason"]
            elif isinstance(node, ast.Assign) and len(node.targets) == 1:
                target = node.targets[0]
                named = target.value if isinstance(target, ast.Subscript) else target
                name = named.attr if isinstance(named, ast.Attribute) else getattr(named, "id", "")
                values = [node.value] if name in _TOLD | {"refused", "blocked"} else []
            for value in values:
                for inner in (value.body, value.orelse) if isinstance(value, ast.IfExp) else (value,):
                    if text := _text(inner):
                        yield text


def _text(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if isinstance(node, ast.JoinedStr):
        text = "".join(part.value if isinstance(part, ast.Constant) else "12" for part in node.values)  # type: ignore[misc]
        return text if re.search("[a-z]", text) else ""
    return ""


def test_every_reason_has_its_german(client: FlaskClient) -> None:
    found = list(sentences())
    assert len(found) > 50
    with client.application.test_request_context("/status"):
        assert [text for text in found if translated(text) in (None, text)] == []
    with client.application.test_request_context("/status?lang=en"):
        assert translated("The crawl holds no page.") == "The crawl holds no page."


def test_parts_numbers_and_what_stands_beside_are_told_too(client: FlaskClient) -> None:
    with client.application.test_request_context("/status"):
        told = translated(
            "a: b.zip/c.pdf: The PDF has more than 12,000 pages; split it. (3 more parts of the file cannot be read.)"
        )
        assert told == (
            "a: b.zip/c.pdf: Die PDF-Datei hat mehr als 12.000 Seiten; teilen Sie sie."
            " (3 weitere Teile der Datei können nicht gelesen werden.)"
        )
        assert (translated("The crawl holds no page (the index keeps what it had of this file)") or "").startswith(
            "Der Crawl enthält keine Seite"
        )
        picture = translated("The file is a picture, whatever its name says; give it its own suffix or take it away.")
        assert (picture or "").startswith("Die Datei ist ein Bild, was immer ihr Name sagt;")
        assert translated("Nobody ever said this.") is None


def test_no_german_page_speaks_english_or_of_commands(home: Path) -> None:
    (home / "seeds" / "leer.txt").write_bytes(b"")
    (home / "names.toml").write_text("kein = TOML", "utf-8")
    with open_archive(home, on_problem=lambda problem: None) as archive:
        archive.index()
        client = create_app(archive).test_client()
        state = page(client, "/status")
        assert "Die Datei ist leer" in one(state, "#failures ~ table").text
        assert "Berichtigen oder entfernen" in one(state, ".notice").text
        for found in (
            state, page(client, "/article/nirgends", 404), page(client, "/nirgends", 404),
            page(client, "/?limit=x", 400), page(client, f"/?q={'x' * 1001}", 400),
        ):  # fmt: skip
            assert not found.select("main [lang=en]")
            assert "archive index" not in one(found, "main").text and "archive search" not in one(found, "main").text
        assert "1.001 Zeichen" in one(found, "main").text
        with open_archive(home.parent) as empty:
            failed = page(create_app(empty).test_client(), "/", 503)
            assert not failed.select("main [lang=en]") and "archive index" not in one(failed, "main").text
        assert client.post("/").status_code == 405
        assert "Method" not in client.post("/").text


def test_places_have_their_english_names_on_an_english_page(client: FlaskClient) -> None:
    german = page(client, "/article/bahn/streik")
    assert "Deutschland" in one(german, "dl.about").text
    english = page(client, "/article/bahn/streik?lang=en")
    assert "Germany" in one(english, "dl.about").text
    found = page(client, "/?where=place=Deutschland&lang=en")
    assert one(found, ".chips a").text.startswith("Place: Germany")
    assert "Germany" in one(found, "#facet-place").text
    assert "Germany" in one(page(client, "/values/place?contains=germ&lang=en"), "#values").text
