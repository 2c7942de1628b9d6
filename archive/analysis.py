"""An article → its words: what is written into an index. A pure function of the article and shipped data."""

import hashlib
import json

from archive.article import Article
from archive.engines.base import AnalyzedArticle
from archive.german import analyzer


def content_hash(article: Article) -> str:
    """What the article says, as 32 hexadecimal digits; when it was first seen does not count."""
    content = article.as_json()
    del content["added"]
    return hashlib.blake2b(json.dumps(content).encode(), digest_size=16).hexdigest()


def analyze_article(article: Article) -> AnalyzedArticle:
    """The article with its words, by its own language."""
    language = analyzer(article.language)
    title, body = language.fields(article.title), language.fields(article.text)
    return AnalyzedArticle(
        article=article,
        hash=content_hash(article),
        title=title.terms,
        body=body.terms,
        title_forms=title.forms,
        body_forms=body.forms,
        title_parts=title.parts,
        body_parts=body.parts,
    )
