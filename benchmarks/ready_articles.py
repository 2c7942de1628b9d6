"""Articles with values in every field, ready for an engine without any German: what engines are measured with."""

from collections.abc import Sequence
from random import Random

from archive.article import Article
from archive.engines.base import AnalyzedArticle
from benchmarks.texts import SOURCES, texts

_PLACES = ("China", "Deutschland", "Frankreich", "Japan", "Kanada", "Nordkorea", "Polen", "Russland", "Ukraine")


def ready_articles(count: int, seed: int = 1) -> list[AnalyzedArticle]:
    """Articles of about 2 kB; forms are the words in lower case, terms their first six letters, parts the ends of long
    ones. The same numbers give the same articles."""
    draw = Random(seed)
    made = []
    for number, text in enumerate(texts(count, seed)):
        words = text.lower().replace(".", "").split()
        title = words[:8]
        year, month, day = draw.randrange(1990, 2024), draw.randrange(1, 13), draw.randrange(1, 29)
        date = draw.choice((None, f"{year}", f"{year}-{month:02}", *[f"{year}-{month:02}-{day:02}"] * 6))
        article = Article(
            id=f"ordner{number % 20}/{number:06}",
            path=f"ordner{number % 20}/{number:06}.txt",
            title=" ".join(title).capitalize(),
            text=text,
            date=date,
            date_source="metadata" if date else None,
            language="de",
            source=draw.choice(SOURCES),
            authors=(f"{draw.choice(words).capitalize()} {draw.choice(words).capitalize()}",),
            agencies=tuple(draw.sample(("dpa", "Reuters", "AFP"), draw.randrange(3))),
            section=draw.choice(("Politik", "Wirtschaft", "Kultur", None)),
            folder=f"ordner{number % 20}",
            keywords=tuple(draw.choices(words, k=draw.randrange(4))),
            places=tuple(sorted(set(draw.choices(_PLACES, k=draw.randrange(4))))),
            added="2026-11-20T21:30:00Z",
        )
        made.append(_analyzed(article, f"{number:016x}", title, words))
    return made


def _analyzed(article: Article, hash: str, title: Sequence[str], body: Sequence[str]) -> AnalyzedArticle:
    return AnalyzedArticle(
        article=article,
        hash=hash,
        title=" ".join(word[:6] for word in title if len(word) > 3),
        body=" ".join(word[:6] for word in body if len(word) > 3),
        title_forms=" ".join(title),
        body_forms=" ".join(body),
        title_parts=" ".join(word[-5:] for word in title if len(word) > 8),
        body_parts=" ".join(word[-5:] for word in body if len(word) > 8),
    )
