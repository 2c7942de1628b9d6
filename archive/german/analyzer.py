"""The analysis of texts: one table from a word as it is written to what it becomes, filled as words are met."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from archive.german.case import Case, case_of
from archive.german.fold import fold, with_umlauts
from archive.german.function_words import FUNCTION_WORDS
from archive.german.languages import stemmer
from archive.german.morphology.dictionary import dictionary
from archive.german.morphology.terms import compound_parts, ellipsis_words, german_terms, hyphen_parts
from archive.german.scripts import plain as plain_letters
from archive.german.scripts import plain_terms
from archive.german.spelling import read
from archive.german.tokens import Token, stretches, tokens

ANALYSIS_VERSION = 4
"""Raised whenever any word may become something else: indexes made before are outdated."""

LONGEST_WORD = 1_000  # characters; engines cannot hold words of any length, and a question has no more
_TABLE_SIZE = 1_000_000
_NO_WORDS: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Word:
    """What a word becomes.

    Attributes:
        text: the word as it is written.
        form: the word folded (case, ä/ae, ß/ss, invisible characters), without blanks.
        terms: two words are forms of one exactly if they share a term; a function word has none. A word in a text has
            those it is likely to be meant by as it is written (``Macht`` a noun, ``macht`` a verb), a word in a
            question those of any case.
        parts: the terms of a compound's parts; empty if the word is none.
    """

    text: str
    form: str
    terms: tuple[str, ...]
    parts: tuple[str, ...]


Row = tuple[str, str, str]
"""What a stretch of a text adds to each of ``WordFields``."""


class WordFields(NamedTuple):
    """The words of a text for an index: terms, forms and terms of parts, each joined by single blanks."""

    terms: str
    forms: str
    parts: str


class _Table(dict[str, Row]):
    def __init__(self, make: Callable[[str], Row]) -> None:
        self._make = make
        self.met: list[str] = []  # stretches analysed here, and not taken yet

    def __missing__(self, stretch: str) -> Row:
        self.make_room()
        row = self[stretch] = self._make(stretch)
        self.met.append(stretch)
        return row

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
        self._function_words = FUNCTION_WORDS.get(language, _NO_WORDS)
        self._stem = None if language == "de" else stemmer(language)
        self._table = _Table(self._row)
        self.stretch = lru_cache(maxsize=_TABLE_SIZE // 10)(self._stretch)

    def word(self, text: str) -> Word:
        """What one word becomes; of a text with several words, all of them as one."""
        found = self._stretch(text)
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
        """Every word of a text in order, one per position; what an ellipsis leaves out is given back to its word."""
        return [
            (Token(token.text, found.start() + token.start, found.start() + token.end), word)
            for found in stretches(text).finditer(text)
            for token, word in self.stretch(found[0])
        ]

    def fields(self, text: str) -> WordFields:
        """The words of a text for an index, as ``words`` gives them, fast."""
        rows = list(map(self._table.__getitem__, stretches(text).findall(text)))
        terms, forms, parts = zip(*rows, strict=True) if rows else ((), (), ())
        return WordFields(" ".join(filter(None, terms)), " ".join(forms), " ".join(filter(None, parts)))

    def take_met(self) -> dict[str, Row]:
        """What ``fields`` has met for the first time since the last call, for another process's ``learn``."""
        met, self._table.met = self._table.met, []
        return {stretch: self._table[stretch] for stretch in met}

    def learn(self, met: Mapping[str, Row]) -> None:
        """Take over what another process has met: to analyse a word costs as much as to look up a hundred."""
        self._table.make_room()
        self._table.update(met)

    def _row(self, stretch: str) -> Row:
        words = [word for _, word in self._stretch(stretch)]
        return (
            " ".join(term for word in words for term in word.terms),
            " ".join(word.form for word in words),
            " ".join(part for word in words for part in word.parts),
        )

    def _stretch(self, stretch: str) -> list[tuple[Token, Word]]:
        found = [(token, self._word(token.text)) for token in tokens(stretch)]
        if len(found) > 1 and not self._stem:
            extra = ellipsis_words(stretch, [token for token, _ in found])
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
        spelling = read(text[:LONGEST_WORD])
        plain = fold(spelling.text)
        frequency = dictionary().frequency
        pieces = [with_umlauts(piece, frequency) for piece in plain.split("-")]
        form = "-".join(pieces)
        latin = plain_letters(form)
        strange = plain_terms(latin) if latin else ()
        if self._stem:
            if plain in self._function_words:
                return Word(text, form, (), ())
            return Word(text, form, (f"{self.language}·{self._stem(plain)}", *strange), ())
        if form in self._function_words:
            return Word(text, form, (), ())
        found = list(german_terms("".join(pieces), case))
        also = [with_umlauts(fold(other), frequency) for other in spelling.also]
        for other in [word for word in also if frequency(word)] or also[:1]:
            found += german_terms(other, case)
        parts = hyphen_parts(pieces) if len(pieces) > 1 else list(compound_parts(form))
        return Word(text, form, tuple(dict.fromkeys((*found, *strange))), tuple(dict.fromkeys(parts)))


def analyzer(language: str | None = None) -> Analyzer:
    """The analyzer of texts in a language (ISO 639-1), made once; None or a language without a stemmer: German."""
    return _analyzer(language if language and language != "de" and stemmer(language) else "de", None)


def question_analyzer(language: str | None = None) -> Analyzer:
    """The same for questions, in which case never matters: a word has the terms of every case."""
    return _analyzer(language if language and language != "de" and stemmer(language) else "de", Case.ANY)


@cache
def _analyzer(language: str, case: Case | None) -> Analyzer:
    return Analyzer(language, case)
