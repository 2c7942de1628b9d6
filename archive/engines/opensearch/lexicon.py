"""The lexicon of an archive in a cluster: a small index of its own lists the words, and the index of articles counts
them.

The entry of a word is never taken out. It tells the most articles of one update that had the word (``seen``), which is
also the entry's version: the highest wins, whoever writes it when, so that indexers on many machines need no lock. It
serves to know which of very many words are worth counting.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from archive.engines.base import AnalyzedArticle, WordCount, WordMatch
from archive.engines.lexicon import LEXICONS, most_frequent, named_words, wanted
from archive.engines.opensearch import indices
from archive.engines.opensearch.entries import entry_id, listed, spelled, word_counts
from archive.engines.opensearch.query import Query, candidates
from archive.engines.opensearch.server import Action, Server, Writes
from archive.engines.opensearch.tuning import COUNTED, COUNTED_AGAIN, LOOKS, WORDS_PAGE, WORDS_REMEMBERED


class Lexicon:
    """The lexicon of one index of articles."""

    def __init__(self, server: Server, index: str) -> None:
        self._server = server
        self._index = index
        self._written: dict[str, int] = {}

    def writes(self, articles: Iterable[AnalyzedArticle], sent: dict[str, int]) -> Writes:
        """What is to be written of the words of new articles; fills ``sent``, for ``remember``, while it is read."""
        return Writes(indices.writing(indices.words_of(self._index)), self._actions(articles, sent), keep_newer=True)

    def _actions(self, articles: Iterable[AnalyzedArticle], sent: dict[str, int]) -> Iterator[Action]:
        for word, count in word_counts(articles).items():
            if count >= self._written.get(word, 1):
                # Powers of eight: what came once and comes twice is not written again.
                seen = 8 ** ((count.bit_length() - 1) // 3)
                sent[word] = 8 * seen
                if text := listed(word):
                    version = {"version": seen, "version_type": "external"}
                    yield {"index": {"_id": entry_id(text), **version}}, {"word": text, "seen": seen}

    def remember(self, sent: dict[str, int]) -> None:
        """Note words that were written: each is written again only when an update has as many articles with it as
        told."""
        if len(self._written) + len(sent) > WORDS_REMEMBERED:
            self._written.clear()
        self._written.update(sent)

    def words(self, match: WordMatch, limit: int) -> list[WordCount]:
        """See ``Engine``."""
        if limit <= 0:
            return []
        named = named_words(match)
        if named is not None:
            batches = (dict.fromkeys(named[start : start + COUNTED], 0) for start in range(0, len(named), COUNTED))
            counted: dict[str, int] = {}
            for batch in batches:  # one, but for enormous questions
                counted |= self._count(batch, match.of)[0]
            return most_frequent(counted, limit)
        seen = dict(self._listed(candidates(match), max(limit, COUNTED)))
        found = {word: seen[word] for word in wanted(sorted(seen), match)}
        likeliest = sorted(found, key=lambda word: (-found[word], word))[:COUNTED]
        counts, exact = self._count({word: found[word] for word in likeliest}, match.of)
        best = most_frequent(found | counts, limit)
        if not exact:
            first = {word.text: seen[word.text] for word in best[:COUNTED_AGAIN]}
            best = most_frequent({word.text: word.count for word in best} | self._count(first, match.of)[0])
        return best

    def _listed(self, query: Query, limit: int) -> Iterator[tuple[str, int]]:
        """Yield at most ``limit`` words with what was ``seen`` of each, the highest first."""
        size = min(limit, WORDS_PAGE)
        asked: dict[str, Any] = {"query": query, "size": size, "sort": [{"seen": "desc"}, {"word": "asc"}],
                                 "_source": False, "stored_fields": "_none_", "track_total_hits": False}  # fmt: skip
        while limit > 0:
            hits = self._server.search(indices.words_of(self._index), asked)["hits"]["hits"]
            for seen, word in (hit["sort"] for hit in hits[:limit]):
                yield word, seen
            if len(hits) < size:
                return
            limit -= size
            asked["search_after"] = hits[-1]["sort"]

    def _count(self, words: dict[str, int], lexicon: str) -> tuple[dict[str, int], bool]:
        """Word → number of articles, and whether these are exact. Where there are too many articles to look at, a
        sample stands for all, and a word has at least the number that ``words`` gives for it."""
        if not words:
            return {}, True
        fields = LEXICONS[lexicon]
        spellings = list(map(spelled, words))
        filters = {f"{field}:{n}": {"term": {field: word}} for field in fields for n, word in enumerate(spellings)}
        any_of = {"bool": {"should": [{"terms": {field: spellings}} for field in fields]}}
        answer = self._server.search(
            self._index,
            {
                "size": 0,
                "track_total_hits": False,
                "terminate_after": max(1, LOOKS // len(filters)),
                "query": any_of,
                "aggs": {"words": {"filters": {"filters": filters}}, "looked_at": {"value_count": {"field": "key"}}},
            },
        )
        sampled = bool(answer.get("terminated_early"))
        share = 1.0
        if sampled:
            all_of_them = self._server.search(self._index, {"size": 0, "track_total_hits": True, "query": any_of})
            share = all_of_them["hits"]["total"]["value"] / max(1, answer["aggregations"]["looked_at"]["value"])
        buckets = answer["aggregations"]["words"]["buckets"]
        counts = {}
        for number, (word, least) in enumerate(words.items()):
            count = round(share * max(buckets[f"{field}:{number}"]["doc_count"] for field in fields))
            counts[word] = max(count, least) if sampled else count
        return counts, not sampled
