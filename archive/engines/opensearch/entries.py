"""Entries: what OpenSearch keeps of an article, in which fields, and how words and ids are spelled there. Knows no
library."""

import json
import re
from collections import Counter
from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from archive.article import Article
from archive.engines.base import AnalyzedArticle, folded_values, seconds, values
from archive.engines.opensearch.tuning import ID_BYTES, LONGEST_LISTED, LONGEST_WORD
from archive.german import fold_value
from archive.query.plan import POSITIONS, SECONDS, VALUES, WORDS

WRITTEN = {name: f"{name}_written" for name in (*VALUES, "date")}  # columns of values as they are written
# What Java takes for white space besides the blank, and what UTF-8 cannot encode.
_STRANGE = re.compile("[\t-\r\x1c-\x1f\u1680\u2000-\u2006\u2008-\u200a\u2028\u2029\u205f\u3000\ud800-\udfff]")
_KEYWORD = {"type": "keyword", "doc_values": False, "norms": False}


def mapping() -> dict[str, Any]:
    """The mapping of the index of articles, as the server takes it."""
    fields: dict[str, Any] = {}
    for name in WORDS:
        options = "positions" if name in POSITIONS else "freqs"
        fields[name] = {"type": "text", "analyzer": "whitespace", "index_options": options}
    for name in (*VALUES, "id"):
        fields[name] = _KEYWORD
    for name in WRITTEN.values():
        fields[name] = {"type": "keyword", "index": False, "ignore_above": LONGEST_LISTED}
    for name in SECONDS:
        fields[name] = {"type": "long"}
    fields["key"] = {"type": "keyword"}
    fields["hash"] = {"type": "keyword", "index": False}
    fields["article"] = {"type": "keyword", "index": False, "doc_values": False}
    # Words are found in the index, never shown: only the article itself is kept as it came.
    return {"dynamic": "strict", "_source": {"includes": ["article"]}, "properties": fields}


def words_mapping() -> dict[str, Any]:
    """The mapping of the index of words: each word, and the most articles of one update that had it (``seen``)."""
    fields = {"word": {"type": "keyword"}, "seen": {"type": "integer", "index": False}}
    return {"dynamic": "strict", "_source": {"enabled": False}, "properties": fields}


def entry(analyzed: AnalyzedArticle) -> dict[str, Any]:
    """The entry of an article: field → value or list of values."""
    article = analyzed.article
    written = values(article)
    times = zip(SECONDS, seconds(article), strict=True)
    return {
        **{name: spelled_all(getattr(analyzed, name)) for name in WORDS},
        **{name: list(map(spelled, folded)) for name, folded in folded_values(written).items()},
        **{WRITTEN[name]: list(map(_utf8, found)) for name, found in written.items() if found},
        WRITTEN["date"]: (article.date or "")[:10],
        **{name: time for name, time in times if time is not None},
        "id": spelled(fold_value(article.id)),
        "key": article.id,
        "hash": analyzed.hash,
        "article": _sendable(analyzed.json),
    }


def article_of(source: dict[str, Any]) -> Article:
    """The article of an entry."""
    return Article.from_json(json.loads(source["article"]))


def spelled(word: str) -> str:
    """A word or value as it stands in the index: at most LONGEST_WORD characters, none of which Java splits at. The end
    of a longer one is replaced by its SHA-256."""
    if len(word) > LONGEST_WORD:
        word = word[: LONGEST_WORD - 64] + sha256(word.encode("utf-8", "surrogatepass")).hexdigest()
    return word if word.isprintable() else _STRANGE.sub(lambda found: chr(0x100000 + ord(found[0])), word)


def spelled_all(words: str) -> str:
    """Words joined by blanks, each as it stands in the index."""
    # What is printable holds nothing strange.
    if _may_have_long_words(words) or (not words.isprintable() and _STRANGE.search(words)):
        return " ".join(map(spelled, words.split(" ")))
    return words


def _may_have_long_words(words: str) -> bool:
    # A long word spans one of these windows, each half as wide as a word may be; far cheaper than to split.
    for start in range(0, len(words) - LONGEST_WORD // 2, LONGEST_WORD // 2):
        if words.find(" ", start, start + LONGEST_WORD // 2) < 0:
            return True
    return False


def entry_id(text: str) -> str:
    """The id of the entry of an article or a word: its own text, or the SHA-256 of one that is too long."""
    return text if len(text.encode()) <= ID_BYTES else sha256(text.encode()).hexdigest()


def word_counts(articles: Iterable[AnalyzedArticle]) -> Counter[str]:
    """Form → number of articles that have it."""
    counted: Counter[str] = Counter()
    for analyzed in articles:
        counted.update(set(f"{analyzed.title_forms} {analyzed.body_forms}".split(" ")))
    return counted


def listed(word: str) -> str:
    """A form as it stands in the index of words; "" if it is too long to stand there."""
    return _utf8(word) if len(word) <= LONGEST_LISTED else ""


def _sendable(text: str) -> str:
    """JSON with its lone surrogates escaped, which UTF-8 cannot encode."""
    return text if _utf8(text) == text else json.dumps(json.loads(text))


def _utf8(value: str) -> str:
    return value if value.isprintable() else value.encode("utf-8", "replace").decode("utf-8")
