"""Which words of a list a ``WordMatch`` wants."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from archive.query.plan import WordMatch

# The fields of each lexicon: forms as people wrote them, and terms.
LEXICONS = {"forms": ("title_forms", "body_forms"), "terms": ("title", "body")}


def literal_beginning(match: WordMatch) -> str:
    """What all wanted words begin with."""
    return {"prefix": match.text, "pattern": match.prefix}.get(match.how, "")


def wanted(lexicon: Sequence[str], match: WordMatch) -> Iterable[str]:
    """The wanted words of a sorted list; not for ``exact``."""
    if match.how == "fuzzy":
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        near = process.extract(match.text, lexicon, scorer=OSA.distance, score_cutoff=match.distance, limit=None)
        return (word for word, _, _ in near)
    beginning = _beginning(lexicon, literal_beginning(match))
    if match.how == "prefix":
        return beginning
    fits = re.compile(match.text).fullmatch
    return (word for word in beginning if fits(word))


def _beginning(lexicon: Sequence[str], prefix: str) -> Iterator[str]:
    for place in range(bisect_left(lexicon, prefix), len(lexicon)):
        if not lexicon[place].startswith(prefix):
            break
        yield lexicon[place]
