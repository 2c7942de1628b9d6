"""Did you mean: from the forms people wrote, never from stems."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import chain, pairwise
from math import log10
from unicodedata import normalize

from msgspec import Struct

from archive.answering.results import FEW
from archive.engines.base import WordMatch
from archive.german import Analyzer, Unit, Word, analyzer, compound_halves, question_analyzer
from archive.german.morphology.dictionary import dictionary
from archive.german.surface_forms import is_one_word
from archive.german.tokens import span_pattern
from archive.german.typing_errors import likely_beginnings, typing_cost
from archive.indexing.current_index import Opened
from archive.indexing.surfaces import FORM
from archive.query import tree
from archive.query.parse import parse
from archive.query.plan import Plan, Term
from archive.query.widening import Widening

_MOST_WORDS = 3  # of a question that are doubted, the rarest
_MOST_TRIED = 3  # ways to part a word, and as many to join words, that are asked for
_CANDIDATES = 5_000  # words with the same beginning and few typing errors that are compared, the most frequent
_ERRORS = 2  # of the words that are compared
_REACH = 100_000  # characters of an article in which a word is looked for as it is written
_MIN_LETTERS = 4  # shorter words have too many neighbours, and are pieces of too many words
_MORE = 20  # times as frequent as the word typed, if that is written anywhere
_FREQUENCY = 0.3  # what ten times the frequency is worth, in typing errors
_DEAREST = 2.0  # typing errors that are believed
_LIKELIEST = 0.6  # the same, where the word typed is written somewhere
_LINKS = ("", "s", "es", "n", "en", "er", "e")  # between the halves of a joined word


_Change = tuple[int, int, tuple[str, ...]]
"""What is to stand in place of a piece of the question: begin and end of the piece, and forms."""


class _Asked(Struct, frozen=True):
    """A bare word of the question: what was typed, its unit, and how many articles hold just this form."""

    typed: tree.Word
    unit: Unit
    count: int

    @property
    def word(self) -> Word:
        return self.unit.word

    @property
    def end(self) -> int:
        return self.typed.start + len(self.typed.text)


class Suggester(Struct, frozen=True):
    """Suggests questions that find more.

    Attributes:
        opened: the index.
        widening: how words of a question are widened; its names and synonyms are never changed.
        count: the number of articles that any question finds.
    """

    opened: Opened
    widening: Widening
    count: Callable[[str], int]

    def suggest(self, query: str, found: int) -> str | None:
        """The whole question with a word parted, two words joined, or unknown words mended; None if nothing finds more.

        Args:
            found: number of articles that the question finds.
        """
        asked = self._asked(query)
        rarest = sorted((one for one in asked if one.count <= FEW), key=lambda one: one.count)[:_MOST_WORDS]
        for start, end, forms in chain(self._parted(rarest), self._joined(query, asked)):
            # How the articles write them is looked up only where the forms find more: it takes as long as all the rest.
            if self.count(_replaced(query, start, end, " ".join(forms))) > found:
                mended = _replaced(query, start, end, self._written(*forms))
                if self.count(mended) > found:  # a word in capitals may be an operator
                    return mended
        mended = self._mended(query, rarest, is_alone=len(asked) == 1)
        return mended if mended != query and self.count(mended) > found else None

    def _asked(self, query: str) -> list[_Asked]:
        words = [
            (word, units[0])
            for word in tree.words(parse(query, date.today()))
            if len(units := question_analyzer().units(word.text)) == 1
        ]
        counts = self._counts({unit.word.form for _, unit in words})
        return [_Asked(word, unit, counts.get(unit.word.form, 0)) for word, unit in words]

    def _counts(self, forms: set[str]) -> dict[str, int]:
        match = WordMatch("any", " ".join(sorted(forms)))
        return {word.text: word.count for word in self.opened.words(match, len(forms))} if forms else {}

    def _parted(self, asked: Sequence[_Asked]) -> Iterator[_Change]:
        """One word parted in two: Bahnstreik → Bahn Streik."""
        for one in asked:
            if one.typed.field is None and not one.unit.has_hyphens and not self._is_named(one):
                for pieces in self._pieces(one.word.form):
                    yield one.typed.start, one.end, pieces

    def _pieces(self, form: str) -> list[tuple[str, str]]:
        """The likeliest ways to part a word into two that the index holds, its linking element left out: the halves of
        a compound, else where both words are more than rare."""
        ways = [
            (form[:place].removesuffix(link), form[place:])
            for place in range(_MIN_LETTERS - 1, len(form) - 2)
            for link in _LINKS
            if form[:place].endswith(link)
        ]
        counts = self._counts({piece for way in ways for piece in way})
        halves = compound_halves(form)
        found: dict[tuple[str, str], tuple[bool, int]] = {}
        for way in dict.fromkeys(ways):
            least = min(counts.get(piece, 0) for piece in way)
            terms = [question_analyzer().word(piece).terms for piece in way] if least else [(), ()]
            are_halves = any(set(terms[0]) & set(first) and set(terms[1]) & set(second) for first, second in halves)
            if are_halves or (all(terms) and least > FEW and min(map(len, way)) >= _MIN_LETTERS):
                found[way] = are_halves, least
        return sorted(found, key=found.__getitem__, reverse=True)[:_MOST_TRIED]

    def _joined(self, query: str, asked: Sequence[_Asked]) -> Iterator[_Change]:
        """Two neighbours joined: Kriegs Ende → Kriegsende."""
        pairs = {
            f"{first.word.form}{link}{second.word.form}": (first, second)
            for first, second in pairwise(asked)
            if first.typed.field is second.typed.field is None and query[first.end : second.typed.start].isspace()
            for link in _LINKS[:2]
        }
        counts = self._counts(set(pairs))
        for form in sorted(counts, key=lambda form: -counts[form])[:_MOST_TRIED]:
            first, second = pairs[form]
            yield first.typed.start, second.end, (form,)

    def _mended(self, query: str, asked: Sequence[_Asked], is_alone: bool) -> str:
        """The question with each word that nothing is found by as it was probably meant.

        A word that the dictionary or the archive knows is none. One that is in few articles, however, may be their
        typing error, where it is all that was asked for.
        """
        # From the right, so that places further left stay true.
        for one in sorted(asked, key=lambda one: -one.typed.start):
            form = one.word.form
            if len(form) < _MIN_LETTERS or dictionary().entry(form).lemmas or self._is_named(one):
                continue
            if one.count:
                better = self._neighbour(form, one.count, _LIKELIEST) if is_alone else None
                better = better if better and dictionary().entry(better).lemmas else None
            else:
                better = None if self._is_held(one.word.terms) else self._neighbour(form, 0, _DEAREST)
                better = better if is_alone or (better and not self.count(one.typed.text)) else None
            if better:
                query = _replaced(query, one.typed.start, one.end, self._written(better))
        return query

    def _is_named(self, one: _Asked) -> bool:
        return bool(self.widening.spellings(one.unit))

    def _is_held(self, terms: Sequence[str]) -> bool:
        return bool(terms and self.opened.words(WordMatch("any", " ".join(terms), of="terms"), 1))

    def _neighbour(self, form: str, known: int, dearest: float) -> str | None:
        """The form that was most probably meant: few and likely typing errors, and frequent. Only words with a likely
        beginning are looked at: to compare all words of a large index takes long."""
        for beginnings in likely_beginnings(form):
            candidates = [
                (cost - _FREQUENCY * log10(word.count), word.text)
                for beginning in beginnings
                for word in self.opened.words(WordMatch("fuzzy", form, prefix=beginning, distance=_ERRORS), _CANDIDATES)
                if word.text != form
                and word.count >= _MORE * known
                and (cost := typing_cost(form, word.text)) <= dearest
            ]
            if candidates:
                return min(candidates)[1]
        return None

    def _written(self, *forms: str) -> str:
        return " ".join(as_written(form, self.opened) for form in forms)


def as_written(form: str, opened: Opened) -> str:
    """The form as an article has it: with its capitals and its own spelling."""
    for field in ("body_forms", "title_forms"):
        hits = opened.engine.search(Plan(Term(field, form), limit=1)).hits
        for article in opened.engine.get([id for id, _ in hits]).values():
            text = article.title if field == "title_forms" else article.text
            words = analyzer(article.language)
            for span in _holding(form, list(dict.fromkeys(span_pattern(text).findall(text[:_REACH]))), words, opened):
                if is_one_word(span):
                    return span
                for unit in words.span(span):
                    for token, word in ((unit.token, unit.word), *unit.pieces):
                        if word.form == form:
                            return token.text
    return form


def _holding(form: str, spans: Sequence[str], words: Analyzer, opened: Opened) -> Iterator[str]:
    """Those of an article's spans that have a form, as a whole or in a piece, in order."""
    holders = opened.surfaces.holders([form])
    if holders is not None:
        held = holders.among(words.language, set(spans))
        yield from (span for span in spans if any(word.kinds & FORM for word in held.get(span, ())))
        return
    # To analyse a whole article takes long: words that begin otherwise are left out.
    letters = {form[0], normalize("NFD", form[0])[0]}
    beginning = re.compile(f"(?<![^\\W_])[{re.escape(''.join(letters))}]", re.IGNORECASE)
    for span in filter(beginning.search, spans):
        if any(
            word.form == form for unit in words.span(span) for word in (unit.word, *(own for _, own in unit.pieces))
        ):
            yield span


def _replaced(query: str, start: int, end: int, text: str) -> str:
    return query[:start] + text + query[end:]
