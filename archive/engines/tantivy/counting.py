"""Counts the values of the articles that a query finds: by name, or by number where only some are to be named."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from archive.engines.tantivy.entries import NUMBERS, SPELLED, WRITTEN, spelled
from archive.engines.tantivy.tuning import (
    EVERY_BUCKET,
    MOST_BUCKETS,
    MOST_NAMED,
    NAMED_BUCKETS,
    NUMBERS_FROM,
    SPELLINGS_KEPT,
)


class Counted(NamedTuple):
    """The values of a field, as written → number of articles; how many are left out as too rare to be shown; whether
    the others are all there."""

    values: dict[str, int]
    more: int = 0
    exact: bool = True


class Counting:
    """Counts in one commit, and remembers of it what every question asks. Threads may share it.

    A query is one of Tantivy's, which ``index`` makes; here it is only handed on.

    Args:
        aggregate: asks for aggregations over the articles that a query finds.
        beginning: the terms of a field that begin with a text.
        having: how many articles that a query finds have a term of a field.
        has_numbers: whether the index counts by number, which one of an older version does not.
    """

    def __init__(
        self,
        aggregate: Callable[[Any, dict[str, Any]], Mapping[str, Any]],
        beginning: Callable[[str, str], Iterable[str]],
        having: Callable[[Any, str, str], int],
        *,
        has_numbers: bool,
    ) -> None:
        self._aggregate, self._beginning, self._having = aggregate, beginning, having
        self._has_numbers = has_numbers
        self._all_counts: dict[tuple[str, int | None], Counted] = {}
        self._spellings: dict[tuple[str, int], tuple[str, ...]] = {}  # field and number → values as written
        self._large: set[str] = set()  # fields that were found to have very many values: each is asked alone

    def counts(
        self, query: Any, names: Iterable[str], total: int, most: int | None, *, of_all: bool
    ) -> dict[str, Counted]:
        """The values of each field among the ``total`` articles that a query finds; ``most``: as ``Plan.most``. Of more
        than MOST_BUCKETS the most frequent are counted. ``of_all``: the query finds all articles."""
        known = self._all_counts if of_all else {}  # every question asks for the languages of all articles
        asked = [name for name in names if (name, most) not in known]
        if asked and total:
            counted: dict[str, Counted] = {}
            by_number = most is not None and total >= NUMBERS_FROM and self._has_numbers
            numbered = [name for name in asked if name in NUMBERS] if by_number else []
            together = [name for name in numbered if name not in self._large]
            self._count(query, [name for name in asked if name not in numbered], together, most or 0, counted)
            for name in self._large.intersection(numbered):  # also those that were just found to be
                self._count(query, [], [name], most or 0, counted)
            self._count(query, [name for name in numbered if name not in counted], [], 0, counted)
            known |= {(name, most): found for name, found in counted.items()}
        return {name: known.get((name, most), Counted({})) for name in names}

    def _count(
        self, query: Any, named: Sequence[str], numbered: Sequence[str], most: int, into: dict[str, Counted]
    ) -> None:
        """Count values, ``into`` a dict: all of the fields that are ``named``, and of those that are ``numbered`` the
        ``most`` frequent ones; a numbered field is left out if values would have to be named that only one article has,
        or very many."""
        # Together they share the buckets; a field that has too many values for that is asked alone from then on.
        together = [name for name in named if name not in self._large]
        shared = MOST_BUCKETS if not numbered else NAMED_BUCKETS if together else 0
        asked = {name: _terms(WRITTEN[name], shared // len(together)) for name in together}
        # To name a value costs more than to count it. Those that one article has are not even told: how many they are
        # follows from the number of all values of all articles.
        for name in numbered:
            asked[name] = _terms(NUMBERS[name], (MOST_BUCKETS - shared) // len(numbered), min_doc_count=2)
            asked[NUMBERS[name]] = {"value_count": {"field": NUMBERS[name]}}
        answer = self._aggregate(query, asked) if asked else {}
        for name in together:
            into[name] = _counted(answer[name])
        self._large.update(name for name in together if not into[name].exact)
        for name in self._large.intersection(named):
            into[name] = _counted(self._aggregate(query, {name: _terms(WRITTEN[name], MOST_BUCKETS)})[name])
        for name in numbered:
            if answer[name]["sum_other_doc_count"]:
                self._large.add(name)
            elif found := self._most_frequent(query, name, most, answer[name], int(answer[NUMBERS[name]]["value"])):
                into[name] = found

    def _most_frequent(
        self, query: Any, name: str, most: int, answer: Mapping[str, Any], values: int
    ) -> Counted | None:
        """The most frequent values of a field by their numbers; None where too many would have to be named.

        Args:
            answer: Tantivy's, to the question for the numbers that several articles have: all of these.
            values: how many values all articles have.
        """
        counts = [bucket["doc_count"] for bucket in answer["buckets"]]  # the highest first
        once = values - sum(counts)
        least = counts[most - 1] if len(counts) >= most else 0
        if once and not least:
            return None
        shown = [bucket for bucket in answer["buckets"] if bucket["doc_count"] >= least]
        if len(shown) > MOST_NAMED:
            return None
        found: dict[str, int] = {}
        for bucket in shown:
            found |= self._counts_of_spellings(query, name, int(bucket["key"]), bucket["doc_count"])
        return Counted(found, len(counts) - len(shown) + once)

    def _counts_of_spellings(self, query: Any, name: str, number: int, total: int) -> dict[str, int]:
        """How many articles that a query finds have each spelling of the value of this number, ``total`` in all."""
        known = self._spellings.get((name, number))
        if known is None:
            beginning = spelled(number)
            known = tuple(term.removeprefix(beginning) for term in self._beginning(SPELLED[name], beginning))
            if len(self._spellings) >= SPELLINGS_KEPT:
                self._spellings.clear()
            self._spellings[name, number] = known
        if len(known) == 1:
            return {known[0]: total}
        counts = {text: self._having(query, SPELLED[name], spelled(number, text)) for text in known}
        return {text: count for text, count in counts.items() if count}


def _terms(field: str, buckets: int, **more: int) -> dict[str, Any]:
    """Asks Tantivy to count at most so many values of a field, the most frequent ones."""
    return {"terms": {"field": field, "size": buckets, "segment_size": EVERY_BUCKET, **more}}


def _counted(answer: Mapping[str, Any]) -> Counted:
    """What Tantivy answers to ``_terms`` of a field of values as they are written."""
    found = {bucket["key"]: bucket["doc_count"] for bucket in answer["buckets"]}
    return Counted(found, exact=not answer["sum_other_doc_count"])
