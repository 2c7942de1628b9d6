"""The main text of a page, by trafilatura; what it leaves of boxes, captions and links is taken away. The only importer
of trafilatura."""

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import TYPE_CHECKING

from archive.reading.characters import one_line, tidy
from archive.reading.formats.boilerplate import is_box_heading

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_BREAK = "¶¶"  # stands for a line break within a paragraph
_LINK_LINE = re.compile(
    r"(?:lesen sie (?:auch|dazu|hier|mehr|jetzt)|lies auch|mehr zum thema|mehr dazu|siehe auch|hören sie|"
    r"auch interessant|(?:zum|im) video|video|podcast|bilderstrecke|fotostrecke|hintergrund|interaktiv|lesetipp|"
    r"read more|see also)\s*[:|–-]"
    r".{0,200}|.{0,120}(?:jetzt (?:abonnieren|anmelden|registrieren|weiterlesen)|newsletter (?:abonnieren|bestellen)|"
    r"hier (?:klicken|geht es zu[rm]?).{0,80})[.!»> ]*",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"(?:(?:foto|bild|quelle|grafik|symbolbild|archivbild|picture|photo|illustration|video|screenshot)s?\s*(?::|©)|©)"
    r"[^\n]{1,150}",
    re.IGNORECASE,
)
_PAYWALL = re.compile(
    r"(?:dieser (?:artikel|text|beitrag) ist (?:nur|exklusiv)|weiterlesen mit|"
    r"jetzt (?:testen|weiterlesen|freischalten)|"
    r"sie haben bereits ein (?:abo|konto)|bereits abonnent|mit einem (?:abo|digitalabo)|zugang zu allen artikeln|"
    r"monatlich kündbar|inhalt (?:von|anzeigen)|externe[rn]? inhalt|an dieser stelle finden sie|"
    r"wir benötigen ihre (?:zustimmung|einwilligung)|empfohlener redaktioneller inhalt)",
    re.IGNORECASE,
)
_SHORT_NOTICE = 400  # characters: a longer paragraph that speaks of such things is text


def main_text(tree: "HtmlElement", repeated: frozenset[str] = frozenset()) -> str:
    """The text of a page's article, its paragraphs parted by blank lines; "" if none is found.

    Args:
        tree: the page; it stays as it is.
        repeated: lines that stand elsewhere (the title, the kicker), in small letters on one line; they are left out.
    """
    return tidy("\n\n".join(_kept(_extracted(tree).split("\n"), repeated)).replace(_BREAK, "\n"))


def _extracted(tree: "HtmlElement") -> str:
    from trafilatura import extract  # here: it takes .3 s to load

    tree = deepcopy(tree)
    for one in tree.iter("time"):  # trafilatura drops them with their words
        one.tag = "span"
    for one in list(tree.iter("br")):  # and it ends a paragraph there
        one.tail = _BREAK + (one.tail or "")
        one.drop_tag()
    try:
        found = extract(
            tree, fast=True, favor_precision=True, include_comments=False, include_tables=True,
            include_formatting=False, include_links=False, include_images=False, deduplicate=False,
        )  # fmt: skip
    except (RecursionError, ValueError, AttributeError, TypeError, IndexError):  # of its own on odd trees
        return ""
    return found or ""


def _kept(lines: list[str], repeated: frozenset[str]) -> Iterator[str]:
    for number, line in enumerate(lines):
        words = one_line(line.removeprefix("- "))
        if not words or (number < 8 and words.casefold() in repeated):
            continue
        is_notice = len(words) < _SHORT_NOTICE and _PAYWALL.search(words)
        if is_notice or is_box_heading(words) or _LINK_LINE.fullmatch(words) or _CREDIT.fullmatch(words):
            continue
        yield line
