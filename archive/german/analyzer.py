"""The analysis of texts: each word as it is written → its form, its terms and the terms of its parts.

What a span becomes is kept in a table, because the same words come again and again.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice
from typing import NamedTuple

from archive.german.case import Case, case_of
from archive.german.fold import fold, with_umlauts
from archive.german.function_words import function_words
from archive.german.languages import stemmer
from archive.german.morphology.dictionary import dictionary
from archive.german.morphology.terms import compound_parts, ellipsis_words, german_terms, hyphen_parts
from archive.german.scripts import plain as plain_letters
from archive.german.scripts import plain_terms
from archive.german.spelling import parse_spelling
from archive.german.tokens import Token, span_pattern, tokens

ANALYSIS_VERSION = 4
"""To be raised whenever any word may become something else: indexes made before are then outdated."""

LONGEST_WORD = 1_000  # characters, the rest is cut off: engines cannot hold words of any length
_TABLE_SIZE = 1_000_000  # spans; when it is full, it is emptied


@dataclass(frozen=True, slots=True)
class Word:
    """What a word becomes.

    Attributes:
        text: the word as it is written.
        form: the word folded (case, ä/ae, ß/ss, invisible characters), without blanks.
        terms: two words are forms of one exactly if they share a term; a function word has none. A word in a text has
            those that are likely for its case (``Macht`` is a noun, ``macht`` a verb), a word in a question those of
            any case.
        parts: the terms of a compound's parts; empty if the word is none.
    """

    text: str
    form: str
    terms: tuple[str, ...]
    parts: tuple[str, ...]


SpanFields = tuple[str, str, str]
"""What one span of a text adds to each of ``WordFields``."""


class WordFields(NamedTuple):
    """The words of a text for an index: terms, forms and terms of parts, each joined by single blanks."""

    terms: str
    forms: str
    parts: str


class _Table(dict[str, SpanFields]):
    """The fields of spans, made when a span is asked for the first time."""

    def __init__(self, make: Callable[[str], SpanFields]) -> None:
        self._make = make
        self.met: list[str] = []  # spans analysed here since ``take_met`` was called last

    def __missing__(self, span: str) -> SpanFields:
        self.make_room()
        fields = self[span] = self._make(span)
        self.met.append(span)
        return fields

    def make_room(self) -> None:
        if len(self) >= _TABLE_SIZE:
            self.clear()
            self.met.clear()


class Analyzer:
    """Analyses the words of one language; a pure function of the word, its language and shipped data.

    Args:
        language: ISO 639-1 code of a language that is German or has a Snowball stemmer.
        case: the case that words are taken to be written in; None: as they are.
    """

    def __init__(self, language: str = "de", case: Case | None = None) -> None:
        self.language = language
        self._case = case
        self._function_words = function_words(language)
        self._stem = None if language == "de" else stemmer(language)
        self._table = _Table(self._span_fields)
        self.span = lru_cache(maxsize=_TABLE_SIZE // 10)(self._span)

    def word(self, text: str) -> Word:
        """What one word becomes; a text with several words is taken as one word with the terms of all."""
        found = self._span(text)
        if len(found) == 1:
            return found[0][1]
        words = [word for _, word in found]
        return Word(
            text,
            "".join(word.form for word in words),
            tuple(dict.fromkeys(term for word in words for term in word.terms)),
            tuple(dict.fromkeys(part for word in words for part in word.parts)),
        )

    def words(self, text: str) -> list[tuple[Token, Word]]:
        """Every word of a text in order, with its place in the text.

        A word that an ellipsis leaves a half of has the terms of the whole word besides its own.
        """
        return [
            (Token(token.text, found.start() + token.start, found.start() + token.end), word)
            for found in span_pattern(text).finditer(text)
            for token, word in self.span(found[0])
        ]

    def fields(self, text: str, most: int | None = None) -> WordFields:
        """The words of a text for an index: the same as ``words`` gives, by looking up whole spans.

        Args:
            most: only so many spans from the beginning are looked at; None is all.
        """
        if most is None:
            written = span_pattern(text).findall(text)
        else:
            written = [found[0] for found in islice(span_pattern(text).finditer(text), most)]
        spans = list(map(self._table.__getitem__, written))
        terms, forms, parts = zip(*spans, strict=True) if spans else ((), (), ())
        return WordFields(" ".join(filter(None, terms)), " ".join(forms), " ".join(filter(None, parts)))

    def take_met(self) -> dict[str, SpanFields]:
        """The spans that ``fields`` has analysed since the last call, for ``learn`` in another process."""
        met, self._table.met = self._table.met, []
        return {span: self._table[span] for span in met}

    def learn(self, met: Mapping[str, SpanFields]) -> None:
        """Takes over what another process has analysed: to analyse a word costs as much as to look up a hundred."""
        self._table.make_room()
        self._table.update(met)

    def _span_fields(self, span: str) -> SpanFields:
        words = [word for _, word in self._span(span)]
        return (
            " ".join(term for word in words for term in word.terms),
            " ".join(word.form for word in words),
            " ".join(part for word in words for part in word.parts),
        )

    def _span(self, span: str) -> list[tuple[Token, Word]]:
        """The words of a span, with their places in it; ``span`` is the same with a cache, which nobody may change."""
        found = [(token, self._word(token.text)) for token in tokens(span)]
        if len(found) > 1 and not self._stem:
            extra = ellipsis_words(span, [token for token, _ in found])
            for place, whole in extra.items():
                token, word = found[place]
                full = self._word(whole, Case.ANY)
                terms = tuple(dict.fromkeys((*word.terms, *full.terms)))
                parts = tuple(dict.fromkeys((*word.parts, *full.parts)))
                found[place] = (token, Word(word.text, word.form, terms, parts))
        return found

    def _word(self, text: str, case: Case | None = None) -> Word:
        """What a single token becomes."""
        case = case or self._case or case_of(text)
        spelling = parse_spelling(text[:LONGEST_WORD])
        plain = fold(spelling.text)
        frequency = dictionary().frequency
        pieces = [with_umlauts(piece, frequency) for piece in plain.split("-")]
        form = "-".join(pieces)
        latin = plain_letters(form)
        latin_terms = plain_terms(latin) if latin else ()
        if self._stem:
            if plain in self._function_words:
                return Word(text, form, (), ())
            return Word(text, form, (f"{self.language}·{self._stem(plain)}", *latin_terms), ())
        if form in self._function_words:
            return Word(text, form, (), ())
        found = list(german_terms("".join(pieces), case))
        also = [with_umlauts(fold(other), frequency) for other in spelling.also]
        for other in [word for word in also if frequency(word)] or also[:1]:
            found += german_terms(other, case)
        parts = hyphen_parts(pieces) if len(pieces) > 1 else list(compound_parts(form))
        return Word(text, form, tuple(dict.fromkeys((*found, *latin_terms))), tuple(dict.fromkeys(parts)))


def analyzer(language: str | None = None) -> Analyzer:
    """The analyzer of texts in a language (ISO 639-1), made once; None or a language without a stemmer: German."""
    return _analyzer(language if language and language != "de" and stemmer(language) else "de", None)


def question_analyzer(language: str | None = None) -> Analyzer:
    """The same for questions, in which case never matters: a word has the terms of every case."""
    return _analyzer(language if language and language != "de" and stemmer(language) else "de", Case.ANY)


@cache
def _analyzer(language: str, case: Case | None) -> Analyzer:
    return Analyzer(language, case)
