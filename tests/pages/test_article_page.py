"""The page of an article: its way back, its marks, its text, how it is cited."""

import json
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from fpdf import FPDF

from archive.service import open_archive
from tests.pages.html import href, one, page
from web import create_app


def test_an_article_leads_back_to_its_place_in_the_results(client: FlaskClient) -> None:
    start = page(client, "/?q=Schoigu&sort=oldest&where=language%3Dde")
    for hit in start.select(".hit"):
        found = page(client, href(one(hit, "h2 a")))
        back = urlsplit(href(one(found, ".back")))
        assert (back.scheme, back.netloc, back.path, back.fragment) == ("", "", "/", hit["id"])
        assert parse_qs(back.query) == {"q": ["Schoigu"], "sort": ["oldest"], "where": ["language=de"]}


@pytest.mark.parametrize(
    "back",
    (
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "evil",
        "/article/x",
        "/\t/x",
    ),
)
def test_the_way_back_leads_to_no_other_place(client: FlaskClient, back: str) -> None:
    assert not page(client, "/article/parade?back=" + back.replace("\t", "%09")).select(".back")


def test_marks_of_an_article_are_numbered_and_linked(client: FlaskClient) -> None:
    found = page(client, "/article/parade?q=Schoigu+Drohne+Nordkorea")
    marks = found.select(".text mark")
    assert [mark["id"] for mark in marks] == ["m1", "m2", "m3"]
    assert [[href(link) for link in step("a")] for step in found.select(".step")] == [
        ["#m2"], ["#m1", "#m3"], ["#m2"],
    ]  # fmt: skip
    assert href(one(found, "#next-mark")) == "#m1"
    assert not page(client, "/article/parade").select(".text mark, #marks")


def test_paragraphs_are_those_of_the_text(home: Path) -> None:
    (home / "seeds" / "absatz.txt").write_text("Titel: Absätze\n\nEins Wort.\nZeile.\n\nWort\n\n\nDrei Wort.", "utf-8")
    with open_archive(home) as archive:
        archive.index()
        found = page(create_app(archive).test_client(), "/article/absatz?q=Wort")
    for step in found.select(".step"):
        step.decompose()
    assert [p.text for p in found.select(".text p")] == ["Eins Wort.\nZeile.", "Wort", "Drei Wort."]


def test_an_article_is_citable_by_machines(client: FlaskClient) -> None:
    found = page(client, "/article/parade")
    data = json.loads(one(found, "script[type='application/ld+json']").text)
    assert (data["@type"], data["headline"], data["datePublished"]) == (
        "NewsArticle", "Militärparade in Pjöngjang", "2023-07-27",
    )  # fmt: skip
    assert one(found, "meta[name=citation_title]")["content"] == "Militärparade in Pjöngjang"
    assert one(found, "meta[name=citation_publication_date]")["content"] == "2023/07/27"
    assert not page(client, "/article/ende").select("meta[name=citation_publication_date]")


def test_an_article_is_cited_kept_and_compared(client: FlaskClient) -> None:
    found = page(client, "/article/parade")
    assert one(found, "#citation").text == "dpa: Militärparade in Pjöngjang. In: Nordblatt, 27. Juli 2023."
    for form, begin in (("ris", "TY  - NEWS"), ("bib", "@article{parade,")):
        shown = one(found, f"#citation-{form}").text
        assert shown.startswith(begin)
        link = one(found, f"a[href^='/export.{form}']")
        assert client.get(href(link)).text.replace("\r\n", "\n").strip() == shown
    with client.get(href(one(found, "dd a[download]"))) as original:
        assert "Verteidigungsminister" in original.text
    assert {href(link) for link in found.select(".similar a")} >= {"/article/brief"}


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("2023-07-28T17:59:00+02:00", "28. Juli 2023, 17:59"),
        ("2023-07-28T15:59:00Z", "28. Juli 2023, 15:59 UTC"),
        ("2023-07-28T10:59:00-05:00", "28. Juli 2023, 10:59 UTC−05"),
        ("2023-07-28T10:59:00+05:30", "28. Juli 2023, 10:59 UTC+05:30"),
        ("2023-07-28T00:00:00+02:00", "28. Juli 2023"),
    ],
)
def test_a_time_is_shown_by_the_clock_it_was_written_by(home: Path, written: str, shown: str) -> None:
    (home / "seeds" / "zeit.txt").write_text(f"Titel: Uhrzeit\nDatum: {written}\n\nDer Text.", "utf-8")
    with open_archive(home) as archive:
        archive.index()
        found = page(create_app(archive).test_client(), "/article/zeit")
        assert one(found, ".about time").text == shown


def test_a_pdf_opens_at_the_page_of_the_first_mark(home: Path) -> None:
    pdf = FPDF()
    for text in (
        "Der Anfang steht hier auf dem ersten Blatt.",
        "In der Mitte steht ein Leuchtturm.",
        "Das Ende ist da.",
    ):
        pdf.add_page()
        pdf.set_font("Helvetica", size=11)
        pdf.multi_cell(180, 5, text)
    (home / "seeds" / "heft.pdf").write_bytes(bytes(pdf.output()))
    with open_archive(home) as archive:
        archive.index()
        client = create_app(archive).test_client()
        for question, place in (("Leuchtturm", "#page=2"), ("Ende", "#page=3"), ("", "#page=1")):
            assert f"/original/heft.pdf{place}" in client.get(f"/article/heft.pdf?q={question}").text
        shown = client.get("/original/heft.pdf", buffered=True)
        assert shown.mimetype == "application/pdf" and "inline" in shown.headers["Content-Disposition"]
