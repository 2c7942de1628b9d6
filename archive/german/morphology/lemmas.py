"""What kind of lemma a known word is, and which verbs and adjectives it may be a form of."""

from collections.abc import Callable
from functools import lru_cache

from archive.german.morphology import tuning
from archive.german.morphology.dictionary import Entry, dictionary
from archive.german.morphology.form_priors import verb_stem

# Endings of declined and compared adjectives by their last letter; -en and -em alone are left out, for nouns and verbs
# have them too.
_ADJECTIVE_ENDINGS = {
    "n": ("esten", "sten", "eren"),
    "r": ("ester", "ster", "erer", "er"),
    "s": ("estes", "stes", "eres", "es"),
    "m": ("estem", "stem", "erem"),
    "e": ("este", "ste", "ere", "e"),
}


def is_infinitive(lemma: str) -> bool:
    """Whether this folded word is a verb's lemma: it looks like one, and the dictionary has forms of it."""
    return dictionary().entry(lemma).infinitive


def verbs_of(form: str) -> tuple[str, ...]:
    """The verbs that this folded word may be a form of, as the dictionary has it."""
    return dictionary().entry(form).verbs


def is_adjective(word: str) -> bool:
    """Whether this folded word is an adjective's lemma or a participle."""
    return dictionary().entry(word).adjective


@lru_cache(maxsize=tuning.PIECES_CACHED)
def adjective_of(word: str) -> str | None:
    """The adjective that this folded word is a declined or compared form of; None if there is none."""
    return declined_adjective(word, dictionary().entry)


def declined_adjective(word: str, entry: Callable[[str], Entry]) -> str | None:
    """The same, by the entries of any dictionary."""
    for ending in _ADJECTIVE_ENDINGS.get(word[-1:], ()):
        if word.endswith(ending) and entry(word[: -len(ending)]).adjective:
            return word[: -len(ending)]
    return None


def is_plural_only(form: str, verb: str) -> bool:
    """Whether a form in -t is a second person plural only, which hardly anybody writes: ``fahrt`` (the third person is
    ``fährt``), ``gelangt`` as a form of ``gelingen`` (``gelang``)."""
    return (form == verb_stem(verb) + "t" and dictionary().entry(verb).changes_vowel) or verb in verbs_of(form[:-1])
