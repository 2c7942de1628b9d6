"""XML for other programs: the Atom feed of a search, and the OpenSearch description for browsers' search boxes."""

import re
from collections.abc import Sequence
from urllib.parse import urlencode
from uuid import UUID, uuid5
from xml.etree.ElementTree import Element, SubElement, tostring

from flask import Blueprint, Response, request, url_for
from msgspec.structs import replace

from archive.answering.snippets import snippets
from archive.article import Article
from archive.output.characters import without_directions
from web.access import writers_only
from web.question import Question, archive, kept
from web.saved import question_of

feeds = Blueprint("feeds", __name__)

ENTRIES = 30  # of a feed, unless ``limit`` is given
_ATOM = "http://www.w3.org/2005/Atom"
_OPENSEARCH = "http://a9.com/-/spec/opensearch/1.1/"
_NAMES = UUID("6f0b7f0e-6c39-5d0b-9f5e-3a1d3f3c2b52")  # never to change: the ids of all entries are made from it
_NEVER = "1970-01-01T00:00:00Z"
_MOMENT = re.compile(r".*T[0-9:]{8}[+-][0-9:]{5}")
# XML 1.0 allows C1 and DEL, and discourages them.
_NOT_XML = re.compile("[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@feeds.get("/feed.atom")
def feed() -> Response:
    """The hits of a question, or of the saved search ``saved``, that were first seen last, as Atom (RFC 4287)."""
    name = request.args.get("saved")
    question = Question.of_request() if name is None else _saved(name)
    limit = question.limit if request.args.get("limit") else ENTRIES
    newest = replace(question, sort="newest", page=1)
    asked = newest.search_request(limit=limit)
    document = kept("feed", (asked, request.url), lambda: _feed(question, newest, archive().latest(asked)))
    return _xml(document, "application/atom+xml; charset=utf-8")


def _feed(question: Question, newest: Question, articles: Sequence[Article]) -> bytes:
    root = Element("feed", {"xmlns": _ATOM})
    _add(root, "title", f"Archiv: {question.q}" if question.q.strip() else "Archiv")
    _add(root, "id", _urn("feed", newest.address()))
    _add(root, "updated", max((article.added for article in articles), default="") or _NEVER)
    _add(SubElement(root, "author"), "name", "Archiv")
    _link(root, "self", f"{request.base_url}?{urlencode(list(request.args.items(multi=True)), errors='replace')}")
    _link(root, "alternate", _absolute(question.address()))
    for article in articles:
        _entry(SubElement(root, "entry"), article)
    return _written(root)


def _saved(name: str) -> Question:
    writers_only()
    return question_of(archive().saved_searches.get(name))


def _entry(entry: Element, article: Article) -> None:
    _add(entry, "id", _urn("article", article.id))
    _add(entry, "title", article.title)
    _add(entry, "updated", article.added or _NEVER)
    if article.date and _MOMENT.fullmatch(article.date):  # Atom has no dates without a time
        _add(entry, "published", article.date)
    for name in article.authors or article.agencies or ((article.source,) if article.source else ()):
        _add(SubElement(entry, "author"), "name", name)
    for term in article.keywords:
        SubElement(entry, "category", {"term": _clean(term)})
    _link(entry, "alternate", url_for("pages.article", id=article.id, _external=True))
    beginning = next(iter(snippets(article.text, ())), ())
    about = " · ".join(filter(None, (article.date, article.source)))
    _add(entry, "summary", "\n".join(filter(None, (about, "".join(piece.text for piece in beginning)))))


@feeds.get("/opensearch.xml")
def opensearch() -> Response:
    """The description by which a browser searches this archive from its own search box (OpenSearch 1.1)."""
    root = Element("OpenSearchDescription", {"xmlns": _OPENSEARCH})
    _add(root, "ShortName", "Archiv")
    _add(root, "Description", "Durchsucht die Artikel dieses Archivs.")
    _add(root, "InputEncoding", "UTF-8")
    image = url_for("static", filename="icon.svg", _external=True)
    _add(root, "Image", image, {"type": "image/svg+xml", "width": "16", "height": "16"})
    templates = (
        ("results", "text/html", "/?q={searchTerms}"),
        ("results", "application/atom+xml", "/feed.atom?q={searchTerms}"),
        ("suggestions", "application/x-suggestions+json", "/api/suggest?q={searchTerms}"),
        ("self", "application/opensearchdescription+xml", "/opensearch.xml"),
    )
    for rel, mime, path in templates:
        SubElement(root, "Url", {"rel": rel, "type": mime, "template": _absolute(path)})
    return _xml(_written(root), "application/opensearchdescription+xml; charset=utf-8")


def _add(parent: Element, name: str, text: str, attributes: dict[str, str] | None = None) -> None:
    SubElement(parent, name, attributes or {}).text = _clean(text)


def _link(parent: Element, rel: str, address: str) -> None:
    SubElement(parent, "link", {"rel": rel, "href": _clean(address)})


def _absolute(address: str) -> str:
    """The whole URL of an address of this application, which begins with a slash."""
    return request.url_root + address.removeprefix("/")


def _clean(text: str) -> str:
    """The text without the characters that XML does not allow, not even escaped, and without those that reorder it."""
    return _NOT_XML.sub(" ", without_directions(text))


def _urn(kind: str, name: str) -> str:
    """An id that stays the same wherever the archive is served."""
    return uuid5(_NAMES, f"{kind} {name}".encode(errors="replace").decode()).urn


def _written(root: Element) -> bytes:
    document: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return document


def _xml(document: bytes, mime: str) -> Response:
    return Response(document, content_type=mime)
