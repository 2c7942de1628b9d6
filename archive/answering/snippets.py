"""Where a text answers a plan: marks with their kind, and the few short pieces worth showing.

Made with the same analysis as the index, so that what is marked is what was found; an engine is never asked.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from archive.answering.results import Piece, Snippet
from archive.german import Word, analyzer
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
        self._words: dict[str, dict[str, Kind]] = {field: {}, f"{field}_forms": {}, f"{field}_parts": {}}
        self._runs: list[Phrase | Near] = []
        self._run_forms: set[str] = set()
        self._spelled: dict[str, str] = {}  # today's spelling of each word asked for → the word
        for clause in word_clauses(node):
            if clause.field not in self._words:
                continue
            if isinstance(clause, Term):
                known = self._words[clause.field]
                if clause.kind == "exact":
                    self._spelled[modern(clause.text)] = clause.text
                known[clause.text] = min(known.get(clause.text, clause.kind), clause.kind, key=_RANK.__getitem__)
            else:
                self._runs.append(clause)
                self._run_forms.update(clause.words)

    def marks(self, text: str, language: str | None) -> list[Mark]:
        """Every word of the text that answers, in order, each once with the best kind that explains it."""
        if not (self._runs or any(self._words.values())):
            return []
        words = analyzer(language)
        pattern = span_pattern(text)
        terms, forms, parts = self._words.values()
        written = pattern.findall(text)
        asked = surface_forms(language).holding(written, terms, {*forms, *self._run_forms}, parts)
        if not asked:
            return []
        found: dict[int, Mark] = {}
        runs: dict[int, tuple[int, int, str]] = {}  # position in the text → place and form of a word of a run
        start = position = 0
        for span in written:
            start = text.find(span, start)  # no letter or digit stands between two of them
            if span in asked:
                for number, (token, word) in enumerate(words.span(span), position):
                    if answer := self._answer(word):
                        found[start + token.start] = Mark(start + token.start, start + token.end, *answer)
                    if word.form in self._run_forms:
                        runs[number] = (start + token.start, start + token.end, word.form)
            start += len(span)
            position += len(words.span(span)) if self._runs else 0
        for run in self._runs:
            kind = run.kind if isinstance(run, Phrase) else "exact"
            for place in _positions(run, {position: form for position, (_, _, form) in runs.items()}):
                start, end, form = runs[place]
                if start not in found or _RANK[kind] < _RANK[found[start].kind]:
                    found[start] = Mark(start, end, kind, form)
        return [found[start] for start in sorted(found)]

    def _answer(self, word: Word) -> tuple[Kind, str] | None:
        """The best kind of match that explains a word, and the word asked for."""
        terms, forms, parts = self._words.values()
        kinds = [(forms[word.form], word.form)] if word.form in forms else []
        kinds += [(terms[term], term) for term in word.terms if term in terms]
        kinds += [(parts[part], part) for part in word.parts if part in parts]
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


def _positions(run: Phrase | Near, forms: Mapping[int, str]) -> set[int]:
    """Positions at which a phrase, or words near each other, stand; ``forms``: the positions of its words in a text."""
    found: set[int] = set()
    if isinstance(run, Phrase):
        for start, form in forms.items():
            positions = range(start, start + len(run.words))
            if form == run.words[0] and tuple(map(forms.get, positions)) == run.words:
                found.update(positions)
        return found
    wanted = Counter(run.words)
    places = [position for position, form in forms.items() if form in wanted]
    for number, first in enumerate(places):
        window = [p for p in places[number : number + run.distance + 1] if p - first <= run.distance]
        if Counter(forms[p] for p in window) >= wanted:
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
