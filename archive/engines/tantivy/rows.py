"""What Tantivy keeps of an article: a row of plain values, of which two are keys to sort by."""

import json
from collections.abc import Sequence
from typing import Any

from archive.article import Article
from archive.engines.base import AnalyzedArticle, Stored, folded_values, seconds, values
from archive.german import fold_value
from archive.query.plan import SECONDS, VALUES, WORDS

WRITTEN = {name: f"{name}_written" for name in (*VALUES, "date")}  # columns of values as they are written
KEYS = ("newest", "oldest")
_ZERO = 2**62  # added to signed seconds, so that their digits sort as they do
_UNDATED = "9" * 19
_END = "\0"  # after an id; no file's name can hold it


def row(analyzed: AnalyzedArticle) -> dict[str, Any]:
    """Field → value or list of values. ``newest`` and ``oldest`` sort ascending as plans ask, with id and hash."""
    article = analyzed.article
    first, last, added = seconds(article)
    written = values(article)
    identity = f"{article.id}{_END}{analyzed.hash}"
    return {
        **{name: getattr(analyzed, name) for name in WORDS},
        **{name: list(folded) for name, folded in folded_values(written).items()},
        **{WRITTEN[name]: list(found) for name, found in written.items() if found},
        WRITTEN["date"]: (article.date or "")[:10],
        **{name: time for name, time in zip(SECONDS, (first, last, added), strict=True) if time is not None},
        "newest": (_UNDATED if last is None else f"{_ZERO - last:019}") + identity,
        "oldest": (_UNDATED if first is None else f"{_ZERO + first:019}") + identity,
        "id": fold_value(article.id),
        "key": article.id,
        "every": "1",
        "article": analyzed.json.encode("utf-8", "surrogatepass"),
    }


def stored(key: str) -> Stored:
    """The identity in a sort key."""
    id, _, hash = key[len(_UNDATED) :].partition(_END)
    return Stored(id, hash)


def article_of(data: bytes | Sequence[int]) -> Article:
    """The article of a row."""
    return Article.from_json(json.loads(bytes(data).decode("utf-8", "surrogatepass")))
