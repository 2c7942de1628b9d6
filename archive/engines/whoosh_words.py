"""The words of a snapshot: what completion, wildcards and typing errors are looked up in."""

import re
from bisect import bisect_left
from collections.abc import Iterator

from archive.engines.base import WordCount, WordMatch
from archive.engines.whoosh_index import LEXICONS
from archive.engines.whoosh_snapshot import Snapshot


def words(snapshot: Snapshot, match: WordMatch, limit: int) -> list[WordCount]:
    """At most ``limit`` words, most frequent first, then by text."""
    if match.how == "exact":
        found = {match.text}
    else:
        found = {word for segment in snapshot.segments for word in _among(segment.lexicon(match.of), match)}
    counted = [WordCount(word, _count(snapshot, match.of, word)) for word in found]
    counted = [word for word in counted if word.count]
    counted.sort(key=lambda word: (-word.count, word.text))
    return counted[: max(0, limit)]


def _count(snapshot: Snapshot, lexicon: str, word: str) -> int:
    return max(snapshot.frequency(field, word) for field in LEXICONS[lexicon])


def _among(lexicon: list[str], match: WordMatch) -> Iterator[str]:
    if match.how == "fuzzy":
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        near = process.extract(match.text, lexicon, scorer=OSA.distance, score_cutoff=match.distance, limit=None)
        return (word for word, _, _ in near)
    if match.how == "prefix":
        return _beginning(lexicon, match.text)
    fits = re.compile(match.text).fullmatch
    return (word for word in _beginning(lexicon, match.prefix) if fits(word))


def _beginning(lexicon: list[str], prefix: str) -> Iterator[str]:
    for place in range(bisect_left(lexicon, prefix), len(lexicon)):
        if not lexicon[place].startswith(prefix):
            break
        yield lexicon[place]
