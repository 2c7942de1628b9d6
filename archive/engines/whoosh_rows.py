"""What the index keeps of an article beside its words: a row of a column, read all at once and kept as columns."""

import json
from array import array
from collections.abc import Iterable, Sequence
from typing import Any

from archive.engines.base import AnalyzedArticle, seconds, values
from archive.query.plan import SECONDS, VALUES

FACETS = (*VALUES, "date")
Table = tuple[list[tuple[str, ...]], "array[int]"]
"""The distinct tuples of values, and by number the place of the article's in that list."""
UNDATED = -(2**63)  # stands for "none" among the seconds, and sorts before all of them


def pack(analyzed: AnalyzedArticle) -> bytes:
    """The row of an article."""
    article = analyzed.article
    when = [UNDATED if second is None else second for second in seconds(article)]
    facets = values(article) | {"date": ((article.date or "")[:10],)}
    row = [article.id, analyzed.hash, *when, *(facets[name] for name in FACETS)]
    return json.dumps(row).encode()


class Rows:
    """The rows of a segment as columns, each by the articles' numbers.

    Attributes:
        ids, hashes: the articles' ids and content hashes.
        seconds: for each of SECONDS, seconds since 1970 or UNDATED.
        values: for each of FACETS, the articles' lists of values.
        numbers: id → number.
    """

    def __init__(self, packed: Iterable[bytes]) -> None:
        rows = json.loads(b"[" + b",".join(packed) + b"]")
        columns: list[Any] = list(zip(*rows, strict=True)) or [()] * (2 + len(SECONDS) + len(FACETS))
        self.ids: list[str] = list(columns[0])
        self.hashes: list[str] = list(columns[1])
        self.seconds = {name: array("q", column) for name, column in zip(SECONDS, columns[2:], strict=False)}
        self.values: dict[str, Sequence[list[str]]] = dict(zip(FACETS, columns[2 + len(SECONDS) :], strict=True))
        self.numbers = {id: number for number, id in enumerate(self.ids)}
        self._tables: dict[str, Table] = {}

    def table(self, name: str) -> Table:
        """The values of one of FACETS as a table; made once, it counts many articles faster than the lists do."""
        if name not in self._tables:
            column = list(map(tuple, self.values[name]))
            places = {found: place for place, found in enumerate(dict.fromkeys(column))}
            self._tables[name] = list(places), array("I", map(places.__getitem__, column))
        return self._tables[name]
