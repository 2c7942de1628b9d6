"""RSS and Atom → extractions, an article an entry. The only importer of feedparser."""

from collections.abc import Iterator

from archive.reading.extraction import Extraction, Fields, Unreadable
from archive.reading.formats.html import text_of_fragment


def read_feed(data: bytes) -> Iterator[Extraction]:
    """Read a feed of any dialect, however broken.

    Raises:
        Unreadable: it is none, or has no entry.
    """
    import feedparser  # here: it takes .1 s to load

    try:
        feed = feedparser.parse(  # type: ignore[attr-defined]
            data, sanitize_html=False, resolve_relative_uris=False
        )
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:  # of its own on odd bytes
        raise Unreadable("The file is no feed (RSS or Atom), or a broken one.") from error
    if not feed.entries:
        raise Unreadable("The file is no feed (RSS or Atom), or a feed without entries.")
    source = feed.feed.get("title", "")
    for entry in feed.entries:
        contents = [content.get("value", "") for content in entry.get("content", ())]
        summary = text_of_fragment(entry.get("summary", ""))
        text = max(map(text_of_fragment, contents), key=len, default="") or summary
        fields: Fields = {
            "title": [text_of_fragment(entry.get("title", ""))],
            "date": [entry.get(name, "") for name in ("published", "created", "updated")],
            "source": [entry.get("source", {}).get("title", ""), source],
            "authors": [author.get("name", "") for author in entry.get("authors", ())] or [entry.get("author", "")],
            "keywords": [tag.get("term") or "" for tag in entry.get("tags", ())],
            "url": [entry.get("link", ""), entry.get("id", "")],
            "language": [content.get("language") or "" for content in entry.get("content", ())]
            + [feed.feed.get("language", "")],
            "teaser": [summary] if summary != text else [],
        }
        stated = {field: good for field, values in fields.items() if (good := [v for v in values if v and v.strip()])}
        yield Extraction(text=text, fields=stated)
