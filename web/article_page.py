"""The page of one article: its text in paragraphs with numbered marks, and the links back to the results and on to the
hits beside it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from flask import url_for
from werkzeug.datastructures import MultiDict

from archive.answering.results import Snippet
from archive.article import Article
from archive.errors import QueryError
from archive.query.plan import Kind
from archive.request import MAX_REACH
from web.question import Question, archive


@dataclass(frozen=True, slots=True)
class NumberedPiece:
    """A piece of a paragraph; marks are numbered from 1 through the whole text, other pieces have the number 0."""

    text: str
    match: Kind | None
    number: int


def paragraphs(pieces: Snippet) -> list[list[NumberedPiece]]:
    """The paragraphs of a text, which blank lines separate, each as a list of its pieces."""
    found: list[list[NumberedPiece]] = [[]]
    for piece in _numbered(pieces):
        if piece.number:
            found[-1].append(piece)
            continue
        for place, text in enumerate(_split_at_blank_lines(piece.text)):
            if place:
                found.append([])
            if text:
                found[-1].append(NumberedPiece(text, None, 0))
    return [paragraph for paragraph in found if any(piece.text.strip() for piece in paragraph)]


def _numbered(pieces: Snippet) -> Iterator[NumberedPiece]:
    number = 0
    for piece in pieces:
        number += piece.match is not None
        yield NumberedPiece(piece.text, piece.match, number if piece.match else 0)


def _split_at_blank_lines(text: str) -> list[str]:
    """The text between blank lines. The first and the last line never count as blank: a mark may stand beside them."""
    parts: list[list[str]] = [[]]
    lines = text.split("\n")
    for place, line in enumerate(lines):
        if not line.strip() and 0 < place < len(lines) - 1:
            parts.append([])
        else:
            parts[-1].append(line)
    return ["\n".join(part) for part in parts]


def pdf_page(article: Article, pieces: Snippet) -> int | None:
    """The page of the PDF that the first mark stands on, from 1 on; None of other articles and of PDFs of one page."""
    starts = article.extra.get("page_starts")
    if article.format != "application/pdf" or not isinstance(starts, list):
        return None
    place = 0
    for piece in pieces:
        if piece.match:
            break
        place += len(piece.text)
    else:
        place = 0
    return max(1, sum(1 for start in starts if start <= place))


@dataclass(frozen=True, slots=True)
class Place:
    """The place of an article among the hits it was opened from, counted from 1, and the links to its neighbours."""

    number: int
    previous: str | None
    next: str | None


def place_among_hits(back: str | None) -> Place | None:
    """The place that the address of the results tells (see ``results_link``); None where it tells none."""
    parts = urlsplit(back or "")
    anchor = re.fullmatch(r"hit-(\d{1,5})", parts.fragment, re.ASCII)
    if anchor is None:
        return None
    try:
        question = Question.of_arguments(MultiDict(parse_qsl(parts.query)))
        number = (question.page - 1) * question.limit + int(anchor[1])
        return Place(number, _hit_link(question, number - 1), _hit_link(question, number + 1))
    except QueryError:  # the article is shown all the same
        return None


def _hit_link(question: Question, number: int) -> str | None:
    """The page of the hit with this number; None where there is none."""
    if not 0 < number <= MAX_REACH or not question.limit:
        return None
    found = next(archive().export(question.search_request(page=number, limit=1)), None)
    if found is None:
        return None
    page, place = divmod(number - 1, question.limit)
    back = f"{question.address(page=page + 1)}#hit-{place + 1}"
    return url_for("pages.article", id=found[0].id, q=question.q or None, back=back)


def results_link(url: str) -> str | None:
    """The address of the results that an article was opened from, as the parameter ``back`` names it.

    Returns:
        An address below the application's root, or None if ``url`` is not that of a search page of this site.
    """
    parts = urlsplit(url) if url.startswith(("/?", "/#")) or url == "/" else None
    if parts is None or parts.scheme or parts.netloc:
        return None
    query = urlencode(parse_qsl(parts.query))
    return "/" + (f"?{query}" if query else "") + (f"#{quote(parts.fragment)}" if parts.fragment else "")
