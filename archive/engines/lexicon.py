"""The lexicon of an index (its distinct words): which of them a ``WordMatch`` wants, and in which order they are
told."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence

from archive.query.plan import WordCount, WordMatch

# The fields whose words make each lexicon: forms as people wrote them, and terms.
LEXICONS = {"forms": ("title_forms", "body_forms"), "terms": ("title", "body")}


def named_words(match: WordMatch) -> list[str] | None:
    """The words that are looked up as they stand, each once; None where the lexicon must be searched for them."""
    if match.how == "exact":
        return [match.text]
    return list(dict.fromkeys(filter(None, match.text.split(" ")))) if match.how == "any" else None


def literal_beginning(match: WordMatch) -> str:
    """The text that all wanted words begin with; may be empty."""
    return match.text if match.how == "prefix" else match.prefix


def wanted(lexicon: Sequence[str], match: WordMatch) -> Iterable[str]:
    """The wanted words of a lexicon, which must be sorted; not for ``exact`` and ``any``, which need no lexicon."""
    if match.how == "fuzzy":
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        words = list(_beginning_with(match.prefix, lexicon)) if match.prefix else lexicon
        near = process.extract(match.text, words, scorer=OSA.distance, score_cutoff=match.distance, limit=None)
        return (word for word, _, _ in near)
    beginning = _beginning_with(literal_beginning(match), lexicon)
    if match.how == "prefix":
        return beginning
    fits = re.compile(match.text).fullmatch
    return (word for word in beginning if fits(word))


def most_frequent(counts: Mapping[str, int], limit: int | None = None) -> list[WordCount]:
    """The words as ``Engine.words`` orders them, at most ``limit``; those without an article are left out."""
    found = [WordCount(word, count) for word, count in counts.items() if count]
    found.sort(key=lambda word: (-word.count, word.text))
    return found if limit is None else found[: max(0, limit)]


def _beginning_with(prefix: str, lexicon: Sequence[str]) -> Iterator[str]:
    for place in range(bisect_left(lexicon, prefix), len(lexicon)):
        if not lexicon[place].startswith(prefix):
            break
        yield lexicon[place]
