"""Draws German words as news has them: few words very often, and new ones without end.

The words and their frequencies are wordfreq's, the capitals of nouns simplemma's. What no list holds is made: compounds
of nouns with their linking element, words with hyphens, names of syllables, numbers, abbreviations. Their shares are
tuned so that the number of distinct words grows as in real articles (``growth`` in ``texts.py``).
"""

import random
from collections.abc import Callable, Sequence
from functools import cache
from itertools import accumulate
from typing import Final

Draw = random.Random

# Shares of all words, tuned on 15,000 articles of one newsroom (2005–2022): with these the texts have as many distinct
# words after 10,000 to 3,000,000 words as they do, within an eighth (tests/bench/test_texts.py has the counts).
COMPOUNDS = 0.015
HYPHENATED = 0.010
NAMES = 0.045
NUMBERS = 0.018
ABBREVIATIONS = 0.006
REPEATED = 0.28  # of a text's nouns, names and other made words: taken from what the text has had already

_LISTED = 120_000  # the most frequent words of wordfreq that are looked at
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzäöüß")
_FLATTER = 0.75  # the exponent of a noun's frequency in compounds: rare nouns make relatively more of them
_NAME_EXPONENT = 1.1  # of the Pareto distribution of ranks of names; smaller: more names that occur once
_MOST_NAMES = 10**9

_FIRST_NAMES = ["Anna", "Karin", "Sabine", "Ute", "Jana", "Monika", "Petra", "Leyla", "Olga", "Marie", "Hans", "Peter",
                "Jürgen", "Uwe", "Sergej", "Ahmed", "Lukas", "Björn", "Dieter", "Franz"]  # fmt: skip
_ONSETS = ["", "B", "Br", "D", "F", "G", "H", "J", "K", "Kl", "L", "M", "N", "P", "R", "S", "Sch", "St", "T", "W", "Z"]
_VOWELS = ["a", "e", "i", "o", "u", "ä", "ö", "ü", "ei", "au", "ie", "eu"]
_MIDDLES = ["l", "n", "r", "m", "s", "ck", "tt", "nd", "rk", "ll", "ch", "bb", "ff", "rt", "ns"]
_ENDS = ["er", "mann", "ow", "ski", "ing", "hardt", "ner", "sen", "ić", "eva", "ke", "le", "burg", "dorf", "hausen",
         "stedt", "heim", "bach", "in", "os"]  # fmt: skip
_WITH_S = ("ung", "heit", "keit", "schaft", "ion", "tät", "ling", "tum")


class Vocabulary:
    """The words that texts are made of; ``vocabulary()`` makes the one there is."""

    def __init__(self) -> None:
        words = _listed()
        nouns = [(word, frequency) for word, frequency in words if word[0].isupper() and len(word) > 3]
        self._nouns = [word for word, _ in nouns]
        self._noun_weights = list(accumulate(frequency**_FLATTER for _, frequency in nouns))
        makers: list[tuple[str | Callable[[Draw], str], float]] = [
            (self._compound, COMPOUNDS), (self._hyphenated, HYPHENATED), (name, NAMES), (_number, NUMBERS),
            (_abbreviation, ABBREVIATIONS),
        ]  # fmt: skip
        left = (1 - sum(share for _, share in makers)) / sum(frequency for _, frequency in words)
        drawn = [*makers, *((word, frequency * left) for word, frequency in words)]
        self._drawn = [word for word, _ in drawn]
        self._weights = list(accumulate(weight for _, weight in drawn))

    def words(self, draw: Draw, number: int) -> list[str]:
        """The words of one text, in no order that means anything."""
        found: list[str] = []
        telling: list[str] = []  # words that a text about something has again and again
        for word in draw.choices(self._drawn, cum_weights=self._weights, k=number):
            made = word if isinstance(word, str) else word(draw)
            if made[0].isupper() or not isinstance(word, str):
                if telling and draw.random() < REPEATED:
                    made = telling[int(draw.random() * len(telling))]
                else:
                    telling.append(made)
            found.append(made)
        return found

    def noun(self, draw: Draw) -> str:
        """A noun, in any inflection."""
        return draw.choices(self._nouns, cum_weights=self._noun_weights)[0]

    def _compound(self, draw: Draw) -> str:
        first, last = draw.choices(self._nouns, cum_weights=self._noun_weights, k=2)
        if draw.random() < 0.2:
            first += self._link(first) + self.noun(draw).lower()
        return first + self._link(first) + last.lower()

    def _hyphenated(self, draw: Draw) -> str:
        first = _abbreviation(draw) if draw.random() < 0.4 else self.noun(draw)
        return f"{first}-{self.noun(draw)}"

    @staticmethod
    def _link(modifier: str) -> str:
        if modifier.endswith(_WITH_S):
            return "s"
        return "n" if modifier.endswith("e") else ""


def name(draw: Draw) -> str:
    """A surname or a place; few of them often, and most of them once, as in news."""
    rank = min(int(draw.paretovariate(_NAME_EXPONENT)), _MOST_NAMES)
    rank, onset = divmod(rank * 7_919 + 5, len(_ONSETS))  # neighbouring ranks get names that are not alike
    rank, vowel = divmod(rank, len(_VOWELS))
    rank, end = divmod(rank, len(_ENDS))
    made = _ONSETS[onset] + _VOWELS[vowel]
    while rank:
        rank, middle = divmod(rank, len(_MIDDLES))
        rank, vowel = divmod(rank, len(_VOWELS))
        made += _MIDDLES[middle] + (_VOWELS[vowel] if rank else "")
    return (made + _ENDS[end]).capitalize()


def full_name(draw: Draw) -> str:
    """A person's first and last name."""
    return f"{draw.choice(_FIRST_NAMES)} {name(draw)}"


def _number(draw: Draw) -> str:
    kind = draw.random()
    if kind < 0.4:
        return str(draw.randint(1950, 2024))
    if kind < 0.6:
        return f"{draw.randint(0, 99)},{draw.randint(0, 9)}"
    if kind < 0.7:
        return f"{draw.randint(1, 999)}.{draw.randint(0, 999):03}"
    return str(int(draw.paretovariate(0.5)) % 1_000)


def _abbreviation(draw: Draw) -> str:
    letters = "ABCDEFGIKLMNPRSTUVW"
    length = draw.choice((2, 3, 3, 3, 4))
    return "".join(letters[min(int(draw.expovariate(0.25)), len(letters) - 1)] for _ in range(length))


def _listed() -> Sequence[tuple[str, float]]:
    """wordfreq's most frequent German words that simplemma knows, with their frequency; nouns with their capital."""
    import wordfreq
    from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

    lemmas = DefaultDictionaryFactory().get_dictionary("de")
    found = []
    for word in wordfreq.top_n_list("de", _LISTED, wordlist="large"):
        if not _LETTERS.issuperset(word) or len(word) < 2:
            continue
        frequency = wordfreq.word_frequency(word, "de", wordlist="large")
        capital = word.capitalize()
        is_noun, is_other = lemmas.get(capital) is not None, lemmas.get(word) is not None
        if is_noun and not is_other:
            found.append((capital, frequency))
        elif is_other:
            found.append((word, frequency))
    return found


vocabulary: Final = cache(Vocabulary)
