"""Markdown → extractions: CommonMark and tables, as markdown-it parses them. The only importer of markdown_it.

The words of its tokens are kept; blocks that touch in the file touch in the text, others are parted by a blank line.
Lines that are indented by four blanks or more are paragraphs, not code: so newspapers print them. HTML within the
Markdown is given to the HTML reader.
"""

import re
from collections.abc import Iterator
from functools import cache
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from archive.reading.characters import clean, one_line, tidy
from archive.reading.encoding import decode
from archive.reading.extraction import Extraction
from archive.reading.formats.front_matter import take_front_matter
from archive.reading.formats.header_lines import take_header
from archive.reading.formats.html import text_of_fragment

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

_LONGEST_TITLE = 300  # characters
# How much is parsed: a parser in Python takes about a second for this, and no article has more. The rest of a longer
# file is taken as it is written, and so is a whole file with larger tables or deeper lists.
_MOST_CHARACTERS, _MOST_LINES = 500_000, 20_000
_MOST_CELLS = 100_000  # lines × columns: markdown-it fills up a table's short rows
_DEEPEST = 20  # nested blocks, of which an item of a list is two; markdown-it drops what lies deeper
_FOOTNOTE = re.compile(r"\[\^[^\]\n]{1,50}\](?::[ \t]*)?")
_TASK = re.compile(r"\[[ xX]\][ \t]+")


def read_markdown(data: bytes) -> list[Extraction]:
    """Read a file of Markdown: the words without the markup.

    Returns:
        One extraction. The first heading of the first level, or any heading at the very top, is the title and is not
        repeated in the text.

    Raises:
        Unreadable: the bytes are no text.
    """
    (fields, extra), body = take_front_matter(clean(decode(data)))
    if not fields:
        fields, body = take_header(body)
    above, heading, below = _reduced(body)
    if heading and one_line(heading) == one_line(fields.setdefault("title", [heading])[0]):
        heading = ""
    return [Extraction(text=tidy(f"{above}\n\n{heading}\n\n{below}"), fields=fields, extra=extra)]


class _Piece(NamedTuple):
    """Words of a block, or HTML as it was written."""

    text: str
    html: bool = False


class _Block(NamedTuple):
    """A block that holds no other blocks: a paragraph, a heading, a row of a table, code or HTML."""

    pieces: list[_Piece]
    first: int  # its first line in the file
    end: int  # the line behind its last
    level: int = 0  # of a heading that is in no list and no quotation: 1 to 6


def _reduced(body: str) -> tuple[str, str, str]:
    """The text above the heading that is the title, that heading ("" for none), and the text below it."""
    body, rest = _divided(body)
    tokens = _tokens(body)
    if tokens is None:
        return "", "", body + rest
    title = ""
    above, below = list[str](), list[str]()
    pieces: list[_Piece] = []  # since the last heading; HTML that is never closed reaches no further than to the next
    end = 0
    for block in _blocks(tokens):
        if not block.level:
            pieces += [_Piece("\n" if block.first == end else "\n\n"), *block.pieces]
            end = block.end
            continue
        (below if title else above).append(_plain(pieces))
        pieces, end = [], -1
        heading = _plain(block.pieces).strip()
        may_be_title = not title and 0 < len(heading) <= _LONGEST_TITLE and "\n" not in heading
        if may_be_title and (block.level == 1 or not any(map(str.strip, above))):
            title = heading
        else:
            pieces.append(_Piece(f"\n\n{heading}"))
    line_ends = body[len(body.rstrip("\n")) :]  # which no block has
    (below if title else above).append(_plain(pieces) + line_ends + rest)
    return "".join(above), title, "".join(below)


def _plain(pieces: list[_Piece]) -> str:
    """The words of the pieces; where one is HTML, all of them as the HTML reader has them."""
    if any(piece.html for piece in pieces):
        return "\n\n" + text_of_fragment("".join(text if html else escape(text, quote=False) for text, html in pieces))
    return "".join(piece.text for piece in pieces)


def _blocks(tokens: list["Token"]) -> Iterator[_Block]:
    """The blocks of a token stream in order. A numbered item keeps its number, which often is a date or an ordinal of
    the text (``70. Jahrestag``); a table's row is its cells, parted by blanks."""
    number: _Block | None = None  # of an item whose first block has not come yet
    row: _Block | None = None
    level, in_item = 0, False
    for token in tokens:
        first, end = token.map or (0, 0)
        if token.type in ("list_item_open", "list_item_close"):
            if number:  # the item above is empty: its number is all that it has
                yield number
            in_item = token.nesting == 1
            number = _Block([_Piece(f"{token.info}{token.markup} ")], first, first + 1) if token.info else None
        elif token.type == "heading_open":
            level = int(token.tag[1]) if token.level == 0 else 0
        elif token.type == "heading_close":
            level = 0
        elif token.type == "tr_open":
            row = _Block([], first, end)
        elif token.type == "tr_close" and row:
            yield row
            row = None
        elif token.type in ("inline", "fence", "html_block"):
            pieces = _inline(token.children or []) if token.type == "inline" else [_leaf(token)]
            if row:
                row.pieces.extend([_Piece(" ")] * bool(row.pieces) + pieces)
                continue
            if in_item and pieces and (task := _TASK.match(pieces[0].text)):
                pieces[0] = _Piece(pieces[0].text[task.end() :])
            yield _Block([*(number.pieces if number else ()), *pieces], first, end, level)
            number, in_item = None, False


def _leaf(token: "Token") -> _Piece:
    return _Piece(token.content.removesuffix("\n"), token.type == "html_block")


def _inline(tokens: list["Token"]) -> list[_Piece]:
    """The words of a line's or paragraph's tokens: of pictures their description, of links what is shown."""
    pieces: list[_Piece] = []
    for token in tokens:
        if token.type in ("softbreak", "hardbreak"):
            pieces.append(_Piece("\n"))
        elif token.type == "image":
            pieces += _inline(token.children or [])
        elif token.content:
            pieces.append(_Piece(token.content, token.type == "html_inline"))
    return pieces


def _divided(body: str) -> tuple[str, str]:
    """The part of a text that is parsed, and the rest of a longer one; parted at the end of a line if possible."""
    lines = body.split("\n", _MOST_LINES)
    length = len(body) if len(lines) <= _MOST_LINES else len(body) - len(lines[-1])
    if length > _MOST_CHARACTERS:
        length = body.rfind("\n", 0, _MOST_CHARACTERS) + 1 or _MOST_CHARACTERS
    return body[:length], body[length:]


def _tokens(body: str) -> list["Token"] | None:
    """The tokens of a text, or None for one with tables or lists as no article has (see the constants above)."""
    lines = body.split("\n")
    if len(lines) * max(line.count("|") for line in lines) > _MOST_CELLS:
        return None
    tokens = _parser().parse(body)
    return None if any(token.level >= _DEEPEST - 1 for token in tokens) else tokens


@cache
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt  # here, for only reading needs it, and a search would start later

    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable(["table", "strikethrough"]).disable("code")
    parser.inline.ruler.before("link", "footnote", _skip_footnote)
    # Where a link leads to is of no interest, only its words; a bare address stays as it was written.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    parser.normalizeLinkText = lambda link: link  # type: ignore[method-assign]
    return parser


def _skip_footnote(state: "StateInline", silent: bool) -> bool:
    """A rule of markdown-it: the mark of a footnote (``[^1]``) gives no token; its text is a paragraph like others."""
    match = _FOOTNOTE.match(state.src, state.pos, state.posMax)
    if match:
        state.pos = match.end()
    return match is not None
