"""Postings: which articles hold a word, how often and where; and phrases found in them."""

from array import array
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from archive.engines.nearness import Places


class Postings(NamedTuple):
    """The articles with a word.

    Attributes:
        ids: the articles' numbers, ascending.
        freqs: how often the word stands in each of them.
        positions: where it stands, one article's positions behind the other's; None where they were not asked for.
    """

    ids: "array[int]"
    freqs: "array[int]"
    positions: "array[int] | None" = None


def renumber(postings: Postings, numbers: Sequence[int]) -> Postings:
    """The postings with ``numbers[id]`` in place of each id; articles whose new number is -1 are left out."""
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
    """Postings of one word as one; the numbers of each piece must be higher than those of the piece before."""
    if len(pieces) == 1:
        return pieces[0]
    ids, freqs, positions = array("I"), array("I"), array("I")
    for piece in pieces:
        ids.extend(piece.ids)
        freqs.extend(piece.freqs)
        positions.extend(piece.positions or ())
    return Postings(ids, freqs, positions if pieces and pieces[0].positions is not None else None)


def positions_by_article(postings: Postings) -> dict[int, "array[int]"]:
    """The positions in each article, by number."""
    positions = postings.positions
    if positions is None:
        return {}
    return {
        number: positions[end - freq : end]
        for number, freq, end in zip(postings.ids, postings.freqs, accumulate(postings.freqs), strict=True)
    }


def phrase_count(words: Sequence[str], places: Places) -> int:
    """How often the words stand one behind the other."""
    starts = set(places[words[0]])
    for offset, word in enumerate(words[1:], 1):
        starts &= {place - offset for place in places[word]}
    return len(starts)
