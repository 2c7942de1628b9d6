"""What kind of lemma a known word is, and which verbs and adjectives it may be a form of."""

from functools import lru_cache

from archive.german.morphology import tuning
from archive.german.morphology.dictionary import dictionary
from archive.german.morphology.form_priors import changed_stems, is_verb_like, verb_stem

# Endings of declined and compared adjectives by their last letter; -en and -em alone are left out, for nouns and verbs
# have them too.
_ADJECTIVE_ENDINGS = {
    "n": ("esten", "sten", "eren"),
    "r": ("ester", "ster", "erer", "er"),
    "s": ("estes", "stes", "eres", "es"),
    "m": ("estem", "stem", "erem"),
    "e": ("este", "ste", "ere", "e"),
}


@lru_cache(maxsize=tuning.PIECES_CACHED)
def is_infinitive(lemma: str) -> bool:
    """Whether this folded word is a verb's lemma: it looks like one, and the dictionary has forms of it."""
    entry = dictionary().entry
    if not is_verb_like(lemma) or not entry(lemma).other:
        return False
    stem = verb_stem(lemma)
    return lemma in ("tun", "sein") or any(
        (lemma, False) in entry(stem + e).lemmas for e in ("e", "t", "te", "et", "st")
    )


@lru_cache(maxsize=tuning.PIECES_CACHED)
def verbs_of(form: str) -> tuple[str, ...]:
    """The verbs that this folded word may be a form of, as the dictionary has it."""
    lemmas = dictionary().entry(form).lemmas
    if not lemmas:
        return ()
    return tuple(text for text, is_noun in lemmas if not is_noun and is_infinitive(text))


@lru_cache(maxsize=tuning.PIECES_CACHED)
def _is_declined(word: str) -> bool:
    """Whether the dictionary has declined forms of this adjective."""
    entry = dictionary().entry
    if not entry(word).other:
        return False
    stem = word.removesuffix("e")
    return any((word, False) in entry(stem + ending).lemmas for ending in ("em", "es", "er"))


@lru_cache(maxsize=tuning.PIECES_CACHED)
def is_adjective(word: str) -> bool:
    """Whether this folded word is an adjective's lemma or a participle."""
    if len(word) < 3:
        return False
    if _is_declined(word):
        return True
    return word[-1] in "tn" and "ge" in word[:-3] and bool(verbs_of(word)) and not is_infinitive(word)


@lru_cache(maxsize=tuning.PIECES_CACHED)
def adjective_of(word: str) -> str | None:
    """The adjective that this folded word is a declined or compared form of; None if there is none."""
    for ending in _ADJECTIVE_ENDINGS.get(word[-1:], ()):
        if word.endswith(ending) and is_adjective(word[: -len(ending)]):
            return word[: -len(ending)]
    return None


@lru_cache(maxsize=tuning.PIECES_CACHED)
def changes_vowel(verb: str) -> bool:
    """Whether a verb's third person has another vowel than its infinitive (``fahren``, ``fährt``)."""
    return any(
        (verb, False) in dictionary().entry(stem + ending).lemmas
        for stem in changed_stems(verb_stem(verb))
        for ending in ("t", "st", "")
    )


def is_plural_only(form: str, verb: str) -> bool:
    """Whether a form in -t is a second person plural only, which hardly anybody writes: ``fahrt`` (the third person is
    ``fährt``), ``gelangt`` as a form of ``gelingen`` (``gelang``)."""
    return (form == verb_stem(verb) + "t" and changes_vowel(verb)) or verb in verbs_of(form[:-1])
