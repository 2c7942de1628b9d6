"""The articles of a question that were first seen last, whatever their own dates are: for feeds."""

from collections.abc import Sequence

from archive.article import Article
from archive.engines.base import Engine
from archive.query.plan import And, Node, Plan, Range

_END_OF_TIME = 1 << 33  # seconds since 1970, beyond any clock
_LOOKED_AT = 200  # articles that may be fetched for a short list: to find a later moment takes longer


def latest(engine: Engine, node: Node, limit: int) -> list[Article]:
    """At most ``limit`` of the articles in ``node``, the one first seen last first; of those that were first seen in
    the same second, as all of one run, the one with the newest date.

    No engine sorts by that moment, so it is found by halving how many articles were seen since.
    """
    most = max(limit, _LOOKED_AT)
    if limit <= 0 or engine.search(Plan(node, limit=0)).total <= most:
        return _newest(engine, node, most)[: max(0, limit)]
    # Since ``low`` at least ``limit`` articles were seen, since ``high`` fewer.
    low, high = 0, _END_OF_TIME
    while high - low > 1:
        middle = (low + high) // 2
        seen = engine.search(Plan(And((node, Range("added", middle, None))), limit=0)).total
        if seen < limit:
            high = middle
        else:
            low = middle
            if seen <= most:
                return _newest(engine, And((node, Range("added", low, None))), most)[:limit]
    later = _newest(engine, And((node, Range("added", high, None))), limit)
    return later + _newest(engine, And((node, Range("added", low, low))), limit - len(later))


def _newest(engine: Engine, node: Node, limit: int) -> list[Article]:
    ids: Sequence[str] = [id for id, _ in engine.search(Plan(node, "newest", limit)).hits]
    found = engine.get(ids)
    articles = [found[id] for id in ids if id in found]
    return sorted(articles, key=lambda article: article.added or "", reverse=True)
