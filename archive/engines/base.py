"""The seam: what an engine is asked and what it answers. Only frozen data crosses it."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from archive.article import Article
from archive.german import fold_value
from archive.query.plan import Plan
from archive.query.plan import WordCount as WordCount
from archive.query.plan import WordMatch as WordMatch

SCHEMA_VERSION = 1  # raise it when the fields or what stands in them change: old indexes are then outdated


@dataclass(frozen=True, slots=True)
class AnalyzedArticle:
    """An article ready for an engine. The word fields are words joined by single blanks, split there and nowhere else;
    no word is longer than ``analyzer.LONGEST_WORD``.

    Attributes:
        hash: of the content, hexadecimal.
        content: the article as JSON, without ``added``, which the reader of its file cannot know.
        title, body: terms (lemma or stem); function words have none.
        title_forms, body_forms: every word's form, in order: a word's position is its place in this list.
        title_parts, body_parts: terms of the parts of compounds.
    """

    article: Article
    hash: str
    content: str
    title: str
    body: str
    title_forms: str
    body_forms: str
    title_parts: str
    body_parts: str

    @property
    def json(self) -> str:
        """The whole article as JSON, as ``Article.from_json`` takes it."""
        return f'{self.content[:-1]}, "added": {json.dumps(self.article.added)}}}'


@dataclass(frozen=True, slots=True)
class Found:
    """An engine's answer.

    Attributes:
        total: number of articles in the plan's node, whatever the limit.
        hits: ids with scores, sorted and cut as the plan says.
        counts: for each field asked, value as written → number of articles that have it; for ``date`` the dates cut to
            their day (``2023``, ``2023-07``, ``2023-07-27``), and "" for undated ones.
        exact: False where an engine can only estimate total or counts.
    """

    total: int
    hits: tuple[tuple[str, float], ...]
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Stored:
    """What the index holds of an article, for comparing it with the seeds."""

    id: str
    hash: str


@dataclass(frozen=True, slots=True)
class IndexInfo:
    """What an index is: number of articles, bytes on disk, versions of its schema and of the analysis of its words."""

    articles: int
    bytes: int
    schema: int
    analysis: int


class Engine(Protocol):
    """Holds one generation of articles and answers plans. Safe to call from several threads. May raise EngineError."""

    def update(self, articles: Iterable[AnalyzedArticle], remove: Iterable[str] = ()) -> None:
        """Take out ``remove`` (ids), then put in ``articles``, replacing those with the same id; the last of equal ids
        wins. One call is one commit: visible on return, all or nothing; the same call again changes nothing."""

    def search(self, plan: Plan) -> Found:
        """Answer a plan."""

    def get(self, ids: Sequence[str]) -> dict[str, Article]:
        """The articles with these ids; unknown ids are left out."""

    def scan(self, plan: Plan | None = None) -> Iterator[Stored]:
        """Every article, or every one in the plan's node, in any order, streamed, without limit."""

    def words(self, match: WordMatch, limit: int) -> list[WordCount]:
        """At most ``limit`` words, most frequent first, then by text."""

    def info(self) -> IndexInfo:
        """What this index is."""

    def close(self) -> None:
        """Let go of files and connections; calling it twice is fine."""


def values(article: Article) -> dict[str, tuple[str, ...]]:
    """An article's values as written, by field of ``plan.VALUES``; no value is an empty tuple."""
    date = article.date or ""
    single = {
        "year": date[:4], "month": date[:7] if len(date) >= 7 else "", "source": article.source,
        "section": article.section, "folder": article.folder, "language": article.language, "format": article.format,
    }  # fmt: skip
    several = {
        "agency": article.agencies, "author": article.authors, "place": article.places, "keyword": article.keywords,
        "cluster": (),
    }  # fmt: skip
    return {name: (value,) if value else () for name, value in single.items()} | {
        name: tuple({fold_value(value): value for value in found if value}.values()) if found else ()
        for name, found in several.items()
    }


def seconds(article: Article) -> tuple[int | None, int | None, int | None]:
    """What ``plan.SECONDS`` ask for: first and last second of the date, and when it was first seen."""
    first, last = article.when.seconds if article.when else (None, None)
    added = int(datetime.fromisoformat(article.added).timestamp()) if article.added else None
    return first, last, added


def folded_values(written: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """``values`` as a ``Term`` asks for them: folded, and ("",) where there is none."""
    return {name: tuple(map(fold_value, found)) or ("",) for name, found in written.items()}
