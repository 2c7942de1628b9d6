"""HTML → extractions: the article without what stands around it. The only importer of bs4."""

import re
from collections.abc import Iterator
from html import escape
from itertools import islice
from typing import TYPE_CHECKING

from archive.reading.characters import clean, one_line, tidy
from archive.reading.encoding import decode
from archive.reading.evidence.dates import written_date
from archive.reading.extraction import Extraction, Fields, Unreadable
from archive.reading.formats import page_head
from archive.reading.formats.boilerplate import BLOCK_TAGS, DROPPED_TAGS, is_boilerplate, is_box_heading
from archive.reading.formats.json_ld import stated_by_json
from archive.reading.formats.main_text import main_text
from archive.reading.formats.meta_tags import stated_by_meta

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag
    from lxml.html import HtmlElement

MAX_BYTES = 5_000_000  # a tree of a page takes some twenty times its size in memory
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([a-zA-Z0-9_:.-]{2,40})""", re.IGNORECASE)
_XML_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,200}>")
_DOUBTFUL_SPACE = re.compile(r"[ \t\r\n\f]+")
_MARKUP = re.compile(r"</[a-zA-Z]|<(?:br|p|hr|img)\b[^<>]{0,500}>")
_HEAD_END = re.compile(r"</head\s*>|<body\b", re.IGNORECASE)
_LONGEST_HEAD = 200_000  # characters that are looked through for it
_FEW = 400  # characters: so short a text may be a mistake, and what the page's own elements hold is looked at
_DEEPEST_TREE = 250  # elements
_MUCH_LONGER = 1.3  # × the text of the page: then JSON-LD holds what the page shows only to some
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_DEEPEST = 100  # nested elements; deeper ones are not asked whether they are boxes, which takes all of their words
_SHORT = 80  # characters; in an article's own header such lines are date, byline and the like, longer ones the lead


def read_html(data: bytes) -> list[Extraction]:
    """Read a page.

    Returns:
        One extraction: the article's paragraphs, and what meta elements, JSON-LD, microdata and the elements at the
        article's head state. Captions of pictures stand in ``extra``, apart from the text.

    Raises:
        Unreadable: the bytes are no text, or more than a page can have.
    """
    if len(data) > MAX_BYTES:
        raise Unreadable(f"The page is larger than {MAX_BYTES // 1_000_000} MB; save its text as .txt.")
    declared = _DECLARED.search(data[:4096])
    markup = clean(decode(data, declared[1].decode("ascii") if declared else None))
    tree = _tree(markup)
    if _is_deep(tree):  # libxml2 copies and searches trees by recursion, and a broken page may be 50,000 elements deep
        tree = _tree("")
    head = _head(markup)
    fields = stated_by_meta(
        (_attribute(meta, "property") or _attribute(meta, "name") or _attribute(meta, "itemprop") or
         _attribute(meta, "http-equiv"), _attribute(meta, "content"))
        for meta in head.find_all("meta")
    )  # fmt: skip
    scripts = [
        script.text or "" for script in tree.iter("script") if "ld+json" in (script.get("type") or "").casefold()
    ]
    heading, kicker = page_head.heading(tree)
    spoken = tree.get("lang") or tree.get("xml:lang") or ""
    page_title = _words(head.title) if head.title else ""
    said, body = stated_by_json(scripts, next(iter(fields.get("title", ())), heading))
    addresses = [
        *(_attribute(link, "href") for link in head.find_all("link", rel="canonical")),
        *fields.get("url", ()),
        *said.get("url", ()),
    ]
    source = page_head.source([*fields.get("source", ()), *said.get("source", ())], addresses)
    titles = [*said.get("title", ()), *fields.get("title", ())]
    moments = [*said.get("date", ()), *fields.get("date", ())]
    title = page_head.title(heading, titles, page_title, source)
    merged: Fields = {
        "title": [title],
        "kicker": [kicker if kicker.casefold() not in title.casefold() else "", *said.get("kicker", ())],
        "subtitle": said.get("subtitle", []),
        "teaser": [*said.get("teaser", ()), *fields.get("teaser", ())],
        "source": [source],
        "url": addresses,
        "date": moments if any(map(written_date, moments)) else [*moments, *page_head.dates(tree)],
        "authors": page_head.authors([*said.get("authors", ()), *fields.get("authors", ())], tree, source),
        "section": [*said.get("section", ()), *fields.get("section", ())],
        "keywords": fields.get("keywords") or said.get("keywords") or [],
        "language": [spoken, *fields.get("language", ()), *said.get("language", ())],
        "agencies": page_head.agencies([*said.get("authors", ()), *fields.get("authors", ())]),
    }
    stated: Fields = {}
    for field, values in merged.items():
        if good := [value for value in values if value.strip()]:
            stated[field] = good
    repeated = frozenset(one_line(line).casefold() for line in (title, heading, kicker, page_title) if line)
    text = main_text(tree, repeated)
    if len(text) < _FEW and len(other := _text_of_container(markup, title)) > _MUCH_LONGER * len(text):
        text = other
    told = text_of_fragment(body) if has_markup(body) else tidy(body)
    if len(told) > _MUCH_LONGER * len(text):
        text = told
    if not any(map(written_date, stated.get("date", ()))) and (found := page_head.guessed_date(tree)):
        stated.setdefault("date", []).append(found)
    extra = {"captions": captions} if (captions := page_head.captions(tree)) else {}
    return [Extraction(text=text, fields=stated, extra=extra)]


def has_markup(text: str) -> bool:
    """Whether a text that may be a piece of HTML is one."""
    return _MARKUP.search(text) is not None


def text_of_fragment(markup: str) -> str:
    """The text of a piece of HTML without tags and scripts; its line ends are kept."""
    return tidy(_text(_parse(clean(markup)), "", collapse=False))


def _tree(markup: str) -> "HtmlElement":
    """The page as libxml2 reads it."""
    from lxml.etree import ParserError
    from lxml.html import HTMLParser, document_fromstring

    markup = _XML_DECLARATION.sub("", markup)  # it would be believed, though the text is decoded already
    if "<" not in markup:
        markup = f"<p>{escape(markup)}"
    try:
        tree: HtmlElement = document_fromstring(markup, parser=HTMLParser(huge_tree=True, remove_comments=True))
    except ParserError as error:
        raise Unreadable("The page holds no text; put some into it or take it away.") from error
    return tree


def _is_deep(tree: "HtmlElement") -> bool:
    """Whether elements are nested deeper than any page nests them on purpose."""
    from lxml.etree import iterwalk

    depth = 0
    for event, _ in iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > _DEEPEST_TREE:
            return True
    return False


def _head(markup: str) -> "BeautifulSoup":
    """What the page states at its top, whether or not it has a head."""
    from bs4 import BeautifulSoup
    from bs4.filter import SoupStrainer

    end = _HEAD_END.search(markup)
    return BeautifulSoup(
        markup[: end.end() if end else _LONGEST_HEAD], "lxml", parse_only=SoupStrainer(["meta", "title", "link"])
    )


def _text_of_container(markup: str, title: str) -> str:
    """The words of the element that holds the article, without what is plainly boilerplate."""
    soup = _parse(markup)
    return tidy(_text(_container(soup), title))


def _container(soup: "BeautifulSoup") -> "Tag":
    """The element that holds the article: the one that says so, else the longest <article>, <main>, the body."""
    for selected in (
        soup.find_all(itemprop="articleBody", limit=50),
        [tag for tag in soup.find_all("article", limit=50) if tag.find_parent("article") is None],
        soup.find_all("main", limit=5) or soup.find_all(role="main", limit=5),
    ):
        best = max(selected, key=_weight, default=None)
        if best is not None and _weight(best) > 0:
            return best
    return soup.body or soup


def _weight(tag: "Tag") -> int:
    """The length of a container's paragraphs, or of all its text where it has none."""
    return (
        sum(len(words) for p in _paragraphs(tag) if len(words := p.get_text()) > 40) or len(tag.get_text().strip()) // 4
    )


def _paragraphs(root: "Tag") -> Iterator["Tag"]:
    """The paragraphs below ``root`` that are in no other one, so that all of them together are no longer than it."""
    from bs4.element import Tag

    pending = [root]
    while pending:
        for child in pending.pop().contents:
            if isinstance(child, Tag):
                if child.name == "p":
                    yield child
                else:
                    pending.append(child)


def _parse(markup: str) -> "BeautifulSoup":
    from bs4 import BeautifulSoup  # here: it takes 0.1 s to load

    markup = _XML_DECLARATION.sub("", markup)
    return BeautifulSoup(markup if "<" in markup else f"<p>{markup}</p>", "lxml")


def _text(root: "Tag", title: str, collapse: bool = True) -> str:
    """The words of ``root`` without boilerplate, blocks parted by blank lines. Walks without recursion: pages may be
    nested deeper than Python's stack."""
    from bs4.element import NavigableString, Tag

    parts: list[str] = []
    stack: list[Iterator[object]] = [iter(root.contents)]
    open_tags: list[str] = [root.name]
    dropping = False  # a box's heading was dropped: so is the list below it
    while stack:
        node = next(stack[-1], None)
        if node is None:
            stack.pop()
            parts.append("\n\n" if open_tags.pop() in BLOCK_TAGS else "")
        elif isinstance(node, Tag):
            name = node.name
            if name == "br":
                parts.append("\n")
            elif dropping and name in ("ul", "ol", "div"):
                dropping = False
            elif name in DROPPED_TAGS or (len(stack) < _DEEPEST and _drop(node, title)):
                dropping = name in _HEADINGS and is_box_heading(_words(node))
            else:
                dropping = False
                parts.append("\n\n" if name in BLOCK_TAGS else "")
                stack.append(iter(node.contents))
                open_tags.append("pre" if "pre" in open_tags[-3:] else name)
        elif type(node) is NavigableString:  # and no comment, declaration or script
            parts.append(str(node) if not collapse or open_tags[-1] == "pre" else _DOUBTFUL_SPACE.sub(" ", node))
    text = "".join(parts)
    return re.sub(r"(?<= ) +|(?<=\n) +", "", text) if collapse else text


def _drop(tag: "Tag", title: str) -> bool:
    name = tag.name
    classes = [*(tag.get_attribute_list("class") if tag.has_attr("class") else ()), _attribute(tag, "id")]
    hidden = tag.has_attr("hidden") or tag.get("aria-hidden") == "true"
    style = _attribute(tag, "style")
    if is_boilerplate(name, filter(None, map(str, classes)), _attribute(tag, "role"), style, hidden):
        return True
    if name == "header":  # a page's head, or an article's, of which only the lead is text
        return not any(len(p.get_text()) >= _SHORT for p in _paragraphs(tag))
    if name in _HEADINGS or name == "p" or name == "strong":
        words = _words(tag) if len(tag.contents) < 20 else ""
        return is_box_heading(words) if name != "h1" else words == title
    if name in ("div", "section"):  # a box whose first words say that it is one
        first = next(
            (words for node in islice(tag.descendants, 20) if isinstance(node, str) and (words := one_line(node))), ""
        )
        return is_box_heading(first) and tag.find("a") is not None and len(tag.get_text()) < 800
    return False


def _words(tag: "Tag") -> str:
    return one_line(tag.get_text())


def _attribute(tag: "Tag", name: str) -> str:
    value = tag.get(name)
    return " ".join(value) if isinstance(value, list) else value or ""
