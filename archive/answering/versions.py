"""Versions of one article: seeds that state the same address; and what differs between two of them."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from archive.article import Article
from archive.engines.base import Engine, version_key
from archive.german import fold_value
from archive.query.plan import Plan, Term

MOST_VERSIONS = 50
_WORD = re.compile(r"\s+|\w+|[^\w\s]")
_MOST_PIECES = 6_000  # of both texts together


@dataclass(frozen=True, slots=True)
class Change:
    """A piece of text that both versions have, or only the older (``removed``) or the newer one (``added``)."""

    text: str
    kind: Literal["same", "removed", "added"]


def versions(engine: Engine, article: Article) -> tuple[Article, ...]:
    """All articles with the address of ``article``, itself among them, the oldest first; only itself if it has none."""
    key = version_key(article)
    if key is None:
        return (article,)
    found = engine.search(Plan(Term("cluster", fold_value(key)), "oldest", limit=MOST_VERSIONS)).hits
    articles = engine.get([id for id, _ in found]) | {article.id: article}
    return tuple(sorted(articles.values(), key=lambda other: (other.date_from or "", other.added, other.id)))


def changes(older: str, newer: str) -> tuple[Change, ...]:
    """What was changed from one text to another, word by word; of long texts line by line, of very long ones the whole.

    To compare takes the square of the number of pieces at worst.
    """
    for pieces in (_WORD.findall, lambda text: text.splitlines(keepends=True), lambda text: [text] if text else []):
        before, after = pieces(older), pieces(newer)
        if len(before) + len(after) <= _MOST_PIECES:
            break
    found: list[Change] = []
    for kind, start, end, other_start, other_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(Change("".join(before[start:end]), "same"))
            continue
        if start < end:
            found.append(Change("".join(before[start:end]), "removed"))
        if other_start < other_end:
            found.append(Change("".join(after[other_start:other_end]), "added"))
    return tuple(found)
