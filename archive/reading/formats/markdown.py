"""Markdown → extractions. Our own reducer: what is wanted is the text, not HTML, and a library would cost a dependency and a
second parse of every file."""

import re

from archive.reading.characters import clean, one_line, tidy
from archive.reading.extraction import Extraction
from archive.reading.encoding import decode
from archive.reading.formats.front_matter import take_front_matter
from archive.reading.formats.header_lines import take_header
from archive.reading.formats.html import text_of_fragment
from archive.reading.formats.inline_markup import protect, without_marks

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r" {0,3}(#{1,6})(?=[ \t]|\Z)")
_UNDERLINE = re.compile(r" {0,3}(=+|-{2,})[ \t]*")
_RULE = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})")
_LEADING = re.compile(r"(?: {0,3}>[ \t]?)*[ \t]*(?:[-*+][ \t]+(?:\[[ xX]\][ \t]+)?)?")
_TABLE_RULE = re.compile(r"[ \t]*\|?(?:[ \t]*:?-{2,}:?[ \t]*\|)+(?:[ \t]*:?-{2,}:?)?[ \t]*")
_REFERENCE = re.compile(r" {0,3}\[[^\]\n]{1,200}\]:[ \t]*\S.*")
_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9-]*(?:\s[^<>]*)?/?>|<!--")
_BARE = re.compile(r"<(?!/?[a-zA-Z]|!--)")
_LONGEST_TITLE = 300


def read_markdown(data: bytes) -> list[Extraction]:
    """One extraction: the words without the marks. The first heading of the first level, or any heading at the very top, is
    the title and is not repeated in the text.

    Raises:
        Unreadable: the bytes are no text.
    """
    fields, body = take_front_matter(clean(decode(data)))
    if not fields:
        fields, body = take_header(body)
    lines, heading = _reduce(body)
    text = "\n".join(lines)
    if heading and one_line(heading) == one_line(fields.setdefault("title", [heading])[0]):
        text = text.replace(_PLACE, "", 1)
    return [Extraction(text=tidy(text.replace(_PLACE, heading or "")), fields=fields)]


_PLACE = "\x00"  # where the title's heading stood; a cleaned text has no such character


def _reduce(body: str) -> tuple[list[str], str | None]:
    """The lines without marks, and the heading that is the title (``_PLACE`` stands for it in the lines)."""
    lines: list[str] = []
    prose: list[str] = []
    title: str | None = None
    fence = ""

    def flush() -> None:
        if prose:
            lines.append(_inline("\n".join(prose)))
            prose.clear()

    for line in body.split("\n"):
        opened = _FENCE.match(line)
        if fence:
            if opened and opened[1].startswith(fence) and not line.strip(" `~"):
                fence = ""
            else:
                lines.append(line)  # code stays as it is
            continue
        if opened:
            flush()
            fence = opened[1]
            continue
        level, heading = _heading(line, prose)
        if heading is None:
            if _RULE.fullmatch(line) or _TABLE_RULE.fullmatch(line) or _REFERENCE.fullmatch(line):
                line = ""
            prose.append(_without_leading(line))
            continue
        flush()
        top = not any(part.strip() for part in lines)
        heading = _inline(heading)
        if title is None and heading.strip() and (level == 1 or top) and len(heading) <= _LONGEST_TITLE:
            title, heading = heading, _PLACE
        lines += ["", heading, ""]
    flush()
    return lines, title


def _heading(line: str, prose: list[str]) -> tuple[int, str | None]:
    """Level and words of the heading that ends with this line; ``(0, None)`` if none does."""
    if match := _HEADING.match(line):
        words = line[match.end() :].strip()
        bare = words.rstrip("#")
        return len(match[1]), bare.rstrip() if not bare or bare[-1] in " \t" else words
    match = _UNDERLINE.fullmatch(line)
    alone = len(prose) > 0 and prose[-1].strip() and (len(prose) == 1 or not prose[-2].strip())
    if match and alone:
        return (1 if match[1][0] == "=" else 2), prose.pop()
    return 0, None


def _without_leading(line: str) -> str:
    bare = line[match.end() :] if (match := _LEADING.match(line)) else line
    if bare.startswith("|") and bare.rstrip().endswith("|"):
        return " ".join(cell.strip() for cell in bare.strip().strip("|").split("|"))
    return bare


def _inline(text: str) -> str:
    text = protect(text)
    if "<" in text and _TAG.search(text):
        text = text_of_fragment(_BARE.sub("&lt;", text))
    return without_marks(text)
