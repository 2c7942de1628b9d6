"""Names in running text: its capitalised words, and lists of names that are sought among them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

# Every letter that is no small one of Latin-1: ranges are what "re" compares fastest; these spare the punctuation.
_CAPITALISED = re.compile(r"[A-ZÀ-ÖØ-ÞĀ-\u1fff\u2c00-\uffff](?<![\w-].)\w*(?:-\w+)*")
_ADJECTIVE = re.compile(r"\b([^\W\d_a-z]\w{2,}?)(?:e|er|es)(?= [^\W\d_a-z])")
_ADJECTIVE_ENDINGS = ("e", "en", "er", "es", "em")
_SIBILANTS = ("s", "x", "z", "ß")


class Word(NamedTuple):
    """A capitalised word or hyphenated compound (``Maier``, ``EU-Kommission``), and where it stands."""

    text: str
    start: int
    end: int


class Mention(NamedTuple):
    """A stretch of the text, and the value that is shown for it."""

    value: str
    start: int
    end: int


def capitalised_words(text: str) -> list[Word]:
    """The words of ``text`` that begin with a capital (or with a letter that has no case), in order."""
    return [Word(match[0], *match.span()) for match in _CAPITALISED.finditer(text)]


class Gazetteer:
    """Names of one or several words, found by their first word.

    Args:
        names: the name as it is written → the value that is shown for it.

    Attributes:
        first_words: what the names begin with, for a quick look.
    """

    def __init__(self, names: Mapping[str, str]) -> None:
        self._by_first: dict[str, list[tuple[str, str]]] = {}
        self.first_words: Mapping[str, object] = self._by_first
        for name, value in names.items():
            first = _CAPITALISED.match(name)
            if first:
                self._by_first.setdefault(first[0], []).append((name, value))
        for entries in self._by_first.values():
            entries.sort(key=lambda entry: -len(entry[0]))

    def __contains__(self, name: str) -> bool:
        return any(entry == name for entry, _ in self._by_first.get(name, ()))

    def at(self, text: str, word: Word) -> Mention | None:
        """The longest name that begins with ``word``; a part of a longer word is none."""
        for name, value in self._by_first.get(word.text, ()):
            end = word.start + len(name)
            if end == word.end or (text.startswith(name, word.start) and not continues(text, end)):
                return Mention(value, word.start, end)
        return None


def continues(text: str, end: int) -> bool:
    """Whether a word goes on at ``end``, maybe behind a hyphen."""
    following = text[end : end + 2]
    return following[:1].isalnum() or (following[:1] == "-" and following[1:].isalnum())


def inflected(name: str) -> Iterator[str]:
    """A German name in its cases: ``Europäischen Zentralbank``, ``Deutschen Bauernverbandes``, ``Nordkoreas``.

    Every ending is made for every name, since one that no case has is not written either.
    """
    pattern = _ADJECTIVE.sub(lambda match: f"{match[1]}+", name)
    for ending in _ADJECTIVE_ENDINGS if "+" in pattern else ("",):
        form = pattern.replace("+", ending)
        yield form
        if not form.endswith(_SIBILANTS):
            yield form + "s"
            if " " in form and form[-1] not in "aeiou":
                yield form + "es"
        elif form.endswith("ss"):
            yield form + "es"


def free(words: Iterable[Word], taken: Iterable[Mention]) -> list[Word]:
    """The words that lie in none of the mentions."""
    inside = {position for mention in taken for position in range(mention.start, mention.end)}
    return [word for word in words if word.start not in inside]
