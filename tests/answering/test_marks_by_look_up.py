"""Marks that are found by the surface forms of an index are those that analysing every word finds."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.answering.searcher import Searcher
from archive.answering.snippets import Mark, Marker
from archive.article import Article
from archive.german import analyzer
from archive.indexing.surfaces import SurfaceReader
from archive.query.plan import All, Near, Phrase, Plan
from archive.request import SearchRequest
from archive.service import Archive, open_archive

_FILLING = "Am Abend sprach man über Wetterlagen, Ernteausfälle und die UN-Generalversammlung in New York. "
_TEXTS = {
    "krise": "Die Bankenkrise\n\nNach der Pleite von Lehman geriet die Bank in die Krise. Banken, Sparkassen und "
    "Versicherungs- und Bankkunden zahlten 1.000 Euro; der Bankkundinnen und -kunden nahm sich niemand an.",
    "häuser": "Alte Häuser\n\nDas Haus am Fluß, die Häuser in der Altstadt, ein Hausboot und die Regie-\nrung: Haeuser "
    "für Mitarbeiter*innen. Schifffahrt hieß Schiffahrt. Das Hochhaus des Hauses Habsburg, der Haus-Rat.",
    "akw": "Streit um Atomkraftwerke\n\nDas Kernkraftwerk Biblis, ein AKW, ging vom Netz. Die Europäische Zentralbank "
    "und die EZB-Präsidentin schwiegen, wie Präsident Erdoğan. Schoigu, Shoigu oder Schoigus Brief?",
    "english": "The houses of the city\n\nThe city and its houses were the city of the house that the man had built in "
    "the years before, when houses and their owners were in the news of the day and of the year.",
    "lang": "Langes\n\n"
    + _FILLING * 210
    + "Haus und Kampf- und Spionagedrohnen über Häusern. "
    + _FILLING * 9
    + "Haus",
}
_QUERIES = (
    "Haus", '"Haus"', "Häuser Altstadt", "Bank Krise", "Bankenkrise", "Bankkunde OR Bankkundin", "AKW", "EZB", "Shoigu",
    "Schiffahrt", '"Europäische Zentralbank"', '"die Krise"', '"Bank Krise"~9', '"Haus Fluß Altstadt"~9', "Haus*",
    "Hausbot~", "Kunden", "Drohne", "Regierung", "house city", "1.000 Euro", "Erdogan", "Rat", "UN Generalversammlung",
    "title:Haus", "Mitarbeiterin", "die Häuser in der Altstadt",
    "Nach der Pleite von Lehman geriet die Bank in die Krise",
)  # fmt: skip


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    (tmp_path / "seeds").mkdir()
    for name, text in _TEXTS.items():
        (tmp_path / "seeds" / f"{name}.txt").write_text(text, "utf-8")
    with open_archive(tmp_path) as archive:
        archive.index()
        yield archive


def _both_ways(
    searcher: Searcher, query: str, surfaces: SurfaceReader | None
) -> Iterator[tuple[list[Mark], list[Mark]]]:
    node = searcher._node(SearchRequest(query))
    for article in _articles(searcher):
        for text, field in ((article.text, "body"), (article.title, "title")):
            read, analysed = Marker(node, field, surfaces), Marker(node, field)
            yield read.first_marks(text, article.language), analysed.first_marks(text, article.language)


def _articles(searcher: Searcher) -> list[Article]:
    ids = [id for id, _ in searcher._engine.search(Plan(All(), limit=None)).hits]
    return list(searcher._engine.get(ids).values())


@pytest.mark.parametrize("query", _QUERIES)
def test_marks_are_those_of_every_word_analysed(archive: Archive, query: str) -> None:
    with archive._searcher() as searcher:
        surfaces = searcher._opened.surfaces
        assert surfaces.holders(["haus"]) is not None
        some = 0
        for read, analysed in _both_ways(searcher, query, surfaces):
            assert read == analysed
            some += len(read)
        assert some


def test_phrases_and_nearness_by_terms_are_marked_alike(archive: Archive) -> None:
    nodes: list[Phrase | Near] = []
    for pair in (("bank", "krise"), ("haus", "hausboot"), ("haus", "altstadt"), ("haus", "haus")):
        nodes += [Phrase("body", pair), *(Near("body", pair, far) for far in (1, 3, 8, 20))]
    with archive._searcher() as searcher:
        some = 0
        for node in nodes:
            for article in _articles(searcher):
                marks = Marker(node, surfaces=searcher._opened.surfaces).marks(article.text, article.language)
                assert marks == Marker(node).marks(article.text, article.language)
                some += len(marks)
        assert some


def test_a_question_analyses_no_single_word_of_an_article(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hits, relaxed hits, suggestions and completion: only spans of several words whose pieces stand nowhere else."""
    analysed: list[str] = []
    words = analyzer()
    span, make = words.span, words._span
    monkeypatch.setattr(words, "span", lambda text: analysed.append(text) or span(text))
    monkeypatch.setattr(words, "_span", lambda text: analysed.append(text) or make(text))
    known = len(words._table)
    relaxed = archive.search("Pleite Lehman Krise Wetterlagen Habsburg").relaxed
    assert relaxed and relaxed.hits
    assert archive.search("Bank Krise").total == 1
    assert archive.search("Hausbot").suggestion == "Hausboot"
    assert [word.text for word in archive.complete("hochh")] == ["Hochhaus"]
    assert archive.search("Generalversammlung").hits[0].snippets
    assert len(words._table) == known
    typed = {"hausbot", "hochh", "Hausbot", "hochhaus"}  # and the forms that go on from it, to tell one word by
    assert {text for text in analysed if text.isalnum()} <= typed | {"Hausboot"}
    assert {text for text in analysed if not text.isalnum()} <= {
        "Versicherungs- und Bankkunden", "Bankkundinnen und -kunden", "UN-Generalversammlung", "Regie-\nrung",
    }  # fmt: skip


def test_pieces_that_stand_alone_elsewhere_explain_a_word_with_hyphens(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    for name, text in {
        "eins": "Die Software der Firma läuft.",
        "zwei": "Eine Software-Firma, kein Firma-Haus.",
    }.items():
        (tmp_path / "seeds" / f"{name}.txt").write_text(text, "utf-8")
    with open_archive(tmp_path) as archive:
        archive.index()
        with archive._searcher() as searcher:
            for query in ("Software", "Firma", "Firmen", "Software-Firma", '"Software Firma"', "Firmenhaus", "Haus"):
                for read, analysed in _both_ways(searcher, query, searcher._opened.surfaces):
                    assert read == analysed
            marker = Marker(searcher._node(SearchRequest("Software")), "body", searcher._opened.surfaces)
            marker._analysed = None  # type: ignore[method-assign,assignment]  # is not to be called
            article = next(article for article in _articles(searcher) if article.id == "zwei")
            assert [mark.kind for mark in marker.first_marks(article.text, "de")] == ["exact"]


@pytest.mark.parametrize("place", [19_950, 19_990, 20_000, 20_010, 39_000, 150_000])
def test_a_long_text_is_read_in_pieces_that_part_no_span(tmp_path: Path, place: int) -> None:
    (tmp_path / "seeds").mkdir()
    filling = (_FILLING * 2_000)[:place].rpartition(" ")[0]
    text = f"Langes\n\n{filling} Kampf- und Spionagedrohnen, Haus-\nrat und Häuser. {_FILLING * 300}"
    (tmp_path / "seeds" / "lang.txt").write_text(text, "utf-8")
    with open_archive(tmp_path) as archive:
        archive.index()
        with archive._searcher() as searcher:
            article = _articles(searcher)[0]
            marker = Marker(searcher._node(SearchRequest("Kampfdrohnen OR Haus")), "body", searcher._opened.surfaces)
            found = [article.text[mark.start : mark.end] for mark in marker.first_marks(article.text, "de")]
            assert "Kampf" in found and "Häuser" in found
            assert found == [article.text[m.start : m.end] for m in marker.marks(article.text, "de")]


@pytest.mark.parametrize("damage", ["missing", "no database", "empty", "cut off", "locked"])
def test_without_its_file_an_index_answers_as_before(archive: Archive, damage: str) -> None:
    expected = archive.search("Bank Krise")
    with archive._current.open() as opened:
        path = opened.generation.surfaces
    archive._current.close()
    content = path.read_bytes()
    match damage:
        case "missing":
            path.unlink()
        case "no database":
            path.write_bytes(b"x" * len(content))
        case "empty":
            path.write_bytes(b"")
        case "cut off":
            path.write_bytes(content[:5000])
    with sqlite3.connect(path if damage == "locked" else ":memory:", isolation_level=None) as other:
        other.execute("BEGIN EXCLUSIVE")
        found = archive.search("Bank Krise")
    other.close()
    assert (found.total, found.hits) == (expected.total, expected.hits)
