"""The analysis of texts: each word as it is written → its form, its terms and the terms of its parts.

What a span becomes is kept in a table, because the same words come again and again.
"""

from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from msgspec import Struct

from archive.german.case import Case, case_of
from archive.german.fold import fold, with_umlauts
from archive.german.function_words import function_words
from archive.german.languages import stemmer
from archive.german.morphology.dictionary import dictionary
from archive.german.morphology.terms import compound_parts, ellipsis_words, german_terms, hyphen_parts
from archive.german.scripts import plain as plain_letters
from archive.german.scripts import plain_terms
from archive.german.spelling import parse_spelling
from archive.german.tokens import Token, hyphen_places, span_pattern, tokens

ANALYSIS_VERSION = 7
"""To be raised whenever any word may become something else: indexes made before are then outdated."""

LONGEST_WORD = 1_000  # characters, the rest is cut off: engines cannot hold words of any length
# How many spans an analyzer remembers at most, and how many bytes each takes (measured on distinct spans of news
# articles). A process that answers questions for months is to stay small; one that does nothing but index may remember
# more.
_FIELDS_REMEMBERED = 20_000  # what a span adds to an index: 240 bytes
_FIELDS_REMEMBERED_WHILE_INDEXING = 400_000
_SPANS_REMEMBERED = 10_000  # a span's units: 780 bytes
_MOST_MET = 2_000_000  # spans that nobody takes; no file of seeds has so many


class Word(Struct, frozen=True):
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


class Unit(NamedTuple):
    """A token of a text: ``word`` is what it becomes as a whole; ``pieces`` are the words between its hyphens, each
    with its place. A token without hyphens has itself as its only piece."""

    token: Token
    word: Word
    pieces: tuple[tuple[Token, Word], ...]

    @property
    def has_hyphens(self) -> bool:
        """Whether it has several pieces."""
        return len(self.pieces) > 1

    def terms(self) -> list[tuple[Token, str]]:
        """The terms of its pieces, and behind them those that only the whole has, each with the token it is of."""
        own = [(token, term) for token, word in self.pieces for term in word.terms]
        if not self.has_hyphens:
            return own
        known = {term for _, term in own}
        return own + [(self.token, term) for term in self.word.terms if term not in known]


SpanFields = tuple[str, str, str, str]
"""What one span of a text adds to terms, forms, wholes (forms of words with hyphens) and terms of parts."""


class WordFields(NamedTuple):
    """The words of a text for an index, each field joined by single blanks.

    Attributes:
        terms: of every word in order; the terms of a word with hyphens stand behind those of its pieces.
        forms: of every word in order, words with hyphens as their pieces; behind the last word the forms of the words
            with hyphens as wholes, where no phrase reaches them.
        parts: terms of the parts of compounds.
        lead: terms of the text's beginning.
    """

    terms: str
    forms: str
    parts: str
    lead: str


class _Table(dict[str, SpanFields]):
    """The fields of spans, made when a span is asked for the first time.

    When half of ``size`` is there, it becomes the older half, and the older half before it is forgotten: what is asked
    for meanwhile is taken over, so that the words of every text stay.
    """

    size = _FIELDS_REMEMBERED

    def __init__(self, make: Callable[[str], SpanFields]) -> None:
        self._make = make
        self._older: dict[str, SpanFields] = {}

    def __missing__(self, span: str) -> SpanFields:
        fields = self._older.get(span) or self._make(span)
        self.make_room()
        self[span] = fields
        return fields

    def make_room(self) -> None:
        if len(self) >= self.size // 2:
            self._older = dict(self)
            self.clear()


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
        self._met: set[str] = set()  # spans that ``fields`` met since ``take_met`` was called last
        self.span = lru_cache(maxsize=_SPANS_REMEMBERED)(self._span)

    def word(self, text: str) -> Word:
        """What one word becomes; a text with several words is taken as one word with the terms of all."""
        found = self._span(text)
        if len(found) == 1:
            return found[0].word
        words = [unit.word for unit in found]
        return Word(
            text,
            "".join(word.form for word in words),
            tuple(dict.fromkeys(term for word in words for term in word.terms)),
            tuple(dict.fromkeys(part for word in words for part in word.parts)),
        )

    def units(self, text: str) -> list[Unit]:
        """Every token of a text in order, with its place in the text.

        A token that an ellipsis leaves a half of has the terms of the whole word besides its own.
        """
        return [
            _moved(unit, found.start()) for found in span_pattern(text).finditer(text) for unit in self.span(found[0])
        ]

    def words(self, text: str) -> list[tuple[Token, Word]]:
        """Every word of a text in order, with its place in the text; a word with hyphens is its pieces."""
        return [piece for unit in self.units(text) for piece in unit.pieces]

    def fields(self, text: str, lead: int = 0) -> WordFields:
        """The words of a text for an index, by looking up whole spans.

        Args:
            lead: the beginning of the text is so many spans long.
        """
        written = span_pattern(text).findall(text)
        if len(self._met) > _MOST_MET:
            self._met = set()
        self._met.update(written)
        if not written:
            return WordFields("", "", "", "")
        terms, forms, wholes, parts = zip(*map(self._table.__getitem__, written), strict=True)
        return WordFields(
            " ".join(filter(None, terms)),
            " ".join((*forms, *filter(None, wholes))),
            " ".join(filter(None, parts)),
            " ".join(filter(None, terms[:lead])),
        )

    def take_met(self) -> dict[str, SpanFields]:
        """The spans that ``fields`` has met since the last call, and what they become."""
        met, self._met = self._met, set()
        return {span: self._table[span] for span in list(met)}  # other threads may still add to it

    def learn(self, met: Mapping[str, SpanFields]) -> None:
        """Takes over what another process has analysed: to analyse a word costs as much as to look up a hundred."""
        self._table.make_room()
        self._table.update(met)

    def _span_fields(self, span: str) -> SpanFields:
        if span.isalnum():  # most are one word without hyphens
            word = self._word(span)
            return " ".join(word.terms), word.form, "", " ".join(word.parts)
        units = self._span(span)
        pieces = [word for unit in units for _, word in unit.pieces]
        terms, parts = [], []
        for unit in units:
            own = [term for _, term in unit.terms()]
            terms += own
            inside = [part for _, word in unit.pieces for part in word.parts]
            # Pieces of a word with hyphens are words, not parts.
            parts += inside + [part for part in unit.word.parts if part not in inside and part not in own]
        return (
            " ".join(terms),
            " ".join(word.form for word in pieces),
            " ".join(unit.word.form for unit in units if unit.has_hyphens),
            " ".join(parts),
        )

    def _span(self, span: str) -> list[Unit]:
        """The tokens of a span, with their places in it; ``span`` is the same with a cache, which nobody may change."""
        found = [self._unit(token) for token in tokens(span)]
        if len(found) > 1 and not self._stem:
            for place, whole in ellipsis_words(span, [unit.token for unit in found]).items():
                found[place] = _with_terms_of(found[place], self._word(whole, Case.ANY))
        return found

    def _unit(self, token: Token) -> Unit:
        word = self._word(token.text)
        places = hyphen_places(token.text) if "-" in word.form else ()
        if len(places) < 2:
            return Unit(token, word, ((token, word),))
        pieces = (Token(token.text[start:end], token.start + start, token.start + end) for start, end in places)
        return Unit(token, word, tuple((piece, self._word(piece.text)) for piece in pieces))

    def _word(self, text: str, case: Case | None = None) -> Word:
        """What a single token becomes."""
        case = case or self._case or case_of(text)
        spelling = parse_spelling(text[:LONGEST_WORD])
        plain = fold(spelling.text)
        frequency = dictionary().frequency
        pieces = [with_umlauts(piece, frequency) for piece in plain.split("-")] if "-" in plain else []
        form = "-".join(pieces) or with_umlauts(plain, frequency)
        latin = plain_letters(form)
        latin_terms = plain_terms(latin) if latin else ()
        if self._stem:
            if plain in self._function_words:
                return Word(text, form, (), ())
            return Word(text, form, (f"{self.language}·{self._stem(plain)}", *latin_terms), ())
        if form in self._function_words:
            return Word(text, form, (), ())
        found = list(german_terms("".join(pieces) if pieces else form, case))
        also = [with_umlauts(fold(other), frequency) for other in spelling.also]
        for other in [word for word in also if frequency(word)] or also[:1]:
            found += german_terms(other, case)
        parts = hyphen_parts(pieces) if pieces else list(compound_parts(form))
        return Word(text, form, tuple(dict.fromkeys((*found, *latin_terms))), tuple(dict.fromkeys(parts)))


def _moved(unit: Unit, by: int) -> Unit:
    """The unit, ``by`` characters further on in a text."""
    token, word, pieces = unit
    return Unit(
        Token(token.text, token.start + by, token.end + by),
        word,
        tuple((Token(piece.text, piece.start + by, piece.end + by), word) for piece, word in pieces),
    )


def _with_terms_of(unit: Unit, other: Word) -> Unit:
    """The unit with the terms and parts of another word besides its own, on the whole and on its last piece."""

    def joined(word: Word) -> Word:
        terms, parts = dict.fromkeys((*word.terms, *other.terms)), dict.fromkeys((*word.parts, *other.parts))
        return Word(word.text, word.form, tuple(terms), tuple(parts))

    *before, (token, last) = unit.pieces
    return Unit(unit.token, joined(unit.word), (*before, (token, joined(last))))


def remember_for_indexing() -> None:
    """Have all analyzers of this process remember what 400,000 spans become, some 100 MB: for a process that does
    nothing but index."""
    _Table.size = _FIELDS_REMEMBERED_WHILE_INDEXING


def analyzer(language: str | None = None) -> Analyzer:
    """The analyzer of texts in a language (ISO 639-1), made once; None or a language without a stemmer: German."""
    return _analyzer(language if language and language != "de" and stemmer(language) else "de", None)


def question_analyzer(language: str | None = None) -> Analyzer:
    """The same for questions, in which case never matters: a word has the terms of every case."""
    return _analyzer(language if language and language != "de" and stemmer(language) else "de", Case.ANY)


@cache
def _analyzer(language: str, case: Case | None) -> Analyzer:
    return Analyzer(language, case)
