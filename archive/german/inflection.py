"""A German word that the dictionary knows → its terms, which all forms of it share.

The dictionary gives a form one lemma for each way to write it. Here missing readings are added (participles, past
tenses), nominalised and declined participles are led back to the adjective, and of several readings those are kept
that are likely by the frequency of the lemma and the share of its occurrences that the form has.
"""

import math
from functools import lru_cache

from archive.german.closed_classes import BEFORE_VERBS, PARTICLES
from archive.german.dictionary import dictionary
from archive.german.function_words import AUXILIARIES
from archive.german.shares import PARTICIPLE, PAST, PRESENT, RARE, changed_stems, is_verb_like, share, verb_stem, vowel

_OWN_ADJECTIVE = 60  # a present participle so frequent is an adjective: entscheidend
_UNEXPLAINED = 30  # how much more frequent a word must be than its lemmas let expect
_TOLERANCE = 9  # readings that are less likely than the best by this much (20 × log10) are dropped
_DECLENSION = ("e", "en", "er", "es", "em")
_COMPARISON = {
    "n": ("esten", "sten", "eren"),
    "r": ("ester", "ster", "erer", "er"),
    "s": ("estes", "stes", "eres", "es"),
    "m": ("estem", "stem", "erem"),
    "e": ("este", "ste", "ere", "e"),
}  # by last letter; -en and -em are left out, for nouns and verbs have them


@lru_cache(maxsize=1 << 16)
def is_infinitive(lemma: str) -> bool:
    """Whether this is a verb's lemma."""
    entry = dictionary().entry
    if not is_verb_like(lemma) or not entry(lemma).other:
        return False
    stem = verb_stem(lemma)
    return lemma in ("tun", "sein") or any(
        (lemma, False) in entry(stem + e).lemmas for e in ("e", "t", "te", "et", "st")
    )


@lru_cache(maxsize=1 << 16)
def verbs_of(form: str) -> tuple[str, ...]:
    """The verbs that this may be a form of."""
    return tuple(
        lemma.text for lemma in dictionary().entry(form).lemmas if not lemma.noun and is_infinitive(lemma.text)
    )


@lru_cache(maxsize=1 << 16)
def _is_declined(word: str) -> bool:
    """Whether the dictionary has declined forms of this adjective."""
    entry = dictionary().entry
    if not entry(word).other:
        return False
    stem = word.removesuffix("e")
    return any((word, False) in entry(stem + ending).lemmas for ending in ("em", "es", "er"))


@lru_cache(maxsize=1 << 16)
def is_adjective(word: str) -> bool:
    """Whether this is an adjective's lemma or a participle."""
    if len(word) < 3:
        return False
    if _is_declined(word):
        return True
    return word[-1] in "tn" and "ge" in word[:-3] and bool(verbs_of(word)) and not is_infinitive(word)


@lru_cache(maxsize=1 << 16)
def adjective_of(word: str) -> str | None:
    """The adjective that this is a declined or compared form of."""
    for ending in _COMPARISON.get(word[-1:], ()):
        if word.endswith(ending) and is_adjective(word[: -len(ending)]):
            return word[: -len(ending)]
    return None


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


@lru_cache(maxsize=1 << 12)
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
        if not noun and form.endswith("t") and is_infinitive(text) and _is_plural_only(form, text):
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
            add(verb, False, RARE if _changes_vowel(verb) else PRESENT)
        for verb in _weak_participle(form):
            add(verb, False, PARTICIPLE)
            participle_of.add(verb)
    elif form.endswith("en") and not form.endswith("eten") and not is_infinitive(form):
        for verb in (*verbs_of(form[:-2]), *_strong_participle(form)):
            if not verb.startswith(form[:-2]):
                add(verb, False, PAST)  # verloren: verlor
                participle_of.add(verb)
    for verb in prefixed_verbs(form):
        if (verb, False) not in found:
            add(verb, False, PAST)
    if declined := _declined_participle(form):
        add(declined, False, share(form, declined, False))
        if declined.endswith("nd") or not any(form.startswith(verb_stem(verb)) for verb in verbs_of(form)):
            for reading in list(found):
                if not reading[1] and reading[0] != form and is_infinitive(reading[0]):
                    del found[reading]
    for lemma in [lemma for lemma, noun in found if not noun and is_verb_like(lemma) and lemma[:2] != form[:2]]:
        if plain := _without_strange_particle(form, lemma):
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
def known_terms(form: str) -> tuple[str, ...]:
    """The terms of a folded word that the dictionary knows; none if it does not."""
    found, participle_of = readings(form)
    if not found:
        return ()
    if form in AUXILIARIES:
        found = {reading: likely for reading, likely in found.items() if not reading[1]} or found
    best = max(found.values())
    kept = [
        reading for reading, likely in sorted(found.items(), key=lambda item: -item[1]) if likely >= best - _TOLERANCE
    ]
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


@lru_cache(maxsize=1 << 16)
def _changes_vowel(verb: str) -> bool:
    """Whether a verb's third person has another vowel than its infinitive (``fahren``, ``fährt``)."""
    return any(
        (verb, False) in dictionary().entry(stem + ending).lemmas
        for stem in changed_stems(verb_stem(verb))
        for ending in ("t", "st", "")
    )


def _is_plural_only(form: str, verb: str) -> bool:
    """Whether a form in -t is of the second person plural, as hardly anybody writes: fahrt (he: fährt), gelangt
    (gelang)."""
    return (form == verb_stem(verb) + "t" and _changes_vowel(verb)) or verb in verbs_of(form[:-1])


_MIXED = ("acht", "annt", "andt", "usst")  # gebracht, genannt, gesandt, gewusst


def _weak_participle(form: str) -> list[str]:
    """The known verbs of a participle in -t: ``gefragt``, ``vorgedrängelt``, ``mitgebracht``."""
    found = []
    place = form.find("ge")
    while 0 <= place < len(form) - 4:
        before, rest = form[:place], form[place + 2 :]
        if not before or before in PARTICLES:
            stems = {rest[:-1], rest[:-2] if rest.endswith("et") else rest[:-1]}
            found += [verb for stem in sorted(stems) for e in ("en", "n") if is_infinitive(verb := before + stem + e)]
            if rest.endswith(_MIXED):
                found += verbs_of(before + rest + "e")
        place = form.find("ge", place + 1)
    return found


def _strong_participle(form: str) -> list[str]:
    """The known verbs of a participle in -en: ``angeboten`` (``boten``: ``bieten``)."""
    found: list[str] = []
    if vowel(form) in ("ä", "ü"):
        return found  # gesprächen (spräche): no participle in -en has the vowel of a subjunctive
    own = verbs_of(form)  # gewissen has none: it is no participle of wissen
    place = form.find("ge")
    while 0 <= place < len(form) - 4:
        before = form[:place]
        if not before or before in PARTICLES:
            rest = form[place + 2 :]
            found += [
                before + verb for verb in verbs_of(rest) if is_infinitive(before + verb) and (verb != rest or own)
            ]
        place = form.find("ge", place + 1)
    for length in range(2, min(8, len(form) - 3)):
        if form[:length] in BEFORE_VERBS:
            verbs = verbs_of("ge" + form[length:])
            found += [form[:length] + verb for verb in verbs if is_infinitive(form[:length] + verb)]
    return found


def prefixed_verbs(form: str) -> list[str]:
    """The known verbs with a prefix that this may be a form of: ``bestanden`` (``standen``: ``stehen``)."""
    found = []
    for length in range(2, min(8, len(form) - 2)):
        prefix = form[:length]
        if prefix in BEFORE_VERBS:
            rest = form[length:]
            found += [prefix + verb for verb in verbs_of(rest) if verb != rest and is_infinitive(prefix + verb)]
    return found


def _declined_participle(form: str) -> str | None:
    """The participle that this is a declined form of: ``kommenden`` → ``kommend``, ``gekaufte`` → ``gekauft``."""
    for ending in _DECLENSION:
        if form.endswith(ending) and len(form) - len(ending) > 3:
            participle = form[: -len(ending)]
            if participle.endswith("nd") and participle[:-1] in verbs_of(participle):
                return participle
            if participle[-1] in "tn" and is_adjective(participle) and verbs_of(participle):
                return participle
    return None


def _without_strange_particle(form: str, verb: str) -> str | None:
    """``essen`` for the form ``gegessen`` where the dictionary has ``weiteressen``."""
    for length in range(2, len(verb) - 3):
        if verb[:length] in PARTICLES and not form.startswith(verb[:length]) and is_infinitive(verb[length:]):
            return verb[length:]
    return None
