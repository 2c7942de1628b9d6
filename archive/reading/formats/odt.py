"""ODT (OpenDocument text) → extractions: two XML files in a ZIP."""

import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

from archive.reading.characters import clean, tidy
from archive.reading.extraction import Extraction, Field, Fields, Unreadable
from archive.reading.formats.header_lines import take_header
from archive.reading.formats.packed_xml import told_as_broken

if TYPE_CHECKING:
    from lxml.etree import _Element

_MOST_BYTES = 50_000_000  # of one of the XML files
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_BLOCKS = (f"{_TEXT}p", f"{_TEXT}h")
# Of changes that are tracked the old text stands there too; notes stand at their marks.
_LEFT_OUT = (f"{_TEXT}tracked-changes", f"{_OFFICE}annotation", f"{_TEXT}note-citation")
_PROPERTIES: dict[Field, str] = {
    "title": "{http://purl.org/dc/elements/1.1/}title",
    "authors": "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}initial-creator",
    "keywords": "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}keyword",
    "teaser": "{http://purl.org/dc/elements/1.1/}description",
    "language": "{http://purl.org/dc/elements/1.1/}language",
}


def read_odt(data: bytes) -> list[Extraction]:
    """Read a document of LibreOffice: its paragraphs and headings in order. Its properties' dates are left out, for
    they tell when the file was made.

    Raises:
        Unreadable: it is none, or too large.
    """
    with told_as_broken("ODT"), zipfile.ZipFile(BytesIO(data)) as packed:
        content = _parsed(packed, "content.xml")
        meta = _parsed(packed, "meta.xml") if "meta.xml" in packed.namelist() else None
    fields: Fields = {}
    blocks: list[str] = []
    for element in content.iter(*_BLOCKS):
        if any(parent.tag in _BLOCKS or parent.tag in _LEFT_OUT for parent in element.iterancestors()):
            continue
        words = clean(_words(element))
        styled = element.get(f"{_TEXT}style-name", "")
        if words and "title" not in fields and (styled == "Title" or element.tag == f"{_TEXT}h"):
            fields["title"] = [words]
        elif words:
            blocks.append(words)
    header, text = take_header(tidy("\n\n".join(blocks)))
    stated: Fields = {}
    for field, name in _PROPERTIES.items() if meta is not None else ():
        assert meta is not None  # noqa: S101 -- for the type checker
        if values := [words for element in meta.iter(name) if (words := clean(element.text or ""))]:
            stated[field] = values
    return [Extraction(text=text, fields=stated | fields | header)]


def _parsed(packed: zipfile.ZipFile, name: str) -> "_Element":
    from lxml import etree

    if packed.getinfo(name).file_size > _MOST_BYTES:
        raise Unreadable(f"Unpacked it is larger than {_MOST_BYTES // 1_000_000} MB.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    return etree.fromstring(packed.read(name), parser)


def _words(element: "_Element") -> str:
    """The words of a paragraph; OpenDocument writes runs of blanks, tabs and line breaks as elements."""
    parts = [element.text or ""]
    for child in element:
        if child.tag == f"{_TEXT}s":
            parts.append(" ")
        elif child.tag == f"{_TEXT}tab":
            parts.append("\t")
        elif child.tag == f"{_TEXT}line-break":
            parts.append("\n")
        elif isinstance(child.tag, str) and child.tag not in _LEFT_OUT:
            parts.append(_words(child))
        parts.append(child.tail or "")
    return "".join(parts)
