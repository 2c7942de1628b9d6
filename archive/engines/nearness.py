"""Nearness, verified in positions: what all engines share of ``plan.Near``.

Whoosh has the positions at hand, and a shorter way for pairs of words. Tantivy and OpenSearch find candidates by
queries of their own, and what these cannot tell is verified here in the words of the articles themselves.
"""

from collections.abc import Iterable, Mapping, Sequence

from archive.article import Article
from archive.engines.base import Analyze
from archive.errors import QueryError
from archive.german.surface_forms import forms_of
from archive.query.plan import Near

NEAR_ARTICLES = 300  # articles that the Near clauses of one plan may read: some 2 ms each

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


class Budget:
    """The number of articles in which the clauses of one plan may still look for nearness.

    Attributes:
        left: that number.
    """

    def __init__(self) -> None:
        self.left = NEAR_ARTICLES

    def spend(self, near: Near, articles: int) -> None:
        """Take so many articles for a clause.

        Raises:
            QueryError: fewer are left.
        """
        if articles > self.left:
            text = f"More than {NEAR_ARTICLES:,} articles hold these words; ask for rarer ones."
            raise QueryError(" ".join(near.words), text)
        self.left -= articles


def ids_near(articles: Iterable[Article], near: Near, analyze: Analyze) -> list[str]:
    """The ids of those articles in which a ``Near`` holds."""
    found = []
    for article in articles:
        if near.field in ("title_forms", "body_forms"):  # forms need no analysis
            words = forms_of(article.title if near.field == "title_forms" else article.text)
        else:
            words = getattr(analyze(article), near.field).split(" ")
        places = {asked: [place for place, word in enumerate(words) if word == asked] for asked in near.words}
        if is_near(near.words, places, near.distance):
            found.append(article.id)
    return found
