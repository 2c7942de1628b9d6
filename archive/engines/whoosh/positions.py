"""The positions of forms, and phrases found in them."""

from array import array
from collections.abc import Sequence
from itertools import accumulate

from archive.engines.nearness import Places
from archive.engines.whoosh.postings import Postings


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
