"""Characters that have no place in an article: controls, lone surrogates, foreign line ends."""

import re
import unicodedata

# U+0085, U+2028 and U+2029 stay: real pages have them inside sentences. The other C0 and C1 controls steer terminals.
_UNWANTED = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_LINE_END = re.compile("\r\n?|[\x0b\x0c]")
_TRAILING = re.compile(r"(?<![ \t])[ \t]++(?=\n)")  # each run of blanks is looked at once
_MANY_BREAKS = re.compile(r"\n{3,}")
_SPACE = re.compile(r"\s+")
_BLANK_LINE = re.compile(r"\n[ \t]*\n")


def clean(text: str) -> str:
    """The text in NFC with ``\\n`` as its only line end, without controls, and without blank space around it."""
    if "\r" in text or "\x0b" in text or "\x0c" in text:
        text = _LINE_END.sub("\n", text)
    if not text.replace("\n", "").isprintable():  # quickly told, and most texts are
        text = _SURROGATE.sub("\ufffd", _UNWANTED.sub("", text))
    return unicodedata.normalize("NFC", text).strip()


def tidy(text: str) -> str:
    """``clean``, without blanks at the ends of lines and with at most one blank line in a row."""
    return _MANY_BREAKS.sub("\n\n", _TRAILING.sub("", clean(text)))


def one_line(value: str) -> str:
    """A value (a title, a name) on one line: ``clean``, all white space single blanks."""
    return _SPACE.sub(" ", clean(value)).strip()


def paragraphs(text: str) -> list[str]:
    """The pieces of a cleaned text between blank lines, none of them empty."""
    return [piece for part in _BLANK_LINE.split(text) if (piece := part.strip())]
