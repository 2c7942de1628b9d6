"""The words of a snapshot: what completion, wildcards and typing errors are looked up in."""

from archive.engines.base import WordCount, WordMatch
from archive.engines.lexicon import LEXICONS, wanted
from archive.engines.whoosh.snapshot import Snapshot


def words(snapshot: Snapshot, match: WordMatch, limit: int) -> list[WordCount]:
    """At most ``limit`` words, most frequent first, then by text."""
    if match.how == "exact":
        found = {match.text}
    else:
        found = {word for segment in snapshot.segments for word in wanted(segment.lexicon(match.of), match)}
    counted = [WordCount(word, _count(snapshot, match.of, word)) for word in found]
    counted = [word for word in counted if word.count]
    counted.sort(key=lambda word: (-word.count, word.text))
    return counted[: max(0, limit)]


def _count(snapshot: Snapshot, lexicon: str, word: str) -> int:
    return max(snapshot.frequency(field, word) for field in LEXICONS[lexicon])
