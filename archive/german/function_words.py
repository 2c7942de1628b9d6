"""Words that carry grammar rather than meaning, by language.

``data/function_words`` has a file for each language, named by its ISO 639 code. Its words stand as they are written, in
sections with these tags:

- ``function``: has no terms of its own in an index; it is asked for only inside quotes.
- ``auxiliary``: a German auxiliary or modal verb; it has terms as any verb has, but hardly anybody asks for it.
- ``telling``: so frequent that ``archive.reading`` tells languages apart by it.
"""

from functools import cache

from archive.german.word_lists import tagged_words


@cache
def function_words(language: str) -> frozenset[str]:
    """The words of a language that have no terms, case-folded; none for a language without such a list."""
    return _folded(language, "function")


@cache
def auxiliaries() -> frozenset[str]:
    """German auxiliary and modal verbs, case-folded."""
    return _folded("de", "auxiliary")


def telling_words(language: str) -> frozenset[str]:
    """The words that tell a language from others, in small letters as they are written (``daß``)."""
    return tagged_words(f"function_words/{language}.txt", "telling")


def _folded(language: str, tag: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in tagged_words(f"function_words/{language}.txt", tag))
