"""Surface forms: the spans of texts, as they are written, in which a word of a question occurs.

To find the words of a question in a text it is then enough to look at the text's distinct spans, each of which is
analysed once, when it is met for the first time.
"""

import threading
from collections import defaultdict
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import chain

from archive.german.analyzer import LONGEST_WORD, Analyzer, analyzer
from archive.german.fold import fold, with_umlauts
from archive.german.morphology.dictionary import dictionary
from archive.german.spelling import parse_spelling
from archive.german.tokens import hyphen_places, span_pattern, tokens

_MOST = 20_000  # spans remembered, some 17 MB


class SurfaceForms:
    """The spans of the texts of one language by what they become. Safe to use from several threads."""

    def __init__(self, words: Analyzer) -> None:
        self._words = words
        self._lock = threading.Lock()
        self._forget()

    def _forget(self) -> None:
        self._known: set[str] = set()
        self._by_term: defaultdict[str, set[str]] = defaultdict(set)
        self._by_form: defaultdict[str, set[str]] = defaultdict(set)
        self._by_part: defaultdict[str, set[str]] = defaultdict(set)

    def holding(
        self, spans: Iterable[str], terms: Iterable[str], forms: Iterable[str], parts: Iterable[str]
    ) -> set[str]:
        """Those of a text's spans in which a word has one of these terms, forms or terms of parts."""
        distinct = set(spans)
        with self._lock:
            if len(self._known) > _MOST:
                self._forget()
            for span in distinct - self._known:
                self._add(span)
            found = chain(map(self._by_term.get, terms), map(self._by_form.get, forms), map(self._by_part.get, parts))
            return set().union(*(distinct & holders for holders in found if holders))

    def _add(self, span: str) -> None:
        self._known.add(span)
        for unit in self._words.span(span):
            for word in (unit.word, *(piece for _, piece in unit.pieces if unit.has_hyphens)):
                self._by_form[word.form].add(span)
                for term in word.terms:
                    self._by_term[term].add(span)
                for part in word.parts:
                    self._by_part[part].add(span)


@cache
def _surface_forms(words: Analyzer) -> SurfaceForms:
    return SurfaceForms(words)


def surface_forms(language: str | None) -> SurfaceForms:
    """The surface forms of all texts in a language that this process has looked at, analysed as ``analyzer`` does."""
    return _surface_forms(analyzer(language))


def is_one_word(span: str) -> bool:
    """Whether a span is a single word that no hyphen parts."""
    if span.isalnum():
        return True
    words = tokens(span)
    return len(words) == 1 and words[0].text == span and len(hyphen_places(span)) == 1


def folded_form(word: str) -> str:
    """The form of a word, as its analysis gives it, by spelling alone."""
    pieces = fold(parse_spelling(word[:LONGEST_WORD]).text).split("-")
    return "-".join(with_umlauts(piece, dictionary().frequency) for piece in pieces)


def forms_of(text: str) -> list[str]:
    """The forms of the words of a text, in order, words with hyphens as their pieces, by spelling alone: what
    ``WordFields.forms`` begins with."""
    return [form for span in span_pattern(text).findall(text) for form in _forms_of_span(span)]


@lru_cache(maxsize=_MOST)
def _forms_of_span(span: str) -> tuple[str, ...]:
    if span.isalnum():
        return (folded_form(span),)
    return tuple(
        folded_form(token.text[start:end]) for token in tokens(span) for start, end in piece_places(token.text)
    )


def piece_places(word: str) -> list[tuple[int, int]]:
    """Where the pieces of a token between its hyphens begin and end; of one without hyphens the whole."""
    places = hyphen_places(word) if "-" in fold(parse_spelling(word[:LONGEST_WORD]).text) else []
    return places if len(places) > 1 else [(0, len(word))]
