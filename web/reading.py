"""The page of one article: its text in paragraphs with numbered marks, and the way back."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from archive.answering.results import Snippet
from archive.query.plan import Kind


@dataclass(frozen=True, slots=True)
class Numbered:
    """A piece of a paragraph; marks are numbered from 1, other pieces have 0."""

    text: str
    match: Kind | None
    number: int


def paragraphs(pieces: Snippet) -> list[list[Numbered]]:
    """A text in paragraphs, which blank lines part."""
    found: list[list[Numbered]] = [[]]
    for piece in _numbered(pieces):
        if piece.number:
            found[-1].append(piece)
            continue
        for place, text in enumerate(_parts(piece.text)):
            if place:
                found.append([])
            if text:
                found[-1].append(Numbered(text, None, 0))
    return [paragraph for paragraph in found if any(piece.text.strip() for piece in paragraph)]


def _numbered(pieces: Snippet) -> Iterator[Numbered]:
    number = 0
    for piece in pieces:
        number += piece.match is not None
        yield Numbered(piece.text, piece.match, number if piece.match else 0)


def _parts(text: str) -> list[str]:
    """A text cut where a line is blank; the line breaks at its two ends stay, for a mark may stand right beside."""
    parts: list[list[str]] = [[]]
    lines = text.split("\n")
    for place, line in enumerate(lines):
        if not line.strip() and 0 < place < len(lines) - 1:
            parts.append([])
        else:
            parts[-1].append(line)
    return ["\n".join(part) for part in parts]


def back(url: str) -> str | None:
    """The way back to results, if it is one: a search page of our own, never another address."""
    parts = urlsplit(url) if url.startswith(("/?", "/#")) or url == "/" else None
    if parts is None or parts.scheme or parts.netloc:
        return None
    query = urlencode(parse_qsl(parts.query))
    return "/" + (f"?{query}" if query else "") + (f"#{quote(parts.fragment)}" if parts.fragment else "")
