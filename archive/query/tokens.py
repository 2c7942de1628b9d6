"""A question cut into tokens. Nothing is an error here: what is no sign of the language is text."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from archive.query.dates import DayField
from archive.query.tree import VALUE_FIELDS, WordField

Sign = Literal["and", "or", "not"]
OPERATORS: dict[str, Sign] = {"AND": "and", "UND": "and", "OR": "or", "ODER": "or", "NOT": "not", "NICHT": "not"}
WORD_FIELDS: dict[str, WordField] = {"title": "title", "titel": "title", "text": "text"}
DAY_FIELDS: dict[str, DayField] = {"date": "date", "datum": "date", "added": "added"}
FIELDS: dict[str, str] = {**VALUE_FIELDS, **WORD_FIELDS, **DAY_FIELDS}
QUOTES = {'"': '"', "„": '“”"', "“": "”", "»": "«", "«": "»"}

_PREFIX = re.compile(r"([^\W\d_]+):")
_NEARNESS = re.compile(r"~(\d+)(?!\w)", re.ASCII)
_INSIDE_WORD = re.compile(r"\([\w-]+\)")  # Bürger(innen)


class Token(Struct, frozen=True):
    """A piece of a question.

    Attributes:
        kind: ``text`` is a chunk without blanks, ``quote`` what stood in quotes, ``minus`` a dash that negates; an
            operator or a bracket is one only where it has something to work on, which the parser knows.
        text: as typed, without quotes and prefix.
        start: its place in the question.
        field: the contract's name of the field whose prefix stands before it.
        near: the number after a quote's ``~``.
    """

    kind: Literal["text", "quote", "open", "close", "minus"] | Sign
    text: str
    start: int
    field: str | None = None
    near: int | None = None


def tokens(text: str) -> list[Token]:
    """The tokens of a cleaned question; text without any letter or digit is punctuation and has none."""
    found: list[Token] = []
    place = 0
    while place < len(text):
        if text[place].isspace():
            place += 1
            continue
        if _negates(text, place):
            found.append(Token("minus", "-", place))
            place += 1
        token, place = _next(text, place, after_minus=bool(found) and found[-1].kind == "minus")
        if token is not None:
            found.append(token)
        elif found and found[-1].kind == "minus":
            found.pop()  # it stood before nothing but punctuation
    return list(_paired(found))


def is_letter(character: str) -> bool:
    """Whether it can be part of a word: a letter, a digit, an accent of its own."""
    return character.isalnum() or unicodedata.category(character)[0] == "M"


def _says(text: str) -> bool:
    return any(map(str.isalnum, text))


def _negates(text: str, place: int) -> bool:
    begins = place == 0 or text[place - 1].isspace() or text[place - 1] == "("
    following = text[place + 1 : place + 2]
    return text[place] == "-" and begins and bool(following) and not following.isspace() and following not in "-)"


def _next(text: str, place: int, after_minus: bool) -> tuple[Token | None, int]:
    """The token at a place, None for punctuation, and where the next one begins."""
    prefix = _PREFIX.match(text, place)
    if prefix and (field := FIELDS.get(prefix[1].lower())):
        token, end = _value(text, prefix.end(), field)
        if token is not None:
            return token, end
    if text[place] == ")":
        return Token("close", ")", place), place + 1
    token, end = _value(text, place, None)
    if token and token.kind == "text" and token.text in OPERATORS and not after_minus:
        token = Token(OPERATORS[token.text], token.text, place)
    return token, end


def _value(text: str, place: int, field: str | None) -> tuple[Token | None, int]:
    if text[place : place + 1] == "(":
        return Token("open", "(", place, field), place + 1
    close = _closing(text, place)
    if close is not None:
        content, end = text[place + 1 : close], close + 1
        nearness = _NEARNESS.match(text, end)
        near = int(nearness[1]) if nearness else None
        token = Token("quote", content, place, field, near) if _says(content) or _is_day(field, content) else None
        return token, nearness.end() if nearness else end
    end = _chunk_end(text, place)
    chunk = text[place:end]
    if _says(chunk) or _is_day(field, chunk):
        return Token("text", chunk, place, field), end
    return None, end


def _is_day(field: str | None, value: str) -> bool:
    """A value of ``date:`` counts even if it is punctuation: better one sentence on it than a wrong answer."""
    return field in DAY_FIELDS and bool(value.strip())


def _closing(text: str, place: int) -> int | None:
    """Where the quotation that begins here ends; None if none does. Behind a letter or digit (27″, 5") none begins."""
    marks = QUOTES.get(text[place : place + 1])
    if marks is None or (place and is_letter(text[place - 1])):
        return None
    return min((found for mark in marks if (found := text.find(mark, place + 1)) >= 0), default=None)


def _chunk_end(text: str, start: int) -> int:
    place = start
    while place < len(text) and not text[place].isspace() and text[place] != ")":
        if text[place] == "(":
            inside = _INSIDE_WORD.match(text, place)
            if inside is None or not is_letter(text[place - 1]) or text[start:place] in OPERATORS:
                break
            place = inside.end()
        elif place > start and _closing(text, place) is not None:
            break
        else:
            place += 1
    return place


def _paired(found: list[Token]) -> Iterator[Token]:
    """The tokens without brackets that lack their other half or hold nothing, and without a minus before nothing."""
    kept: list[Token | None] = []
    opened: list[int] = []
    for token in found:
        if token.kind == "open":
            opened.append(len(kept))
        elif token.kind == "close":
            if not opened:
                continue
            start = opened.pop()
            if start == len(kept) - 1:
                kept.pop()
                if kept and (last := kept[-1]) and last.kind == "minus":
                    kept.pop()
                continue
        kept.append(token)
    for start in opened:
        kept[start] = None
    rest = [token for token in kept if token is not None]
    yield from rest[:-1] if rest and rest[-1].kind == "minus" else rest
