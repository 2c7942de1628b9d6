"""What every engine must answer, said as plainly as possible: a loop over all articles."""

from collections import Counter
from datetime import datetime
from itertools import combinations

from archive.engines.base import AnalyzedArticle, folded_values, values
from archive.german import fold_value
from archive.query.plan import (
    WORDS,
    All,
    And,
    AtLeast,
    Best,
    Boosted,
    Constant,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Plan,
    Range,
    Term,
)


class Reference:
    """Holds articles as an engine does, and answers without scores."""

    def __init__(self) -> None:
        self.articles: dict[str, AnalyzedArticle] = {}

    def update(self, articles: list[AnalyzedArticle], remove: list[str]) -> None:
        for id in remove:
            self.articles.pop(id, None)
        for article in articles:
            self.articles[article.article.id] = article

    def matching(self, node: Node) -> set[str]:
        return {id for id, article in self.articles.items() if holds(article, node)}

    def ordered(self, plan: Plan) -> list[str]:
        """The ids in the order of ``newest`` or ``oldest``, cut as the plan says."""
        found = sorted(self.matching(plan.node), key=lambda id: _rank(self.articles[id], plan.sort))
        return found[plan.offset : None if plan.limit is None else plan.offset + plan.limit]

    def counts(self, plan: Plan) -> dict[str, dict[str, int]]:
        found = [self.articles[id].article for id in self.matching(plan.node)]
        return {
            name: dict(Counter((article.date or "")[:10] for article in found))
            if name == "date"
            else dict(Counter(value for article in found for value in values(article)[name]))
            for name in plan.counts
        }


def _rank(article: AnalyzedArticle, sort: str) -> tuple[bool, int, str]:
    when = article.article.when
    if when is None:
        return True, 0, article.article.id
    return False, when.seconds[0] if sort == "oldest" else -when.seconds[1], article.article.id


def holds(article: AnalyzedArticle, node: Node) -> bool:
    """Whether an article is in a node."""
    match node:
        case All():
            return True
        case And(nodes):
            return all(holds(article, node) for node in nodes)
        case Boosted(inner) | Constant(inner):
            return holds(article, inner)
        case AtLeast(nodes, number):
            return sum(holds(article, node) for node in nodes) >= number
        case Or(nodes) | Best(nodes):
            return any(holds(article, node) for node in nodes)
        case Not(negated):
            return not holds(article, negated)
        case Term(field, text):
            if field in WORDS:
                return text in _words(article, field)
            if field == "id":
                return text == fold_value(article.article.id)
            return text in folded_values(values(article.article))[field]
        case Phrase(field, asked):
            words = _words(article, field)
            return any(tuple(words[start : start + len(asked)]) == asked for start in range(len(words)))
        case Near(field, asked, distance):
            words = _words(article, field)
            return any(
                sorted(words[place] for place in places) == sorted(asked) and places[-1] - places[0] <= distance
                for places in combinations(range(len(words)), len(asked))
            )
        case Range(field, low, high):
            second = _second(article, field)
            return second is not None and (low is None or low <= second) and (high is None or second <= high)


def score(article: AnalyzedArticle, node: Node) -> float:
    """What an article scores in a node of which nothing is scored by the rarity of words: only by Constant."""
    match node:
        case _ if not holds(article, node):
            return 0.0
        case And(nodes) | Or(nodes) | AtLeast(nodes):
            return sum(score(article, node) for node in nodes)
        case Best(nodes):
            return max(score(article, node) for node in nodes)
        case Boosted(inner, by):
            return score(article, inner) + score(article, by)
        case Constant(_, constant):
            return constant
        case _:
            return 0.0


def _words(article: AnalyzedArticle, field: str) -> list[str]:
    text: str = getattr(article, field)
    return text.split(" ") if text else []


def _second(article: AnalyzedArticle, field: str) -> int | None:
    if field == "added":
        added = article.article.added
        return int(datetime.fromisoformat(added).timestamp()) if added else None
    when = article.article.when
    return None if when is None else when.seconds[field == "date_until"]
