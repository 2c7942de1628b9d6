"""Which articles of a snapshot are in a plan's node, and how relevant they are.

The answer to a node is a set of articles' numbers where nothing scores, else a dict from number to score; neither is
changed once it is returned, so answers may be shared.
Scores are BM25 (Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009), with its
logarithm kept positive.
"""

from array import array
from collections import Counter
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from functools import reduce
from itertools import combinations
from math import log
from operator import and_

from archive.engines.nearness import check_budget, is_near
from archive.engines.whoosh.entries import UNDATED
from archive.engines.whoosh.postings import Postings, pair_near, phrase_count
from archive.engines.whoosh.snapshot import Snapshot
from archive.engines.whoosh.tuning import LENGTH, SATURATION
from archive.query.plan import (
    VALUES,
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
    Range,
    Term,
)

Answer = set[int] | dict[int, float]


def matching(snapshot: Snapshot, node: Node, within: Answer | None = None) -> Answer:
    """The articles in a node, with their scores if it scores.

    Args:
        within: the articles that matter; whether others are in the answer, and with which scores, is left open. None:
            all matter. Phrases and nearness, the dearest to tell, are not looked for elsewhere.
    """
    match node:
        case Term(field, text):
            if field in VALUES or field == "id":
                return snapshot.with_value(field, text)
            scores: dict[int, float] = {}
            _add_term(snapshot, node, scores)
            return scores
        case Phrase() | Near():
            return _placed(snapshot, node, within)
        case Range(field, low, high):
            least = UNDATED + 1 if low is None else low
            most = -UNDATED if high is None else high
            return {number for number, second in enumerate(snapshot.integers(field)) if least <= second <= most}
        case All():
            return snapshot.everything
        case And(nodes):
            return _all_of(snapshot, nodes, within)
        case Or(nodes):
            return _any_of(snapshot, nodes, within)
        case Best(nodes):
            return _best_of([matching(snapshot, node, within) for node in nodes])
        case Boosted(node, by):
            answer = matching(snapshot, node, within)
            return _boosted(answer, matching(snapshot, by, answer)) if answer else answer
        case Constant(node, score):
            return dict.fromkeys(matching(snapshot, node, within), score)
        case AtLeast(nodes, number):
            return _at_least(snapshot, nodes, number, within)
        case Not(negated):
            return snapshot.everything.difference(matching(snapshot, negated, within))


def check_nearness(snapshot: Snapshot, node: Node) -> None:
    """Refuse a node whose nearness would have to be looked for in too many articles.

    Raises:
        QueryError: see ``check_budget``.
    """
    check_budget(node, lambda near: len(_pairs_near(snapshot, near)))


def _pairs_near(snapshot: Snapshot, near: Near) -> list[int]:
    """The articles that hold all words of a ``Near``, each two of them near each other."""
    places = [snapshot.places(near.field, word) for word in dict.fromkeys(near.words)]
    holders: list[AbstractSet[int]] = [word.ends.keys() for word in places]
    numbers = reduce(and_, sorted(holders, key=len))
    found = list(numbers)
    for one, other in combinations(places, 2):
        found = pair_near(one, other, found, near.distance)
    return found


def _all_of(snapshot: Snapshot, nodes: Iterable[Node], within: Answer | None) -> Answer:
    answers: list[Answer] = []
    for node in nodes:
        answer = matching(snapshot, node, within)
        if not answer:
            return set()
        if answer is not snapshot.everything:
            answers.append(answer)
            within = answer if within is None or len(answer) < len(within) else within
    if not answers:
        return snapshot.everything
    rarest = min(answers, key=len)
    numbers = set(rarest)
    for answer in answers:
        if answer is not rarest:
            numbers = {number for number in numbers if number in answer}
    scored = [answer for answer in answers if isinstance(answer, dict)]
    if not scored:
        return numbers
    total = {number: scored[0][number] for number in numbers}
    for scores in scored[1:]:
        for number in total:
            total[number] += scores[number]
    return total


def _any_of(snapshot: Snapshot, nodes: Iterable[Node], within: Answer | None) -> Answer:
    total: dict[int, float] = {}
    unscored: set[int] = set()
    for node in nodes:
        if isinstance(node, Term) and node.field in WORDS:
            _add_term(snapshot, node, total)  # the bulk of most plans: no dict of its own
            continue
        answer = matching(snapshot, node, within)
        if isinstance(answer, set):
            unscored |= answer
        else:
            for number, score in answer.items():
                total[number] = total.get(number, 0.0) + score
    if not total:
        return unscored
    for number in unscored:
        total.setdefault(number, 0.0)
    return total


def _best_of(answers: Iterable[Answer]) -> Answer:
    total: dict[int, float] = {}
    for answer in answers:
        for number, score in _scored(answer).items():
            total[number] = max(total.get(number, 0.0), score)
    return total


def _at_least(snapshot: Snapshot, nodes: tuple[Node, ...], number: int, within: Answer | None) -> Answer:
    if number > len(nodes):
        return set()
    if number <= 1:
        return _any_of(snapshot, nodes if number == 1 else (*nodes, All()), within)
    often: Counter[int] = Counter()
    total: dict[int, float] = {}
    for node in nodes:
        answer = matching(snapshot, node, within)
        often.update(answer.keys() if isinstance(answer, dict) else answer)
        if isinstance(answer, dict):
            for article, score in answer.items():
                total[article] = total.get(article, 0.0) + score
    enough = [article for article, count in often.items() if count >= number]
    return {article: total.get(article, 0.0) for article in enough}


def _boosted(answer: Answer, by: Answer) -> Answer:
    if not isinstance(by, dict):
        return answer
    more = by.get
    return {number: score + more(number, 0.0) for number, score in _scored(answer).items()}


def _scored(answer: Answer) -> dict[int, float]:
    return answer if isinstance(answer, dict) else dict.fromkeys(answer, 0.0)


def _add_term(snapshot: Snapshot, term: Term, total: dict[int, float]) -> None:
    postings = snapshot.postings(term.field, term.text)
    if postings is not None:
        _add_scores(snapshot, term.field, postings, term.weight * _rarity(snapshot, len(postings.ids)), total)


def _rarity(snapshot: Snapshot, articles: int) -> float:
    """How much a word counts that so many articles have."""
    return log(1 + (snapshot.size - articles + 0.5) / (articles + 0.5))


def _add_scores(snapshot: Snapshot, field: str, found: Postings, weight: float, total: dict[int, float]) -> None:
    lengths = snapshot.integers(field)
    flat = SATURATION * (1 - LENGTH[field])
    steep = SATURATION * LENGTH[field] / max(1.0, snapshot.average(field))
    most = weight * (SATURATION + 1)
    known = total.get
    for number, freq in zip(found.ids, found.freqs, strict=True):
        total[number] = known(number, 0.0) + most * freq / (freq + flat + steep * lengths[number])


def _placed(snapshot: Snapshot, node: Phrase | Near, within: Answer | None) -> Answer:
    """The articles in which the words stand as they should, scored as if that were a word as rare as all of them
    together: a phrase by how often it stands there, nearness as if it stood there once."""
    places = {word: snapshot.places(node.field, word) for word in node.words}
    if not places or not all(places.values()):
        return {}
    holders: list[AbstractSet[int]] = [found.ends.keys() for found in places.values()]
    if within is not None:
        holders.append(within.keys() if isinstance(within, dict) else within)
    numbers = reduce(and_, sorted(holders, key=len))
    hits: dict[int, int] = {}
    if isinstance(node, Near) and len(places) == len(node.words) == 2:
        one, other = places.values()
        hits = dict.fromkeys(pair_near(one, other, numbers, node.distance), 1)
    else:
        for number in numbers:
            here = {word: found[number] for word, found in places.items()}
            if isinstance(node, Near):
                often = int(is_near(node.words, here, node.distance))
            else:
                often = phrase_count(node.words, here)
            if often:
                hits[number] = often
    scores: dict[int, float] = {}
    rarity = sum(_rarity(snapshot, len(places[word])) for word in node.words)
    placed = Postings(array("I", hits), array("I", hits.values()))
    _add_scores(snapshot, node.field, placed, node.weight * rarity, scores)
    return scores
