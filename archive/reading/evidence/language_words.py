"""Function words of German, its neighbours and the larger European languages, to tell languages apart in one pass."""

from functools import cache

from archive.german.function_words import telling_words

_LANGUAGES = (
    "de", "en", "fr", "es", "it", "pt", "nl", "af", "da", "sv", "no", "pl", "tr", "ru", "uk", "gsw", "nds", "lb",
)  # fmt: skip
"""ISO 639 codes; each language has a word list in ``archive/german/data/function_words``."""


@cache
def languages_by_word() -> dict[str, tuple[tuple[str, float], ...]]:
    """For each word in small letters the languages that have it, with its weight, which is shared among them.

    A word that many languages have tells little.
    """
    found: dict[str, list[str]] = {}
    for language in _LANGUAGES:
        for word in telling_words(language):
            found.setdefault(word, []).append(language)
    return {word: tuple((language, 1 / len(have)) for language in have) for word, have in found.items()}
