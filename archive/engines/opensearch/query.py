"""Plans and word matches as the JSON that OpenSearch takes. Knows no library and sends nothing."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import combinations
from typing import Any

from archive.engines.lexicon import literal_beginning
from archive.engines.opensearch.entries import WRITTEN, spelled
from archive.engines.opensearch.tuning import FEW_BUCKETS, LONGEST_PATTERN, MOST_CLAUSES
from archive.query import plan
from archive.query.plan import WORDS, Node, Plan, WordMatch

Query = dict[str, Any]
AskNear = Callable[[plan.Near, Query], list[str]]
"""Takes a Near that asks for a word twice, and a query that finds at least its articles; gives the ids of its
articles."""

_NOTHING: Query = {"match_none": {}}
_NEWEST = [{"date_until": {"order": "desc", "missing": "_last"}}, {"key": "asc"}]
_SORTS: dict[str, list[Any]] = {
    "relevance": [{"_score": "desc"}, *_NEWEST],
    "newest": _NEWEST,
    "oldest": [{"date_from": {"order": "asc", "missing": "_last"}}, {"key": "asc"}],
}


def body(asked: Plan, query: Query, size: int) -> Query:
    """The body of a search for a plan's first ``size`` hits; the last of each hit's sort values is the article's id."""
    return {
        "query": query,
        "size": size,
        "sort": _SORTS[asked.sort],
        "track_total_hits": True,
        "_source": False,
        "stored_fields": "_none_",
        "aggs": facets(asked.counts, FEW_BUCKETS),
    }


def facets(names: Sequence[str], buckets: int) -> Query:
    """Aggregations that count values as written: the ``buckets`` most frequent values of each field."""
    return {name: {"terms": {"field": WRITTEN[name], "size": buckets, "shard_size": buckets}} for name in names}


def candidates(match: WordMatch) -> Query:
    """A query to the index of words that finds at least the wanted words, perhaps more."""
    if match.how == "fuzzy":
        # The server knows two errors at most; more are never asked. Rewritten so, it leaves out no word.
        near = {"value": match.text, "fuzziness": min(2, match.distance), "rewrite": "constant_score"}
        return {"fuzzy": {"word": near}} if match.distance else {"term": {"word": match.text}}
    if match.how == "pattern" and len(match.text) <= LONGEST_PATTERN:
        # Lucene knows neither groups that are atomic or not captured nor lazy stars: without them it finds more.
        wider = match.text.replace("(?:", "(").replace("(?>", "(").replace(".*?", ".*").replace('"', '\\"')
        return {"regexp": {"word": {"value": wider, "flags": "NONE"}}} if wider else _NOTHING
    return {"prefix": {"word": literal_beginning(match)}}


class Compiler:
    """Compiles the node of one plan.

    Args:
        ask_near: finds what the server cannot, see AskNear.
    """

    def __init__(self, node: Node, ask_near: AskNear) -> None:
        self._ask_near = ask_near
        # Where the server would refuse so many words, those of equal weight become one clause and score alike.
        self._grouping = _clauses(node) > MOST_CLAUSES

    def query(self, node: Node) -> Query:
        """A node as a query with the same articles and its scores."""
        match node:
            case plan.Term(field, text, weight) if field in WORDS:
                return {"term": {field: {"value": spelled(text), "boost": weight}}}
            case plan.Phrase(field, words, weight):
                return _phrase(field, words, weight)
            case plan.Near():
                return self._near(node)
            case plan.And(nodes):
                return self._all_of(nodes)
            case plan.Or(nodes):
                found = self._queries(nodes)
                if len(found) < 2:
                    return found[0] if found else _NOTHING
                return {"bool": {"should": found, "minimum_should_match": 1}}
            case plan.Best(nodes):
                return {"dis_max": {"queries": self._queries(nodes)}} if nodes else _NOTHING
            case plan.Boosted(child, by):
                return {"bool": {"must": [self.query(child)], "should": [self.query(by)]}}
            case plan.Constant(child, score):
                return {"constant_score": {"filter": self._filter(child), "boost": score}}
            case plan.AtLeast(nodes, number):
                return self._at_least(nodes, number)
            case _:
                return {"constant_score": {"filter": self._filter(node), "boost": 0.0}}

    def _filter(self, node: Node) -> Query:
        """A node as a query whose score does not count."""
        match node:
            case plan.Term(field, text):
                return {"term": {field: spelled(text)}}
            case plan.Range(field, None, None):
                return {"exists": {"field": field}}
            case plan.Range(field, low, high):
                ends = {"gte": low, "lte": high}
                return {"range": {field: {name: end for name, end in ends.items() if end is not None}}}
            case plan.All():
                return {"match_all": {}}
            case plan.Not(plan.Not(child)):
                return self._filter(child)
            case plan.Not(child):
                return {"bool": {"filter": [{"match_all": {}}], "must_not": [self._filter(child)]}}
            case _:
                return self.query(node)

    def _all_of(self, nodes: tuple[Node, ...]) -> Query:
        if len(nodes) == 1:
            return self.query(nodes[0])
        must = [self.query(child) for child in nodes if _scores(child)]
        filters = [self._filter(child) for child in nodes if not _scores(child)]
        return {"bool": {"must": must, "filter": filters or [{"match_all": {}}]}}

    def _at_least(self, nodes: tuple[Node, ...], number: int) -> Query:
        if number > len(nodes):
            return _NOTHING
        if number <= 1:
            return self.query(plan.Or(nodes if number == 1 else (*nodes, plan.All())))
        # Words of one clause would count as one, so they are not grouped.
        return {"bool": {"should": [self.query(child) for child in nodes], "minimum_should_match": number}}

    def _queries(self, nodes: tuple[Node, ...]) -> list[Query]:
        if not self._grouping:
            return [self.query(node) for node in nodes]
        groups: defaultdict[tuple[str, float], list[str]] = defaultdict(list)
        found = []
        for node in nodes:
            if isinstance(node, plan.Term) and node.field in WORDS:
                groups[node.field, node.weight].append(spelled(node.text))
            else:
                found.append(self.query(node))
        return found + [
            {"constant_score": {"filter": {"terms": {field: words}}, "boost": weight}}
            for (field, weight), words in groups.items()
        ]

    def _near(self, node: plan.Near) -> Query:
        distinct = tuple(dict.fromkeys(node.words))
        if not node.words or node.distance < len(node.words) - 1:
            return _NOTHING if len(node.words) != 1 else _phrase(node.field, node.words, node.weight)
        if len(distinct) == 1:
            found = _phrase(node.field, distinct, node.weight)
        else:
            found = _span_near(node.field, distinct, node.distance, node.weight)
        if len(distinct) == len(node.words):
            return found
        return {"bool": {"must": [found], "filter": [{"terms": {"key": self._ask_near(node, found)}}]}}


def pairs_near(near: plan.Near) -> Query:
    """A query for the articles that hold all words of a ``Near``, each two of them near each other."""
    words = tuple(dict.fromkeys(near.words))
    terms: list[Query] = [{"term": {near.field: spelled(word)}} for word in words]
    pairs = [_span_near(near.field, pair, near.distance, 1.0) for pair in combinations(words, 2)]
    return {"bool": {"filter": [*terms, *pairs]}}


def _span_near(field: str, words: tuple[str, ...], distance: int, weight: float) -> Query:
    spans = [{"span_term": {field: spelled(word)}} for word in words]
    # Slop is what may lie between; between distinct words it is exact in any order.
    return {"span_near": {"clauses": spans, "slop": distance - (len(words) - 1), "in_order": False, "boost": weight}}


def _phrase(field: str, words: tuple[str, ...], weight: float) -> Query:
    if len(words) < 2:
        return {"term": {field: {"value": spelled(words[0]), "boost": weight}}} if words else _NOTHING
    return {"match_phrase": {field: {"query": " ".join(map(spelled, words)), "boost": weight}}}


def _scores(node: Node) -> bool:
    return not isinstance(node, plan.Range | plan.All | plan.Not) and (
        not isinstance(node, plan.Term) or node.field in WORDS
    )


def _clauses(node: Node) -> int:
    """How many clauses the server would count."""
    match node:
        case plan.And(nodes) | plan.Or(nodes) | plan.Best(nodes) | plan.AtLeast(nodes):
            return sum(map(_clauses, nodes))
        case plan.Boosted(child, by):
            return _clauses(child) + _clauses(by)
        case plan.Not(child) | plan.Constant(child):
            return _clauses(child)
        case plan.Phrase(_, words) | plan.Near(_, words):
            return len(words)
        case _:
            return 1
