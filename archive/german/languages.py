"""Languages other than German: their own Snowball stemmer, kept apart from German terms and from one another."""

from collections.abc import Callable

# ISO 639-1 code → Snowball's name of the algorithm.
_STEMMERS = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "el": "greek", "en": "english", "eo": "esperanto",
    "es": "spanish", "et": "estonian", "eu": "basque", "fa": "persian", "fi": "finnish", "fr": "french", "ga": "irish",
    "hi": "hindi", "hu": "hungarian", "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian",
    "ne": "nepali", "nl": "dutch", "no": "norwegian", "nb": "norwegian", "pl": "polish", "pt": "portuguese",
    "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi":
    "yiddish",
}  # fmt: skip

LANGUAGES = _STEMMERS.keys()
"""The languages with words of their own in an index, beside German."""


def stemmer(language: str) -> Callable[[str], str] | None:
    """The Snowball stemmer of a language (folded word → stem), None if there is none. Imports PyStemmer."""
    name = _STEMMERS.get(language)
    if name is None:
        return None
    import Stemmer

    if name not in Stemmer.algorithms():  # an older Snowball has fewer languages
        return None
    stem: Callable[[str], str] = Stemmer.Stemmer(name, 0).stemWord
    return stem
