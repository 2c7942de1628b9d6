"""Where a text answers a plan: marks with their kind, and the few short pieces worth showing.

Made with the same analysis as the index, so that what is marked is what was found; an engine is never asked.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from archive.answering.results import Piece, Snippet
from archive.german import Token, Unit, Word, analyzer
from archive.german.morphology.terms import modern
from archive.german.surface_forms import surface_forms
from archive.german.tokens import span_pattern
from archive.query.plan import KINDS, Kind, Near, Node, Phrase, Term, word_clauses

SNIPPETS, WIDTH = 3, 200
_RANK = {kind: rank for rank, kind in enumerate(KINDS)}
_LEAD = 60  # characters before the first mark
_STEP, _REACH = 20_000, 200_000  # characters: of a piece of a long text, and how far into it marks are looked for
_ENOUGH = 30  # marks


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked word: its place in the text, the kind of match, and the word that was asked for."""

    start: int
    end: int
    kind: Kind
    asked: str


class Marker:
    """Marks the words of texts that a plan asks for; ``field``: of what, ``body`` or ``title``."""

    def __init__(self, node: Node, field: Literal["body", "title"] = "body") -> None:
        self._terms: dict[str, Kind] = {}
        self._forms: dict[str, Kind] = {}
        self._parts: dict[str, Kind] = {}
        self._runs = {field: _Runs(), f"{field}_forms": _Runs()}
        self._spelled: dict[str, str] = {}  # today's spelling of each word asked for → the word
        known = {field: self._terms, f"{field}_forms": self._forms, f"{field}_parts": self._parts}
        for clause in word_clauses(node):
            if clause.field not in known:
                continue
            if isinstance(clause, Term):
                kinds = known[clause.field]
                if clause.kind == "exact":
                    self._spelled[modern(clause.text)] = clause.text
                kinds[clause.text] = min(kinds.get(clause.text, clause.kind), clause.kind, key=_RANK.__getitem__)
            else:
                self._runs[clause.field].clauses[clause] = None

    def marks(self, text: str, language: str | None) -> list[Mark]:
        """Every word of the text that answers, in order, each once with the best kind that explains it."""
        of_terms, of_forms = self._runs.values()
        if not (of_terms.clauses or of_forms.clauses or self._forms or self._terms or self._parts):
            return []
        words = analyzer(language)
        written = span_pattern(text).findall(text)
        asked = surface_forms(language).holding(
            written, {*self._terms, *of_terms.words()}, {*self._forms, *of_forms.words()}, self._parts
        )
        if not asked:
            return []
        found: dict[int, Mark] = {}
        of_terms.begin()
        of_forms.begin()
        counts_positions = bool(of_terms.clauses or of_forms.clauses)
        start = 0
        for span in written:
            start = text.find(span, start)  # no letter or digit stands between two of them
            is_asked = span in asked
            for unit in words.span(span) if is_asked or counts_positions else ():
                if is_asked:
                    self._mark(found, unit, start)
                if counts_positions:
                    of_terms.add(unit.terms(), start)
                    of_forms.add([(token, word.form) for token, word in unit.pieces], start)
            start += len(span)
        for runs in (of_terms, of_forms):
            for mark in runs.marks():
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
            piece = self.marks(text[start:end], language)
            found += [replace(mark, start=mark.start + start, end=mark.end + start) for mark in piece]
            start = end
        return found


def _keep(found: dict[int, Mark], mark: Mark) -> None:
    """Keep a mark, unless one of a better kind begins there."""
    other = found.get(mark.start)
    if other is None or _RANK[mark.kind] < _RANK[other.kind]:
        found[mark.start] = mark


class _Runs:
    """Phrases, and words near each other, in one field: where they stand in a text.

    Args:
        clauses: what is asked for.
    """

    def __init__(self) -> None:
        self.clauses: dict[Phrase | Near, None] = {}
        self.begin()

    def begin(self) -> None:
        """A new text."""
        self._position = 0
        self._places: dict[int, tuple[int, int, str]] = {}  # position → begin and end in the text, the word

    def words(self) -> set[str]:
        """The words of all clauses."""
        return {word for clause in self.clauses for word in clause.words}

    def add(self, words: Sequence[tuple[Token, str]], start: int) -> None:
        """The next words of the text, in a span at ``start``."""
        asked = self.words()
        for token, word in words:
            if word in asked:
                self._places[self._position] = (start + token.start, start + token.end, word)
            self._position += 1

    def marks(self) -> Iterator[Mark]:
        """Every word of a phrase, or of words near each other, that stands in the text."""
        words = {position: word for position, (_, _, word) in self._places.items()}
        for clause in self.clauses:
            for position in _positions(clause, words):
                begin, end, word = self._places[position]
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
    """A whole text in pieces."""
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
