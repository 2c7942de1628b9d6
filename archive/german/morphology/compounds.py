"""A German noun or adjective → the words it is made of.

What may stand before a noun is learned from the dictionary: a beginning that many known nouns share (``arbeits``,
``werbe``, ``bio``, ``alt``) is a likely modifier, with whatever linking element it has. A split is scored
by how productive its modifiers and how frequent its head are; the best split wins if its score is high enough (after
Koehn and Knight, "Empirical Methods for Compound Splitting", 2003, who score by frequency alone). An adjective is split
as nouns are, with an adjective as its head (``kriegsmüde``). Verbs, participles, derivations and names stay whole. The
numbers in the scores are in ``tuning.py``.
"""

import math
import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from archive.german.case import Case
from archive.german.morphology import tuning
from archive.german.morphology.closed_classes import never_split, no_heads, no_modifiers, place_heads, short_heads
from archive.german.morphology.dictionary import dictionary
from archive.german.morphology.inflection import known_terms, readings, term
from archive.german.morphology.lemmas import adjective_of, is_adjective, is_infinitive

_SHORTEST, _LONGEST = 6, 60  # letters of a word that is split; nobody writes longer ones but to try the splitter
_LONGEST_STEM = 12  # letters of a verb's stem
# Linking elements by their last letter.
_LINKS = {"s": ("s", "es", "ens", "ns"), "n": ("n", "en"), "r": ("er",), "e": ("e",)}
_VOWEL = re.compile("[aeiouyäöü]")
_CONSONANTS = "bcdfgklmnprstz"
# No German word begins with these two letters.
_NO_ONSET = {letter * 2 for letter in _CONSONANTS} | {one + other for one in "lmnr" for other in _CONSONANTS} | {"ck"}
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
    """A piece that may stand before another noun.

    Attributes:
        score: how likely it does.
        words: the lemmas that it may come from.
    """

    score: float
    words: tuple[str, ...]


Origin = tuple[str, float]
"""A lemma that a modifier may come from, and the magnitude that it gives the modifier."""


@lru_cache(maxsize=tuning.WORDS_CACHED)
def split(form: str) -> tuple[str, ...]:
    """The pieces of a folded compound, linking elements included: ``bundestagswahl`` → ``bundes``, ``tags``, ``wahl``.

    Empty if the word is no compound. The best split is found by dynamic programming over the places where a piece may
    end.
    """
    if not _SHORTEST <= len(form) <= _LONGEST:
        return ()
    head_score, entry = _head_score_of(form), dictionary().entry
    heads = [
        (place, score)
        for place in range(2, len(form) - 2)
        if form[place : place + 2] not in _NO_ONSET
        and entry(form[place:]).lemmas  # a word that the dictionary does not know is no head
        and (score := head_score(form[place:])) is not None
        and not _is_participle(form, place)
        and _inflects_as(form, place)
    ]
    if not heads or _stays_whole(form):
        return ()
    best: dict[int, tuple[float, tuple[str, ...]]] = {0: (0.0, ())}  # end of modifiers → their score and pieces
    for end in range(2, heads[-1][0] + 1):
        for start in list(best):
            if end - start > 1 and (modifier := _modifier(form[start:end])):
                score = best[start][0] + modifier.score - tuning.PART_PENALTY
                if end not in best or score > best[end][0]:
                    best[end] = (score, (*best[start][1], form[start:end]))
    splits = [(best[place][0] + score, (*best[place][1], form[place:])) for place, score in heads if place in best]
    if not splits:
        return ()
    score, pieces = max(splits)
    known = bool(entry(form).lemmas)
    if score < (tuning.LEAST_SCORE_KNOWN if known else tuning.LEAST_SCORE_UNKNOWN):
        return ()
    return tuple(small for piece in pieces[:-1] for small in _split_modifier(piece)) + (
        split(pieces[-1]) or pieces[-1:]
    )


def _is_participle(form: str, place: int) -> bool:
    """Whether what looks like Ende at this place is the ending of a present participle: ``asylsuch-ende``."""
    return form.startswith("end", place) and any(
        is_infinitive(form[start:place] + "en") for start in range(max(0, place - _LONGEST_STEM), place - 2)
    )


def _inflects_as(form: str, place: int) -> bool:
    """Whether a noun's lemma also has a head at this place: ``fahr-zeuge`` (``fahr-zeug``), but not ``nacht-eile``
    (``nachteil``). Of nominalised adjectives either may be declined (``bundesbeauftragter``, ``beauftragte``).

    True if the dictionary does not know the noun.
    """
    lemmas = [lemma for lemma, is_noun in dictionary().entry(form).lemmas if is_noun]
    if not lemmas:
        return True
    nouns = [lemma for lemma, is_noun in dictionary().entry(form[place:]).lemmas if is_noun]
    heads = (*(noun.removesuffix("r") for noun in nouns), *filter(None, map(adjective_of, nouns)))
    return not heads or any(
        lemma.removesuffix("r").endswith(heads) or _noun_head_score(lemma[place:]) is not None for lemma in lemmas
    )


def _split_modifier(piece: str) -> tuple[str, ...]:
    """The pieces of a piece: ``bundestags`` → ``bundes``, ``tags``."""
    modifier = _modifier(piece)
    for word in modifier.words if modifier else ():
        if piece.startswith(word) and (pieces := split(word)):
            return (*pieces[:-1], piece[len("".join(pieces[:-1])) :])
    return (piece,)


@lru_cache(maxsize=tuning.PIECES_CACHED)
def _modifier(piece: str) -> Modifier | None:
    """The piece as a modifier; None if it cannot be one."""
    own = dictionary().entry(piece)
    count, length = own.beginning, len(piece)
    if count < tuning.LEAST_COUNT_BY_LETTERS.get(length, 0) or (not count and length < tuning.LIKELY_MODIFIER_LETTERS):
        return None  # most pieces end here
    if piece in no_modifiers() or not _VOWEL.search(piece) or (length < 4 and own.acronym):
        return None
    own_nouns, linked_nouns = list(_own_nouns(piece)), list(_linked_nouns(piece))
    if not (count or own_nouns or linked_nouns):
        return None  # only a noun may stand before others although the dictionary does not show it
    shortened_words = list(_shortened_words(piece, count))
    origins = [*own_nouns, *linked_nouns, *shortened_words]
    if not origins and _may_be_strange(piece, count):
        origins = [(piece, tuning.STRANGE_MODIFIER_MAGNITUDE)]
    if not origins:
        return None
    magnitude = max(0.0, *(magnitude for _, magnitude in origins))
    score = tuning.MODIFIER_COUNT_FACTOR * math.log10(
        (count + tuning.MODIFIER_COUNT_OFFSET) / tuning.MODIFIER_COUNT_TYPICAL
    ) + tuning.MODIFIER_MAGNITUDE_FACTOR * (magnitude - tuning.MODIFIER_MAGNITUDE_TYPICAL)
    words = _likely_words(piece, own_nouns, linked_nouns, shortened_words) or (piece,)
    return Modifier(score - tuning.MODIFIER_LENGTH_PENALTY.get(length, 0), words)


def _likely_words(
    piece: str, own_nouns: list[Origin], linked_nouns: list[Origin], shortened_words: list[Origin]
) -> tuple[str, ...]:
    """The origins of a modifier that are meant.

    A piece that is a noun means that noun (``not`` of Notfall), a form of a noun the noun that it is a form of
    (``noten``: ``note``, not ``not``). It is another word as well if that is frequent enough beside the noun: ``wohn``
    of ``wohnen``, but not ``bahn`` of ``bahnen``; and an adjective that is written alike (``rechts``) always is.
    """
    alike = [origin for origin in shortened_words if origin[0] == piece]
    own = [origin for origin in own_nouns if origin[0] == piece] or own_nouns or alike
    magnitude = max((magnitude for _, magnitude in own), default=0.0)
    linked = [word for word, level in linked_nouns if not own or level >= magnitude + tuning.LINKED_EXCESS]
    shortened = [
        word
        for word, level in shortened_words
        if not own or word == piece or level >= magnitude - tuning.SHORTENED_TOLERANCE
    ]
    return tuple(dict.fromkeys((*(word for word, _ in own), *linked, *shortened)))


def _own_nouns(piece: str) -> Iterator[Origin]:
    """The nouns that a modifier is a form of: ``häuser``."""
    entry = dictionary().entry
    for lemma, is_noun in entry(piece).lemmas:
        if is_noun and lemma not in no_heads():
            yield lemma, entry(lemma).noun / 20


def _linked_nouns(piece: str) -> Iterator[Origin]:
    """The nouns that a modifier is with a linking element: ``arbeits``."""
    for link in _LINKS.get(piece[-1], ()):
        base = piece[: -len(link)]
        if piece.endswith(link) and len(base) > 2 and _is_noun(base) and base not in no_heads():
            yield base, dictionary().entry(base).noun / 20 - tuning.LINKED_PENALTY


def _shortened_words(piece: str, count: int) -> Iterator[Origin]:
    """The words that a modifier is a part of, if at least some nouns begin with it (``count``): ``hilfs`` of Hilfe,
    ``sprach`` of Sprache, ``dreh`` of drehen; and the adjective that it is (``alt``)."""
    entry, length = dictionary().entry, len(piece)
    if length >= tuning.HILFS_LETTERS and count >= tuning.HILFS_COUNT and piece.endswith("s"):
        noun = piece[:-1] + "e"
        if _is_noun(noun):
            yield noun, entry(noun).noun / 20 - tuning.LINKED_PENALTY
    if length < tuning.CUT_E_LETTERS:
        return
    if count >= tuning.CUT_E_COUNT and _is_noun(piece + "e"):
        yield piece + "e", entry(piece + "e").noun / 20 - tuning.LINKED_PENALTY
    for ending in ("en", "n"):
        verb = piece.removesuffix("e") + ending
        if count >= tuning.VERB_STEM_COUNT and entry(verb).other >= tuning.VERB_STEM_LEVEL and is_infinitive(verb):
            yield verb, entry(verb).other / 20 - tuning.VERB_STEM_PENALTY
    if count >= tuning.ADJECTIVE_COUNT and (piece, False) in entry(piece).lemmas:
        yield piece, entry(piece).other / 20 - tuning.ADJECTIVE_STEM_PENALTY


def _may_be_strange(piece: str, count: int) -> bool:
    """Whether a piece that is no known word may be a modifier: it is frequent, or foreign as ``mikro``."""
    return (
        dictionary().entry(piece).frequency > tuning.FREQUENT_STRANGE_LEVEL and count >= tuning.FREQUENT_STRANGE_COUNT
    ) or (piece[-1] in "oia" and len(piece) >= tuning.FOREIGN_STRANGE_LETTERS and count >= tuning.FOREIGN_STRANGE_COUNT)


def _is_noun(word: str) -> bool:
    """Whether a word is the lemma of a noun."""
    return (word, True) in dictionary().entry(word).lemmas


@lru_cache(maxsize=tuning.PIECES_CACHED)
def _noun_head_score(piece: str) -> float | None:
    """How likely this is a noun at the end of a compound; None: not at all."""
    entry = dictionary().entry
    lemmas = entry(piece).lemmas
    if not lemmas or piece in no_heads() or not _VOWEL.search(piece):
        return None
    best = None
    for lemma, is_noun in lemmas:
        if not is_noun or lemma in no_heads():
            continue
        magnitude, length = entry(lemma).noun / 20, len(lemma)
        if length < 4 and lemma not in short_heads():
            continue
        if length == 4 and magnitude < tuning.HEAD_LEAST_MAGNITUDE_FOUR:
            continue
        if length < tuning.HEAD_SHORT_LETTERS and magnitude < tuning.HEAD_LEAST_MAGNITUDE_SHORT:
            continue
        if lemma.endswith("e") and is_adjective(lemma[:-1]) and magnitude < tuning.HEAD_LEAST_MAGNITUDE_NOMINALISED:
            continue
        score = (magnitude - tuning.HEAD_MAGNITUDE_TYPICAL) / 2 - tuning.HEAD_LENGTH_PENALTY.get(length, 0)
        if percent := entry(lemma).ending:
            score -= tuning.HEAD_ENDING_FACTOR * max(0.0, math.log10(tuning.HEAD_ENDING_TYPICAL / percent))
        best = score if best is None else max(best, score)
    return best


@lru_cache(maxsize=tuning.PIECES_CACHED)
def _adjective_head_score(piece: str) -> float | None:
    """How likely this is an adjective at the end of a compound; None: not at all."""
    entry = dictionary().entry
    lemmas = entry(piece).lemmas
    if not lemmas or len(piece) < 4 or piece in no_heads() or not _VOWEL.search(piece):
        return None
    levels = [
        entry(adjective).other
        for lemma in lemmas
        if not lemma.noun
        and (adjective := adjective_of(lemma.text) or lemma.text)
        and len(adjective) > 3
        and adjective not in no_heads()
        and is_adjective(adjective)
        and not is_infinitive(adjective)
    ]
    return (max(levels) / 20 - tuning.HEAD_MAGNITUDE_TYPICAL) / 2 if levels else None


def _any_head_score(piece: str) -> float | None:
    """How likely this is a noun or an adjective at the end of a compound; None: not at all."""
    scores = [score for score in (_noun_head_score(piece), _adjective_head_score(piece)) if score is not None]
    return max(scores, default=None)


def _head_score_of(form: str) -> Callable[[str], float | None]:
    """The score for the head of a word: for nouns, for adjectives, or for either if nobody knows the word."""
    found, participle_of = readings(form)
    if not found:
        return _any_head_score
    lemma, is_noun = max(found, key=lambda reading: found[reading])
    return _noun_head_score if is_noun or participle_of or is_infinitive(lemma) else _adjective_head_score


def _stays_whole(form: str) -> bool:
    """Whether a word is a verb, or derived from another word, or a name."""
    if form in never_split():
        return True
    found, participle_of = readings(form)
    if participle_of:
        return True  # angeboten, also a form of Angebot
    nouns = {lemma for lemma, noun in found if noun}
    if found and is_infinitive(max(found, key=lambda reading: found[reading])[0]):
        return True
    if any((lemma, False) in found for lemma in nouns) or nouns & never_split():
        return True
    return any(_is_derived(word) or _is_place(word) for word in nouns | {form}) or any(
        _is_of_noun(lemma) for lemma, noun in found if not noun
    )


def _is_of_noun(adjective: str) -> bool:
    """Whether an adjective comes from a noun that is no compound: ``nachteilig``, but not ``strafrechtlich``."""
    return any(
        _is_noun(base) and not split(base)
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


@cache
def _place_endings() -> tuple[str, ...]:
    return tuple(place_heads())


def _is_place(word: str) -> bool:
    """Whether a word ends as names do and has no plural: Freiburg, Wolfgang."""
    if not word.endswith(_place_endings()):
        return False
    for head, plural in place_heads().items():
        before = word.removesuffix(head)
        if before != word and len(before) > 1 and _is_noun(word) and not dictionary().entry(before + plural).lemmas:
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
                found += _head_terms(form, piece) or compound_terms(pieces[start:])
            elif terms := _modifier_terms(piece):
                found += terms
            elif start == end:
                found += known_terms(piece) or (piece,)
    return tuple(dict.fromkeys(found))


def halves(form: str) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    """The ways to part a folded compound in two, each as the terms of what stands before and behind.

    ``bahnstreik`` → ((bahn,), (streik,)); empty if the word is no compound.
    """
    pieces = split(form)
    found = []
    for place in range(1, len(pieces)):
        before, behind = "".join(pieces[:place]), "".join(pieces[place:])
        first = _modifier_terms(before) or known_terms(before)
        second = _head_terms(form, behind) or compound_terms(pieces[place:])
        if first and second:
            found.append((first, tuple(dict.fromkeys(second))))
    return tuple(found)


def _modifier_terms(piece: str) -> tuple[str, ...]:
    """The terms of a modifier's words; none if the piece is no modifier."""
    modifier = _modifier(piece)
    if not modifier:
        return ()
    verbs = (term(word, False) for word in modifier.words if not piece.startswith(word) and is_infinitive(word))
    return tuple(dict.fromkeys((*modifier.words, *verbs, *known_terms(piece, Case.CAPITAL))))


def _head_terms(form: str, head: str) -> tuple[str, ...]:
    """The terms of a compound's head; none if the dictionary does not know it.

    The head of a noun is a noun where it is written like the lemma of one (``sucht`` of Drogensucht is no form of
    ``suchen``), and the end of the compound's lemma (``zeug`` of Fahrzeuge, not ``zeuge``) unless that is a rarer word.
    A declined adjective has the terms of the adjective as well (``vorsitzend`` of Parteivorsitzender).
    """
    if _head_score_of(form) is not _noun_head_score:
        return known_terms(head)
    entry = dictionary().entry
    place = len(form) - len(head)
    ends = {lemma[place:] for lemma, is_noun in entry(form).lemmas if is_noun} - {head, ""}
    level = max((entry(lemma).noun for lemma, is_noun in entry(head).lemmas if is_noun), default=0)
    adjectives = [lemma for lemma, is_noun in readings(head)[0] if not is_noun and not is_infinitive(lemma)]
    likely = sorted(
        end for end in ends if head.startswith(end) and _is_noun(end) and (adjectives or entry(end).noun >= level)
    )
    if likely and not is_infinitive(head):
        nouns = (found for end in likely for found in known_terms(end, Case.CAPITAL))
        return tuple(dict.fromkeys((*nouns, *adjectives)))
    return known_terms(head, Case.CAPITAL if _is_noun(head) and not is_infinitive(head) else Case.ANY)


def compound_terms(pieces: tuple[str, ...]) -> tuple[str, ...]:
    """The terms of a compound that the dictionary does not know: its beginning with each term of its head."""
    before = "".join(pieces[:-1])
    return tuple(before + term for term in known_terms(pieces[-1]))
