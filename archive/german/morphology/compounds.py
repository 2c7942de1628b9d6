"""A German noun or adjective → the words it is made of.

What may stand before a noun is learned from the dictionary: a beginning that many known nouns share (``arbeits``,
``werbe``, ``bio``, ``alt``) is a likely modifier, with whatever linking element it has. A way to split is scored by how
productive its modifiers and how frequent its head are; the best way wins if it is good enough (after Koehn and Knight,
"Empirical Methods for Compound Splitting", 2003, who score by frequency alone). An adjective is split as nouns are,
with an adjective as its head (``kriegsmüde``). Verbs, participles, derivations and names stay whole.
"""

import math
import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from archive.german.morphology.closed_classes import NEVER_SPLIT, NO_HEADS, NO_MODIFIERS, PLACE_HEADS, SHORT_HEADS
from archive.german.morphology.dictionary import dictionary
from archive.german.morphology.inflection import known_terms, readings
from archive.german.morphology.lemmas import adjective_of, is_adjective, is_infinitive

_SHORTEST, _LONGEST = 6, 60  # letters; nobody writes longer ones but to try the splitter
_LEAST_KNOWN, _LEAST_UNKNOWN = -3.75, -5.5  # the score a split needs, for a word the dictionary knows or does not know
_PER_PART = 0.25
_LINKS = ("s", "es", "n", "en", "er", "e", "ens", "ns")
_VOWEL = re.compile("[aeiouyäöü]")
_NO_ONSET = re.compile(r"([bcdfgklmnprstz])\1|[lmnr][bcdfgklmnprstz]|ck")  # no German word begins so
# Suffix → what the word that it is derived from ends in instead: infinitives, then adjectives.
_FROM_VERBS = {
    "ung": ("en", "n"), "er": ("en", "n"), "nis": ("en",), "ler": ("eln",), "lung": ("eln",), "rung": ("ern",),
    "ation": ("ieren",), "ition": ("ieren",), "ion": ("ieren",),
}  # fmt: skip
_FROM_ADJECTIVES = {"heit": "", "keit": "", "igkeit": "", "schaft": "", "ismus": "isch"}
_ENDINGS = "(?:en|n|s|es|sen|se|in|innen)?$"
_VERBAL = [re.compile(f"(?<=.){suffix}{_ENDINGS}") for suffix in _FROM_VERBS]
_ADJECTIVAL = [re.compile(f"(?<=.){suffix}{_ENDINGS}") for suffix in _FROM_ADJECTIVES]
_MAYBE_DERIVED = re.compile(f"(?:ung|er|nis|heit|keit|schaft|ismus|ion){_ENDINGS}")


class Modifier(NamedTuple):
    """A piece that may stand before another noun; ``words`` are the lemmas it may come from."""

    score: float
    words: tuple[str, ...]


@lru_cache(maxsize=1 << 16)
def split(form: str) -> tuple[str, ...]:
    """The pieces of a folded compound, linking elements included; none if it is no compound."""
    if not _SHORTEST <= len(form) <= _LONGEST:
        return ()
    head = _class_of(form)
    places = [place for place in range(2, len(form) - 2) if not _NO_ONSET.match(form, place)]
    heads = [(place, score) for place in places if (score := head(form[place:])) is not None]
    if not heads or _stays_whole(form):
        return ()
    best: dict[int, tuple[float, tuple[str, ...]]] = {0: (0.0, ())}
    for end in range(2, heads[-1][0] + 1):
        for start in list(best):
            if end - start > 1 and (modifier := _modifier(form[start:end])):
                score = best[start][0] + modifier.score - _PER_PART
                if end not in best or score > best[end][0]:
                    best[end] = (score, (*best[start][1], form[start:end]))
    ways = [(best[place][0] + score, (*best[place][1], form[place:])) for place, score in heads if place in best]
    if not ways:
        return ()
    score, pieces = max(ways)
    known = bool(dictionary().entry(form).lemmas)
    if score < (_LEAST_KNOWN if known else _LEAST_UNKNOWN):
        return ()
    return tuple(small for piece in pieces[:-1] for small in _split_modifier(piece)) + (
        split(pieces[-1]) or pieces[-1:]
    )


def _split_modifier(piece: str) -> tuple[str, ...]:
    """The pieces of a piece: ``bundestags`` → ``bundes``, ``tags``."""
    modifier = _modifier(piece)
    for word in modifier.words if modifier else ():
        if piece.startswith(word) and (pieces := split(word)):
            return (*pieces[:-1], piece[len("".join(pieces[:-1])) :])
    return (piece,)


@lru_cache(maxsize=1 << 16)
def _modifier(piece: str) -> Modifier | None:
    if piece in NO_MODIFIERS or not _VOWEL.search(piece):
        return None
    entry = dictionary().entry
    own = entry(piece)
    count, length = own.beginning, len(piece)
    if length < 4 and own.acronym:
        return None
    words: list[str] = []
    weight = 0.0
    likely = False  # a plain noun, which may stand before others although the dictionary does not show it
    for lemma, noun in own.lemmas:
        if noun and lemma not in NO_HEADS:
            words.append(lemma)
            weight = max(weight, entry(lemma).noun / 20)
            likely = True
    for link in _LINKS:
        base = piece[: -len(link)]
        if piece.endswith(link) and len(base) > 2 and (base, True) in entry(base).lemmas and base not in NO_HEADS:
            words.append(base)
            weight = max(weight, entry(base).noun / 20 - 0.3)
            likely = True
    if length > 4 and count > 4 and piece.endswith("s") and (piece[:-1] + "e", True) in entry(piece[:-1] + "e").lemmas:
        words.append(piece[:-1] + "e")  # Hilfs-
        weight = max(weight, entry(piece[:-1] + "e").noun / 20 - 0.3)
    if length > 2 and count > 2:
        if (piece + "e", True) in entry(piece + "e").lemmas:
            words.append(piece + "e")
            weight = max(weight, entry(piece + "e").noun / 20 - 0.3)
        for ending in ("en", "n"):
            verb = piece.removesuffix("e") + ending
            if count > 3 and entry(verb).other >= 60 and is_infinitive(verb):
                words.append(verb)
                weight = max(weight, entry(verb).other / 20 - 1)
        if (piece, False) in own.lemmas:
            words.append(piece)
            weight = max(weight, own.other / 20 - 0.5)
    if not words and ((own.frequency > 60 and count > 9) or (piece[-1] in "oia" and length > 3 and count > 7)):
        words, weight = [piece], 2.0
    if (
        not words
        or (length == 2 and count < 30)
        or (length == 3 and count < 15)
        or (not count and (not likely or length < 5))
    ):
        return None
    score = 0.7 * math.log10((count + 0.3) / 500) + 0.2 * (weight - 6)
    return Modifier(score - (0.8 if length == 2 else 0.3 if length == 3 else 0), tuple(dict.fromkeys(words)))


@lru_cache(maxsize=1 << 16)
def _head(piece: str) -> float | None:
    """How likely this is the last piece of a compound; None: not at all."""
    if piece in NO_HEADS or not _VOWEL.search(piece):
        return None
    entry = dictionary().entry
    best = None
    for lemma, noun in entry(piece).lemmas:
        if not noun or lemma in NO_HEADS:
            continue
        weight, length = entry(lemma).noun / 20, len(lemma)
        if (length < 4 and lemma not in SHORT_HEADS) or (length == 4 and weight < 3.4) or (length < 7 and weight < 2.2):
            continue
        if lemma.endswith("e") and is_adjective(lemma[:-1]) and weight < 3.5:
            continue  # a nominalised adjective: kranke
        score = (weight - 6.5) / 2 - (0.5 if length == 3 else 0.1 if length == 4 else 0)
        best = score if best is None else max(best, score)
    return best


@lru_cache(maxsize=1 << 16)
def _adjective_head(piece: str) -> float | None:
    """How likely this is an adjective at the end of a compound; None: not at all."""
    if len(piece) < 4 or piece in NO_HEADS or not _VOWEL.search(piece):
        return None
    weights = [
        dictionary().entry(adjective).other
        for lemma in dictionary().entry(piece).lemmas
        if not lemma.noun
        and (adjective := adjective_of(lemma.text) or lemma.text)
        and len(adjective) > 3
        and adjective not in NO_HEADS
        and is_adjective(adjective)
        and not is_infinitive(adjective)
    ]
    return (max(weights) / 20 - 6.5) / 2 if weights else None


def _any_head(piece: str) -> float | None:
    """How likely this is either."""
    scores = [score for score in (_head(piece), _adjective_head(piece)) if score is not None]
    return max(scores, default=None)


def _class_of(form: str) -> Callable[[str], float | None]:
    """What a word ends in if it is a compound: a noun, an adjective, or either if nobody knows the word."""
    found, participle_of = readings(form)
    if not found:
        return _any_head
    lemma, noun = max(found, key=lambda reading: found[reading])
    return _head if noun or participle_of or is_infinitive(lemma) else _adjective_head


def _stays_whole(form: str) -> bool:
    """Whether a word is a verb, or derived from another word, or a name."""
    if form in NEVER_SPLIT:
        return True
    found, participle_of = readings(form)
    if participle_of:
        return True  # angeboten, also a form of Angebot
    nouns = {lemma for lemma, noun in found if noun}
    if found and is_infinitive(max(found, key=lambda reading: found[reading])[0]):
        return True
    if any((lemma, False) in found for lemma in nouns) or nouns & NEVER_SPLIT:
        return True
    return any(_is_derived(word) or _is_place(word) for word in nouns | {form}) or any(
        _is_of_noun(lemma) for lemma, noun in found if not noun
    )


def _is_of_noun(adjective: str) -> bool:
    """Whether an adjective comes from a noun that is no compound: ``nachteilig``, but not ``strafrechtlich``."""
    return any(
        (base, True) in dictionary().entry(base).lemmas and not split(base)
        for suffix in ("ig", "lich", "isch")
        if (base := adjective.removesuffix(suffix)) != adjective
    )


def _is_derived(word: str) -> bool:
    """Whether a noun comes from a known verb or adjective: Unterhaltung, Fernseher, Notwendigkeit."""
    if not _MAYBE_DERIVED.search(word):
        return False
    for pattern, infinitives in zip(_VERBAL, _FROM_VERBS.values(), strict=True):
        if (found := pattern.search(word)) and any(
            is_infinitive(word[: found.start()] + ending) for ending in infinitives
        ):
            return True
    for pattern, ending in zip(_ADJECTIVAL, _FROM_ADJECTIVES.values(), strict=True):
        if (found := pattern.search(word)) and is_adjective(word[: found.start()] + ending):
            return True
    return False


def _is_place(word: str) -> bool:
    """Whether a word ends as names do and has no plural: Freiburg, Wolfgang."""
    entry = dictionary().entry
    for head, plural in PLACE_HEADS.items():
        before = word.removesuffix(head)
        if (
            before != word
            and len(before) > 1
            and (word, True) in entry(word).lemmas
            and not entry(before + plural).lemmas
        ):
            return True
    return False


def parts(form: str) -> tuple[str, ...]:
    """The terms of all words within a folded compound: of its pieces, and of pieces in a row that are words.

    ``donaudampfschifffahrt`` → Donau, Dampf, Schiff, Fahrt, and Schifffahrt, Dampfschifffahrt, Dampfschiff.
    """
    pieces = split(form)
    if not pieces:
        return ()
    last = len(pieces) - 1
    found: list[str] = []
    for start in range(len(pieces)):
        for end in range(start, len(pieces)):
            if start == 0 and end == last:
                continue
            piece = "".join(pieces[start : end + 1])
            if end == last:
                found += known_terms(piece) or compound_terms(pieces[start:])
            elif modifier := _modifier(piece):
                found += (*modifier.words, *known_terms(piece))
            elif start == end:
                found += known_terms(piece) or (piece,)
    return tuple(dict.fromkeys(found))


def compound_terms(pieces: tuple[str, ...]) -> tuple[str, ...]:
    """The terms of a compound that the dictionary does not know: its beginning with each term of its head."""
    before = "".join(pieces[:-1])
    return tuple(before + term for term in known_terms(pieces[-1]))
