"""Spellings in the archive that may be of one name: offered, never applied."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from math import log, sqrt

from archive.engines.base import Engine, WordMatch
from archive.german import analyzer
from archive.german.morphology.dictionary import dictionary
from archive.german.scripts import plain
from archive.query.plan import Plan, Term

WORDS = 50_000  # the most frequent forms are looked at
PAIRS = 300  # of them, that sound alike, are compared by the words around them
_SHORTEST = 5  # letters; shorter names have too many neighbours
_LETTERS_AN_ERROR = 6  # of a name's sound
_ARTICLES, _REACH, _AROUND = 3, 8_000, 6  # articles of a form; characters of each; words to either side
# Letters that transliterations exchange, longest first; after the Kölner Phonetik (Postel 1969), with what French and
# English make of Slavic names. Unlike there, vowels are kept: without them too many names are alike.
_SOUNDS = (
    ("schtsch", "8"), ("tsch", "8"), ("tch", "8"), ("sch", "8"), ("ch", "8"), ("sh", "8"), ("zh", "8"), ("kh", "8"),
    ("ou", "u"), ("ph", "f"), ("th", "t"), ("ck", "k"), ("dh", "d"), ("j", "y"), ("i", "y"), ("w", "v"), ("f", "v"),
    ("z", "s"), ("c", "k"), ("q", "k"), ("x", "ks"), ("d", "t"), ("b", "p"), ("g", "k"), ("h", ""),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two spellings that may be of one name, the more frequent first, and the number of articles of each."""

    name: str
    other: str
    name_count: int
    other_count: int


def candidates(engine: Engine, known: Callable[[str], tuple[str, ...]], limit: int) -> list[Candidate]:
    """Pairs of capitalised words that no dictionary knows, that sound alike and stand among the same words, the
    likeliest first.

    Args:
        known: the spellings that are known of a folded word; such pairs are left out.
    """
    words = engine.words(WordMatch("prefix", ""), WORDS)
    counts = {word.text: word.count for word in words}
    seen = cache(lambda form: _surroundings(form, engine))
    rated: list[tuple[float, Candidate]] = []
    pairs = (pair for pair in _pairs(counts) if pair[2] not in {analyzer().word(name).form for name in known(pair[1])})
    for (errors, first, second), _ in zip(pairs, range(PAIRS), strict=False):
        (name, around), (other, around_other) = seen(first), seen(second)
        shared = _likeness(around, around_other, counts)
        # What sounds the same needs no further witness: the words around another script are of another language.
        if name[:1].isupper() and other[:1].isupper() and (shared or not errors):
            rated.append((shared - errors / 4, Candidate(name, other, counts[first], counts[second])))
    rated.sort(key=lambda pair: (-pair[0], -pair[1].other_count, pair[1].name, pair[1].other))
    return [candidate for _, candidate in rated[:limit]]


def _pairs(counts: dict[str, int]) -> Iterator[tuple[int, str, str]]:
    """Differences in sound, and two forms, the more frequent first; the closest and most frequent pairs first."""
    from rapidfuzz.distance import OSA

    groups: defaultdict[str, list[str]] = defaultdict(list)
    sounds: dict[str, str] = {}
    for form in counts:
        if len(form) < _SHORTEST or not form.isalpha() or dictionary().entry(form).lemmas:
            continue
        if form.endswith("s") and form[:-1] in counts:  # a genitive: its name is looked at
            continue
        sounds[form] = sound(form)
        groups["".join(letter for letter in sounds[form] if letter not in "aeouyäöü")].append(form)
    found: list[tuple[int, int, str, str]] = []
    for forms in groups.values():
        for pair in combinations(forms[:50], 2):
            one, other = sorted(pair, key=lambda form: (-counts[form], form))
            errors = OSA.distance(sounds[one], sounds[other])
            if errors <= min(len(sounds[one]), len(sounds[other])) // _LETTERS_AN_ERROR and not _found_anyway(*pair):
                found.append((errors, -counts[other], one, other))
    return ((errors, one, other) for errors, _, one, other in sorted(found))


def _found_anyway(one: str, other: str) -> bool:
    """Whether a question for the one finds the other without a list: an inflection, or only diacritics differ."""
    shared = set(analyzer().word(one).terms) & set(analyzer().word(other).terms)
    return bool(shared) or (plain(one) or one) == (plain(other) or other)


def _surroundings(form: str, engine: Engine) -> tuple[str, Counter[str]]:
    """A form as it is written in a few articles, and the forms of the words around it, each once an article."""
    written, around = form, Counter[str]()
    for field in ("body_forms", "title_forms"):
        hits = engine.search(Plan(Term(field, form), limit=_ARTICLES)).hits
        for article in engine.get([id for id, _ in hits]).values():
            text = article.text[:_REACH] if field == "body_forms" else article.title
            words = analyzer(article.language).words(text)
            places = [place for place, (_, word) in enumerate(words) if word.form == form]
            if places and written == form:
                written = words[places[0]][0].text
            near = (word for at in places for _, word in words[max(0, at - _AROUND) : at + _AROUND + 1])
            around.update({word.form for word in near if word.terms and word.form != form})
        if around:
            break
    return written, around


def _likeness(one: Counter[str], other: Counter[str], counts: dict[str, int]) -> float:
    """How much two sets of words have in common, 0 to 1: the cosine, rare words of the archive counting more."""
    most = 1 + max(counts.values(), default=0)

    def weight(words: Counter[str], form: str) -> float:
        return words[form] * log(most / counts.get(form, 1))

    both = sum(weight(one, form) * weight(other, form) for form in one.keys() & other.keys())
    sizes = [sqrt(sum(weight(words, form) ** 2 for form in words)) for words in (one, other)]
    return both / (sizes[0] * sizes[1]) if all(sizes) else 0.0


def sound(form: str) -> str:
    """What a name sounds like, roughly, without doubled letters."""
    text = plain(form) or form
    for letters, other in _SOUNDS:
        text = text.replace(letters, other)
    return "".join(letter for place, letter in enumerate(text) if text[place - 1 : place] != letter)
