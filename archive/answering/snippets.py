"""Finds where a text answers a plan, as marks with their kind, and chooses the few short pieces that are shown.

Made with the same analysis as the index, so that what is marked is what was found; an engine is never asked. The
surface forms of the index tell which spans of a text are worth a look, so that only these are analysed.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, islice
from typing import Literal, NamedTuple

from archive.answering.results import Piece, Snippet
from archive.german import Token, Unit, Word, analyzer
from archive.german.morphology.terms import modern
from archive.german.surface_forms import surface_forms
from archive.german.tokens import span_pattern
from archive.indexing.surfaces import Holders, Size, SurfaceReader
from archive.query.plan import KINDS, Kind, Near, Node, Phrase, Term, word_clauses

SNIPPETS, WIDTH = 3, 200
_RANK = {kind: rank for rank, kind in enumerate(KINDS)}
_LEAD = 60  # characters before the first mark
_STEP, _REACH = 20_000, 200_000  # characters: of a piece of a long text, and how far into it marks are looked for
_ENOUGH = 30  # marks
_EDGE = 30  # spans at each end of a piece of a long text that are analysed anyhow


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked word: its place in the text, the kind of match, and the word that was asked for."""

    start: int
    end: int
    kind: Kind
    asked: str


class Marker:
    """Marks the words of texts that a plan asks for.

    Args:
        field: of what: ``body`` or ``title``.
        surfaces: the surface forms of the index that holds the texts. Without them every word of a text is analysed;
            the marks are the same.
    """

    def __init__(
        self, node: Node, field: Literal["body", "title"] = "body", surfaces: SurfaceReader | None = None
    ) -> None:
        self._terms: dict[str, Kind] = {}
        self._forms: dict[str, Kind] = {}
        self._parts: dict[str, Kind] = {}
        self._spelled: dict[str, str] = {}  # today's spelling of each word asked for → the word
        known = {field: self._terms, f"{field}_forms": self._forms, f"{field}_parts": self._parts}
        runs: dict[str, dict[Phrase | Near, None]] = {field: {}, f"{field}_forms": {}}
        for clause in word_clauses(node):
            if clause.field not in known:
                continue
            if isinstance(clause, Term):
                kinds = known[clause.field]
                if clause.kind == "exact":
                    self._spelled[modern(clause.text)] = clause.text
                kinds[clause.text] = min(kinds.get(clause.text, clause.kind), clause.kind, key=_RANK.__getitem__)
            else:
                runs[clause.field][clause] = None
        self._of_terms, self._of_forms = (_Runs(tuple(clauses)) for clauses in runs.values())
        self._surfaces = surfaces

    @cached_property
    def _holders(self) -> Holders | None:
        """The spans of the index that may hold what is asked; None if the index cannot tell."""
        words = {*self._terms, *self._forms, *self._parts, *self._of_terms.words, *self._of_forms.words}
        return self._surfaces.holders(words) if self._surfaces else None

    def marks(self, text: str, language: str | None) -> list[Mark]:
        """Every word of the text that answers, in order, each once with the best kind that explains it."""
        return self._marks(text, language, is_cut=len(text) >= _STEP)

    def _marks(self, text: str, language: str | None, is_cut: bool) -> list[Mark]:
        """``is_cut``: the text may be a piece of an article, with other spans at its ends than the index has."""
        if not (self._of_terms.clauses or self._of_forms.clauses or self._forms or self._terms or self._parts):
            return []
        words = analyzer(language)
        written = span_pattern(text).findall(text)
        edges = {*written[:_EDGE], *written[-_EDGE:]} if is_cut else set()
        candidates = self._holders.among(written) | edges if self._holders else written
        terms, forms = {*self._terms, *self._of_terms.words}, {*self._forms, *self._of_forms.words}
        asked = surface_forms(language).holding(candidates, terms, forms, self._parts)
        if not asked:
            return []

        def size(span: str) -> Size:
            known = None
            if self._surfaces and self._holders and span not in edges:
                known = self._surfaces.size(words.language, span)
            return known or _size(words.span(span))

        found: dict[int, Mark] = {}
        places: list[_Place] = []
        start = 0
        for number, span in enumerate(written):
            start = text.find(span, start)  # no letter or digit stands between two of them
            if span in asked:
                units = words.span(span)
                for unit in units:
                    self._mark(found, unit, start)
                places.append(_Place(number, start, units))
            start += len(span)
        of_terms = self._of_terms.marks(places, written, _terms_of, lambda span: size(span).terms)
        of_forms = self._of_forms.marks(places, written, _forms_of, lambda span: size(span).forms)
        for mark in chain(of_terms, of_forms):
            _keep(found, mark)
        return [found[start] for start in sorted(found)]

    def _mark(self, found: dict[int, Mark], unit: Unit, start: int) -> None:
        """Mark what answers of a unit that stands in a span at ``start``: it as a whole, or its pieces."""
        answers = [(token, answer) for token, word in unit.pieces if (answer := self._answer(word))]
        whole = self._answer(unit.word) if unit.has_hyphens else None
        # A piece is a word of its own: Neuinfektionen is no part of a compound in Corona-Neuinfektionen.
        if whole and all(_RANK[whole[0]] < _RANK[kind] for _, (kind, _) in answers):
            answers = [(unit.token, whole)]
        for token, answer in answers:
            _keep(found, Mark(start + token.start, start + token.end, *answer))

    def _answer(self, word: Word) -> tuple[Kind, str] | None:
        """The best kind of match that explains a word, and the word asked for."""
        kinds = [(self._forms[word.form], word.form)] if word.form in self._forms else []
        kinds += [(self._terms[term], term) for term in word.terms if term in self._terms]
        kinds += [(self._parts[part], part) for part in word.parts if part in self._parts]
        if not kinds:
            return None
        kind, asked = min(kinds, key=lambda pair: _RANK[pair[0]])
        if kind == "inflection" and (spelled := self._spelled.get(modern(word.form))):
            return "spelling", spelled  # Schiffahrt for Schifffahrt: the same form of the same word
        return kind, asked

    def first_marks(self, text: str, language: str | None) -> list[Mark]:
        """The first marks of a text, as many as snippets can choose from; the end of a very long text is not read, so
        that no article makes a page wait."""
        found: list[Mark] = []
        start = 0
        while start < min(len(text), _REACH) and len(found) < _ENOUGH:
            end = text.find(" ", start + _STEP)
            end = len(text) if end < 0 else end
            piece = self._marks(text[start:end], language, is_cut=len(text) > _STEP)
            found += [replace(mark, start=mark.start + start, end=mark.end + start) for mark in piece]
            start = end
        return found


def _keep(found: dict[int, Mark], mark: Mark) -> None:
    """Keep a mark, unless one of a better kind begins there."""
    other = found.get(mark.start)
    if other is None or _RANK[mark.kind] < _RANK[other.kind]:
        found[mark.start] = mark


class _Place(NamedTuple):
    """A span of a text that holds something asked for: its number among the text's spans, where it begins, and what
    it becomes."""

    number: int
    start: int
    units: Sequence[Unit]


def _terms_of(units: Iterable[Unit]) -> list[tuple[Token, str]]:
    """The terms that a span adds to an index, in order."""
    return [pair for unit in units for pair in unit.terms()]


def _forms_of(units: Iterable[Unit]) -> list[tuple[Token, str]]:
    """The forms that a span adds to an index, in order."""
    return [(token, word.form) for unit in units for token, word in unit.pieces]


def _size(units: Sequence[Unit]) -> Size:
    return Size(len(_forms_of(units)), len(_terms_of(units)))


class _Runs:
    """Phrases, and words near each other, in one field: where they stand in a text.

    Attributes:
        words: the words of all clauses.
    """

    def __init__(self, clauses: tuple[Phrase | Near, ...]) -> None:
        self.clauses = clauses
        self.words = frozenset(word for clause in clauses for word in clause.words)
        self._reach = max((c.distance if isinstance(c, Near) else len(c.words) for c in clauses), default=0)

    def marks(
        self,
        places: Iterable[_Place],
        written: Sequence[str],
        words_of: Callable[[Iterable[Unit]], list[tuple[Token, str]]],
        size: Callable[[str], int],
    ) -> Iterator[Mark]:
        """Every word of a phrase, or of words near each other, that stands in a text.

        Positions are counted only as far as a clause reaches: where more spans lie between two places, how many more
        does not matter.

        Args:
            places: the spans that hold something asked for, in order.
            written: all spans of the text.
            words_of: the words of the field that a span has.
            size: how many they are.
        """
        if not self.clauses:
            return
        held = [(place, words_of(place.units)) for place in places]
        present = {word for _, words in held for _, word in words}
        clauses = [clause for clause in self.clauses if present.issuperset(clause.words)]
        asked = {word for clause in clauses for word in clause.words}
        stands: dict[int, tuple[int, int, str]] = {}  # position → begin and end in the text, the word
        position, behind = 0, 0
        for place, words in held:
            if not any(word in asked for _, word in words):
                continue
            end = position + self._reach
            for span in islice(written, behind, place.number):
                position += size(span)
                if position > end:
                    break
            for token, word in words:
                if word in asked:
                    stands[position] = place.start + token.start, place.start + token.end, word
                position += 1
            behind = place.number + 1
        words_at = {position: word for position, (_, _, word) in stands.items()}
        for clause in clauses:
            for position in _positions(clause, words_at):
                begin, end, word = stands[position]
                yield Mark(begin, end, clause.kind, word)


def _positions(run: Phrase | Near, words: Mapping[int, str]) -> set[int]:
    """Positions at which a phrase, or words near each other, stand; ``words``: the positions of its words in a text."""
    found: set[int] = set()
    if isinstance(run, Phrase):
        for start, word in words.items():
            positions = range(start, start + len(run.words))
            if word == run.words[0] and tuple(map(words.get, positions)) == run.words:
                found.update(positions)
        return found
    wanted = Counter(run.words)
    places = [position for position, word in words.items() if word in wanted]
    for number, first in enumerate(places):
        window = [p for p in places[number : number + run.distance + 1] if p - first <= run.distance]
        if Counter(words[p] for p in window) >= wanted:
            found.update(window)
    return found


def snippets(text: str, marks: Sequence[Mark]) -> tuple[Snippet, ...]:
    """At most SNIPPETS pieces of some WIDTH characters, in the order of the text: those that show most of what was
    asked, best kinds first; without marks the beginning. The joined parts of each are a verbatim piece of the text."""
    chosen: list[tuple[int, int]] = []
    shown: Counter[str] = Counter()
    # A text's first words are worth more than the same number of words behind the mark.
    windows = [_window(text, 0 if mark.start < 2 * _LEAD else mark.start - _LEAD) for mark in marks[:2000]]
    while len(chosen) < SNIPPETS:
        best, best_gain = None, 0.0
        for index, (start, end) in enumerate(windows):
            if any(start < other_end and other_start < end for other_start, other_end in chosen):
                continue
            gain = _gain(marks, index, end, shown)
            if gain > best_gain:
                best, best_gain = index, gain
        if best is None:
            break
        start, end = windows[best]
        shown.update(mark.asked for mark in marks[best:] if mark.end <= end)
        chosen.append((start, end))
    chosen = chosen or [_window(text, 0)]
    return tuple(_pieces(text, marks, start, end) for start, end in sorted(chosen) if end > start)


def _gain(marks: Sequence[Mark], index: int, end: int, shown: Counter[str]) -> float:
    """How much a window shows that is not shown yet; each further occurrence of a word counts for little."""
    gain, seen = 0.0, Counter[str]()
    for mark in marks[index : index + 50]:
        if mark.end > end:
            break
        worth = 1 / (1 + _RANK[mark.kind])
        gain += worth / (1 + 4 * seen[mark.asked] + 9 * shown[mark.asked])
        seen[mark.asked] += 1
    return gain


def _window(text: str, start: int) -> tuple[int, int]:
    """Some WIDTH characters from ``start`` on, from the beginning of a word to the end of one, within white space."""
    if start:
        blank = text.find(" ", start, start + _LEAD)
        start = blank + 1 if blank >= 0 else start
    end = min(len(text), start + WIDTH)
    if end < len(text):
        blank = text.rfind(" ", start + WIDTH // 2, end + 1)
        end = blank if blank >= 0 else end
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


def marked(text: str, marks: Sequence[Mark]) -> Snippet:
    """Return a whole text in pieces, marked and unmarked."""
    return _pieces(text, marks, 0, len(text))


def _pieces(text: str, marks: Sequence[Mark], start: int, end: int) -> Snippet:
    pieces: list[Piece] = []
    at = start
    for mark in marks:
        if mark.start >= at and mark.end <= end:
            if mark.start > at:
                pieces.append(Piece(text[at : mark.start]))
            pieces.append(Piece(text[mark.start : mark.end], mark.kind))
            at = mark.end
    if at < end:
        pieces.append(Piece(text[at:end]))
    return tuple(pieces)
