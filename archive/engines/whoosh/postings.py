"""Postings: which articles hold a word, how often and where; and phrases found in them."""

from array import array
from collections.abc import Iterable, Sequence
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


class WordPlaces:
    """The positions of a word by article, ascending; built without a step of Python for each article.

    Attributes:
        positions: of all articles, as in ``Postings``.
        starts, ends: article's number → where its positions begin and end in ``positions``.
    """

    def __init__(self, postings: Postings) -> None:
        self.positions = postings.positions if postings.positions is not None else array("I")
        self.ends = dict(zip(postings.ids, accumulate(postings.freqs), strict=True))
        self.starts = dict(zip(postings.ids, accumulate(postings.freqs, initial=0), strict=False))

    def __len__(self) -> int:
        """The number of articles with the word."""
        return len(self.ends)

    def __getitem__(self, number: int) -> "array[int]":
        return self.positions[self.starts[number] : self.ends[number]]


def pair_near(one: WordPlaces, other: WordPlaces, numbers: Iterable[int], distance: int) -> list[int]:
    """Those of the articles, which must have both of two distinct words, where these are at most ``distance`` apart."""
    found = []
    places, other_places = one.positions, other.positions
    for number in numbers:
        here, end = one.starts[number], one.ends[number]
        there, other_end = other.starts[number], other.ends[number]
        while here < end and there < other_end:
            gap = places[here] - other_places[there]
            if gap > distance:
                there += 1
            elif gap < -distance:
                here += 1
            else:
                found.append(number)
                break
    return found


def phrase_count(words: Sequence[str], places: Places) -> int:
    """How often the words stand one behind the other."""
    starts = set(places[words[0]])
    for offset, word in enumerate(words[1:], 1):
        starts &= {place - offset for place in places[word]}
    return len(starts)
