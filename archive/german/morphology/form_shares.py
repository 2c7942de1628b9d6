"""How the occurrences of a lemma are shared among its forms: rough figures for German newspaper prose, and how strong
verbs change their vowel.

Only their order of magnitude matters: ``Fahrt`` is the noun, for the plural imperative of ``fahren`` is rare,
although the verb is the more frequent word.
"""

import re

_ADJECTIVE = {"": 0.2, "e": 0.25, "en": 0.25, "er": 0.1, "es": 0.06, "em": 0.04}
_NOUN = {"": 0.5, "s": 0.1, "es": 0.04, "e": 0.08, "n": 0.25, "en": 0.25}
_VERB = {
    "en": 0.3, "n": 0.3, "t": 0.15, "et": 0.15, "te": 0.08, "ete": 0.08, "ten": 0.05, "eten": 0.05, "e": 0.025, "":
    0.006,
    "end": 0.01, "nd": 0.01, "st": 0.008, "est": 0.008, "test": 0.001, "tet": 0.001,
}  # fmt: skip
_OTHER = 0.02
PAST, PARTICIPLE, PRESENT, RARE = 0.06, 0.12, 0.1, 0.002


def is_verb_like(lemma: str) -> bool:
    """Whether a lemma in small letters may be an infinitive."""
    return (len(lemma) > 3 and lemma.endswith(("en", "eln", "ern"))) or lemma in ("tun", "sein")


def verb_stem(infinitive: str) -> str:
    """``gehen`` → ``geh``, ``handeln`` → ``handel``."""
    return infinitive[:-2] if infinitive.endswith("en") else infinitive[:-1]


_LAST_VOWEL = re.compile(r"(?:au|[aeiouäöü])(?=[^aeiouäöü]*$)")
_CHANGED = {"a": ("ä",), "au": ("äu",), "e": ("i", "ie"), "o": ("ö",)}


def vowel(form: str) -> str:
    """The vowel of the last syllable but the ending -en: ``fielen`` → ``e`` of ``ie``."""
    found = _LAST_VOWEL.search(form.removesuffix("en"))
    return found[0] if found else ""


def changed_stems(stem: str) -> list[str]:
    """A verb's stem as its present tense may have it: ``fahr`` → ``fähr``, ``seh`` → ``sih``, ``sieh``."""
    found = _LAST_VOWEL.search(stem)
    if not found:
        return []
    return [stem[: found.start()] + other + stem[found.end() :] for other in _CHANGED.get(found[0], ())]


def share(form: str, lemma: str, noun: bool) -> float:
    """The part of a lemma's occurrences that has this form."""
    if noun:
        if form.startswith(lemma):
            return _NOUN.get(form[len(lemma) :], 0.2)
        return 0.2 if len(form) >= len(lemma) else RARE
    if is_verb_like(lemma):
        stem = verb_stem(lemma)
        if form.startswith(stem):
            return _VERB.get(form[len(stem) :], _OTHER)
        return _VERB["est"] if form.endswith("st") else 0.07
    if form.startswith(lemma):
        return _ADJECTIVE.get(form[len(lemma) :], _OTHER)
    return _OTHER
