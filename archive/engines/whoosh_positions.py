"""Phrases and nearness, found in the positions of forms."""

from array import array
from collections.abc import Mapping, Sequence
from itertools import accumulate

from archive.engines.whoosh_postings import Postings

Places = Mapping[str, Sequence[int]]  # form → its positions in one article, ascending


def positions_in(postings: Postings, wanted: set[int]) -> dict[int, "array[int]"]:
    """The positions in each of the wanted articles."""
    if postings.positions is None:
        return {}
    positions = postings.positions
    return {
        number: positions[end - freq : end]
        for number, freq, end in zip(postings.ids, postings.freqs, accumulate(postings.freqs), strict=True)
        if number in wanted
    }


def in_a_row(forms: Sequence[str], places: Places) -> int:
    """How often the forms stand in a row."""
    starts = set(places[forms[0]])
    for offset, form in enumerate(forms[1:], 1):
        starts &= {place - offset for place in places[form]}
    return len(starts)


def nearby(forms: Sequence[str], places: Places, distance: int) -> int:
    """1 if all forms stand, in any order and each as often as it is asked, so that the last is at most ``distance``
    positions after the first; else 0."""
    needed = {form: forms.count(form) for form in forms}
    marks = sorted((place, form) for form in needed for place in places[form])
    inside = dict.fromkeys(needed, 0)
    missing = len(forms)
    left = 0
    for place, form in marks:
        inside[form] += 1
        missing -= inside[form] <= needed[form]
        while not missing:  # the shortest stretch that ends here is the last before one is missing again
            first, leaving = marks[left]
            if place - first <= distance:
                return 1
            missing += inside[leaving] <= needed[leaving]
            inside[leaving] -= 1
            left += 1
    return 0
