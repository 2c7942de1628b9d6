"""Which elements of a page are no part of its article: navigation, boxes, forms, comments, consent banners."""

import re
from collections.abc import Iterable
from functools import cache
from itertools import pairwise

from archive.reading.data import table

_DROPPED_TAG_NAMES = """
    script style noscript template nav footer aside form button input select textarea label iframe object embed
    svg math canvas audio video map head title meta link dialog menu datalist output progress
"""
DROPPED_TAGS = frozenset(_DROPPED_TAG_NAMES.split())
_BLOCK_TAG_NAMES = """
    address article blockquote caption center dd details div dl dt fieldset figcaption figure h1 h2 h3 h4 h5 h6
    header hr legend li main ol p pre section summary table tbody td tfoot th thead tr ul
"""
BLOCK_TAGS = frozenset(_BLOCK_TAG_NAMES.split())
# Only such elements are dropped for their class or id: <body class="has-comments"> is still the body.
_BOX_NAMES = """
    div section ul ol dl p span table figure header h2 h3 h4 h5 h6 a strong
"""
_BOXES = frozenset(_BOX_NAMES.split())
_WORD = re.compile(r"[A-Z]?[a-zäöüß]+|[A-Z]+(?![a-z])")
_HEADINGS = re.compile(
    r"(?:mehr (?:zum thema|dazu)|lesen sie (?:auch|dazu|mehr)|lies auch|das könnte sie (?:auch )?interessieren|"
    r"weitere (?:artikel|meldungen|nachrichten)|read more|more on this(?: story)?|related (?:articles|stories|content))"
    r"\b.{0,60}|auch interessant|verwandte (?:artikel|themen)|meistgelesen|empfohlene artikel|most read|kommentare|"
    r"comments|anzeige|newsletter|artikel teilen|zur startseite",
    re.IGNORECASE | re.DOTALL,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def is_boilerplate(tag: str, classes: Iterable[str], role: str, style: str, hidden: bool) -> bool:
    """Whether an element is no part of the article, as its tag, the words of its ``class`` and ``id`` (``classes``),
    its ARIA role or its style tell."""
    if tag in DROPPED_TAGS or hidden or (style and _HIDDEN.search(style)):
        return True
    if role in ("navigation", "complementary", "search", "contentinfo", "banner", "dialog", "alertdialog", "form"):
        return True
    if tag not in _BOXES:
        return False
    for name in classes:
        words = [word.casefold() for word in _WORD.findall(name[:200])]
        if not _words("words").isdisjoint(words) or any(" ".join(pair) in _words("pairs") for pair in pairwise(words)):
            return True
        if "mehr" in words and "thema" in words:
            return True
    return False


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(table("boilerplate")[kind])


def is_box_heading(words: str) -> bool:
    """Whether a heading (``Mehr zum Thema``) stands above a box of links and not above a part of the article."""
    return len(words) <= 80 and _HEADINGS.fullmatch(words.strip(" :»›→")) is not None
