"""JSON-LD of a page → what it states about the article. It often is broken, nested in ``@graph``, or there twice."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from archive.reading.characters import one_line
from archive.reading.extraction import Field, Fields

_KINDS = re.compile(r"(?:https?://schema\.org/)?(?:\w*Article|\w*BlogPosting|Report|NewsItem)")
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_WRAPPING = re.compile(r"\A\s*(?:<!--|/\*.{0,20}\*/|//<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\]\]>|\]\]>|;)\s*\Z")
_KEYS: dict[str, Field] = {
    "headline": "title", "datePublished": "date", "dateCreated": "date", "author": "authors", "publisher": "source",
    "articleSection": "section", "keywords": "keywords", "url": "url", "mainEntityOfPage": "url",
    "inLanguage": "language", "alternativeHeadline": "subtitle", "description": "teaser",
}  # fmt: skip
_MOST_NODES = 10_000


def stated_by_json(scripts: Iterable[str], headline: str = "") -> tuple[Fields, str]:
    """Read what a page states about its article in JSON-LD.

    Where a page holds several articles, the one with its ``headline`` counts, else the first; others that have the same
    headline fill in what it lacks.

    Args:
        scripts: the contents of the page's ``application/ld+json`` elements; broken ones are passed over.
        headline: the page's title or first heading.

    Returns:
        The fields, and the article's body ("" if it is not given).
    """
    found = [node for script in scripts for node in _nodes(_parsed(script)) if _is_article(node)]
    wanted = one_line(headline).casefold()
    main = next((node for node in found if wanted and _headline(node) == wanted), found[0] if found else {})
    fields: Fields = {}
    body = ""
    for node in [main, *(other for other in found if other is not main and _headline(other) == _headline(main))]:
        stated: Fields = {}
        for key, field in _KEYS.items():
            stated.setdefault(field, []).extend(_texts(node.get(key)))
        for field, values in stated.items():
            if values and field not in fields:
                fields[field] = values
        text = node.get("articleBody")
        body = body or (text if isinstance(text, str) else "")
    return fields, body


def _parsed(script: str) -> Any:
    script = _WRAPPING.sub("", script.strip()[:5_000_000])
    for attempt in (script, _TRAILING_COMMA.sub(r"\1", script)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Every object in a parsed document, outer before inner, without recursion."""
    queue, seen = [value], 0
    while queue and seen < _MOST_NODES:
        node = queue.pop(0) if len(queue) < 100 else queue.pop()
        seen += 1
        if isinstance(node, dict):
            yield node
            queue += [child for child in node.values() if isinstance(child, dict | list)]
        elif isinstance(node, list):
            queue += node[:_MOST_NODES]


def _is_article(node: dict[str, Any]) -> bool:
    kinds = node.get("@type")
    return any(
        isinstance(kind, str) and _KINDS.fullmatch(kind) for kind in (kinds if isinstance(kinds, list) else [kinds])
    )


def _headline(node: dict[str, Any]) -> str:
    return one_line(next(iter(_texts(node.get("headline"))), "")).casefold()


def _texts(value: Any) -> list[str]:
    """The strings of a value: a string, a list of them, an object with a ``name`` or an ``@id``."""
    found = []
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            item = item.get("name") or item.get("@id")
        if isinstance(item, list) and item:
            item = item[0]
        if isinstance(item, str) and item.strip():
            found.append(item)
    return found
