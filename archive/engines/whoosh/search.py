"""The answer to a plan from a snapshot: how many articles, which of them in which order, how many have which value."""

from collections import Counter
from heapq import nlargest

from archive.engines.base import Counts, Found
from archive.engines.whoosh.entries import SEPARATOR, UNDATED
from archive.engines.whoosh.matching import Answer, matching
from archive.engines.whoosh.snapshot import Snapshot
from archive.query.plan import Plan, Sort


def search(snapshot: Snapshot, plan: Plan) -> Found:
    """See ``Engine.search``."""
    answer = matching(snapshot, plan.node)
    stop = None if plan.limit is None else plan.offset + plan.limit
    hits = [] if plan.limit == 0 else _first(snapshot, answer, plan.sort, stop)[plan.offset : stop]
    scores = answer if isinstance(answer, dict) else {}
    return Found(
        total=len(answer),
        hits=tuple((snapshot.ids[number], scores.get(number, 0.0)) for number in hits),
        counted=Counts({name: _count(snapshot, answer, name) for name in plan.counts}),
    )


def _first(snapshot: Snapshot, answer: Answer, sort: Sort, stop: int | None) -> list[int]:
    """The articles' numbers in order: at least the first ``stop`` of them, or all if that is None."""
    numbers = list(answer)
    last = snapshot.integers("date_until")
    ids = snapshot.ids
    if sort == "relevance" and isinstance(answer, dict):
        numbers = _best(numbers, list(answer.values()), stop)
        numbers.sort(key=lambda number: (-answer[number], -last[number], ids[number]))
    elif sort == "oldest":
        first = snapshot.integers("date_from")
        ages = [-first[number] if first[number] != UNDATED else UNDATED for number in numbers]
        numbers = _best(numbers, ages, stop)
        numbers.sort(key=lambda number: (first[number] if first[number] != UNDATED else -UNDATED, ids[number]))
    else:  # newest, or relevance where nothing scores
        numbers = _best(numbers, [last[number] for number in numbers], stop)
        numbers.sort(key=lambda number: (-last[number], ids[number]))
    return numbers


def _best(numbers: list[int], ranks: list[int] | list[float], stop: int | None) -> list[int]:
    """The numbers with the ``stop`` highest ranks, and all that tie with the last of these: only they need sorting."""
    if stop is None or stop >= len(numbers):
        return numbers
    bar = nlargest(stop, ranks)[-1]
    return [number for number, rank in zip(numbers, ranks, strict=True) if rank >= bar]


def _count(snapshot: Snapshot, answer: Answer, name: str) -> dict[str, int]:
    column = snapshot.values(name)
    found = Counter(column if len(answer) == snapshot.size else map(column.__getitem__, answer))
    if name == "date":
        return dict(found)
    counts: Counter[str] = Counter()
    for values, count in found.items():
        for value in values.split(SEPARATOR) if values else ():
            counts[value] += count
    return dict(counts)
