"""Spellings in the archive that may be of one name: offered, never applied."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations

from archive.engines.base import Engine, WordMatch
from archive.german import analyzer
from archive.german.dictionary import dictionary
from archive.german.scripts import plain
from archive.suggesting import as_written

WORDS = 50_000  # the most frequent forms are looked at
_SHORTEST = 5  # letters; shorter names have too many neighbours
_MOST_ERRORS = 2
# Letters that transliterations exchange, longest first; after the Kölner Phonetik (Postel 1969), with what French and
# English make of Slavic names.
_SOUNDS = (
    ("schtsch", "8"), ("tsch", "8"), ("tch", "8"), ("sch", "8"), ("ch", "8"), ("sh", "8"), ("zh", "8"), ("ou", "u"),
    ("oi", "oy"), ("ai", "ay"), ("ei", "ay"), ("ph", "f"), ("th", "t"), ("ck", "k"), ("kh", "8"), ("j", "y"),
    ("i", "y"), ("w", "v"), ("f", "v"), ("z", "s"), ("c", "k"), ("q", "k"), ("x", "ks"), ("d", "t"), ("b", "p"),
    ("g", "k"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two spellings that may be of one name, the more frequent first, and the number of articles of each."""

    name: str
    other: str
    name_count: int
    other_count: int


def candidates(engine: Engine, known: Callable[[str], tuple[str, ...]], limit: int) -> list[Candidate]:
    """Pairs of capitalised words that no dictionary knows, that sound alike and differ by few letters.

    Args:
        known: the spellings that are known of a folded word; such pairs are left out.
    """
    counts = {word.text: word.count for word in engine.words(WordMatch("prefix", ""), WORDS)}
    found: list[Candidate] = []
    for one, other in _pairs(counts):
        first, second = sorted((one, other), key=lambda form: (-counts[form], form))
        if known(first) and second in {analyzer().word(name).form for name in known(first)}:
            continue
        names = as_written(first, engine), as_written(second, engine)
        if all(name[:1].isupper() for name in names):
            found.append(Candidate(*names, counts[first], counts[second]))
            if len(found) == limit:
                break
    return found


def _pairs(counts: dict[str, int]) -> Iterator[tuple[str, str]]:
    """Pairs of forms, those of the most frequent pairs first."""
    from rapidfuzz.distance import OSA

    groups: defaultdict[str, list[str]] = defaultdict(list)
    for form in counts:
        if len(form) >= _SHORTEST and form.isalpha() and not dictionary().entry(form).lemmas:
            groups[sound(form)].append(form)
    pairs = [pair for forms in groups.values() for pair in combinations(forms[:50], 2)]
    pairs.sort(key=lambda pair: (-min(counts[pair[0]], counts[pair[1]]), pair))
    for one, other in pairs:
        letters = [plain(form) or form for form in (one, other)]
        inflected = set(analyzer().word(one).terms) & set(analyzer().word(other).terms)
        if not inflected and OSA.distance(*letters) <= _MOST_ERRORS + len(one) // 4:
            yield one, other


def sound(form: str) -> str:
    """What a name sounds like, roughly: without vowels behind the first letter and without doubled letters."""
    text = plain(form) or form
    for letters, other in _SOUNDS:
        text = text.replace(letters, other)
    kept = text[:1] + "".join(letter for letter in text[1:] if letter not in "aeouyäöüh")
    return "".join(letter for place, letter in enumerate(kept) if kept[place - 1 : place] != letter)
