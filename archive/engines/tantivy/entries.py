"""Entries: what Tantivy keeps of an article, as plain values, of which two are keys to sort by."""

import json
from collections.abc import Sequence
from typing import Any

from archive.article import Article
from archive.engines.base import AnalyzedArticle, Stored, folded_values, seconds, values
from archive.german import fold_value
from archive.query.plan import COMPLETE, SECONDS, VALUES, WORDS

WRITTEN = {name: f"{name}_written" for name in (*VALUES, "date")}  # field → its column of values as written
# Fields of which the most frequent values are counted by numbers, to look up a few names instead of all: field → its
# column of ``number_of`` each folded value, and field → its terms of a number and the value as written.
NUMBERS = {name: f"{name}_number" for name in VALUES if name not in (*COMPLETE, "cluster")}
SPELLED = {name: f"{name}_spelled" for name in NUMBERS}
KEYS = ("newest", "oldest")  # columns to sort by, ascending
_ZERO = 2**62  # added to signed seconds, so that their digits sort as the seconds do
_UNDATED = "9" * 19  # sorts behind all dates
_END = "\0"  # stands after an id, for no file's name holds it


def entry(analyzed: AnalyzedArticle) -> dict[str, Any]:
    """The entry of an article: field → value or list of values.

    The values of KEYS sort ascending as plans ask, and end with the article's id and hash, so that a page of hits or a
    scan reads nothing else.
    """
    article = analyzed.article
    first, last, added = seconds(article)
    written = values(article)
    folded = folded_values(written)
    numbers = {name: [number_of(value) for value in folded[name]] for name in NUMBERS if written[name]}
    identity = f"{article.id}{_END}{analyzed.hash}"
    return {
        **{name: getattr(analyzed, name) for name in WORDS},
        **{name: list(found) for name, found in folded.items()},
        **{WRITTEN[name]: list(found) for name, found in written.items() if found},
        **{NUMBERS[name]: found for name, found in numbers.items()},
        **{SPELLED[name]: list(map(spelled, found, written[name])) for name, found in numbers.items()},
        WRITTEN["date"]: (article.date or "")[:10],
        **{name: time for name, time in zip(SECONDS, (first, last, added), strict=True) if time is not None},
        "newest": (_UNDATED if last is None else f"{_ZERO - last:019}") + identity,
        "oldest": (_UNDATED if first is None else f"{_ZERO + first:019}") + identity,
        "id": fold_value(article.id),
        "key": article.id,
        "every": "1",
        "article": analyzed.json.encode("utf-8", "surrogatepass"),
    }


def number_of(value: str) -> int:
    """The number of a folded value: 53 bits of its BLAKE2b hash, for Tantivy tells numbers as floats. Two of a million
    values have the same one with a probability of 1 to 18,000; they would be counted as one."""
    from hashlib import blake2b  # a search makes no entry, and must start fast

    return int.from_bytes(blake2b(value.encode("utf-8", "surrogatepass"), digest_size=7).digest()) >> 3


def spelled(number: int, value: str = "") -> str:
    """The term of a value as written; without one, what the terms of all that have this number begin with."""
    return f"{number:014x}{value}"


def stored(key: str) -> Stored:
    """The identity in a sort key."""
    id, _, hash = key[len(_UNDATED) :].partition(_END)
    return Stored(id, hash)


def article_of(data: bytes | Sequence[int]) -> Article:
    """The article of a stored field ``article``."""
    return Article.from_json(json.loads(bytes(data).decode("utf-8", "surrogatepass")))
