"""PDF: columns in whatever order a file has them, pages, titles, scans."""

import os
import random
import shutil
import subprocess

import pypdfium2
import pytest
from fpdf import FPDF

from archive.errors import ReadError
from tests.reading.conftest import articles_of

SENTENCES = [
    f"Der {adjective} {noun} {verb} am {day} {place}."
    for adjective, noun, verb, day, place in zip(
        ("alte", "neue", "große", "kühne", "späte", "frühe", "müde") * 9,
        ("Bürgermeister", "Zug", "Präsident", "Streik", "Haushalt", "Prozess", "Sturm", "Antrag", "Beschluss") * 7,
        ("kommt", "geht", "bleibt", "wartet", "beginnt") * 13,
        ("Montag", "Dienstag", "Mittwoch", "Donnerstag") * 16,
        ("in Köln", "in München", "bei Füssen", "vor Görlitz", "nach Straßburg", "über Österreich") * 11,
        strict=False,
    )
]
TEXT = " ".join(SENTENCES)
TITLE = "Streik legt die Züge lahm"


def _columns(number, order, head=""):
    """A page with a headline over a text in so many columns, its lines drawn in one of three orders."""
    pdf = FPDF(format="A4")
    pdf.set_auto_page_break(False)
    pdf.add_page()
    if head:
        pdf.set_font("Helvetica", size=7)
        pdf.text(10, 10, head)
    pdf.set_font("Helvetica", size=22)
    pdf.text(10, 22, TITLE)
    pdf.set_font("Times", size=9)
    width = (190 - 4 * (number - 1)) / number
    lines = [""]
    for word in TEXT.split():
        if pdf.get_string_width(f"{lines[-1]} {word}") > width - 1:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    high = -(-len(lines) // number)
    cells = [(place // high, place % high, line) for place, line in enumerate(lines)]
    if order == "by rows":
        cells.sort(key=lambda cell: (cell[1], cell[0]))
    elif order == "in disorder":
        random.Random(7).shuffle(cells)  # noqa: S311 -- a disorder that is always the same
    for column, row, line in cells:
        pdf.text(10 + column * (width + 4), 32 + 4 * row, line)
    return bytes(pdf.output())


def _read(tmp_path, data):
    (tmp_path / "a.pdf").write_bytes(data)
    (article,) = articles_of(tmp_path / "a.pdf", "a.pdf")
    return article


@pytest.mark.parametrize("order", ["by columns", "by rows", "in disorder"])
@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_columns_are_read_one_after_the_other(tmp_path, number, order):
    article = _read(tmp_path, _columns(number, order))
    assert article.title == TITLE
    assert " ".join(article.text.split()) == TEXT
    assert article.format == "application/pdf"


def test_a_date_and_print_evidence_above_the_title_are_text(tmp_path):
    article = _read(tmp_path, _columns(3, "by rows", "Nordblatt, Nr. 174, Donnerstag, 27. Juli 2023, Seite 3"))
    assert article.title == TITLE and article.text.startswith("Nordblatt, Nr. 174")


def _pages(pages, **properties):
    pdf = FPDF()
    for name, value in properties.items():
        getattr(pdf, f"set_{name}")(value)
    for number, text in enumerate(pages, 1):
        pdf.add_page()
        pdf.set_font("Helvetica", size=8)
        pdf.text(10, 8, f"Nordblatt vom 27. Juli 2023 - Seite {number}")
        pdf.set_font("Helvetica", size=11)
        pdf.set_xy(10, 20)
        pdf.multi_cell(180, 5, text)
    return bytes(pdf.output())


def test_running_heads_are_left_out_and_words_go_on_over_pages(tmp_path):
    pages = [
        "Der Anfang des Textes steht hier, und die Regie-",
        "rung berät. Dann kommt die zweite Seite.",
        "Das Ende.",
    ]
    article = _read(tmp_path, _pages(pages, author="Anna Roth", keywords="Bahn, Streik", title="bericht_final.doc"))
    assert article.text == (
        "Der Anfang des Textes steht hier, und die Regierung berät. Dann kommt die zweite Seite.\n\nDas Ende."
    )
    assert (article.authors, article.keywords, article.date) == (("Anna Roth",), ("Bahn", "Streik"), None)
    assert article.title.startswith("Der Anfang des Textes")
    starts = article.extra["page_starts"]
    assert [article.text[start:][:4] for start in starts] == ["Der ", "rung", "Das "]


def test_what_is_no_pdf_or_broken_or_empty_is_told(tmp_path):
    whole = _columns(2, "by rows")
    for broken in (b"%PDF-1.4", b"x" * 100, whole[:200], b"%PDF-1.4\n" + bytes(range(256)) * 20):
        with pytest.raises(ReadError, match=r"\.$"):
            _read(tmp_path, broken)


def test_an_encrypted_pdf_is_told(tmp_path):
    pdf = FPDF()
    pdf.add_page()
    pdf.set_encryption(owner_password="a", user_password="b")  # noqa: S106 -- of this test
    with pytest.raises(ReadError, match="encrypted"):
        _read(tmp_path, bytes(pdf.output()))


def _scan():
    with pypdfium2.PdfDocument(_columns(2, "by columns")) as document:
        page = document[0]
        picture = page.render(scale=200 / 72, grayscale=True).to_pil()
        page.close()
    pdf = FPDF(format="A4")
    pdf.add_page()
    pdf.image(picture, 0, 0, 210)
    return bytes(pdf.output())


def test_a_scan_is_told_as_such_where_nothing_reads_it(tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    from archive.reading.formats import scan

    scan._tesseract.cache_clear()
    try:
        with pytest.raises(ReadError, match="scan without text; install tesseract-ocr and tesseract-ocr-deu") as told:
            _read(tmp_path, _scan())
        assert not told.value.in_content, "the run after Tesseract was installed reads it"
    finally:
        scan._tesseract.cache_clear()


def test_a_scan_is_read_where_tesseract_is_installed(tmp_path, needs_tesseract):
    article = _read(tmp_path, _scan())
    words = set(TEXT.split())
    assert len(words & set(article.text.split())) > 0.95 * len(words)


MEND = "Tesseract with German is not installed: apt install tesseract-ocr tesseract-ocr-deu"


@pytest.fixture
def needs_tesseract():
    """Where it is missing, the test is skipped, but never where CI is set."""
    program = shutil.which("tesseract")
    languages = subprocess.run([program, "--list-langs"], capture_output=True, text=True).stdout if program else ""
    if "deu" not in languages.split():
        pytest.fail(MEND) if os.environ.get("CI") else pytest.skip(MEND)
