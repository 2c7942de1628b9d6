"""Bytes → text. What the bytes show outweighs what is declared, and what is declared outweighs guesses."""

import codecs
import re

from archive.reading.extraction import Unreadable

_BOMS = (  # the marks of UTF-32 before those of UTF-16, which they begin with
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP file (a DOCX, ODT or EPUB, perhaps)"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
    (b"BZh", "a compressed file"),
    (b"\xfd7zXZ", "a compressed file"),
    (b"7z\xbc\xaf", "a compressed file"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "a database"),
)
# Encodings that people really use; others (and Python's own, as unicode_escape) are not believed. On the web the labels
# of ASCII and Latin-1 mean Windows-1252.
_WEB = {"ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030"}
_DECLARABLE = re.compile(
    r"iso8859-\d+|cp125\d|cp(?:437|850|852|866)|koi8-[ru]|mac-\w+|gb18030|big5|shift_jis|euc_(?:jp|kr)"
)
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_NON_ASCII = re.compile(r"[^\x00-\x7f]")
# What Western European text has beyond ASCII, and quotes where it has none: inside a word (another code page).
_WESTERN = re.compile(
    "[ÄÖÜäöüßÀÁÂÃÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕØÙÚÛàáâãåæçèéêëìíîïñòóôõøùúûýÿœŒšŠžŽ\xa0§°²³·€£©®«»„“”‚‘’‹›–—…½¼×\xad†•™µ´`]"
)
_ODD = re.compile(r"[a-zA-Z][„“”‚†™•—…¼½][a-zA-Z]|[a-z][ÄÖÜÀ-Þ][a-z]")
_SAMPLE = 50_000  # bytes or characters that are looked at to tell encodings apart


def decode(data: bytes, declared: str | None = None) -> str:
    """Decode a file: by its byte order mark, as UTF-8 if it can be, as declared, else as guessed (Windows-1252 first).

    Args:
        data: the whole file.
        declared: the encoding's name as the file states it (an HTML page's ``charset``), however wrong.

    Raises:
        Unreadable: the bytes are empty or no text.
    """
    if not data.strip():
        raise Unreadable("The file is empty; put text into it or take it away.")
    for mark, name in _BOMS:
        if data.startswith(mark):
            data = data[len(mark) :]
            return (_utf8(data) or _single_bytes(data, declared)) if name == "utf-8" else data.decode(name, "replace")
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise Unreadable(f"The file is {what}, whatever its name says; give it its own suffix or take it away.")
    wide = _utf16_without_mark(data[:_SAMPLE])
    if wide:
        return data.decode(wide, "replace")
    if len(_BINARY.findall(data[:_SAMPLE])) > len(data[:_SAMPLE]) // 200:
        raise Unreadable("The file is binary, not text; save it as text or take it away.")
    return _utf8(data) or _single_bytes(data, declared)


def _utf8(data: bytes) -> str | None:
    """The text if it is UTF-8, or UTF-8 with a little damage (cut off within a letter, a stray byte)."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
    damaged = text.count("\ufffd")
    return text if damaged * 5 < len(_NON_ASCII.findall(text)) else None


def _utf16_without_mark(sample: bytes) -> str | None:
    """UTF-16 of a text in Latin letters: every other byte is zero, and (nearly) none of the others."""
    half = len(sample) // 2
    if half < 2 or b"\x00" not in sample:
        return None
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if odd > half * 0.6 and even < half * 0.02:
        return "utf-16-le"
    if even > half * 0.6 and odd < half * 0.02:
        return "utf-16-be"
    return None


def _single_bytes(data: bytes, declared: str | None) -> str:
    stated = _declarable(declared)
    for name in (stated, "cp1252", "cp850", "mac-roman"):
        try:
            text = data.decode(name) if name else ""
        except UnicodeDecodeError:
            continue
        if text and (name == stated or _looks_western(text[:_SAMPLE])):
            return text
    from charset_normalizer import from_bytes  # here, since nearly all files do without it

    best = from_bytes(data[:_SAMPLE]).best()
    return data.decode(best.encoding if best else "cp1252", "replace")


def _declarable(label: str | None) -> str | None:
    """Python's name of a declared encoding, if it is one that holds text in single or double bytes."""
    try:
        name = codecs.lookup(label.strip()).name if label else ""
    except (LookupError, ValueError):
        return None
    name = _WEB.get(name, name)
    return name if _DECLARABLE.fullmatch(name) else None


def _looks_western(text: str) -> bool:
    """Whether all but a few letters are ASCII, and the others are such as German, French or Spanish have."""
    foreign = _NON_ASCII.findall(text)
    western = len(_WESTERN.findall(text))
    return (
        western >= len(foreign) * 0.95
        and len(foreign) * 4 <= len(text)
        and len(_ODD.findall(text)) * 10 <= len(foreign)
    )
