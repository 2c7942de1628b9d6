"""A title for a text that has none: its first sentence, cut at a word."""

import re
from functools import cache

from archive.reading.characters import one_line, paragraphs
from archive.reading.data import table
from archive.reading.evidence.authors import is_byline
from archive.reading.evidence.datelines import without_dateline
from archive.reading.evidence.picture_credits import ends_in_credit, is_credit_line

LONGEST = 100  # characters, the ellipsis included
_END = re.compile(r"[.!?…][\"”“»«’)\]]*\s+(?=[^a-zäöüß\s])")
_LAST_WORD = re.compile(r"([^\s(„\"»«]+)\Z")
_ROMAN = re.compile(r"[IVXLC]+")


def first_sentence(text: str) -> str:
    """The first sentence of a cleaned text, on one line. Abbreviations, initials and ordinals (``70. Jahrestag``,
    ``Dr.``, ``z. B.``, ``Ludwig XIV.``) do not end it; a blank line does, and a line that is plainly a headline."""
    text = _first_line_if_headline(text)
    for match in _END.finditer(text[:1500]):
        if text[match.start()] == "." and _is_abbreviated(text[: match.start()]):
            continue
        return one_line(text[: match.end()])
    return one_line(text)


def title_from(text: str) -> str:
    """A title for a cleaned text: the first sentence of its first paragraph that is neither a picture's caption nor a
    byline, without dateline, cut to ``LONGEST`` characters; "" if there is no such paragraph."""
    parts = paragraphs(text[:4000])
    own = [part for part in parts if not is_byline(part)]
    prose = next((part for part in own if not ends_in_credit(part)), None)
    if prose is None:  # nothing but pictures: a caption is better than nothing, a bare credit is not
        prose = next((part for part in own if not is_credit_line(part)), "")
    return cut(first_sentence(without_dateline(prose)).removesuffix("."))


def cut(sentence: str) -> str:
    """The sentence, or as many of its words as fit in ``LONGEST`` characters with "…"."""
    if len(sentence) <= LONGEST:
        return sentence
    head = sentence[:LONGEST]
    at = head.rfind(" ")
    return head[: at if at > LONGEST // 2 else LONGEST - 1].rstrip(" ,;:–-") + "…"


@cache
def _abbreviations() -> frozenset[str]:
    return frozenset(table("abbreviations")["abbreviations"])


def _is_abbreviated(before: str) -> bool:
    """Whether the full stop behind ``before`` belongs to its last word and ends no sentence."""
    word = _LAST_WORD.search(before[-30:])
    if word is None:
        return False
    last = word[1].rpartition(".")[2]
    ordinal = last.isdigit() and len(last) <= 2
    return ordinal or len(last) == 1 or last.casefold() in _abbreviations() or _ROMAN.fullmatch(last) is not None


def _first_line_if_headline(text: str) -> str:
    """A short first line without a full stop above a long one is a headline; lines of like length are wrapped."""
    first, _, rest = text.partition("\n")
    second = rest.partition("\n")[0]
    headline = len(first) <= 120 and len(second) > max(1.5 * len(first), 60) and first.rstrip()[-1:] not in ".,;-"
    return first if headline else text
