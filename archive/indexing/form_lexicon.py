"""The forms of a generation, so that those like a misspelt word or a wildcard are found without reading all of them.

The surface forms' file holds each form as it is and backwards, both in order and by the number of letters. A form
within one typing error of a word shares its first or its second half, so that one of the orders gives it in one piece;
within two errors, one of its halves has one error at most (the pigeonhole principle of approximate matching, as in
Navarro, "A Guided Tour to Approximate String Matching", ACM Computing Surveys 2001).

Like all rows of that file, forms are only added: there may be some that no article holds any more.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from archive.indexing.sorted_runs import SortedRuns, split
from archive.query.plan import WordMatch

_FORM, _BACKWARDS = "form", "form_backwards"  # kinds of rows
_SHORT = 3  # letters: half a word that may have an error; shorter ones begin a good part of all forms
_TELLING = 3  # letters that all words of a pattern begin or end with, for which an order is worth a look
_FEW = 8  # blocks that are read rather than parted by the letters that follow in them


def rows_of(forms: Iterable[str]) -> Mapping[str, Sequence[str]]:
    """The rows of forms. What is no valid Unicode (lone surrogates, which nobody types) is left out."""
    known = [form for form in forms if form.isascii() or not _SURROGATE.search(form)]
    return {_FORM: known, _BACKWARDS: [form[::-1] for form in known]}


_SURROGATE = re.compile("[\ud800-\udfff]")


def matching(runs: SortedRuns, match: WordMatch) -> list[str] | None:
    """The forms that match, each once; None where an engine knows them as quickly: words that are named, and those
    with a literal beginning.

    Args:
        runs: of the surface forms.
        match: of forms.

    Raises:
        sqlite3.Error: the file has no forms, or it cannot be read.
    """
    if match.of != "forms" or _SURROGATE.search(match.text + match.prefix):
        return None
    if match.how == "fuzzy":
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        near = _candidates(runs, match)
        found = process.extract(match.text, near, scorer=OSA.distance, score_cutoff=match.distance, limit=None)
        return list(dict.fromkeys(word for word, _, _ in found))
    if match.how == "pattern" and len(match.prefix) < _TELLING:
        fits = re.compile(match.text).fullmatch
        return [form for form in dict.fromkeys(_holding(runs, match.literal)) if fits(form)]
    return None


def _holding(runs: SortedRuns, literal: str) -> Iterator[str]:
    """The forms that hold a text; one that ends with ``$`` is the end of the form. Some come several times."""
    text = literal.removesuffix("$")
    for width in runs.widths(_FORM):
        if width < len(text):
            continue
        if text != literal and len(text) >= _TELLING:
            yield from _beginning(runs, _BACKWARDS, width, [text[::-1]])
            continue
        for rows in runs.blocks(_FORM, width):
            if text in rows:
                yield from (form for form in split(rows, width) if text in form)


def _candidates(runs: SortedRuns, match: WordMatch) -> list[str]:
    """Forms among which are all that are at most ``match.distance`` edits away and begin with ``match.prefix``; some
    come several times."""
    word, distance = match.text, match.distance
    middle = len(word) // 2
    halves: Sequence[tuple[str, tuple[str, ...]]]
    if match.prefix:
        halves = [(_FORM, (match.prefix,))]
    elif distance > 2 or middle < (_SHORT if distance == 2 else 1):
        halves = [(_FORM, ("",))]
    else:
        swapped = word[: middle - 1] + word[middle] + word[middle - 1] + word[middle + 1 :]  # belongs to neither half
        halves = [
            (_FORM, (word[:middle], swapped[:middle])),
            (_BACKWARDS, (word[: middle - 1 : -1], swapped[: middle - 1 : -1])),
        ]
    found: list[str] = []
    for width in runs.widths(_FORM):
        if abs(width - len(word)) <= distance:
            for kind, (half, *others) in halves:
                misspelt = others and distance == 2
                beginnings = {*others, *(_misspelt(runs, kind, width, half) if misspelt else (half,))}
                found += _beginning(runs, kind, width, _shortest(beginnings))
    return found


def _shortest(beginnings: Iterable[str]) -> list[str]:
    """The beginnings without those that begin with another one."""
    found: list[str] = []
    for beginning in sorted(beginnings):
        if not found or not beginning.startswith(found[-1]):
            found.append(beginning)
    return found


def _misspelt(runs: SortedRuns, kind: str, width: int, half: str) -> Iterator[str]:
    """What words of a kind and width may begin with of which the first half is at most one edit away from ``half``."""
    for place in range(len(half) - 1):
        before, letter, behind = half[:place], half[place], half[place + 1 :]
        if runs.number_of_blocks(kind, width, before) <= _FEW:
            yield before
            return
        yield before + behind
        yield before + behind[0] + letter + behind[1:]
        for other in runs.letters_behind(kind, width, before):
            yield before + other + behind
            yield before + other + letter + behind
    yield half[:-1]  # whatever happened to its last letter


def _beginning(runs: SortedRuns, kind: str, width: int, beginnings: Sequence[str]) -> list[str]:
    """The forms of so many letters that begin, or end where ``kind`` is of forms backwards, with one of these texts;
    some come several times."""
    forms = split("".join(chain.from_iterable(runs.beginning(kind, width, beginnings))), width)
    return forms if kind == _FORM else [form[::-1] for form in forms]
