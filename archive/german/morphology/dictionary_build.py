"""Builds the dictionary's files: joins simplemma's lemmas with wordfreq's frequencies, counts, and scores.

``python -m archive.german.morphology.dictionary_build`` (``make dictionary``) writes what ``dictionary.py`` looks up.
That takes two minutes and two libraries that nobody needs afterwards, so the files are part of the package;
``tests/german/test_dictionary.py`` builds them again and compares. What frequent forms become is worked out at last, by
the rules that analyse any word, which ask the dictionary.
"""

import gc
import math
from array import array
from collections import defaultdict
from collections.abc import Collection
from functools import cache, lru_cache
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

from archive.german.case import Case
from archive.german.fold import fold
from archive.german.morphology import tuning
from archive.german.morphology.closed_classes import no_heads, no_modifiers
from archive.german.morphology.compound_scores import LINKS, adjective_head_score, modifier_score, noun_head_score
from archive.german.morphology.dictionary import (
    ACRONYM,
    ADJECTIVE,
    ANY,
    CAPITAL,
    CHANGES_VOWEL,
    FOLDER,
    FORMS,
    INFINITIVE,
    KEYS,
    LEMMA,
    LISTS,
    NOUN,
    OWN_NOUN,
    PARTS,
    RECORD,
    RECORDS,
    SMALL,
    SOURCES,
    VERB,
    Entry,
    Lemma,
    dictionary,
)
from archive.german.morphology.form_priors import changed_stems, form_prior, is_verb_like, verb_stem, vowel
from archive.german.morphology.terms import worked_out_parts, worked_out_terms

Reading = tuple[str, bool]
"""A lemma, folded, and whether it is a noun."""

_ENTRIES_KEPT = 100_000
_BYTE = 256
_UNKNOWN = Entry()


def write(folder: Path) -> None:
    """Write the dictionary's files: keys, records, and what they were made of; of forms, none yet."""
    from marisa_trie import BytesTrie, Trie

    collects = gc.isenabled()
    gc.disable()  # millions of small objects, none of them in a cycle: a third of the time
    try:
        packed = records()
        keys = Trie(packed)
        offsets = array("I", bytes(4 * len(keys)))
        places: dict[bytes, int] = {}  # equal records are stored once
        blob = bytearray()
        for key in sorted(packed):
            record = packed[key]
            place = places.get(record)
            if place is None:
                place = places[record] = len(blob)
                blob += record
            offsets[keys[key]] = place
    finally:
        if collects:
            gc.enable()
    keys.save(str(folder / KEYS))
    BytesTrie([]).save(str(folder / FORMS))
    (folder / RECORDS).write_bytes(len(offsets).to_bytes(4, "little") + offsets.tobytes() + blob)
    digest = blake2b((folder / KEYS).read_bytes() + (folder / RECORDS).read_bytes(), digest_size=16).hexdigest()
    lines = [f"{name} {version(name)}" for name in ("simplemma", "wordfreq")]
    comment = "# Made by `make dictionary`: of which versions, and the BLAKE2b of keys and records."
    (folder / SOURCES).write_text("\n".join((comment, *lines, f"digest {digest}", "")), "utf-8")


def write_forms(folder: Path) -> None:
    """Write what the frequent forms become by the dictionary that this process looks up, which ``write`` has made."""
    from marisa_trie import BytesTrie, Trie

    forms = sorted(filter(is_frequent, Trie().mmap(str(folder / KEYS)).keys()))
    BytesTrie([(form, packed) for form in forms if (packed := packed_form(form))]).save(str(folder / FORMS))


def is_frequent(form: str) -> bool:
    """Whether a form has lemmas, and wordfreq knows it: others are not worth the space."""
    entry = dictionary().entry(form)
    return bool(entry.lemmas and entry.frequency)


def packed_form(form: str) -> bytes:
    """What a form becomes, packed as ``dictionary.py`` says; empty if it is too much for a record."""
    lists = {
        SMALL: worked_out_terms(form, Case.SMALL),
        CAPITAL: worked_out_terms(form, Case.CAPITAL),
        ANY: worked_out_terms(form, Case.ANY),
        PARTS: worked_out_parts(form),
    }
    packed = [
        b"".join(
            bytes((len(form) - common, len(added))) + added
            for word in lists[which]
            for common in [_common(form, word)]
            for added in [word[common:].encode()]
        )
        for which in range(LISTS)
    ]
    sizes = list(map(len, packed))
    return bytes(sizes) + b"".join(packed) if max(sizes) < _BYTE else b""


def records() -> dict[str, bytes]:
    """Every folded key of the dictionary with its record, packed as ``dictionary.py`` says."""
    entries = _Entries()
    return {key: _packed(key, entries) for key in sorted(entries.keys)}  # neighbours share lemmas


class _Entries:
    """The entries of the dictionary that is built, but for their scores.

    Attributes:
        keys: all folded forms that anything is known of.
    """

    def __init__(self) -> None:
        self._frequencies = _frequencies()
        self._readings, self._acronyms = _readings()
        _add_strong_presents(self._readings)
        self._levels = _levels(self._readings, self._frequencies)
        nouns = {lemma for lemma, noun in self._levels if noun and (lemma, True) in self._readings.get(lemma, ())}
        self._beginnings, self._endings = _beginnings(nouns, self._levels), _endings(nouns, self._levels)
        self._own_nouns = {form for form, found in self._readings.items() if (form, True) in found}
        lemmas = {lemma for lemma, noun in self._levels if not noun}
        self._infinitives = {lemma for lemma in lemmas if _is_infinitive(lemma, self._readings)}
        self._adjectives = {lemma for lemma in lemmas if _is_declined(lemma, self._readings)}
        self._adjectives.update(form for form in self._readings if self._is_participle(form))
        self._changing = {verb for verb in self._infinitives if _changes_vowel(verb, self._readings)}
        self.keys: set[str] = set().union(
            self._frequencies, self._readings, (lemma for lemma, _ in self._levels), self._beginnings, self._endings
        )
        self.entry = lru_cache(maxsize=_ENTRIES_KEPT)(self._entry)

    def _is_participle(self, form: str) -> bool:
        """Whether a form of a verb looks like a past participle."""
        return (
            form[-1] in "tn"
            and "ge" in form[:-3]
            and form not in self._infinitives
            and any(not noun and lemma in self._infinitives for lemma, noun in self._readings[form])
        )

    def _entry(self, form: str) -> Entry:
        """What is known of a form, without scores."""
        if form not in self.keys:
            return _UNKNOWN
        lemmas = _in_order(form, self._readings.get(form, ()))
        verbs = [lemma for lemma, noun in lemmas if not noun and lemma in self._infinitives]
        return Entry(
            frequency=self._frequencies.get(form, 0),
            lemmas=tuple(lemmas),
            verbs=tuple(verbs),
            noun=self._levels.get((form, True), 0),
            other=self._levels.get((form, False), 0),
            beginning=self._beginnings.get(form, 0),
            ending=self._endings.get(form, 0),
            acronym=form in self._acronyms,
            own_noun=form in self._own_nouns,
            infinitive=form in self._infinitives,
            adjective=len(form) > 2 and form in self._adjectives,
            changes_vowel=form in self._changing,
        )


def _packed(key: str, entries: _Entries) -> bytes:
    """The record of a key, with its scores."""
    entry = entries.entry(key)
    kinds = {
        ACRONYM: entry.acronym,
        OWN_NOUN: entry.own_noun,
        INFINITIVE: entry.infinitive,
        ADJECTIVE: entry.adjective,
        CHANGES_VOWEL: entry.changes_vowel,
    }
    record = RECORD.pack(
        modifier_score(key, entries.entry),
        sum(flag for flag, has in kinds.items() if has),
        entry.noun,
        noun_head_score(key, entries.entry),
        adjective_head_score(key, entries.entry),
        entry.frequency,
        entry.other,
        entry.beginning,
        entry.ending,
        len(entry.lemmas),
    )
    return record + b"".join(
        LEMMA.pack(NOUN if noun else VERB if lemma in entry.verbs else 0, len(key) - common, len(added)) + added
        for lemma, noun in entry.lemmas
        for common in [_common(key, lemma)]
        for added in [lemma[common:].encode()]
    )


def _in_order(form: str, found: Collection[Reading]) -> list[Lemma]:
    """The lemmas of a form: first those of the word class that more of them have, then other classes than nouns, then
    those that are most like the form."""
    if len(found) == 1:
        return [Lemma(*reading) for reading in found]
    classes: dict[bool, list[tuple[int, str]]] = {False: [], True: []}
    for lemma, noun in found:
        classes[noun].append((len(form) - _common(form, lemma), lemma))
    return [
        Lemma(lemma, noun)
        for noun in sorted(classes, key=lambda noun: -len(classes[noun]))
        for _, lemma in sorted(classes[noun])
    ]


def _is_infinitive(lemma: str, readings: dict[str, list[Reading]]) -> bool:
    """Whether a lemma of no noun is a verb's: it looks like one, and has a verb's forms."""
    stem = verb_stem(lemma)
    return is_verb_like(lemma) and (
        lemma in ("tun", "sein")
        or any((lemma, False) in readings.get(stem + e, ()) for e in ("e", "t", "te", "et", "st"))
    )


def _is_declined(lemma: str, readings: dict[str, list[Reading]]) -> bool:
    """Whether a lemma of no noun has the forms of an adjective."""
    stem = lemma.removesuffix("e")
    return any((lemma, False) in readings.get(stem + ending, ()) for ending in ("em", "es", "er"))


def _changes_vowel(verb: str, readings: dict[str, list[Reading]]) -> bool:
    """Whether a verb's third person has another vowel than its infinitive."""
    return any(
        (verb, False) in readings.get(stem + ending, ())
        for stem in changed_stems(verb_stem(verb))
        for ending in ("t", "st", "")
    )


def _frequencies() -> dict[str, int]:
    """The level of each folded form that wordfreq knows (Zipf frequency × 20), 1 to 180."""
    from wordfreq import get_frequency_list

    found: dict[str, int] = {}
    for centibels, words in enumerate(get_frequency_list("de", "large")):
        for word in words:
            found.setdefault(fold(word), max(1, (900 - centibels) // 5))
    return found


def _readings() -> tuple[dict[str, list[Reading]], set[str]]:
    """Lemmas by folded form, and the forms that are written in capitals only."""
    from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

    dictionary = DefaultDictionaryFactory().get_dictionary("de")
    found: dict[str, list[Reading]] = {}
    acronyms = set()
    folded: dict[str, Reading] = {}
    for word, lemma in dictionary.items():
        form, reading = fold(word), folded.get(lemma)
        if reading is None:
            reading = folded[lemma] = (fold(lemma), lemma[:1].isupper())
        if word[1:2].isupper():
            acronyms.add(form)
        known = found.get(form)
        if known is None:
            found[form] = [reading]
        elif reading not in known:
            known.append(reading)
    return found, acronyms


def _add_strong_presents(readings: dict[str, list[Reading]]) -> None:
    """Gives ``fällt`` the lemma ``fallen`` also: simplemma has one lemma for a form, and sometimes the rarer one.

    A verb is strong if its past tense (``fiel``, ``fielen``) has another vowel; its present tense may change a, au,
    e, o.
    """
    for form, found in readings.items():
        if form.endswith("en") and all(noun for _, noun in found):  # fanden, to simplemma a plural of Fand
            past = readings.get(form[:-2], ())
            found += [
                (verb, noun) for verb, noun in past if not noun and is_verb_like(verb) and vowel(verb) != vowel(form)
            ]
        elif form.endswith("t") and len(found) == 1 and not found[0][1] and found[0][0] != form[:-1] + "en":
            verb = form[:-1] + "en"  # gehört, to simplemma of hören only
            if (verb, False) in readings.get(verb, ()) and (verb, False) in readings.get(form[:-1] + "te", ()):
                found.append((verb, False))
    strong = set()
    for form, found in readings.items():
        if form.endswith("en") and len(found) == 1 and not found[0][1]:
            verb = found[0][0]
            if is_verb_like(verb) and form != verb and readings.get(form[:-2]) == found and vowel(form) != vowel(verb):
                strong.add(verb)
    for verb in strong:
        for stem in changed_stems(verb_stem(verb)):
            for form in (stem + "t", stem + "st"):
                if form in readings and (verb, False) not in readings[form]:
                    readings[form].append((verb, False))


def _common(one: str, other: str) -> int:
    """The number of letters that both begin with."""
    if other.startswith(one):
        return len(one)
    if one.startswith(other):
        return len(other)
    return next(
        (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


def _levels(readings: dict[str, list[Reading]], frequencies: dict[str, int]) -> dict[Reading, int]:
    """How frequent each lemma is, as a level from 1 to 255.

    First by the forms that have one reading only: their occurrences, divided by the part of the lemma's occurrences
    that they stand for. Then by what the other readings leave of an ambiguous form's occurrences (``Suche`` of
    ``suche``, far too frequent for a verb).
    """
    seen: defaultdict[Reading, float] = defaultdict(float)  # occurrences in 1,000 million words
    priors: defaultdict[Reading, float] = defaultdict(float)
    ambiguous = []
    for form, found in readings.items():
        frequency = frequencies.get(form)
        adjective = _adjective(form, found)
        if len(found) > 1 and not adjective:
            ambiguous.append((form, found, 10 ** (frequency / 20) if frequency else 0.0))
        elif frequency:
            reading = adjective or found[0]
            seen[reading] += 10 ** (frequency / 20)
            priors[reading] += form_prior(form, *reading)
        else:
            seen[adjective or found[0]] += 0
    amounts = {reading: amount / (priors[reading] + tuning.UNSEEN_PRIOR) for reading, amount in seen.items()}
    for reading, amount in _left_to_ambiguous(ambiguous, amounts).items():
        amounts[reading] = max(amounts.get(reading, 0), amount)
    return {
        reading: min(255, max(1, round(20 * math.log10(amount + tuning.UNKNOWN_OCCURRENCES))))
        for reading, amount in amounts.items()
    }


def _left_to_ambiguous(
    ambiguous: list[tuple[str, list[Reading], float]], amounts: dict[Reading, float]
) -> dict[Reading, float]:
    """Occurrences of lemmas by ambiguous forms: by what their other readings leave of each form's occurrences.

    Args:
        ambiguous: forms, their readings, and their occurrences.
        amounts: occurrences of lemmas by their unambiguous forms.
    """
    left: defaultdict[Reading, float] = defaultdict(float)
    for form, found, amount in ambiguous:
        if not amount:
            for reading in found:
                left[reading] += 0
            continue
        priors = [form_prior(form, *reading) for reading in found]
        expected = [prior * amounts.get(reading, 0) for prior, reading in zip(priors, found, strict=True)]
        for reading, prior, own in zip(found, priors, expected, strict=True):
            if not reading[1] and reading in amounts:
                continue
            others = sum(expected) - own
            plainly = others < amount * tuning.EXPLAINED_PART
            rest = amount - others if plainly else amount / tuning.DOUBTED_PART
            left[reading] = max(left[reading], rest / max(prior, tuning.UNSEEN_PRIOR))
    return left


def _adjective(form: str, found: list[Reading]) -> Reading | None:
    """The adjective of a form that no noun but the adjective as a noun can have (``neues``, ``das Neue``)."""
    if not form.endswith(("es", "er", "em")):
        return None
    others = [reading for reading in found if not reading[1]]
    if len(others) != 1 or not form.startswith(others[0][0]) or is_verb_like(others[0][0]):
        return None
    adjective = others[0][0]
    return others[0] if all(lemma.startswith(adjective) and lemma != form for lemma, noun in found if noun) else None


def _beginnings(nouns: set[str], levels: dict[Reading, int]) -> dict[str, int]:
    """Beginnings of nouns and how many nouns continue each with a noun that is not too rare for its length."""
    heads = {
        noun for noun in nouns if len(noun) > 2 and levels[noun, True] >= tuning.COMMON_HEAD_LEVEL[min(len(noun), 4)]
    }
    counts: dict[str, int] = defaultdict(int)
    for noun in nouns:
        for place in range(2, len(noun) - 2):
            if noun[place:] in heads:
                counts[noun[:place]] += 1
    return {beginning: count for beginning, count in counts.items() if count > 1}


def _endings(nouns: set[str], levels: dict[Reading, int]) -> dict[str, int]:
    """Nouns that other nouns end with, and in how many percent of these another noun stands before them.

    That tells words that compounds are made with (``sucht``: ``drogensucht``) from chance (``eile``: ``vorteile``).
    Particles tell nothing, as they stand before both, and neither do words with a suffix (``-schaft`` of ``haft``).
    """
    skipped = no_modifiers()
    suffixes = no_heads()

    @cache
    def may_stand_before(beginning: str) -> bool:
        return any(
            len(base) > 2 and base in nouns and levels[base, True] >= tuning.COMMON_MODIFIER_LEVEL
            for link in ("", *LINKS)
            if beginning.endswith(link) and (base := beginning[: len(beginning) - len(link)])
        ) or (len(beginning) > 3 and levels.get((beginning + "e", True), 0) >= tuning.COMMON_MODIFIER_LEVEL)

    compounds: dict[str, int] = defaultdict(int)
    all_words: dict[str, int] = defaultdict(int)
    for noun in nouns:
        suffix = max((len(noun) - place for place in range(len(noun)) if noun[place:] in suffixes), default=0)
        for place in range(2, len(noun) - max(2, suffix - 1)):
            if noun[place:] in nouns and noun[:place] not in skipped:
                all_words[noun[place:]] += 1
                compounds[noun[place:]] += may_stand_before(noun[:place])
    prior, weight = tuning.ENDING_PRIOR, tuning.ENDING_PRIOR_WEIGHT
    return {
        ending: max(1, round(100 * (compounds[ending] + prior * weight) / (count + weight)))
        for ending, count in all_words.items()
        if count > 1
    }


if __name__ == "__main__":
    write(FOLDER)
    write_forms(FOLDER)
