"""Finds where a text answers a plan, as marks with their kind, and chooses the few short pieces that are shown.

Made with the same analysis as the index, so that what is marked is what was found; an engine is never asked. The
surface forms of the index tell what the spans of a text hold, so that only spans of several words are analysed.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate, chain, compress, count
from typing import Literal, NamedTuple

from msgspec import Struct

from archive.answering.results import Piece, Snippet
from archive.german import Analyzer, Unit, Word, analyzer
from archive.german.morphology.terms import modern
from archive.german.surface_forms import folded_form, is_one_word, piece_places, surface_forms
from archive.german.tokens import span_pattern, tokens
from archive.indexing.surfaces import FORM, PART, TERM, Held, Holders, Size, SurfaceReader
from archive.query.plan import KINDS, Kind, Near, Node, Phrase, Term, word_clauses

SNIPPETS, WIDTH = 3, 200
_RANK = {kind: rank for rank, kind in enumerate(KINDS)}
_WORTH = {kind: 1 / (1 + rank) for kind, rank in _RANK.items()}
_LEAD = 60  # characters before the first mark
_STEP, _REACH = 20_000, 200_000  # characters: of a piece of a long text, and how far into it marks are looked for
_EDGE = 30  # spans at the end of such a piece that are left to the next one
_ENOUGH = 30  # marks


class Mark(Struct, frozen=True):
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
        self._read: dict[tuple[str, str], _Span] = {}  # language and span → what it answers

    @cached_property
    def _holders(self) -> Holders | None:
        """The spans of the index that hold what is asked; None if the index cannot tell."""
        words = {*self._terms, *self._forms, *self._parts, *self._of_terms.words, *self._of_forms.words}
        return self._surfaces.holders(words) if self._surfaces else None

    def marks(self, text: str, language: str | None, reach: int | None = None) -> list[Mark]:
        """Every word of the text that answers, in order, each once with the best kind that explains it.

        Args:
            text: the whole text or title of an article.
            language: the article's.
            reach: how many characters of the text are looked at; None is all.
        """
        pieces = span_pattern(text).split(text if reach is None else text[:reach])
        return self._marks(language, pieces, 0)

    def first_marks(self, text: str, language: str | None) -> list[Mark]:
        """The first marks of a text, as many as snippets can choose from; the end of a very long text is not read, so
        that no article makes a page wait."""
        found: list[Mark] = []
        begin, reach, splitter = 0, min(len(text), _REACH), span_pattern(text)
        while len(found) < _ENOUGH:
            end = min(begin + _STEP, reach)
            pieces = splitter.split(text[begin:end])
            if end < reach and (left := min(_EDGE, len(pieces) // 4)):
                del pieces[-2 * left :]  # an ellipsis may be cut off there
            found += self._marks(language, pieces, begin)
            if end == reach:
                break
            begin += sum(map(len, pieces))
        return found

    def _marks(self, language: str | None, pieces: Sequence[str], begin: int) -> list[Mark]:
        """The marks in some spans in a row of a text.

        Args:
            pieces: of the text, as ``span_pattern`` splits it.
            begin: where the first of them begins.
        """
        if not (self._of_terms.clauses or self._of_forms.clauses or self._forms or self._terms or self._parts):
            return []
        written = pieces[1::2]
        answering = self._answering(analyzer(language), written)
        if not answering:
            return []
        found: dict[int, Mark] = {}
        places: list[_Place] = []
        starts = list(accumulate(map(len, pieces), initial=begin))
        for number in compress(count(), map(answering.__contains__, written)):
            begin, read = starts[2 * number + 1], answering[written[number]]
            for start, end, kind, asked in read.answers:
                _keep(found, Mark(begin + start, begin + end, kind, asked))
            places.append(_Place(number, begin, read))

        def sizes(spans: Sequence[str]) -> Sequence[Size]:
            known = self._surfaces.sizes(words.language, spans) if self._surfaces and self._holders else None
            return [_size(words.span(span)) for span in spans] if known is None else known

        words = analyzer(language)
        of_terms = self._of_terms.marks(
            [(place.number, place.start, place.span.terms) for place in places],
            written,
            lambda spans: [size.terms for size in sizes(spans)],
        )
        of_forms = self._of_forms.marks(
            [(place.number, place.start, place.span.forms) for place in places],
            written,
            lambda spans: [size.forms for size in sizes(spans)],
        )
        for mark in chain(of_terms, of_forms):
            _keep(found, mark)
        return [found[start] for start in sorted(found)]

    def _answering(self, words: Analyzer, written: Sequence[str]) -> dict[str, "_Span"]:
        """Those of a text's spans that hold something asked for."""
        if self._holders is None:
            terms, forms = {*self._terms, *self._of_terms.words}, {*self._forms, *self._of_forms.words}
            asked = surface_forms(words.language).holding(written, terms, forms, self._parts)
            return {span: self._analysed(words.span(span)) for span in asked}
        found: dict[str, _Span] = {}
        for span, held in self._holders.among(words.language, set(written)).items():
            read = self._read.get((words.language, span))
            if read is None:
                if is_one_word(span):
                    read = self._looked_up(words.language, span, held)
                else:
                    read = self._by_pieces(words.language, span, held) or self._analysed(words.span(span))
                self._read[words.language, span] = read
            if read.answers or read.terms or read.forms:
                found[span] = read
        return found

    def _looked_up(self, language: str, span: str, held: Sequence[Held]) -> "_Span":
        """What a span of one word answers, by the words that the index says it holds."""
        in_order = sorted(held, key=lambda word: word.place)
        forms = [word.word for word in in_order if word.kinds & FORM]
        terms = [word for word in in_order if word.kinds & TERM]
        parts = [word.word for word in in_order if word.kinds & PART]
        answer = self._answer(lambda: folded_form(span), forms, [word.word for word in terms], parts)
        whole = 0, len(span)
        of_terms: list[tuple[int, int, str]] = []
        if not self._of_terms.words.isdisjoint(word.word for word in terms):
            size = self._surfaces.size(language, span) if self._surfaces else None
            of_terms = [(*whole, "")] * max(size.terms if size else 1, terms[-1].place + 1)
            for word in terms:
                of_terms[word.place] = (*whole, word.word)
        of_forms = [(*whole, form) for form in forms if form in self._of_forms.words]
        return _Span(((*whole, *answer),) if answer else (), of_terms, of_forms)

    def _by_pieces(self, language: str, span: str, held: Sequence[Held]) -> "_Span | None":
        """What a word with hyphens answers, where the index also holds those of its pieces that answer as words of
        their own, and the word as a whole answers no better; else None."""
        if self._holders is None or len(tokens(span)) > 1:
            return None
        places = piece_places(span)
        pieces = [span[start:end] for start, end in places]
        known = self._holders.among(language, set(pieces))
        explained: dict[str, int] = {}
        for word in (word for piece in pieces for word in known.get(piece, ())):
            # A word that is a term of a piece answers better than one that is a part of the whole.
            explained[word.word] = explained.get(word.word, 0) | word.kinds | (PART if word.kinds & TERM else 0)
        if any(word.kinds & ~explained.get(word.word, 0) for word in held):
            return None
        of_terms = self._terms_of_pieces(language, span, held, places, known)
        if of_terms is None:
            return None
        answers: list[tuple[int, int, Kind, str]] = []
        for (start, end), piece in zip(places, pieces, strict=True):
            if piece in known and (read := self._looked_up(language, piece, known[piece])).answers:
                answers.append((start, end, *read.answers[0][2:]))
        forms = [(start, end, folded_form(piece)) for (start, end), piece in zip(places, pieces, strict=True)]
        return _Span(
            tuple(answers), of_terms, [] if self._of_forms.words.isdisjoint(form for *_, form in forms) else forms
        )

    def _terms_of_pieces(
        self,
        language: str,
        span: str,
        held: Sequence[Held],
        places: Sequence[tuple[int, int]],
        known: Mapping[str, Sequence[Held]],
    ) -> list[tuple[int, int, str]] | None:
        """The positions that a word with hyphens takes among a text's terms, as in ``_Span``: those of its pieces, and
        behind them those of the whole. None if the index does not tell of which piece a term is.

        Args:
            places: where the pieces begin and end.
            known: piece → the words that it holds as a word of its own.
        """
        asked = {word.place: word.word for word in held if word.kinds & TERM and word.word in self._of_terms.words}
        size = self._surfaces.size(language, span) if asked and self._surfaces else None
        if size is None:
            return None if asked else []
        found: list[tuple[int, int, str]] = []
        for start, end in places:
            piece = span[start:end]
            own = self._surfaces.size(language, piece) if self._surfaces else None
            within = {word.place: word.word for word in known.get(piece, ()) if word.kinds & TERM}
            for place in range(own.terms if own else 1):
                word = asked.pop(len(found), "")
                if word and within.get(place) != word:
                    return None
                found.append((start, end, word))
        if any(word.kinds & TERM and word.word in asked.values() for words in known.values() for word in words):
            return None
        return found + [(0, len(span), asked.get(place, "")) for place in range(len(found), size.terms)]

    def _analysed(self, units: Sequence[Unit]) -> "_Span":
        """What the words of a span answer, which stand there as a whole or as pieces."""
        answers: list[tuple[int, int, Kind, str]] = []
        for unit in units:
            found = [(token, answer) for token, word in unit.pieces if (answer := self._of_word(word))]
            whole = self._of_word(unit.word) if unit.has_hyphens else None
            # A piece is a word of its own: Neuinfektionen is no part of a compound in Corona-Neuinfektionen.
            if whole and all(_RANK[whole[0]] < _RANK[kind] for _, (kind, _) in found):
                found = [(unit.token, whole)]
            answers += [(token.start, token.end, *answer) for token, answer in found]
        terms = [(token.start, token.end, term) for unit in units for token, term in unit.terms()]
        forms = [(token.start, token.end, word.form) for unit in units for token, word in unit.pieces]
        return _Span(
            tuple(answers),
            [] if self._of_terms.words.isdisjoint(term for *_, term in terms) else terms,
            [] if self._of_forms.words.isdisjoint(form for *_, form in forms) else forms,
        )

    def _of_word(self, word: Word) -> tuple[Kind, str] | None:
        return self._answer(lambda: word.form, (word.form,), word.terms, word.parts)

    def _answer(
        self, form: Callable[[], str], forms: Iterable[str], terms: Iterable[str], parts: Iterable[str]
    ) -> tuple[Kind, str] | None:
        """The best kind of match that explains a word, and the word asked for.

        Args:
            form: gives the word's form, which an inflection alone is asked for.
            forms, terms, parts: what the word has, in order; at least those that are asked for.
        """
        kinds = [(self._forms[text], text) for text in forms if text in self._forms]
        kinds += [(self._terms[term], term) for term in terms if term in self._terms]
        kinds += [(self._parts[part], part) for part in parts if part in self._parts]
        if not kinds:
            return None
        kind, asked = min(kinds, key=lambda pair: _RANK[pair[0]])
        if kind == "inflection" and self._spelled and (spelled := self._spelled.get(modern(form()))):
            return "spelling", spelled  # Schiffahrt for Schifffahrt: the same form of the same word
        return kind, asked


def _keep(found: dict[int, Mark], mark: Mark) -> None:
    """Keep a mark, unless one of a better kind begins there."""
    other = found.get(mark.start)
    if other is None or _RANK[mark.kind] < _RANK[other.kind]:
        found[mark.start] = mark


class _Span(NamedTuple):
    """What a span answers.

    Attributes:
        answers: begin, end, kind of match and word asked for of each mark, places counted from the span's beginning.
        terms, forms: begin, end and word of each position that the span takes among a text's terms or forms; words
            that are not asked for may be "". Empty if no phrase or nearness asks for one of them.
    """

    answers: tuple[tuple[int, int, Kind, str], ...]
    terms: Sequence[tuple[int, int, str]]
    forms: Sequence[tuple[int, int, str]]


class _Place(NamedTuple):
    """A span of a text that answers: its number among the text's spans, and where it begins."""

    number: int
    start: int
    span: _Span


def _size(units: Sequence[Unit]) -> Size:
    return Size(sum(len(unit.pieces) for unit in units), sum(len(unit.terms()) for unit in units))


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
        places: Iterable[tuple[int, int, Sequence[tuple[int, int, str]]]],
        written: Sequence[str],
        sizes: Callable[[Sequence[str]], Sequence[int]],
    ) -> Iterator[Mark]:
        """Every word of a phrase, or of words near each other, that stands in a text.

        Positions are counted only as far as a clause reaches: where more spans lie between two places, how many more
        does not matter.

        Args:
            places: the spans that answer, in order: number, start, and words as in ``_Span``.
            written: all spans of the text.
            sizes: how many words of the field spans have.
        """
        if not self.clauses:
            return
        held = [place for place in places if place[2]]
        present = {word for *_, words in held for *_, word in words}
        clauses = [clause for clause in self.clauses if present.issuperset(clause.words)]
        asked = {word for clause in clauses for word in clause.words}
        stands: dict[int, tuple[int, int, str]] = {}  # position → begin and end in the text, the word
        position, behind = 0, 0
        for number, start, words in held:
            if not any(word in asked for *_, word in words):
                continue
            end = position + self._reach
            while behind < number and position <= end:
                some = written[behind : min(behind + self._reach + 1, number)]
                position += sum(sizes(some))
                behind += len(some)
            for first, last, word in words:
                if word in asked:
                    stands[position] = start + first, start + last, word
                position += 1
            behind = number + 1
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
    gain, seen = 0.0, dict[str, int]()
    for mark in marks[index : index + 50]:
        if mark.end > end:
            break
        before = seen.get(mark.asked, 0)
        gain += _WORTH[mark.kind] / (1 + 4 * before + 9 * shown[mark.asked])
        seen[mark.asked] = before + 1
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
