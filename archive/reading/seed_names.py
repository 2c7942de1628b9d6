"""A seed's name (its path below ``seeds/``, with ``/``) → the article's id, path and folder. Pure functions, no I/O."""

import re
import unicodedata

# What stands for a byte that is no UTF-8 in a file name: U+DC80..U+DCFF (PEP 383); Windows may have others.
_SUFFIX = re.compile(r"(?<=[^/])\.(?=[0-9]*[A-Za-z])[A-Za-z0-9]{1,10}\Z")
_SURROGATE = re.compile("[\ud800-\udfff]")


def _percent(match: re.Match[str]) -> str:
    char = match.group()
    escaped = "\udc80" <= char <= "\udcff"
    data = char.encode("utf-8", "surrogateescape" if escaped else "surrogatepass")
    return "".join(f"%{byte:02X}" for byte in data)


def printable(name: str) -> str:
    """The name as found, undecodable bytes percent-encoded: ``b"a\\xff"`` becomes ``a%FF``."""
    return _SURROGATE.sub(_percent, name)


def article_id(name: str) -> str:
    """The id of the first article of a file.

    ``name`` is the path below ``seeds/`` with ``/``. The id is in NFC, a final ``.txt`` (just so, in small letters) is
    dropped, any other suffix stays. A file that is called ``.txt`` and nothing else keeps its name.
    """
    normal = name if name.isascii() else unicodedata.normalize("NFC", printable(name))
    stem = normal.removesuffix(".txt")
    return normal if not stem or stem.endswith("/") else stem


def folder(name: str) -> str | None:
    """The first folder below ``seeds/``, in NFC, or None."""
    first, slash, _ = printable(name).partition("/")
    return unicodedata.normalize("NFC", first) if slash and first else None


def stem(name: str) -> str:
    """The file's own name without folders and without its suffix, in NFC."""
    last = unicodedata.normalize("NFC", printable(name)).rpartition("/")[2]
    return last.removesuffix(match.group()) if (match := _SUFFIX.search(last)) else last


def suffix(name: str) -> str:
    """The suffix in small letters, "" for none: ``27.07.2023`` and ``Besuch bei Dr. Kim`` have none."""
    match = _SUFFIX.search(name)
    return match.group().lower() if match else ""
