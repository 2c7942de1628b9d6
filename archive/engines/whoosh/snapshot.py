"""A snapshot: all segments of a commit as one, in which each number from 0 to ``size`` - 1 is an article that is not
deleted."""

from array import array
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from archive.engines.whoosh.entries import SEPARATOR
from archive.engines.whoosh.index import Segment
from archive.engines.whoosh.postings import Postings, WordPlaces, concatenate, renumber
from archive.engines.whoosh.tuning import PLACES_KEPT, POSTINGS_KEPT
from archive.german import fold_value
from archive.query.plan import SECONDS

_UNKNOWN = Postings(array("I"), array("I"))


class Snapshot:
    """The articles of one commit. It never changes, so threads may share it; columns are loaded when first asked for.

    Attributes:
        version: the number of the commit.
        segments: its segments, in the order in which articles are numbered.
        size: number of articles.
    """

    def __init__(self, generation: int, segments: Sequence[Segment]) -> None:
        self.version = generation
        self.segments = segments
        self._numbers: list[Sequence[int] | None] = []  # for each segment, see _numbering
        self.size = 0
        for segment in segments:
            self._numbers.append(_numbering(segment, self.size))
            self.size += segment.live
        self._cache: dict[str, Any] = {}
        self._places: dict[tuple[str, str], WordPlaces] = {}
        self._postings: dict[tuple[str, str], Postings | None] = {}
        self._postings_size = 0

    @cached_property
    def everything(self) -> set[int]:
        """All numbers; not to be changed."""
        return set(range(self.size))

    @cached_property
    def ids(self) -> list[str]:
        """The articles' ids by number."""
        return [id for segment in self.segments for id in _living(segment, segment.entries.ids)]

    @cached_property
    def hashes(self) -> list[str]:
        """The articles' hashes by number."""
        return [hash for segment in self.segments for hash in _living(segment, segment.entries.hashes)]

    @cached_property
    def by_folded_id(self) -> dict[str, set[int]]:
        """The articles' numbers by folded id."""
        found: dict[str, set[int]] = {}
        for number, id in enumerate(self.ids):
            found.setdefault(fold_value(id), set()).add(number)
        return found

    def place(self, id: str) -> tuple[Segment, int] | None:
        """The segment of the article with this id and its number there, or None if there is no such article."""
        for segment in self.segments:
            number = segment.entries.numbers.get(id)
            if number is not None and number not in segment.gone:
                return segment, number
        return None

    def integers(self, name: str) -> "array[int]":
        """By number, the seconds of a field of SECONDS (UNDATED for None), or the number of words in a field of
        WORDS."""
        found: array[int] | None = self._cache.get(name)
        if found is None:
            found = array("q" if name in SECONDS else "I")
            for segment in self.segments:
                column = segment.entries.seconds[name] if name in SECONDS else segment.lengths(name)
                found.extend(array(found.typecode, _living(segment, column)))
            self._cache[name] = found
        return found

    def average(self, field: str) -> float:
        """The average number of words in a field."""
        name = f"average {field}"
        if name not in self._cache:
            self._cache[name] = sum(self.integers(field)) / max(1, self.size)
        found: float = self._cache[name]
        return found

    def values(self, name: str) -> Sequence[str]:
        """By number, the values of one of FACETS, joined by SEPARATOR."""
        known = f"values {name}"
        if known not in self._cache:
            columns = (_living(segment, segment.entries.values[name]) for segment in self.segments)
            self._cache[known] = [values for column in columns for values in column]
        found: Sequence[str] = self._cache[known]
        return found

    def with_value(self, name: str, folded: str) -> set[int]:
        """The numbers of the articles that have a folded value; "" stands for those without a value."""
        if name == "id":
            return self.by_folded_id.get(folded, set())
        column = self.values(name)
        known = f"folded {name}"
        if known not in self._cache:
            known_values: dict[str, set[str]] = {}
            for values in set(column):
                for value in values.split(SEPARATOR):
                    known_values.setdefault(fold_value(value), set()).add(values)
            self._cache[known] = known_values
        wanted = self._cache[known].get(folded)
        return {number for number, values in enumerate(column) if values in wanted} if wanted else set()

    def places(self, field: str, word: str) -> WordPlaces:
        """The positions of a word. The last words' are remembered, for the pairs of a question share words."""
        known = self._places.get((field, word))
        if known is None:
            found = self._read(field, word, positions=True)
            known = WordPlaces(found if found is not None else concatenate([]))
            if len(self._places) >= PLACES_KEPT:
                self._places.clear()
            self._places[field, word] = known
        return known

    def postings(self, field: str, word: str) -> Postings | None:
        """The postings of a word without its positions; None if no article has it. The last words' are remembered, for
        a question is asked in several ways."""
        known = self._postings.get((field, word), _UNKNOWN)
        if known is _UNKNOWN:
            known = self._read(field, word)
            if self._postings_size > POSTINGS_KEPT:
                self._postings, self._postings_size = {}, 0
            self._postings[field, word] = known
            self._postings_size += 1 + (len(known.ids) if known else 0)
        return known

    def _read(self, field: str, word: str, *, positions: bool = False) -> Postings | None:
        pieces = []
        for segment, numbers in zip(self.segments, self._numbers, strict=True):
            piece = segment.postings(field, word, positions=positions)
            if piece is not None:
                piece = piece if numbers is None else renumber(piece, numbers)
                if piece.ids:
                    pieces.append(piece)
        return concatenate(pieces) if pieces else None

    def frequency(self, field: str, word: str) -> int:
        """The number of articles with a word."""
        count = 0
        for segment, numbers in zip(self.segments, self._numbers, strict=True):
            if segment.gone and numbers is not None:
                piece = segment.postings(field, word)
                count += sum(numbers[id] >= 0 for id in piece.ids) if piece is not None else 0
            else:
                count += segment.frequency(field, word)
        return count


def _living(segment: Segment, column: Sequence[Any]) -> Sequence[Any]:
    """A column of a segment without the deleted articles."""
    if not segment.gone:
        return column
    return [value for number, value in enumerate(column) if number not in segment.gone]


def _numbering(segment: Segment, base: int) -> Sequence[int] | None:
    """The number in the snapshot of each of a segment's articles, -1 for deleted ones. None if all numbers are the
    same."""
    if not segment.gone:
        return range(base, base + segment.size) if base else None
    numbers = array("i")
    for number in range(segment.size):
        numbers.append(-1 if number in segment.gone else base)
        base += number not in segment.gone
    return numbers
