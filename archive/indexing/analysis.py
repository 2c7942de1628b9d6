"""Turns an article into what is written into an index; a pure function of the article and of shipped data."""

import hashlib
import json

from archive.article import Article
from archive.engines.base import AnalyzedArticle
from archive.german import analyzer
from archive.reading.evidence.title import title_from

LEAD_WORDS = 60  # tuned by known-item search (python -m benchmarks.quality): 30, 45, 90 and 100 rank worse


def content_of(article: Article) -> str:
    """The article as JSON text, without ``added``, which is not part of what it says."""
    content = article.as_json()
    del content["added"]
    return json.dumps(content, ensure_ascii=False)


def content_hash(content: str) -> str:
    """The hash of ``content_of`` an article: BLAKE2b of 128 bits, 32 hexadecimal digits."""
    return hashlib.blake2b(content.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def analyze_article(article: Article) -> AnalyzedArticle:
    """Analyse the title and the text of an article in its own language; kicker, subtitle, teaser and what else is
    stated stand behind the text."""
    language = analyzer(article.language)
    other = article.other_text
    title = language.fields(article.title)
    body = language.fields(f"{article.text}\n\n{other}" if other else article.text, LEAD_WORDS)
    content = content_of(article)
    return AnalyzedArticle(
        article=article,
        hash=content_hash(content),
        content=content,
        title=title.terms,
        body=body.terms,
        title_forms=title.forms,
        body_forms=body.forms,
        title_parts=title.parts,
        body_parts=body.parts,
        lead=f"{title.terms} {body.lead}".strip() if _has_own_title(article) else body.lead,
    )


def _has_own_title(article: Article) -> bool:
    """Whether the title is not just the beginning of the text."""
    return bool(article.title) and article.title != title_from(article.text)
