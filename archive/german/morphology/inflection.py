"""A German word that the dictionary knows → its terms, which all forms of it share.

The dictionary gives a form one lemma for each way to write it. The rules here add missing readings (participles, past
tenses) and lead nominalised and declined participles back to the adjective. Of several readings those are kept
that are likely by the level of the lemma, the prior of the form, and the case in which the word is written
(``Folgen`` is of ``Folge``, ``folgen`` a verb).
"""

import math
from collections.abc import Callable
from functools import cache, lru_cache

from archive.german.case import Case
from archive.german.function_words import auxiliaries
from archive.german.morphology import tuning
from archive.german.morphology.dictionary import dictionary
from archive.german.morphology.form_priors import form_prior, is_verb_like, verb_stem
from archive.german.morphology.lemmas import (
    adjective_of,
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

Reading = tuple[str, bool]
"""What a form may be of: a folded lemma, and whether it is a noun."""


def _lemma_of_noun(lemma: str) -> Reading:
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
    excess = declined - frequency(adjective + "es")
    return excess > tuning.ABSTRACT_NOUN_EXCESS and declined > frequency(adjective + "en")


def _level(lemma: str, is_noun: bool) -> int:
    entry = dictionary().entry(lemma)
    return entry.noun if is_noun else entry.other


class _Readings:
    """The readings of one form, which the rules below add to.

    Attributes:
        form: the folded form.
        known: its readings in the dictionary.
        is_own_noun: whether the dictionary has the form as the lemma of a noun.
        likelihood: the level with which each reading is expected to occur in this form.
        participle_of: the verbs that the form may be a participle of.
    """

    def __init__(self, form: str) -> None:
        self.form = form
        self.known = dictionary().entry(form).lemmas
        self.is_own_noun = (form, True) in self.known
        self.likelihood: dict[Reading, float] = {}
        self.participle_of: set[str] = set()

    def add(self, lemma: str, is_noun: bool, prior: float, level: int = 0) -> None:
        """Adds a reading, or makes it likelier; ``level``: the least that the lemma is taken to have."""
        likely = max(level, _level(lemma, is_noun)) + 20 * math.log10(prior)
        self.likelihood[lemma, is_noun] = max(likely, self.likelihood.get((lemma, is_noun), -99.0))


def _lemmas_of_the_dictionary(readings: _Readings) -> None:
    """The dictionary's own readings, led back to adjectives: ``Jugendlicher`` → ``jugendlich``."""
    form = readings.form
    for lemma, is_noun in readings.known:
        text, noun, level = lemma, is_noun, _level(lemma, is_noun)
        if noun:
            text, noun = _lemma_of_noun(lemma)
        elif not is_infinitive(lemma):
            text = adjective_of(lemma) or lemma
        prior = form_prior(form, text, noun)
        if not noun and form.endswith("t") and is_infinitive(text) and is_plural_only(form, text):
            prior = tuning.RARE_PRIOR
        readings.add(text, noun, prior, level if text != lemma else 0)


def _noun_known_by_its_genitive(readings: _Readings) -> None:
    """A noun whose genitive alone is in the dictionary: ``Ungarn`` (``Ungarns``), there a form of ``Ungar`` only."""
    form = readings.form
    if readings.known and not readings.is_own_noun and (form, True) in dictionary().entry(form + "s").lemmas:
        readings.add(form, True, tuning.OWN_FORM_PRIOR)


def _infinitive(readings: _Readings) -> None:
    """The infinitive itself: ``heißen``, in the dictionary a form of ``heiß`` only."""
    form = readings.form
    if is_infinitive(form):
        readings.add(form, False, form_prior(form, form, False))


def _singular_past(readings: _Readings) -> None:
    """The singular of a strong past tense by its plural: ``stand`` (``standen``: ``stehen``)."""
    form = readings.form
    for verb in verbs_of(form + "en"):
        if verb != form + "en" and not verb.startswith(form):
            readings.add(verb, False, tuning.PAST_PRIOR)


def _first_person(readings: _Readings) -> None:
    """The infinitive less its -n: ``suche`` of ``suchen``."""
    form = readings.form
    if form.endswith("e") and is_infinitive(form + "n"):
        readings.add(form + "n", False, form_prior(form, form + "n", False))


def _third_person_by_the_second(readings: _Readings) -> None:
    """The third person of a strong verb by its second: ``fällt`` (``fällst``: ``fallen``)."""
    form = readings.form
    if form.endswith("t") and not readings.is_own_noun:
        for verb in verbs_of(form[:-1] + "st"):
            if not verb_stem(verb).endswith(("s", "z", "x")):
                readings.add(verb, False, tuning.PRESENT_PRIOR)


def _third_person(readings: _Readings) -> None:
    """The third person of a weak verb: ``macht``; of one that changes its vowel only the rare plural: ``fahrt``."""
    verb = readings.form[:-1] + "en"
    if readings.form.endswith("t") and is_infinitive(verb):
        readings.add(verb, False, tuning.RARE_PRIOR if dictionary().entry(verb).changes_vowel else tuning.PRESENT_PRIOR)


def _weak_participle(readings: _Readings) -> None:
    """A participle in -t: ``gefragt``, ``vorgedrängelt``."""
    if readings.form.endswith("t"):
        for verb in weak_participle(readings.form):
            readings.add(verb, False, tuning.PARTICIPLE_PRIOR)
            readings.participle_of.add(verb)


def _strong_participle(readings: _Readings) -> None:
    """A participle in -en, by its past tense or that of its verb: ``verloren`` (``verlor``), ``angeboten``."""
    form = readings.form
    if form.endswith("en") and not form.endswith("eten") and not is_infinitive(form):
        for verb in (*verbs_of(form[:-2]), *strong_participle(form)):
            if not verb.startswith(form[:-2]):
                readings.add(verb, False, tuning.PAST_PRIOR)
                readings.participle_of.add(verb)


def _prefixed_verbs(readings: _Readings) -> None:
    """A verb with a prefix that no rule before has found: ``bestanden`` (``standen``: ``stehen``)."""
    for verb in prefixed_verbs(readings.form):
        if (verb, False) not in readings.likelihood:
            readings.add(verb, False, tuning.PAST_PRIOR)


def _declined_participle(readings: _Readings) -> None:
    """A declined participle, in place of the verbs it is of: ``kommenden`` → ``kommend``, not ``kommen``."""
    form = readings.form
    participle = declined_participle(form)
    if not participle:
        return
    readings.add(participle, False, form_prior(form, participle, False))
    if participle.endswith("nd") or not any(form.startswith(verb_stem(verb)) for verb in verbs_of(form)):
        for lemma, is_noun in list(readings.likelihood):
            if not is_noun and lemma != form and is_infinitive(lemma):
                del readings.likelihood[lemma, is_noun]


def _verbs_without_a_strange_particle(readings: _Readings) -> None:
    """The plain verb in place of one with a particle that the form lacks: ``gegessen`` → ``essen``, in the dictionary
    ``weiteressen``."""
    form = readings.form
    if not readings.likelihood:
        return
    strange = [
        lemma for lemma, is_noun in readings.likelihood if not is_noun and is_verb_like(lemma) and lemma[:2] != form[:2]
    ]
    for lemma in strange:
        if plain := without_strange_particle(form, lemma):
            level = round(readings.likelihood.pop((lemma, False)))
            readings.add(plain, False, form_prior(form, plain, False), level)


def _participle_of_an_adjective(readings: _Readings) -> None:
    """All verbs found so far, where the form is an adjective or looks like a participle: ``gegessen`` of ``essen``."""
    if readings.likelihood and is_adjective(readings.form):
        readings.participle_of.update(
            lemma
            for lemma, is_noun in readings.likelihood
            if not is_noun and is_infinitive(lemma) and lemma != readings.form
        )


_RULES: tuple[tuple[Callable[[_Readings], None], str], ...] = (
    # Rules that only add, from what the dictionary says to what follows from other forms. Of readings that are equally
    # likely the one that was added first wins.
    (_lemmas_of_the_dictionary, ""),
    (_noun_known_by_its_genitive, ""),
    (_infinitive, "n"),
    (_singular_past, ""),
    (_first_person, "e"),
    (_third_person_by_the_second, "t"),
    (_third_person, "t"),
    (_weak_participle, "t"),
    (_strong_participle, "n"),
    # A rule that adds only what none before has found, because it guesses at a prefix.
    (_prefixed_verbs, ""),
    # Rules that replace readings: they must see all that were added. The participle comes first, for it may remove
    # the verb whose particle the next rule would take away.
    (_declined_participle, "enrsm"),
    (_verbs_without_a_strange_particle, ""),
    # A rule that looks at the verbs that are left.
    (_participle_of_an_adjective, ""),
)
"""Applied to each form one after another; a rule with letters only to forms that end in one of them."""


@cache
def _rules(letter: str) -> tuple[Callable[[_Readings], None], ...]:
    """The rules for forms that end in this letter."""
    return tuple(rule for rule, letters in _RULES if not letters or letter in letters)


@lru_cache(maxsize=tuning.WORDS_CACHED)
def readings(form: str) -> tuple[dict[Reading, float], set[str]]:
    """What a folded form may be.

    Returns:
        Each reading with the level it is expected to occur with in this form, in the order found; and the verbs that
        the form may be a participle of. Neither may be changed: the result is cached.
    """
    found = _Readings(form)
    for rule in _rules(form[-1:]):
        rule(found)
    return found.likelihood, found.participle_of


def is_unexplained(form: str) -> bool:
    """Whether a word is far more frequent than its lemmas let expect: a name that is written like a form
    (``Laschet``, of ``laschen``)."""
    found, _ = readings(form)
    return bool(found) and dictionary().entry(form).frequency > max(found.values()) + tuning.UNEXPLAINED_EXCESS


@lru_cache(maxsize=tuning.WORDS_CACHED)
def known_terms(form: str, case: Case = Case.ANY) -> tuple[str, ...]:
    """The terms of a folded word that the dictionary knows, written in this case; none if it does not know the word."""
    found, participle_of = readings(form)
    if not found:
        return ()
    if case is Case.ANY:
        both = (*known_terms(form, Case.SMALL), *known_terms(form, Case.CAPITAL))
        return tuple(dict.fromkeys(both))
    likely = found
    if len(found) > 1:
        likely = _likely({reading: n - _case_penalty(*reading, case) for reading, n in found.items()})
    if form in auxiliaries():
        verbs = {reading: n for reading, n in found.items() if not reading[1]} or found
        # Written with a capital it may be a noun (Waren) or a verb that begins a sentence: it has the terms of both.
        nouns = [term(*reading) for reading in likely if reading[1] and case is Case.CAPITAL]
        return tuple(dict.fromkeys((*_terms(form, verbs, participle_of), *nouns)))
    if all(noun for _, noun in likely):
        return tuple(term(*reading) for reading in likely)
    return _terms(form, likely, participle_of)


def _case_penalty(lemma: str, is_noun: bool, case: Case) -> float:
    """The level taken off a reading for how rarely it is written in this case."""
    if case is Case.SMALL:
        return tuning.SMALL_NOUN_PENALTY if is_noun else 0
    if is_noun:
        return 0
    return tuning.CAPITAL_VERB_PENALTY if is_infinitive(lemma) else tuning.CAPITAL_ADJECTIVE_PENALTY


def _likely(found: dict[Reading, float]) -> dict[Reading, float]:
    """The readings that are about as likely as the best, that one first."""
    least = max(found.values()) - tuning.READING_TOLERANCE
    return dict(sorted(((reading, n) for reading, n in found.items() if n >= least), key=lambda item: -item[1]))


def _terms(form: str, found: dict[Reading, float], participle_of: set[str]) -> tuple[str, ...]:
    """The terms of the likely ones of these readings, of participles also those of their verbs."""
    least = _level(form, False) - tuning.PARTICIPLE_EXCESS
    verbs = [verb for verb in sorted(participle_of) if _level(verb, False) >= least]
    verb = max(verbs, key=lambda verb: _level(verb, False), default=None)
    kept = list(_likely(found))
    if verb and (form[:-2], True) in found:
        kept.append((verb, False))  # Angeboten, angeboten
    kept += [(lemma, not noun) for lemma, noun in kept if lemma == form and (lemma, not noun) in found]
    if form.endswith("nd") and is_adjective(form) and _level(form, False) >= tuning.PARTICIPLE_AS_ADJECTIVE_LEVEL:
        kept = [(form, False)]
    elif is_adjective(form):
        if verb and kept[0] == (form, False):
            kept.append((verb, False))
        if form.endswith("nd") or not verb:
            kept.append((form, False))
        elif len(kept) > 1:
            kept = [reading for reading in kept if reading != (form, False)]
    return tuple(dict.fromkeys(term(*reading) for reading in kept))


def term(lemma: str, is_noun: bool) -> str:
    """A lemma as a term; a verb's ends in a dot if a noun is written like its infinitive (``laden``, ``Laden``)."""
    if not is_noun and is_infinitive(lemma) and dictionary().entry(lemma).noun:
        return lemma + "·"
    return lemma


def is_verb_term(term: str) -> bool:
    """Whether a German term is that of a verb which a noun may come from."""
    return term.endswith("·")
