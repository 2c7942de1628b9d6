"""Postings: which articles hold a word, how often and where."""

from array import array
from collections.abc import Sequence
from typing import NamedTuple


class Postings(NamedTuple):
    """A word's articles.

    Attributes:
        ids: their numbers, ascending.
        freqs: how often it stands in each.
        positions: where it stands, article after article; None where positions are not kept.
    """

    ids: "array[int]"
    freqs: "array[int]"
    positions: "array[int] | None" = None


def renumber(postings: Postings, numbers: Sequence[int]) -> Postings:
    """The postings with ``numbers[id]`` for each id; articles whose new number is -1 are left out."""
    ids = [numbers[id] for id in postings.ids]
    if -1 not in ids:
        return postings._replace(ids=array("I", ids))
    kept = [place for place, id in enumerate(ids) if id >= 0]
    positions = None
    if postings.positions is not None:
        positions = array("I")
        start = 0
        for id, freq in zip(ids, postings.freqs, strict=True):
            if id >= 0:
                positions.extend(postings.positions[start : start + freq])
            start += freq
    return Postings(
        array("I", [ids[place] for place in kept]), array("I", [postings.freqs[place] for place in kept]), positions
    )


def concatenate(pieces: Sequence[Postings]) -> Postings:
    """Postings of the same word whose numbers follow each other, as one."""
    if len(pieces) == 1:
        return pieces[0]
    ids, freqs, positions = array("I"), array("I"), array("I")
    for piece in pieces:
        ids.extend(piece.ids)
        freqs.extend(piece.freqs)
        positions.extend(piece.positions or ())
    return Postings(ids, freqs, positions if pieces and pieces[0].positions is not None else None)
