"""Nearness, verified in positions: what all engines share of ``plan.Near``.

Whoosh has the positions at hand, and a shorter way for pairs of words. Tantivy and OpenSearch find candidates by
queries of their own, and what these cannot tell is verified here in the words of the articles themselves.
"""

from collections.abc import Iterable, Mapping, Sequence

from archive.article import Article
from archive.engines.base import Analyze
from archive.errors import QueryError
from archive.query.plan import Near

NEAR_ARTICLES = 10_000  # candidates that one Near may read; each costs as much as analysing it for the index

Places = Mapping[str, Sequence[int]]
"""Word → its positions in one article, ascending."""


def is_near(words: Sequence[str], places: Places, distance: int) -> bool:
    """Whether all words stand, in any order and each as often as it is asked, so that the last is at most ``distance``
    positions after the first. Takes one pass over the positions with a sliding window."""
    needed = {word: words.count(word) for word in words}
    occurrences = sorted((place, word) for word in needed for place in places[word])
    inside = dict.fromkeys(needed, 0)
    missing = len(words)
    left = 0
    for place, word in occurrences:
        inside[word] += 1
        missing -= inside[word] <= needed[word]
        while not missing:  # the shortest span that ends here is the last before a form is missing again
            first, leaving = occurrences[left]
            if place - first <= distance:
                return True
            missing += inside[leaving] <= needed[leaving]
            inside[leaving] -= 1
            left += 1
    return False


def check_candidates(near: Near, number: int) -> None:
    """Check that the articles in which nearness must be looked for are not too many.

    Raises:
        QueryError: there are more than ``NEAR_ARTICLES``.
    """
    if number > NEAR_ARTICLES:
        text = f"More than {NEAR_ARTICLES:,} articles hold these words; ask for rarer ones."
        raise QueryError(" ".join(near.words), text)


def ids_near(articles: Iterable[Article], near: Near, analyze: Analyze) -> list[str]:
    """The ids of those articles in which a ``Near`` holds."""
    found = []
    for article in articles:
        words = getattr(analyze(article), near.field).split(" ")
        places = {asked: [place for place, word in enumerate(words) if word == asked] for asked in near.words}
        if is_near(near.words, places, near.distance):
            found.append(article.id)
    return found
