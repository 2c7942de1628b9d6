"""Which articles of a snapshot are in a plan's node, and how relevant they are.

The answer to a node is a set of articles' numbers where nothing scores, else a dict from number to score; neither is
changed once it is returned, so answers may be shared.
Scores are BM25 (Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009), with its
logarithm kept positive.
"""

from array import array
from collections.abc import Callable, Iterable
from math import log

from archive.engines.nearness import Places, is_near
from archive.engines.whoosh.entries import UNDATED
from archive.engines.whoosh.postings import Postings, phrase_count, positions_in
from archive.engines.whoosh.snapshot import Snapshot
from archive.engines.whoosh.tuning import LENGTH, SATURATION
from archive.query.plan import VALUES, WORDS, All, And, Best, Boosted, Near, Node, Not, Or, Phrase, Range, Term

Answer = set[int] | dict[int, float]


def matching(snapshot: Snapshot, node: Node) -> Answer:
    """The articles in a node, with their scores if it scores."""
    match node:
        case Term(field, text, weight):
            if field in VALUES or field == "id":
                return snapshot.with_value(field, text)
            scores: dict[int, float] = {}
            _add_term(snapshot, node, scores)
            return scores
        case Phrase(field, forms, weight):
            return _placed(snapshot, field, forms, weight, lambda places: phrase_count(forms, places))
        case Near(field, forms, distance, weight):
            return _placed(snapshot, field, forms, weight, lambda places: is_near(forms, places, distance))
        case Range(field, low, high):
            least = UNDATED + 1 if low is None else low
            most = -UNDATED if high is None else high
            return {number for number, second in enumerate(snapshot.integers(field)) if least <= second <= most}
        case All():
            return snapshot.everything
        case And(nodes):
            return _all_of(snapshot, nodes)
        case Or(nodes):
            return _any_of(snapshot, nodes)
        case Best(nodes):
            return _best_of([matching(snapshot, node) for node in nodes])
        case Boosted(node, by):
            return _boosted(matching(snapshot, node), matching(snapshot, by))
        case Not(negated):
            return snapshot.everything.difference(matching(snapshot, negated))


def _all_of(snapshot: Snapshot, nodes: Iterable[Node]) -> Answer:
    answers: list[Answer] = []
    for node in nodes:
        answer = matching(snapshot, node)
        if not answer:
            return set()
        if answer is not snapshot.everything:
            answers.append(answer)
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


def _any_of(snapshot: Snapshot, nodes: Iterable[Node]) -> Answer:
    total: dict[int, float] = {}
    unscored: set[int] = set()
    for node in nodes:
        if isinstance(node, Term) and node.field in WORDS:
            _add_term(snapshot, node, total)  # the bulk of most plans: no dict of its own
            continue
        answer = matching(snapshot, node)
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
        _add_scores(snapshot, term.field, postings, term.weight * _rarity(snapshot, postings), total)


def _rarity(snapshot: Snapshot, postings: Postings) -> float:
    return log(1 + (snapshot.size - len(postings.ids) + 0.5) / (len(postings.ids) + 0.5))


def _add_scores(snapshot: Snapshot, field: str, found: Postings, weight: float, total: dict[int, float]) -> None:
    lengths = snapshot.integers(field)
    flat = SATURATION * (1 - LENGTH[field])
    steep = SATURATION * LENGTH[field] / max(1.0, snapshot.average(field))
    most = weight * (SATURATION + 1)
    known = total.get
    for number, freq in zip(found.ids, found.freqs, strict=True):
        total[number] = known(number, 0.0) + most * freq / (freq + flat + steep * lengths[number])


def _placed(
    snapshot: Snapshot, field: str, forms: tuple[str, ...], weight: float, count: Callable[[Places], int]
) -> Answer:
    """The articles in which ``count`` finds something in the positions of the forms, scored as if what it counts were a
    word as rare as all forms together."""
    found: dict[str, Postings] = {}
    for form in forms:
        postings = snapshot.postings(field, form)
        if postings is None:
            return {}
        found[form] = postings
    if not found:
        return {}
    numbers = set.intersection(*(set(postings.ids) for postings in found.values()))
    positions = {form: positions_in(postings, numbers) for form, postings in found.items()}
    counts = {number: count({form: positions[form][number] for form in found}) for number in sorted(numbers)}
    hits = {number: often for number, often in counts.items() if often}
    scores: dict[int, float] = {}
    rarity = sum(_rarity(snapshot, found[form]) for form in forms)
    _add_scores(snapshot, field, Postings(array("I", hits), array("I", hits.values())), weight * rarity, scores)
    return scores
