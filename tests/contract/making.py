"""Articles for the tests: terms are the words as they stand, so that a test shows what is asked and what is there."""

from hashlib import sha256
from typing import Any

from msgspec.structs import replace

from archive.article import Article, PartialDate
from archive.engines.base import AnalyzedArticle
from archive.indexing.analysis import content_of


def article(
    id: str, title: str = "", body: str = "", *, parts: str = "", lead: str = "", hash: str = "", **fields: Any
) -> AnalyzedArticle:
    """An article ready for an engine; ``fields`` are those of ``Article``."""
    made = analyzed(Article(id=id, path=f"{id}.txt", title=title, text=body, **fields))
    return replace(made, hash=hash or made.hash, body_parts=parts, lead=lead)


def analyzed(article: Article) -> AnalyzedArticle:
    """An article with its words."""
    title, body = article.title, article.text
    hash = sha256(f"{article.id}{title}{body}".encode()).hexdigest()
    return AnalyzedArticle(article, hash, content_of(article), title, body, title, body, "", "", "")


def first_second(day: str) -> int:
    """The first second of a date."""
    return PartialDate.parse(day).seconds[0]


def last_second(day: str) -> int:
    """The last second of a date."""
    return PartialDate.parse(day).seconds[1]
