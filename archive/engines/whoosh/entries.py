"""Entries: what the index keeps of an article beside its words. They lie in one column, which is read at once."""

import json
from array import array
from collections.abc import Sequence
from typing import Any

from archive.engines.base import AnalyzedArticle, seconds, values
from archive.query.plan import SECONDS, VALUES

FACETS = (*VALUES, "date")  # what is counted
SEPARATOR = "\x1f"  # stands between the values of one field: ASCII's unit separator
UNDATED = -(2**63)  # stands for None among the seconds, and sorts before all of them


def packed_entry(analyzed: AnalyzedArticle) -> bytes:
    """The entry of an article as bytes; entries are joined by writing one behind the other."""
    article = analyzed.article
    when = [UNDATED if second is None else second for second in seconds(article)]
    facets = values(article) | {"date": ((article.date or "")[:10],)}
    joined = [SEPARATOR.join(value.replace(SEPARATOR, " ") for value in facets[name]) for name in FACETS]
    return json.dumps([article.id, analyzed.hash, *when, *joined], separators=(",", ":")).encode() + b","


class Entries:
    """The entries of a segment as columns, each by the articles' numbers.

    Args:
        packed: joined entries.

    Attributes:
        ids, hashes: the articles' ids and content hashes.
        seconds: for each of SECONDS, seconds since 1970 or UNDATED.
        values: for each of FACETS, the articles' values with SEPARATOR between them; no value is "".
        numbers: id → number.
    """

    def __init__(self, packed: bytes) -> None:
        entries = json.loads(b"[" + packed[:-1] + b"]")
        columns: list[Any] = list(zip(*entries, strict=True)) or [()] * (2 + len(SECONDS) + len(FACETS))
        self.ids: list[str] = list(columns[0])
        self.hashes: list[str] = list(columns[1])
        self.seconds = {name: array("q", column) for name, column in zip(SECONDS, columns[2:], strict=False)}
        self.values: dict[str, Sequence[str]] = dict(zip(FACETS, columns[2 + len(SECONDS) :], strict=True))
        self.numbers = {id: number for number, id in enumerate(self.ids)}
