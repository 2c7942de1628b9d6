"""``<meta>`` and ``<title>`` of a page → what the file states. Names in order of trust: the first that has one wins."""

from collections.abc import Iterable
from itertools import chain

from archive.reading.extraction import Field, Fields

_NAMES: dict[Field, str] = {
    "title": "og:title dc.title dcterms.title twitter:title",
    "date": "article:published_time og:article:published_time datepublished dc.date.issued dcterms.issued dc.date "
    "dcterms.date dcterms.created date publish-date pubdate last-published parsely-pub-date sailthru.date",
    "source": "og:site_name publisher dc.publisher dcterms.publisher application-name",
    "authors": "author article:author dc.creator dcterms.creator parsely-author",
    "teaser": "og:description description dc.description dcterms.description twitter:description",
    "section": "article:section section parsely-section",
    "keywords": "news_keywords keywords article:tag parsely-tags",
    "url": "og:url",
    "language": "dc.language dcterms.language content-language og:locale",
}


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
