"""Form priors: which part of a lemma's occurrences has which of its forms, and how strong verbs change their vowel.

``Fahrt`` is the noun although ``fahren`` is the more frequent word, for its plural imperative is rare. Only the order
of magnitude of a prior matters.
"""

import re
from functools import cache

from archive.german.morphology import tuning
from archive.german.word_lists import rows


@cache
def _priors() -> dict[str, dict[str, float]]:
    """By word class (noun, verb, adjective) and ending."""
    found: dict[str, dict[str, float]] = {"noun": {}, "verb": {}, "adjective": {}}
    for word_class, ending, prior in rows("form_priors.txt"):
        found[word_class][ending.replace("-", "")] = float(prior)
    return found


def form_prior(form: str, lemma: str, is_noun: bool) -> float:
    """The part of a lemma's occurrences that has this form, above 0 and below 1; both folded."""
    priors = _priors()
    if is_noun:
        if form.startswith(lemma):
            return priors["noun"].get(form[len(lemma) :], tuning.OTHER_NOUN_PRIOR)
        return tuning.OTHER_NOUN_PRIOR if len(form) >= len(lemma) else tuning.RARE_PRIOR
    if is_verb_like(lemma):
        stem = verb_stem(lemma)
        if form.startswith(stem):
            return priors["verb"].get(form[len(stem) :], tuning.OTHER_ENDING_PRIOR)
        return priors["verb"]["est"] if form.endswith("st") else tuning.CHANGED_STEM_PRIOR
    if form.startswith(lemma):
        return priors["adjective"].get(form[len(lemma) :], tuning.OTHER_ENDING_PRIOR)
    return tuning.OTHER_ENDING_PRIOR


def is_verb_like(lemma: str) -> bool:
    """Whether a lemma in small letters may be an infinitive."""
    return (len(lemma) > 3 and lemma.endswith(("en", "eln", "ern"))) or lemma in ("tun", "sein")


def verb_stem(infinitive: str) -> str:
    """``gehen`` → ``geh``, ``handeln`` → ``handel``."""
    return infinitive[:-2] if infinitive.endswith("en") else infinitive[:-1]


_LAST_VOWEL = re.compile(r"(?:au|[aeiouäöü])(?=[^aeiouäöü]*$)")
_PRESENT_VOWELS = {"a": ("ä",), "au": ("äu",), "e": ("i", "ie"), "o": ("ö",)}


def vowel(form: str) -> str:
    """The vowel of the last syllable but the ending -en: ``fielen`` → ``e`` of ``ie``."""
    found = _LAST_VOWEL.search(form.removesuffix("en"))
    return found[0] if found else ""


def changed_stems(stem: str) -> list[str]:
    """A verb's stem as its present tense may have it: ``fahr`` → ``fähr``, ``seh`` → ``sih``, ``sieh``."""
    found = _LAST_VOWEL.search(stem)
    if not found:
        return []
    return [stem[: found.start()] + other + stem[found.end() :] for other in _PRESENT_VOWELS.get(found[0], ())]
