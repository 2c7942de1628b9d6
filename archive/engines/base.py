"""The seam between the archive and its engines: the protocol ``Engine``, and the plain data that crosses it.

Nothing else crosses: no library's objects, no keyword arguments, no HTML. ``tests/contract`` checks on every engine
what the docstrings here promise.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol
from urllib.parse import parse_qsl, urlencode, urlsplit

from msgspec import Struct, field

from archive.article import Article
from archive.german import fold_value
from archive.query.plan import Plan
from archive.query.plan import WordCount as WordCount
from archive.query.plan import WordMatch as WordMatch

# To be raised when an engine's fields change, what stands in them, or the layout of a generation's other files: older
# indexes are then built anew.
SCHEMA_VERSION = 6
# Values of one article in a field of several. No newspaper needs so many; a page may claim 66,000 authors, and engines
# bound the values of all articles together (60,000 are counted).
MOST_VALUES = 200
_TRACKING = re.compile(r"utm_|fbclid|gclid|wt_mc|wtmc|mc_[ce]id|ref$|xing_share|cmpid", re.IGNORECASE)


class AnalyzedArticle(Struct, frozen=True):
    """An article ready for an engine. Each field of words is a string of words joined by single blanks; an engine
    splits it at blanks and nowhere else. No word is longer than ``analyzer.LONGEST_WORD`` characters.

    Attributes:
        hash: of the content, hexadecimal.
        content: the article as JSON, without ``added``, which the reader of its file cannot know.
        title, body: terms (lemma or stem) in the order of the words; function words have none.
        title_forms, body_forms: every word's form, in order: a word's position is its place in this list. Words with
            hyphens stand as their pieces, and once more as wholes behind the last word.
        title_parts, body_parts: terms of the parts of compounds.
        lead: terms of a true title and of the first words of the text, for ranking.
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
    lead: str

    @property
    def json(self) -> str:
        """The whole article as JSON, as ``Article.from_json`` takes it."""
        return f'{self.content[:-1]}, "added": {json.dumps(self.article.added)}}}'


Analyze = Callable[[Article], AnalyzedArticle]
"""Gives an article its words, as they were when it was indexed."""


class Counts(Struct, frozen=True):
    """The values of articles, and how many articles have each.

    Attributes:
        values: for each field that the plan counts, value as written → number of articles in the node that have it. The
            keys of ``date`` are the articles' dates as precise as they are, at most to the day (``2023``, ``2023-07``,
            ``2023-07-27``), and "" for undated articles. Where a plan wants the ``most`` frequent ones, values may be
            left out that are less frequent than so many others; values that are folded alike count as one for that.
        exact: False where values are left out because there are too many.
        more: for a field of which values were left out, how many.
    """

    values: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    exact: bool = True
    more: Mapping[str, int] = field(default_factory=dict)


class Found:
    """An engine's answer to a plan.

    Attributes:
        total: number of articles in the plan's node, whatever its limit.
        hits: pairs of id and score, sorted and cut as the plan says. Scores are not negative and comparable only within
            one answer; they are 0 where nothing scores, and may be 0 where the plan sorts by date.

    Args:
        counted: the plan's counts, or what waits for them: an engine may go on counting while hits are looked at.
    """

    def __init__(
        self, total: int, hits: tuple[tuple[str, float], ...], counted: Counts | Callable[[], Counts] | None = None
    ) -> None:
        self.total = total
        self.hits = hits
        self._counted = counted or Counts()

    def _counts(self) -> Counts:
        if not isinstance(self._counted, Counts):
            self._counted = self._counted()
        return self._counted

    @property
    def counts(self) -> Mapping[str, Mapping[str, int]]:
        """See ``Counts.values``."""
        return self._counts().values

    @property
    def exact(self) -> bool:
        """See ``Counts.exact``."""
        return self._counts().exact

    @property
    def more(self) -> Mapping[str, int]:
        """See ``Counts.more``."""
        return self._counts().more


class Stored(Struct, frozen=True):
    """The identity of an indexed article: its id and the hash of its content, to compare it with the seeds."""

    id: str
    hash: str


class IndexInfo(Struct, frozen=True):
    """What an index is: its number of articles, its size in bytes (in a cluster with all copies), and the versions of
    the schema and of the analysis of words with which it was made.

    Attributes:
        deleted: how many articles were taken out or replaced and still count in the statistics of words, so that the
            order by relevance is not yet that of an index made at once. 0 where the engine sees to that itself.
    """

    articles: int
    bytes: int
    schema: int
    analysis: int
    deleted: int = 0


class Engine(Protocol):
    """Holds one generation of articles and answers plans.

    Every method may be called from several threads at once, also during an ``update``. An embedded engine answers each
    call from one commit, the newest when it was called; a cluster shows a part of the articles of an update that is
    under way.

    Raises:
        EngineUnavailable: from any method: there is no index any more, or the cluster does not answer now.
        EngineError: from any method: the index cannot be read or written (damaged, disk full, closed). No other error
            of an engine or its library leaves it.
    """

    def update(self, articles: Iterable[AnalyzedArticle], remove: Iterable[str] = ()) -> None:
        """Take out the articles whose ids are in ``remove``, then put in ``articles``, each in place of the one with
        its id.

        Of several articles with the same id the last wins; unknown ids in ``remove`` are passed over. When the call
        returns, every search sees its result; the same call again changes nothing. In an embedded engine it is one
        commit, all or nothing; in a cluster a call that fails may leave a part of its articles, and the same call again
        completes it. An error raised by ``articles`` itself leaves the index as it was and is passed on.

        Raises:
            IndexLocked: another process is writing to the index.
            EngineError: the index was opened for reading only, or cannot be written.
        """

    def search(self, plan: Plan) -> Found:
        """Answer a plan. ``limit`` and ``offset`` may be larger than any index: memory is taken only for articles that
        exist.

        Order: as ``plan.sort`` says, and ties of it by ascending id; so pages of one commit never overlap.

        Raises:
            QueryError: nearness would have to be looked for in more articles than ``nearness.NEAR_ARTICLES``.
        """

    def get(self, ids: Sequence[str]) -> dict[str, Article]:
        """Return id → article as it was put in; unknown ids are left out. The order of the result means nothing."""

    def scan(self, plan: Plan | None = None) -> Iterator[Stored]:
        """Yield the identity of every article once, or of every one in the plan's node, in no certain order. The plan's
        sort, limit, offset and counts are ignored. A scan goes on over later commits with the articles it began with.

        Raises:
            QueryError: as in ``search``.
        """

    def words(self, match: WordMatch, limit: int) -> list[WordCount]:
        """Return at most ``limit`` of the words that match, the one with most articles first, equals by ascending text
        (by code point). Words of removed articles are none."""

    def info(self) -> IndexInfo:
        """Return what this index is."""

    def close(self) -> None:
        """Let go of files and connections. A second call does nothing; any other method then raises EngineError."""


def values(article: Article) -> dict[str, tuple[str, ...]]:
    """An article's values as written, by field of ``plan.VALUES``; a field without a value has an empty tuple. Of
    values that are folded alike the last is kept; of more than MOST_VALUES the first."""
    date = article.date or ""
    single = {
        "year": date[:4], "month": date[:7] if len(date) >= 7 else "", "source": article.source,
        "section": article.section, "folder": article.folder, "language": article.language, "format": article.format,
    }  # fmt: skip
    several = {
        "agency": article.agencies, "author": article.authors, "place": article.places, "person": article.persons,
        "org": article.orgs, "keyword": article.keywords,
        "cluster": tuple(filter(None, (version_key(article),))),
    }  # fmt: skip
    return {name: (value,) if value else () for name, value in single.items()} | {
        name: tuple({fold_value(value): value for value in found if value}.values())[:MOST_VALUES] if found else ()
        for name, found in several.items()
    }


def version_key(article: Article) -> str | None:
    """What versions of one article have in common: their web address without its scheme, fragment and the parameters
    that only tell where a reader came from; None for an article without address."""
    if not article.url:
        return None
    try:
        parts = urlsplit(article.url)
        asked = [(name, value) for name, value in parse_qsl(parts.query) if not _TRACKING.match(name)]
    except ValueError:  # a host in brackets that is no address
        return article.url
    query = urlencode(sorted(asked))
    host = parts.netloc.casefold().removeprefix("www.")
    return f"{host}{parts.path.rstrip('/')}{f'?{query}' if query else ''}"


def seconds(article: Article) -> tuple[int | None, int | None, int | None]:
    """The values of ``plan.SECONDS``, in seconds since 1970: first and last second of the article's date, and when it
    was first seen. None stands for an undated article, or one of which the last is not known."""
    first, last = article.when.seconds if article.when else (None, None)
    added = int(datetime.fromisoformat(article.added).timestamp()) if article.added else None
    return first, last, added


def folded_values(written: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """The result of ``values`` as a ``Term`` asks for it: folded, and ("",) for a field without a value."""
    return {name: tuple(map(fold_value, found)) or ("",) for name, found in written.items()}
