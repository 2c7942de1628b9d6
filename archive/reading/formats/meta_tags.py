"""``<meta>`` and ``<title>`` of a page → what the file states. Names in order of trust: the first that has one wins."""

import re
from collections.abc import Iterable
from itertools import chain

from archive.reading.characters import one_line
from archive.reading.extraction import Field, Fields

_NAMES: dict[Field, str] = {
    "title": "og:title dc.title dcterms.title twitter:title",
    "date": "article:published_time og:article:published_time datepublished dc.date.issued dcterms.issued dc.date "
    "dcterms.date dcterms.created date publish-date pubdate last-published parsely-pub-date sailthru.date",
    "source": "og:site_name publisher dc.publisher dcterms.publisher application-name",
    "authors": "author article:author dc.creator dcterms.creator parsely-author",
    "section": "article:section section parsely-section",
    "keywords": "news_keywords keywords article:tag parsely-tags",
    "url": "og:url",
    "language": "dc.language dcterms.language content-language og:locale",
}
_SEPARATORS = re.compile(r"\s+[-–—|·•:]\s+|\s+[»«]\s+")
_LONGEST_SITE = 5  # words


def stated_by_meta(metas: Iterable[tuple[str, str]]) -> Fields:
    """Read the fields that meta elements state.

    Args:
        metas: each element's name (or property) and content.

    Returns:
        For each field the values of the most trusted name that has any; of dates and addresses all names' values,
        for the first may turn out to be none.
    """
    found: dict[str, list[str]] = {}
    for name, content in metas:
        if content.strip():
            found.setdefault(name.strip().casefold(), []).append(content)
    fields: Fields = {}
    for field, names in _NAMES.items():
        stated = [found[name] for name in names.split() if name in found]
        if stated:
            fields[field] = list(chain(*stated)) if field in ("date", "url") else stated[0]
    return fields


def without_site(title: str, site: str | None, guess: bool = False) -> str:
    """A page's title without `` - Site name``; with ``guess`` also without what looks like a site's name."""
    title = one_line(title)
    cuts = list(_SEPARATORS.finditer(title))
    for cut in cuts:
        if site and title[cut.end() :].casefold() == one_line(site).casefold():
            return title[: cut.start()]
    if guess and cuts:
        head, tail = title[: cuts[-1].start()], title[cuts[-1].end() :]
        if len(tail.split()) <= _LONGEST_SITE and len(head.split()) >= 2 and not tail[:1].islower():
            return head
    return title
