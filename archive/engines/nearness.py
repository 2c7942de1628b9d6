"""Nearness, verified in positions: what all engines share of ``plan.Near``.

Every engine can tell nearness of two distinct words by itself. That of more words Whoosh and OpenSearch tell from
positions, and Tantivy in the words of the articles themselves; all look at candidates alone, and refuse the same
questions for having too many of them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from archive.article import Article
from archive.engines.base import Analyze
from archive.errors import QueryError
from archive.german.surface_forms import forms_of
from archive.query.plan import And, AtLeast, Best, Boosted, Constant, Near, Node, Not, Or

# The most candidates of all Near clauses of one plan; for Tantivy, where they are read, some 1.3 ms each.
NEAR_ARTICLES = 500

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


def check_budget(node: Node, candidates: Callable[[Near], int]) -> None:
    """Refuse a plan's node whose nearness would have to be looked for in too many articles.

    Args:
        candidates: counts the articles in which each two distinct words of a ``Near`` are near each other; they hold
            all of its words, if it has but one of them often.

    Raises:
        QueryError: together they are more than NEAR_ARTICLES.
    """
    left = NEAR_ARTICLES
    for near in dict.fromkeys(_looked_for(node)):
        left -= candidates(near)
        if left < 0:
            raise QueryError(
                " ".join(near.words),
                'More than %(most)s articles have words such as "%(words)s" near each other; ask for rarer ones.',
                most=NEAR_ARTICLES,
                words=" ".join(near.words),
            )


def _looked_for(node: Node) -> Iterator[Near]:
    """Yield the ``Near`` clauses, wherever they stand, that may hold and are not of two distinct words."""
    match node:
        case Near(_, words, distance) if len(words) > 1 and distance >= len(words) - 1:
            if len(words) > 2 or len(set(words)) < 2:
                yield node
        case And(nodes) | Or(nodes) | Best(nodes) | AtLeast(nodes):
            for child in nodes:
                yield from _looked_for(child)
        case Boosted(child, by):
            yield from _looked_for(child)
            yield from _looked_for(by)
        case Constant(child) | Not(child):
            yield from _looked_for(child)


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
