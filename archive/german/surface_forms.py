"""A concordance: which stretches of texts, of all that were looked at, hold a word.

To find the words of a question in a text it is then enough to look at the text's distinct stretches, each of which is
analysed when it is met for the first time.
"""

import threading
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import chain

from archive.german.analyzer import Analyzer, analyzer

_MOST = 50_000  # stretches remembered, some 30 MB


class Concordance:
    """The stretches of texts of one language. Safe to use from several threads."""

    def __init__(self, words: Analyzer) -> None:
        self._words = words
        self._lock = threading.Lock()
        self._forget()

    def _forget(self) -> None:
        self._met: set[str] = set()
        self._by_term: defaultdict[str, set[str]] = defaultdict(set)
        self._by_form: defaultdict[str, set[str]] = defaultdict(set)
        self._by_part: defaultdict[str, set[str]] = defaultdict(set)

    def holding(
        self, stretches: Sequence[str], terms: Iterable[str], forms: Iterable[str], parts: Iterable[str]
    ) -> set[str]:
        """Those of a text's stretches in which a word has one of these terms, forms or terms of parts."""
        distinct = set(stretches)
        with self._lock:
            if len(self._met) > _MOST:
                self._forget()
            for stretch in distinct - self._met:
                self._meet(stretch)
            known = chain(map(self._by_term.get, terms), map(self._by_form.get, forms), map(self._by_part.get, parts))
            return set().union(*(distinct & found for found in known if found))

    def _meet(self, stretch: str) -> None:
        self._met.add(stretch)
        for _, word in self._words.stretch(stretch):
            self._by_form[word.form].add(stretch)
            for term in word.terms:
                self._by_term[term].add(stretch)
            for part in word.parts:
                self._by_part[part].add(stretch)


@cache
def _concordance(words: Analyzer) -> Concordance:
    return Concordance(words)


def concordance(language: str | None) -> Concordance:
    """The concordance of all texts in a language that were looked at, by the analyzer that ``analyzer`` gives."""
    return _concordance(analyzer(language))
