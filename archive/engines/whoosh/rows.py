"""What the index keeps of an article beside its words: a row of a column, read all at once and kept as columns."""

import json
from array import array
from collections.abc import Sequence
from typing import Any

from archive.engines.base import AnalyzedArticle, seconds, values
from archive.query.plan import SECONDS, VALUES

FACETS = (*VALUES, "date")
SEPARATOR = "\x1f"  # between the values of one field; ASCII's unit separator
UNDATED = -(2**63)  # stands for "none" among the seconds, and sorts before all of them


def pack(analyzed: AnalyzedArticle) -> bytes:
    """The row of an article; rows may be joined as they are."""
    article = analyzed.article
    when = [UNDATED if second is None else second for second in seconds(article)]
    facets = values(article) | {"date": ((article.date or "")[:10],)}
    joined = [SEPARATOR.join(value.replace(SEPARATOR, " ") for value in facets[name]) for name in FACETS]
    return json.dumps([article.id, analyzed.hash, *when, *joined], separators=(",", ":")).encode() + b","


class Rows:
    """The rows of a segment, joined, as columns, each by the articles' numbers.

    Attributes:
        ids, hashes: the articles' ids and content hashes.
        seconds: for each of SECONDS, seconds since 1970 or UNDATED.
        values: for each of FACETS, the articles' values with SEPARATOR between them; no value is "".
        numbers: id → number.
    """

    def __init__(self, packed: bytes) -> None:
        rows = json.loads(b"[" + packed[:-1] + b"]")
        columns: list[Any] = list(zip(*rows, strict=True)) or [()] * (2 + len(SECONDS) + len(FACETS))
        self.ids: list[str] = list(columns[0])
        self.hashes: list[str] = list(columns[1])
        self.seconds = {name: array("q", column) for name, column in zip(SECONDS, columns[2:], strict=False)}
        self.values: dict[str, Sequence[str]] = dict(zip(FACETS, columns[2 + len(SECONDS) :], strict=True))
        self.numbers = {id: number for number, id in enumerate(self.ids)}
