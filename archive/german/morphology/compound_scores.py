"""How likely a folded word is a piece of a compound: before others, or at its end.

What may stand before a noun is learned from the dictionary: a beginning that many known nouns share (``arbeits``,
``werbe``, ``bio``, ``alt``) is a likely modifier, with whatever linking element it has. The dictionary holds the scores
of all its keys; all functions here take its ``entry``, for its build asks them before there is one. The numbers in
the scores are in ``tuning.py``; a score is in thousandths, so that sums of scores are the same on every machine.
"""

import math
import re
from collections.abc import Callable, Iterator

from archive.german.morphology import tuning
from archive.german.morphology.closed_classes import no_heads, no_modifiers, short_heads
from archive.german.morphology.dictionary import NEVER, Entry
from archive.german.morphology.lemmas import declined_adjective

LINKS = ("s", "es", "ens", "ns", "n", "en", "er", "e")
"""Linking elements: what may stand between a noun and the next word of a compound."""

_VOWEL = re.compile("[aeiouyäöü]")

Entries = Callable[[str], Entry]
"""Gives the entry of a folded form."""

Origin = tuple[str, float]
"""A lemma that a modifier may come from, and the magnitude that it gives the modifier."""

Origins = tuple[list[Origin], list[Origin], list[Origin]]
"""Of a modifier: the nouns that it is a form of, those that it is with a linking element, and the words that it is a
part of."""


def thousandths(score: float) -> int:
    """A score as it is stored and compared."""
    return round(1000 * score)


def modifier_score(piece: str, entry: Entries) -> int:
    """How likely a piece stands before another noun; ``NEVER``: not at all."""
    found = _origins(piece, entry)
    if found is None:
        return NEVER
    magnitude = max((magnitude for origins in found for _, magnitude in origins), default=None)
    if magnitude is None:
        magnitude = tuning.STRANGE_MODIFIER_MAGNITUDE
    return _modifier_score(entry(piece).beginning, magnitude, len(piece))


def modifier_words(piece: str, entry: Entries) -> tuple[str, ...]:
    """The lemmas that a modifier may come from; none if the piece is no modifier.

    A piece that is a noun means that noun (``not`` of Notfall), a form of a noun the noun that it is a form of
    (``noten``: ``note``, not ``not``). It is another word as well if that is frequent enough beside the noun: ``wohn``
    of ``wohnen``, but not ``bahn`` of ``bahnen``; and an adjective that is written alike (``rechts``) always is.
    """
    found = _origins(piece, entry)
    if found is None:
        return ()
    own_nouns, linked_nouns, shortened_words = found
    alike = [origin for origin in shortened_words if origin[0] == piece]
    own = [origin for origin in own_nouns if origin[0] == piece] or own_nouns or alike
    magnitude = max((magnitude for _, magnitude in own), default=0.0)
    linked = [word for word, level in linked_nouns if not own or level >= magnitude + tuning.LINKED_EXCESS]
    shortened = [
        word
        for word, level in shortened_words
        if not own or word == piece or level >= magnitude - tuning.SHORTENED_TOLERANCE
    ]
    return tuple(dict.fromkeys((*(word for word, _ in own), *linked, *shortened))) or (piece,)


def _modifier_score(count: int, magnitude: float, length: int) -> int:
    """The score of a modifier of so many letters that so many nouns begin with."""
    score = tuning.MODIFIER_COUNT_FACTOR * math.log10(
        (count + tuning.MODIFIER_COUNT_OFFSET) / tuning.MODIFIER_COUNT_TYPICAL
    ) + tuning.MODIFIER_MAGNITUDE_FACTOR * (max(0.0, magnitude) - tuning.MODIFIER_MAGNITUDE_TYPICAL)
    return thousandths(score - tuning.MODIFIER_LENGTH_PENALTY.get(length, 0))


def _origins(piece: str, entry: Entries) -> Origins | None:
    """Where a modifier comes from; three empty lists: it is no known word. None: the piece is no modifier."""
    own = entry(piece)
    count, length = own.beginning, len(piece)
    if count < tuning.LEAST_COUNT_BY_LETTERS.get(length, 0) or (not count and length < tuning.LIKELY_MODIFIER_LETTERS):
        return None
    if piece in no_modifiers() or not _VOWEL.search(piece) or (length < 4 and own.acronym):
        return None
    own_nouns, linked_nouns = list(_own_nouns(piece, entry)), list(_linked_nouns(piece, entry))
    if not (count or own_nouns or linked_nouns):
        return None  # only a noun may stand before others although the dictionary does not show it
    shortened_words = list(_shortened_words(piece, count, entry))
    if own_nouns or linked_nouns or shortened_words or _may_be_strange(piece, own):
        return own_nouns, linked_nouns, shortened_words
    return None


def _own_nouns(piece: str, entry: Entries) -> Iterator[Origin]:
    """The nouns that a modifier is a form of: ``häuser``."""
    for lemma, is_noun in entry(piece).lemmas:
        if is_noun and lemma not in no_heads():
            yield lemma, entry(lemma).noun / 20


def _linked_nouns(piece: str, entry: Entries) -> Iterator[Origin]:
    """The nouns that a modifier is with a linking element: ``arbeits``."""
    for link in LINKS if piece.endswith(LINKS) else ():
        base = piece[: -len(link)]
        if piece.endswith(link) and len(base) > 2 and entry(base).own_noun and base not in no_heads():
            yield base, entry(base).noun / 20 - tuning.LINKED_PENALTY


def _shortened_words(piece: str, count: int, entry: Entries) -> Iterator[Origin]:
    """The words that a modifier is a part of, if at least some nouns begin with it (``count``): ``hilfs`` of Hilfe,
    ``sprach`` of Sprache, ``dreh`` of drehen; and the adjective that it is (``alt``)."""
    length = len(piece)
    if length >= tuning.HILFS_LETTERS and count >= tuning.HILFS_COUNT and piece.endswith("s"):
        noun = piece[:-1] + "e"
        if entry(noun).own_noun:
            yield noun, entry(noun).noun / 20 - tuning.LINKED_PENALTY
    if length < tuning.CUT_E_LETTERS:
        return
    if count >= tuning.CUT_E_COUNT and entry(piece + "e").own_noun:
        yield piece + "e", entry(piece + "e").noun / 20 - tuning.LINKED_PENALTY
    for ending in ("en", "n"):
        verb = piece.removesuffix("e") + ending
        if count >= tuning.VERB_STEM_COUNT and entry(verb).other >= tuning.VERB_STEM_LEVEL and entry(verb).infinitive:
            yield verb, entry(verb).other / 20 - tuning.VERB_STEM_PENALTY
    if count >= tuning.ADJECTIVE_COUNT and (piece, False) in entry(piece).lemmas:
        yield piece, entry(piece).other / 20 - tuning.ADJECTIVE_STEM_PENALTY


def _may_be_strange(piece: str, own: Entry) -> bool:
    """Whether a piece that is no known word may be a modifier: it is frequent, or foreign as ``mikro``."""
    count = own.beginning
    return (own.frequency > tuning.FREQUENT_STRANGE_LEVEL and count >= tuning.FREQUENT_STRANGE_COUNT) or (
        piece[-1] in "oia" and len(piece) >= tuning.FOREIGN_STRANGE_LETTERS and count >= tuning.FOREIGN_STRANGE_COUNT
    )


def noun_head_score(piece: str, entry: Entries) -> int:
    """How likely this is a noun at the end of a compound; ``NEVER``: not at all."""
    lemmas = entry(piece).lemmas
    if not lemmas or piece in no_heads() or not _VOWEL.search(piece):
        return NEVER
    best = NEVER
    for lemma, is_noun in lemmas:
        if not is_noun or lemma in no_heads():
            continue
        known, length = entry(lemma), len(lemma)
        magnitude = known.noun / 20
        if length < 4 and lemma not in short_heads():
            continue
        if length == 4 and magnitude < tuning.HEAD_LEAST_MAGNITUDE_FOUR:
            continue
        if length < tuning.HEAD_SHORT_LETTERS and magnitude < tuning.HEAD_LEAST_MAGNITUDE_SHORT:
            continue
        if lemma.endswith("e") and entry(lemma[:-1]).adjective and magnitude < tuning.HEAD_LEAST_MAGNITUDE_NOMINALISED:
            continue
        score = (magnitude - tuning.HEAD_MAGNITUDE_TYPICAL) / 2 - tuning.HEAD_LENGTH_PENALTY.get(length, 0)
        if percent := known.ending:
            score -= tuning.HEAD_ENDING_FACTOR * max(0.0, math.log10(tuning.HEAD_ENDING_TYPICAL / percent))
        best = max(best, thousandths(score))
    return best


def adjective_head_score(piece: str, entry: Entries) -> int:
    """How likely this is an adjective at the end of a compound; ``NEVER``: not at all."""
    lemmas = entry(piece).lemmas
    if not lemmas or len(piece) < 4 or piece in no_heads() or not _VOWEL.search(piece):
        return NEVER
    adjectives = (declined_adjective(text, entry) or text for text, is_noun in lemmas if not is_noun)
    levels = [
        entry(adjective).other
        for adjective in adjectives
        if len(adjective) > 3
        and adjective not in no_heads()
        and entry(adjective).adjective
        and not entry(adjective).infinitive
    ]
    return thousandths((max(levels) / 20 - tuning.HEAD_MAGNITUDE_TYPICAL) / 2) if levels else NEVER
