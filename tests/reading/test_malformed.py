"""Files of every format that are cut, mixed up or overwritten: none crashes a reader or holds it up, each is told."""

import gzip
import io
import json
import random
import time
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest
import zstandard
from docx import Document
from fpdf import FPDF

from archive.article import Article
from archive.errors import ReadError
from archive.reading import SUFFIXES, read_file

TEXT = "Die Bahn steht seit dem frühen Morgen still, und niemand weiß, wie lange. "
PAGE = (
    f"<html><head><title>Streik</title></head><body><article><h1>Streik</h1><p>{TEXT * 9}</p></article></body></html>"
)
SHORT, LONG = 6, 100  # files of each suffix
MOST_SECONDS = 5.0  # of computing, for one file


def _docx() -> bytes:
    data, document = io.BytesIO(), Document()
    document.add_heading("Streik", 0)
    document.add_paragraph(TEXT * 5)
    document.save(data)
    return data.getvalue()


def _pdf() -> bytes:
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("Helvetica", size=11)
    pdf.multi_cell(180, 5, TEXT * 9)
    return bytes(pdf.output())


def _odt() -> bytes:
    names = "".join(f' xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "text"))
    return _zip({"content.xml": f"<office:body{names}><text:h>Streik</text:h><text:p>{TEXT}</text:p></office:body>"})


def _zip(members: dict[str, str]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return data.getvalue()


def _mail() -> bytes:
    message = EmailMessage()
    message["From"], message["Subject"] = "presse@nord.example", "Streik"
    message.set_content(TEXT)
    message.add_attachment(PAGE.encode(), maintype="text", subtype="html", filename="seite.html")
    return bytes(message)


REPEATED = (b"<div>", b"<![CDATA[", b"\x00", b"{[", b'"', b"\r\n\r\n", b"PK\x03\x04")
LINES = "".join(json.dumps({"title": f"Nr. {n}", "text": TEXT}) + "\n" for n in range(9))
ITEM = f"<item><title>Streik</title><description>{TEXT}</description></item>"
FEED = f"<rss><channel><title>Blatt</title>{ITEM}</channel></rss>"
RESPONSE = f"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n{PAGE}"
WARC = (
    "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/\r\nContent-Type: application/http\r\n"
    f"Content-Length: {len(RESPONSE.encode())}\r\n\r\n{RESPONSE}\r\n\r\n"
)
WHOLE: dict[str, bytes] = {
    **dict.fromkeys(
        (".txt", ".text", "", ".md", ".markdown"), f"---\ntitle: Streik\n---\n# Streik\n\n{TEXT * 5}".encode()
    ),
    **dict.fromkeys((".html", ".htm", ".xhtml"), PAGE.encode()),
    **dict.fromkeys((".mhtml", ".mht", ".eml"), _mail()),
    ".mbox": b"From x@y.example Thu Jul 27 10:15:00 2023\n" + _mail(),
    ".json": json.dumps([json.loads(line) for line in LINES.splitlines()]).encode(),
    **dict.fromkeys((".jsonl", ".ndjson"), LINES.encode()),
    **dict.fromkeys((".csv", ".tsv"), f"title;text\nStreik;{TEXT}\nNoch einer;{TEXT}\n".encode()),
    **dict.fromkeys((".rss", ".atom", ".xml"), FEED.encode()),
    ".warc": WARC.encode(),
    ".pdf": _pdf(),
    ".docx": _docx(),
    ".odt": _odt(),
    ".zip": _zip({"a.html": PAGE, "b.txt": TEXT, "c.jsonl": LINES}),
    ".gz": gzip.compress(PAGE.encode()),
    ".zst": zstandard.compress(PAGE.encode()),
}


def _broken(whole: bytes, chance: random.Random) -> bytes:
    data = bytearray(whole)
    for _ in range(chance.randint(1, 3)):
        place = chance.randrange(len(data)) if data else 0
        match chance.randrange(6):
            case 0:
                del data[place:]
            case 1:
                data[place : place + 40] = chance.randbytes(40)
            case 2:
                data[place:place] = data[: chance.randrange(2_000)]
            case 3:
                data[place:place] = bytes([chance.randrange(256)]) * 3_000
            case 4:
                del data[place : place + chance.randrange(500)]
            case _:
                data[place:place] = (
                    chance.choice((b"<div>", b"<![CDATA[", b"\x00", b"{[", b'"', b"\r\n\r\n", b"PK\x03\x04")) * 300
                )
    return bytes(data)


def _name(suffix: str) -> str:
    return f"a.html{suffix}" if suffix in (".gz", ".zst") else f"a{suffix}"


def _read_broken(folder: Path, suffix: str, times: int) -> None:
    chance = random.Random(suffix)  # noqa: S311 -- the same each time
    path = folder / _name(suffix)
    for number in range(times):
        data = _broken(WHOLE[suffix], chance)
        path.write_bytes(data)
        began = time.process_time()
        found = list(read_file(path, path.name))
        assert time.process_time() - began < MOST_SECONDS, (suffix, number)
        assert found, (suffix, number)  # an article, or a sentence
        for read in found:
            if isinstance(read, ReadError):
                assert read.reason.endswith("."), read.reason
            else:
                assert Article.from_json(json.loads(json.dumps(read.as_json()))) == read


@pytest.mark.parametrize("suffix", sorted(SUFFIXES))
def test_broken_files_are_read_or_told(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / _name(suffix)
    path.write_bytes(WHOLE[suffix])
    assert any(isinstance(read, Article) for read in read_file(path, path.name)), "the whole file is read"
    _read_broken(tmp_path, suffix, SHORT)


@pytest.mark.torture
@pytest.mark.parametrize("suffix", sorted(SUFFIXES))
def test_a_hundred_broken_files(tmp_path: Path, suffix: str, record_property: Callable[[str, object], None]) -> None:
    record_property("times", LONG)
    _read_broken(tmp_path, suffix, LONG)
