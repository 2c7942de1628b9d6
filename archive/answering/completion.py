"""Completion of what is being typed: words as people wrote them, one row a word, and persons, places, organisations and
sources that the archive knows."""

import time
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from heapq import nlargest
from itertools import islice
from typing import Literal

from archive.answering.suggestions import as_written
from archive.engines.base import WordMatch
from archive.german import analyzer, fold_value, pattern
from archive.indexing.current_index import Opened
from archive.query.plan import All, Or, Plan, Term

Kind = Literal["word", "person", "place", "org", "source"]
KINDS: tuple[Kind, ...] = ("person", "place", "org", "source")
_FORMS_A_WORD = 6  # that are looked at: so many inflections of a word go on from what is typed
_VALUES = 4  # rows at most that are no words
_MOST_VALUES = 20_000  # of a field that are known by name, the most frequent
_KEPT_SECONDS = 300.0  # names are collected anew after that: it takes a second in a large archive


@dataclass(frozen=True, slots=True)
class Completion:
    """A way to go on.

    Attributes:
        text: the whole question then.
        count: the number of articles that hold the word, in any form that goes on from what is typed; or the value.
        kind: a word, or a value of which field.
        name: what is shown: ``text``, or the value.
    """

    text: str
    count: int
    kind: Kind
    name: str


@dataclass(frozen=True, slots=True)
class _Value:
    kind: Kind
    name: str
    count: int


class Completer:
    """Completes questions of one archive. It remembers names of persons, places, organisations and sources for
    _KEPT_SECONDS, by each of their words, so that a keystroke need not look through all of them."""

    def __init__(self) -> None:
        self._kept: tuple[object, float, list[tuple[str, _Value]]] = (None, 0.0, [])

    def complete(self, text: str, opened: Opened, limit: int) -> list[Completion]:
        """Ways to go on with the last word of ``text``: words, most frequent first, then values that begin with that
        word, or one of whose words does; values that begin with several words that are typed stand before."""
        before, _, last = text.rpartition(" ")
        form = analyzer().word(last).form
        if not form or not last[-1].isalnum():
            return []
        lead = f"{before} " if before else ""
        values = self._values(text, lead, last, opened)[: min(_VALUES, limit)]
        found = [
            Completion(lead + word, count, "word", lead + word)
            for word, count in _words(last, opened, limit - len(values))
        ]
        is_whole = bool(lead and values and not values[0].text.startswith(lead))
        return values + found if is_whole else found + values

    def _values(self, text: str, lead: str, last: str, opened: Opened) -> list[Completion]:
        if any(sign in text for sign in ':"„“»«'):
            return []
        whole = self._named(text, opened)
        lead, found = ("", whole) if whole else (lead, self._named(last, opened) if lead else [])
        best = nlargest(_VALUES, dict.fromkeys(found), key=lambda value: value.count)
        return [Completion(f'{lead}{value.kind}:"{value.name}"', value.count, value.kind, value.name) for value in best]

    def _named(self, beginning: str, opened: Opened) -> list[_Value]:
        """The values one of whose words, and what follows it, begins so."""
        folded = fold_value(beginning.strip())
        if len(folded) < 2:
            return []
        known = self._known(opened)
        start = bisect_left(known, folded, key=lambda pair: pair[0])
        found = []
        for name, value in islice(known, start, None):
            if not name.startswith(folded):
                break
            found.append(value)
        return found

    def _known(self, opened: Opened) -> list[tuple[str, _Value]]:
        """Pairs of a value from one of its words on, folded, and the value; sorted."""
        generation, since, known = self._kept
        if generation != opened.generation or time.monotonic() - since > _KEPT_SECONDS:
            known = sorted(
                _by_words(opened.engine.search(Plan(All(), limit=0, counts=KINDS)).counts), key=lambda pair: pair[0]
            )
            self._kept = opened.generation, time.monotonic(), known
        return known


def _by_words(counts: Mapping[str, Mapping[str, int]]) -> Iterator[tuple[str, _Value]]:
    for kind in KINDS:
        for name, count in nlargest(_MOST_VALUES, counts[kind].items(), key=lambda item: item[1]):
            if not name or '"' in name:
                continue
            words = fold_value(name).split(" ")
            for place in range(len(words)):
                yield " ".join(words[place:]), _Value(kind, name, count)


def _words(last: str, opened: Opened, limit: int) -> list[tuple[str, int]]:
    """Words that begin so, as they are written, and their numbers of articles, most frequent first: of the forms that
    share a term the one that a dictionary has, else the most frequent."""
    prefix, expression = pattern(f"{last}*")
    forms = opened.engine.words(WordMatch("pattern", expression, prefix=prefix), limit * _FORMS_A_WORD)
    groups: list[tuple[set[str], list[str], int]] = []  # terms, forms, articles of the most frequent form
    for word in forms:
        terms = set(analyzer().word(word.text).terms) or {word.text}
        group = next((group for group in groups if group[0] & terms), None)
        if group is None:
            groups.append((terms, [word.text], word.count))
        else:
            group[1].append(word.text)
    found = []
    for terms, held, count in groups[: max(0, limit)]:
        best = next((form for form in held if form in terms), held[0])
        if len(held) > 1:
            any_form = Or(tuple(Term(field, form) for form in held for field in ("title_forms", "body_forms")))
            count = opened.engine.search(Plan(any_form, limit=0)).total
        found.append((as_written(best, opened), count))
    return sorted(found, key=lambda pair: -pair[1])
