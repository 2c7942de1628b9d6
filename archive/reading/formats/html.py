"""HTML → extractions: the article without what stands around it. The only importer of bs4."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from archive.reading.characters import clean, one_line, tidy
from archive.reading.encoding import decode
from archive.reading.extraction import Extraction, Fields, Unreadable
from archive.reading.formats.boilerplate import BLOCK_TAGS, DROPPED_TAGS, is_boilerplate, is_box_heading
from archive.reading.formats.json_ld import stated_by_json
from archive.reading.formats.meta_tags import stated_by_meta, without_site

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

MAX_BYTES = 5_000_000  # a tree of a page takes some twenty times its size in memory
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([a-zA-Z0-9_:.-]{2,40})""", re.IGNORECASE)
_XML_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,200}>")
_DOUBTFUL_SPACE = re.compile(r"[ \t\r\n\f]+")
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_DEEPEST = 100  # nested elements; deeper ones are not asked whether they are boxes, which takes all of their words
_MOST_HEADINGS = 10  # that are looked at for a title: where they are never closed, each holds all that follow
_SHORT = 80  # characters; in an article's own header such lines are date, byline and the like, longer ones the lead


def read_html(data: bytes) -> list[Extraction]:
    """Read a page.

    Returns:
        One extraction: the article's paragraphs, and what meta elements, JSON-LD and the page's head state.

    Raises:
        Unreadable: the bytes are no text, or more than a page can have.
    """
    if len(data) > MAX_BYTES:
        raise Unreadable(f"The page is larger than {MAX_BYTES // 1_000_000} MB; save its text as .txt.")
    declared = _DECLARED.search(data[:4096])
    soup = _parse(clean(decode(data, declared[1].decode("ascii") if declared else None)))
    metas = [
        (_attribute(meta, "property") or _attribute(meta, "name") or _attribute(meta, "itemprop") or
         _attribute(meta, "http-equiv"), _attribute(meta, "content"))
        for meta in soup.find_all("meta")
    ]  # fmt: skip
    fields = stated_by_meta(metas)
    container = _container(soup)
    headings = (*container.find_all("h1", limit=_MOST_HEADINGS), *soup.find_all("h1", limit=_MOST_HEADINGS))
    heading = next((words for tag in headings if (words := _words(tag))), "")
    scripts = [str(tag.string or "") for tag in soup.find_all("script", type=re.compile(r"ld\+json", re.IGNORECASE))]
    site = next(iter(fields.get("source", ())), None)
    said, body = stated_by_json(scripts, without_site(fields["title"][0], site) if "title" in fields else heading)
    site = site or next(iter(said.get("source", ())), None)
    title = _title(soup, fields, said, heading, site)
    _complete(fields, said, soup, container)
    if title:
        fields["title"] = [title]
    text = tidy(_text(container, title))
    told = text_of_fragment(body) if "<" in body else tidy(body)
    whole_page = container.name in ("body", "html", "[document]")
    if told and (whole_page or len(told) > 1.5 * len(text)):
        text = told
    return [Extraction(text=text, fields=fields)]


def text_of_fragment(markup: str) -> str:
    """The text of a piece of HTML without tags and scripts; its line ends are kept."""
    return tidy(_text(_parse(clean(markup)), "", collapse=False))


def _parse(markup: str) -> "BeautifulSoup":
    from bs4 import BeautifulSoup  # here: it takes 0.1 s to load

    markup = _XML_DECLARATION.sub("", markup)  # it would be believed, though the text is decoded already
    return BeautifulSoup(markup if "<" in markup else f"<p>{markup}</p>", "lxml")


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


def _title(soup: "BeautifulSoup", fields: Fields, said: Fields, heading: str, site: str | None) -> str:
    if "title" in fields:
        return without_site(fields["title"][0], site)
    if heading:
        return heading
    if "title" in said:
        return without_site(said["title"][0], site)
    return without_site(_words(soup.title), site, guess=True) if soup.title else ""


def _complete(fields: Fields, said: Fields, soup: "BeautifulSoup", container: "Tag") -> None:
    """Add to ``fields``, as less trustworthy, what JSON-LD (``said``), microdata and the page's elements state."""
    for field, values in said.items():
        if field in ("date", "url"):
            fields.setdefault(field, []).extend(values)
        else:
            fields.setdefault(field, values)
    links = [_attribute(link, "href") for link in soup.find_all("link", rel="canonical")]
    fields["url"] = [*links, *fields.get("url", [])]
    fields.setdefault("date", []).extend(_times(soup, container))
    if "authors" not in fields and (
        names := [_words(tag) for tag in soup.select('[itemprop~="author"], [rel~="author"]')[:5]]
    ):
        fields["authors"] = names[:1] if len(set(names)) == 1 else names
    html = soup.find("html")
    if html is not None and (spoken := _attribute(html, "lang") or _attribute(html, "xml:lang")):
        fields["language"] = [spoken, *fields.get("language", [])]


def _times(soup: "BeautifulSoup", container: "Tag") -> Iterator[str]:
    """Moments of publication: of elements that are marked so, then of a <time> in the article's head. A <time> within
    a paragraph may be the moment of anything."""
    for tag in soup.select('[itemprop~="datePublished"], time[pubdate]'):
        yield _attribute(tag, "datetime") or _attribute(tag, "content") or _words(tag)
    article = container if container.name == "article" else container.find_parent("article") or container
    for tag in article.find_all("time", limit=3):
        within = {parent.name for parent in tag.parents}
        if not within & {"p", "li", "aside", "footer", "nav", "blockquote", "td"} or within & {"header"}:
            yield _attribute(tag, "datetime") or _words(tag)


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
