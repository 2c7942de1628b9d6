"""Documents of Word and LibreOffice."""

import io
import zipfile

import pytest
from docx import Document

from archive.errors import ReadError
from tests.reading.conftest import articles_of

TEXT = "Die Bahn steht seit dem frühen Morgen still, und niemand weiß, wie lange."


def _docx():
    document = Document()
    document.core_properties.author = "Anna Roth"
    document.core_properties.title = "Vorlage 7"
    document.add_heading("Streik legt Züge lahm", 0)
    document.add_paragraph("Die Gewerkschaft ruft auf", style="Subtitle")
    document.add_paragraph("Berlin, 27.7.2023 (dpa) - " + TEXT)
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Züge", "17"
    document.add_paragraph("Schluss.")
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


_NAMES = "".join(
    f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (("office", "office"), ("text", "text"), ("meta", "meta"), ("table", "table"))
)


def _odt(content=None):
    body = (
        content
        or f"""<text:tracked-changes><text:changed-region><text:p>Alt.</text:p></text:changed-region>
</text:tracked-changes><text:h>Streik legt Züge lahm</text:h><text:p>Berlin,<text:s/>27.7.2023 (dpa) - {TEXT}</text:p>
<table:table><table:table-row><table:table-cell><text:p>17<text:tab/>Züge</text:p></table:table-cell></table:table-row>
</table:table><text:p>Schluss<office:annotation><text:p>Stimmt das?</text:p></office:annotation>.</text:p>"""
    )
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as packed:
        packed.writestr(
            "content.xml",
            f"<office:document-content{_NAMES}>{body}</office:document-content>",
        )
        packed.writestr(
            "meta.xml",
            f"""<office:document-meta{_NAMES} xmlns:dc="http://purl.org/dc/elements/1.1/">
<meta:initial-creator>Anna Roth</meta:initial-creator><dc:date>2024-01-01T00:00:00</dc:date></office:document-meta>""",
        )
    return data.getvalue()


def test_a_document_of_word_is_read_in_its_order(tmp_path):
    (tmp_path / "a.docx").write_bytes(_docx())
    (article,) = articles_of(tmp_path / "a.docx", "a.docx")
    assert (article.title, article.subtitle) == ("Streik legt Züge lahm", "Die Gewerkschaft ruft auf")
    assert article.text == f"Berlin, 27.7.2023 (dpa) - {TEXT}\n\nZüge | 17\n\nSchluss."
    assert (article.authors, article.agencies, article.date) == (("Anna Roth",), ("dpa",), "2023-07-27")


def test_a_document_of_libreoffice_is_read_in_its_order(tmp_path):
    (tmp_path / "a.odt").write_bytes(_odt())
    (article,) = articles_of(tmp_path / "a.odt", "a.odt")
    assert article.title == "Streik legt Züge lahm"
    assert article.text == f"Berlin, 27.7.2023 (dpa) - {TEXT}\n\n17\tZüge\n\nSchluss."
    assert (article.authors, article.agencies, article.date) == (("Anna Roth",), ("dpa",), "2023-07-27")


@pytest.mark.parametrize("suffix", ["docx", "odt"])
def test_a_broken_document_is_told(tmp_path, suffix):
    whole = _docx() if suffix == "docx" else _odt()
    empty = io.BytesIO()
    zipfile.ZipFile(empty, "w").close()
    for broken in (whole[:100], whole[: len(whole) // 2], b"PK\x03\x04", b"x" * 1000, empty.getvalue(), b" "):
        (tmp_path / f"a.{suffix}").write_bytes(broken)
        with pytest.raises(ReadError, match=r"\.$"):
            articles_of(tmp_path / f"a.{suffix}", f"a.{suffix}")


def test_entities_are_no_bomb(tmp_path):
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;">]>'
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as packed:
        packed.writestr("content.xml", f"{bomb}<office:body{_NAMES}><text:p>Text &c;&c; Ende</text:p></office:body>")
    (tmp_path / "a.odt").write_bytes(data.getvalue())
    (article,) = articles_of(tmp_path / "a.odt", "a.odt")
    assert "aaaa" not in article.text
