"""A German noun or adjective → the words it is made of.

A split is scored by how productive its modifiers and how frequent its head are (``compound_scores.py``); the best split
wins if its score is high enough (after Koehn and Knight, "Empirical Methods for Compound Splitting", 2003, who score by
frequency alone). An adjective is split as nouns are, with an adjective as its head (``kriegsmüde``). Verbs,
participles, derivations and names stay whole.
"""

import re
from collections.abc import Callable
from functools import cache, lru_cache
from operator import attrgetter

from archive.german.case import Case
from archive.german.morphology import tuning
from archive.german.morphology.closed_classes import never_split, place_heads
from archive.german.morphology.compound_scores import LINKS, modifier_score, modifier_words, thousandths
from archive.german.morphology.dictionary import NEVER, Entry, dictionary
from archive.german.morphology.inflection import known_terms, readings, term
from archive.german.morphology.lemmas import adjective_of, is_adjective, is_infinitive

_SHORTEST, _LONGEST = 6, 60  # letters of a word that is split; nobody writes longer ones but to try the splitter
_LONGEST_STEM = 12  # letters of a verb's stem
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
_PART_PENALTY = thousandths(tuning.PART_PENALTY)
_LEAST_SCORE_KNOWN, _LEAST_SCORE_UNKNOWN = map(thousandths, (tuning.LEAST_SCORE_KNOWN, tuning.LEAST_SCORE_UNKNOWN))


@lru_cache(maxsize=tuning.WORDS_CACHED)
def split(form: str) -> tuple[str, ...]:
    """The pieces of a folded compound, linking elements included: ``bundestagswahl`` → ``bundes``, ``tags``, ``wahl``.

    Empty if the word is no compound. The best split is found by dynamic programming over the places where a piece may
    end.
    """
    if not _SHORTEST <= len(form) <= _LONGEST:
        return ()
    head_score = _head_score_of(form)
    heads = [
        (place, score)
        for place, head in dictionary().endings(form)
        if (score := head_score(head)) > NEVER
        and form[place : place + 2] not in _NO_ONSET
        and not _is_participle(form, place)
        and _inflects_as(form, place)
    ]
    if not heads or _stays_whole(form):
        return ()
    best: dict[int, tuple[int, tuple[str, ...]]] = {0: (0, ())}  # end of modifiers → their score and pieces
    last = heads[-1][0]
    for start in range(last - 1):
        if start not in best:
            continue
        before, pieces = best[start]
        for piece, modifier in _modifiers(form[start:last]).items():
            end, score = start + len(piece), before + modifier - _PART_PENALTY
            if end not in best or score > best[end][0]:
                best[end] = (score, (*pieces, piece))
    splits = [(best[place][0] + score, (*best[place][1], form[place:])) for place, score in heads if place in best]
    if not splits:
        return ()
    score, pieces = max(splits)
    known = bool(dictionary().entry(form).lemmas)
    if score < (_LEAST_SCORE_KNOWN if known else _LEAST_SCORE_UNKNOWN):
        return ()
    return tuple(small for piece in pieces[:-1] for small in _split_modifier(piece)) + (
        split(pieces[-1]) or pieces[-1:]
    )


def _modifiers(text: str) -> dict[str, int]:
    """The modifiers that a folded text begins with, each with its score."""
    keys = dictionary().beginnings(text)
    found = {key: score for key, score, _ in keys}
    for noun, _, is_noun in keys:
        # The dictionary knows the scores of its keys; a noun and a linking element together may be none of them.
        for link in LINKS if is_noun and text.startswith(LINKS, len(noun)) else ():
            if text.startswith(link, len(noun)) and (whole := noun + link) not in found:
                found[whole] = _linked_score(whole)
    return {piece: score for piece, score in found.items() if score > NEVER}


@lru_cache(maxsize=tuning.PIECES_CACHED)
def _linked_score(piece: str) -> int:
    """The score of a modifier that is no key of the dictionary."""
    return modifier_score(piece, dictionary().entry)


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
        lemma.removesuffix("r").endswith(heads) or dictionary().entry(lemma[place:]).noun_head > NEVER
        for lemma in lemmas
    )


def _split_modifier(piece: str) -> tuple[str, ...]:
    """The pieces of a piece: ``bundestags`` → ``bundes``, ``tags``."""
    for word in _modifier_words(piece):
        if piece.startswith(word) and (pieces := split(word)):
            return (*pieces[:-1], piece[len("".join(pieces[:-1])) :])
    return (piece,)


def _is_noun(word: str) -> bool:
    """Whether a word is the lemma of a noun."""
    return dictionary().entry(word).own_noun


@lru_cache(maxsize=tuning.PIECES_CACHED)
def _modifier_words(piece: str) -> tuple[str, ...]:
    """The lemmas that a modifier may come from; none if the piece is no modifier."""
    return modifier_words(piece, dictionary().entry)


_noun_head, _adjective_head = attrgetter("noun_head"), attrgetter("adjective_head")


def _any_head(head: Entry) -> int:
    """How likely this is a noun or an adjective at the end of a compound."""
    return max(head.noun_head, head.adjective_head)


def _head_score_of(form: str) -> Callable[[Entry], int]:
    """Gives the score for the head of a word: for nouns, for adjectives, or for either if nobody knows the word."""
    found, participle_of = readings(form)
    if not found:
        return _any_head
    lemma, is_noun = max(found, key=lambda reading: found[reading])
    return _noun_head if is_noun or participle_of or is_infinitive(lemma) else _adjective_head


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
    words = _modifier_words(piece)
    if not words:
        return ()
    verbs = (term(word, False) for word in words if not piece.startswith(word) and is_infinitive(word))
    return tuple(dict.fromkeys((*words, *verbs, *known_terms(piece, Case.CAPITAL))))


def _head_terms(form: str, head: str) -> tuple[str, ...]:
    """The terms of a compound's head; none if the dictionary does not know it.

    The head of a noun is a noun where it is written like the lemma of one (``sucht`` of Drogensucht is no form of
    ``suchen``), and the end of the compound's lemma (``zeug`` of Fahrzeuge, not ``zeuge``) unless that is a rarer word.
    A declined adjective has the terms of the adjective as well (``vorsitzend`` of Parteivorsitzender).
    """
    if _head_score_of(form) is not _noun_head:
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
