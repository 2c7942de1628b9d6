"""Marks inside a line of Markdown: emphasis, links, pictures, code, escapes → the words alone."""

import re
from html import unescape

_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_KEPT = "\ue000"  # private use: an escaped character, as its number, out of reach of the other rules
_CODE = re.compile(r"(?<!`)(`{1,3})(?!`)([^\n`]{1,500})\1(?!`)")
_TARGET = r"\((?:[^()\n]|\([^()\n]{0,200}\)){0,1000}\)"
_PICTURE = re.compile(rf"!\[([^\[\]\n]{{0,500}})\](?:{_TARGET}|\[[^\]\n]{{0,200}}\])")
_LINK = re.compile(rf"\[((?:[^\[\]\n]|\[[^\[\]\n]{{0,100}}\]){{1,500}})\](?:{_TARGET}|\[[^\]\n]{{0,200}}\])")
_ADDRESS = re.compile(r"<((?:https?://|mailto:)[^<>\s]{1,500})>")
_FOOTNOTE = re.compile(r"\[\^[^\]\n]{1,50}\]:?")
_STRIKE = re.compile(r"~~(?=\S)([^~\n]{1,500}?)~~")
_STARS = re.compile(r"(\*{1,3})(?=[^\s*])([^*]{0,1000}?[^\s*])\1")
_LINES = re.compile(r"(?<!\w)(_{1,3})(?=[^\s_])([^_]{0,1000}?[^\s_])\1(?!\w)")
_MARK = re.compile(rf"[*_\[~&{_KEPT}]| {{2}}\n")
_KEPT_CHARACTER = re.compile(rf"{_KEPT}(\d+);")
_HARD_BREAK = re.compile(r"(?:(?<! ) {2,}+|\\)(?=\n)")


def protect(text: str) -> str:
    """The text with code, escapes and bare addresses out of reach of the other rules (``without_marks``)."""
    if "`" in text or "\\" in text or "<" in text or _KEPT in text:
        text = _CODE.sub(lambda match: _keep(match[2]), text.replace(_KEPT, ""))
        text = _ESCAPE.sub(lambda match: _keep(match[1]), _HARD_BREAK.sub("", text))
        text = _ADDRESS.sub(lambda match: _keep(match[1]), text)
    return text


def without_marks(text: str) -> str:
    """A protected text with its marks taken away; a mark that has no partner is a character of the text."""
    if _MARK.search(text) is None:
        return text
    text = _LINK.sub(r"\1", _PICTURE.sub(r"\1", _FOOTNOTE.sub("", _HARD_BREAK.sub("", text))))
    for pattern in (_STARS, _LINES, _STARS, _LINES, _STRIKE):  # twice: *one in **the** other*
        text = pattern.sub(lambda match: match[match.lastindex or 0], text)
    return _KEPT_CHARACTER.sub(lambda match: chr(int(match[1])), unescape(text))


def _keep(text: str) -> str:
    return "".join(f"{_KEPT}{ord(char)};" if not char.isalnum() and not char.isspace() else char for char in text)
