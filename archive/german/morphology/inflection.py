"""A German word that the dictionary knows → its terms, which all forms of it share.

The dictionary gives a form one lemma for each way to write it. Here missing readings are added (participles, past
tenses), nominalised and declined participles are led back to the adjective, and of several readings those are kept
that are likely by the frequency of the lemma, the share of its occurrences that the form has, and the case in which it
is written (``Folgen`` is of ``Folge``, ``folgen`` a verb).
"""

import math
from functools import lru_cache

from archive.german.case import Case
from archive.german.function_words import AUXILIARIES
from archive.german.morphology.dictionary import dictionary
from archive.german.morphology.form_shares import PARTICIPLE, PAST, PRESENT, RARE, is_verb_like, share, verb_stem
from archive.german.morphology.lemmas import (
    adjective_of,
    changes_vowel,
    is_adjective,
    is_infinitive,
    is_plural_only,
    verbs_of,
)
from archive.german.morphology.participles import (
    declined_participle,
    prefixed_verbs,
    strong_participle,
    weak_participle,
    without_strange_particle,
)

_OWN_ADJECTIVE = 60  # a present participle so frequent is an adjective: entscheidend
_OF_ITS_OWN = 30  # an adjective so much more frequent than its verb is no participle: berühmt
_UNEXPLAINED = 30  # how much more frequent a word must be than its lemmas let expect
_TOLERANCE = 9  # readings that are less likely than the best by this much (20 × log10) are dropped
# How rarely words are written against their class, 20 × log10: 3 % of verbs with a capital, 15 % of adjectives, 3 % of
# nouns without (counted over the forms of one class only in 4,643 German texts).
_CAPITAL_VERB, _CAPITAL_ADJECTIVE, _SMALL_NOUN = 30, 17, 30


def _noun(lemma: str) -> tuple[str, bool]:
    """The lemma of a noun: of a nominalised adjective (``Jugendlicher``) the adjective."""
    entry = dictionary().entry
    if lemma.endswith(("e", "er", "es")) and (lemma, True) not in entry(lemma + "s").lemmas:
        adjective = adjective_of(lemma)
        if adjective and not (lemma == adjective + "e" and _is_abstract(adjective)):
            return adjective, False
        if lemma.endswith("er") and any(
            found.text in (lemma, lemma[:-1]) for found in entry(lemma[:-1]).lemmas if found.noun
        ):
            return lemma[:-1], True  # Beamter: Beamte
    return lemma, True


def _is_abstract(adjective: str) -> bool:
    """Whether an adjective with -e is far more frequent than declension explains: ``Liebe`` is a noun of its own."""
    frequency = dictionary().frequency
    declined = frequency(adjective + "e")
    return declined - frequency(adjective + "es") > 24 and declined > frequency(adjective + "en")


def _weight(lemma: str, noun: bool) -> int:
    entry = dictionary().entry(lemma)
    return entry.noun if noun else entry.other


def _score(part: float) -> float:
    return 20 * math.log10(part)


@lru_cache(maxsize=1 << 16)
def readings(form: str) -> tuple[dict[tuple[str, bool], float], set[str]]:
    """What a folded form may be, and how likely; besides, the verbs that it may be a participle of."""
    found: dict[tuple[str, bool], float] = {}
    participle_of: set[str] = set()
    entry = dictionary().entry

    def add(lemma: str, noun: bool, part: float, weight: int = 0) -> None:
        likely = max(weight, _weight(lemma, noun)) + _score(part)
        found[lemma, noun] = max(likely, found.get((lemma, noun), -99.0))

    known = entry(form).lemmas
    own_noun = (form, True) in known
    for lemma, is_noun in known:
        text, noun, weight = lemma, is_noun, _weight(lemma, is_noun)
        if noun:
            text, noun = _noun(lemma)
        elif not is_infinitive(lemma):
            text = adjective_of(lemma) or lemma
        part = share(form, text, noun)
        if not noun and form.endswith("t") and is_infinitive(text) and is_plural_only(form, text):
            part = RARE
        add(text, noun, part, weight if text != lemma else 0)
    if known and not own_noun and (form, True) in entry(form + "s").lemmas:
        add(form, True, 0.5)  # Ungarns: Ungarn
    if is_infinitive(form):
        add(form, False, share(form, form, False))  # heißen, to simplemma a form of heiß only
    for verb in verbs_of(form + "en"):
        if verb != form + "en" and not verb.startswith(form):
            add(verb, False, PAST)  # stand: standen
    if form.endswith("e"):
        if is_infinitive(form + "n"):
            add(form + "n", False, share(form, form + "n", False))
    elif form.endswith("t"):
        if not own_noun:
            for verb in verbs_of(form[:-1] + "st"):
                if not verb_stem(verb).endswith(("s", "z", "x")):
                    add(verb, False, PRESENT)
        if is_infinitive(form[:-1] + "en"):
            verb = form[:-1] + "en"
            add(verb, False, RARE if changes_vowel(verb) else PRESENT)
        for verb in weak_participle(form):
            add(verb, False, PARTICIPLE)
            participle_of.add(verb)
    elif form.endswith("en") and not form.endswith("eten") and not is_infinitive(form):
        for verb in (*verbs_of(form[:-2]), *strong_participle(form)):
            if not verb.startswith(form[:-2]):
                add(verb, False, PAST)  # verloren: verlor
                participle_of.add(verb)
    for verb in prefixed_verbs(form):
        if (verb, False) not in found:
            add(verb, False, PAST)
    if declined := declined_participle(form):
        add(declined, False, share(form, declined, False))
        if declined.endswith("nd") or not any(form.startswith(verb_stem(verb)) for verb in verbs_of(form)):
            for reading in list(found):
                if not reading[1] and reading[0] != form and is_infinitive(reading[0]):
                    del found[reading]
    for lemma in [lemma for lemma, noun in found if not noun and is_verb_like(lemma) and lemma[:2] != form[:2]]:
        if plain := without_strange_particle(form, lemma):
            add(plain, False, share(form, plain, False), round(found.pop((lemma, False))))
    if is_adjective(form):
        participle_of.update(lemma for lemma, noun in found if not noun and is_infinitive(lemma) and lemma != form)
    return found, participle_of


def is_unexplained(form: str) -> bool:
    """Whether a word is far more frequent than its lemmas let expect: a name that is written like a form
    (``Laschet``)."""
    found, _ = readings(form)
    return bool(found) and dictionary().entry(form).frequency > max(found.values()) + _UNEXPLAINED


@lru_cache(maxsize=1 << 16)
def known_terms(form: str, case: Case = Case.ANY) -> tuple[str, ...]:
    """The terms of a folded word that the dictionary knows, written in this case; none if it does not."""
    found, participle_of = readings(form)
    if not found:
        return ()
    if case is Case.ANY:
        both = (*known_terms(form, Case.SMALL), *known_terms(form, Case.CAPITAL))
        return tuple(dict.fromkeys(both))
    likely = found
    if len(found) > 1:
        likely = _likely({reading: n - _unlikely(*reading, case) for reading, n in found.items()})
    if form in AUXILIARIES:
        verbs = {reading: n for reading, n in found.items() if not reading[1]} or found
        nouns = [term(*reading) for reading in likely if reading[1] and case is Case.CAPITAL]
        return tuple(dict.fromkeys((*_terms(form, verbs, participle_of), *nouns)))  # Waren: both, it begins sentences
    if all(noun for _, noun in likely):
        return tuple(term(*reading) for reading in likely)
    return _terms(form, likely, participle_of)


def _unlikely(lemma: str, noun: bool, case: Case) -> float:
    """How unlikely it is that a word is written in this case if it is meant so, 20 × log10."""
    if case is Case.SMALL:
        return _SMALL_NOUN if noun else 0
    return 0 if noun else _CAPITAL_VERB if is_infinitive(lemma) else _CAPITAL_ADJECTIVE


def _likely(found: dict[tuple[str, bool], float]) -> dict[tuple[str, bool], float]:
    """The readings that are about as likely as the best, that one first."""
    least = max(found.values()) - _TOLERANCE
    return dict(sorted(((reading, n) for reading, n in found.items() if n >= least), key=lambda item: -item[1]))


def _terms(form: str, found: dict[tuple[str, bool], float], participle_of: set[str]) -> tuple[str, ...]:
    """The terms of the likely ones of these readings, of participles also those of their verbs."""
    participle_of = {verb for verb in participle_of if _weight(verb, False) >= _weight(form, False) - _OF_ITS_OWN}
    kept = list(_likely(found))
    if participle_of and (form[:-2], True) in found:
        kept += [(max(participle_of, key=lambda verb: _weight(verb, False)), False)]  # Angeboten, angeboten
    kept += [(lemma, not noun) for lemma, noun in kept if lemma == form and (lemma, not noun) in found]
    if form.endswith("nd") and is_adjective(form) and _weight(form, False) >= _OWN_ADJECTIVE:
        kept = [(form, False)]
    elif is_adjective(form):
        if participle_of and kept[0] == (form, False):
            kept.append((max(participle_of, key=lambda verb: _weight(verb, False)), False))
        if form.endswith("nd") or not participle_of:
            kept.append((form, False))
        elif len(kept) > 1:
            kept = [reading for reading in kept if reading != (form, False)]
    return tuple(dict.fromkeys(term(*reading) for reading in kept))


def term(lemma: str, noun: bool) -> str:
    """A lemma as a term; a verb is kept apart from a noun that is written like its infinitive (``laden``,
    ``Laden``)."""
    if not noun and is_infinitive(lemma) and dictionary().entry(lemma).noun:
        return lemma + "·"
    return lemma
