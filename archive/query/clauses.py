"""One token becomes one clause of the tree: a word, a pattern, a phrase, a value or a range of days."""

import re
from datetime import date

from archive.errors import QueryError
from archive.query.dates import parse_days
from archive.query.tokens import DAY_FIELDS, WORD_FIELDS, Token, is_letter
from archive.query.tree import VALUE_FIELDS, Days, Fuzzy, Near, Node, Phrase, Undated, Value, Wildcard, Word, WordField
from archive.query.visible import shown

MIN_LETTERS = 3  # of a wildcard's pattern
MAX_TYPOS = 2
MAX_DISTANCE = 100

_FUZZY = r"(.+)~(\d*)"
_GENDER_STAR = re.compile(r"(?<=[^\W\d_])\*(?=in(?:nen)?(?:-|\W*$))")
_RUN_OF_STARS = re.compile(r"\*+")
# Compiled by the first question with such a filter.
_YEAR = r"(?!0000)\d{4}"
_MONTH = r"(?!0000)(\d{4})-(0?[1-9]|1[012])"
_GERMAN_MONTH = r"(0?[1-9]|1[012])\.(?!0000)(\d{4})"


def clause(token: Token, field: str | None, today: date | None) -> Node:
    """Return what a token that is no bracket asks for in its field.

    Raises:
        QueryError: a malformed value of a known field, a wildcard on too few letters, a limit passed.
    """
    if field in DAY_FIELDS:
        return parse_days(token.text if token.kind == "quote" else token.text.rstrip(",;"), today, DAY_FIELDS[field])
    if field in VALUE_FIELDS:
        return value(field, token.text if token.kind == "quote" else token.text.rstrip(",;"))
    of = WORD_FIELDS.get(field or "")
    return _quote(token, of) if token.kind == "quote" else _word(token, of)


def value(field: str, text: str) -> Value:
    """Return a value of a field of VALUE_FIELDS; "" asks for articles without one.

    Raises:
        QueryError: no year or month is written like this.
    """
    field, text = VALUE_FIELDS[field], text.strip()
    if field == "year" and text and not re.fullmatch(_YEAR, text, re.ASCII):
        raise QueryError(text, "year: takes one year such as 2023; for a range write date:2022..2023.")
    if field == "month" and text:
        month = re.fullmatch(_MONTH, text, re.ASCII)
        german = re.fullmatch(_GERMAN_MONTH, text, re.ASCII)
        if not month and not german:
            raise QueryError(text, "month: takes one month such as 2023-07; for a range write date:2023-07..2023-09.")
        year, number = month.groups() if month else german.groups()[::-1] if german else ("", "")
        text = f"{year}-{number.zfill(2)}"
    return Value(field, text)


def days_or_value(field: str, text: str, today: date | None) -> Value | Days | Undated:
    """What a filter asks for: a whole value, or a range of days."""
    if field in DAY_FIELDS:
        return parse_days(text or "none", today, DAY_FIELDS[field])
    return value(field, text)


def _quote(token: Token, field: WordField | None) -> Phrase | Near:
    if token.near is None:
        return Phrase(token.text, field)
    if token.near > MAX_DISTANCE:
        raise QueryError(
            token.text, 'Words can be asked for at most %(most)s positions apart, as in "a b"~5.', most=MAX_DISTANCE
        )
    return Near(token.text, token.near, field)


def _word(token: Token, field: WordField | None) -> Word | Fuzzy | Wildcard:
    text, start = _trimmed(token.text, token.start, kept="*?~")
    if (
        "~" in text
        and (fuzzy := re.fullmatch(_FUZZY, text, re.ASCII))
        and _is_plain(fuzzy[1], signs="")
        and is_letter(fuzzy[1][-1])
    ):
        typos = int(fuzzy[2] or 1)
        if typos > MAX_TYPOS:
            mended = shown(f"{fuzzy[1]}~{MAX_TYPOS}")
            raise QueryError(
                text,
                "At most %(most)s typing errors can be asked for: write %(mended)s.",
                most=MAX_TYPOS,
                mended=mended,
            )
        body, start = _trimmed(fuzzy[1], start)
        return Fuzzy(body, typos, start, field) if typos else Word(body, start, field)
    if (pattern := _pattern(text)) is not None:
        return Wildcard(pattern, field)
    return Word(*_trimmed(text, start), field)


def _pattern(text: str) -> str | None:
    """Return the text as a wildcard's pattern, if it is one.

    It is not where the star is a gender star, where the question mark only ends a sentence, where other signs show that
    it is something else (an address with ``?id=``), and in a sum like 5*3.
    """
    text = text.rstrip("~")
    if not any(sign in _GENDER_STAR.sub("", text.rstrip("?")) for sign in "*?") or not _is_plain(text, signs="*?"):
        return None
    letters = [character for character in text if character.isalnum()]
    if len(letters) < MIN_LETTERS:
        if all(map(str.isdecimal, letters)):
            return None
        raise QueryError(
            text,
            "%(word)s has too few letters: a wildcard needs at least %(least)s, as in Mil*.",
            word=shown(text),
            least=MIN_LETTERS,
        )
    return _RUN_OF_STARS.sub("*", text)


def _is_plain(text: str, signs: str) -> bool:
    """Whether it is a word, maybe with hyphens, apostrophes and some signs."""
    return all(is_letter(character) or character in "-'’_" or character in signs for character in text)


def _trimmed(text: str, start: int, kept: str = "") -> tuple[str, int]:
    """The text without the signs around it, and its place; ``Minister(in)`` keeps its bracket."""
    begin, end = 0, len(text)
    while begin < end and not (is_letter(text[begin]) or text[begin] in kept):
        begin += 1
    while end > begin and not (is_letter(text[end - 1]) or text[end - 1] in kept):
        if text[end - 1] == ")":  # brackets inside a word are always a pair
            break
        end -= 1
    return text[begin:end], start + begin
