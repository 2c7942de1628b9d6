"""A German word that the dictionary does not know → its terms: lemmas of known words that it may belong to, and a stem.

The stem (``~`` stands before it, so that it never equals a lemma) joins unknown forms with one another; it loses more
letters than a lemma does, after Weissweiler and Fraser, "Developing a Stemmer for German Based on a Comparative
Analysis of Publicly Available Stemmers", 2017.
"""

import re
from functools import lru_cache

from archive.german.case import Case
from archive.german.morphology import tuning
from archive.german.morphology.closed_classes import first_two_letters, verb_beginnings
from archive.german.morphology.compounds import compound_terms, split
from archive.german.morphology.dictionary import dictionary
from archive.german.morphology.inflection import is_unexplained, known_terms, term
from archive.german.morphology.lemmas import adjective_of, is_adjective, is_infinitive, verbs_of

_VERB_ENDINGS = (
    "etest", "etet", "test", "tet", "eten", "ete", "ten", "te", "est", "et", "st", "end", "en", "n", "t", "e", "",
)  # fmt: skip
_PLAIN_VOWELS = str.maketrans("äöü", "aou")
_ADJECTIVE_LIKE = re.compile("(?:isch|lich|ig|haft|los|sam|bar|voll|[aeu]nd)(?:e[rsnm]?)?$|t(?:e[nm])$")
_LONGEST = 60  # letters; a longer word is its own and only term


def guessed_terms(form: str, case: Case = Case.ANY) -> tuple[str, ...]:
    """The terms of a folded word that the dictionary does not know, written in this case."""
    if not form.isalpha():
        return (form,)
    if len(form) < 4:
        return ("~" + form,)
    if form.endswith("hn") and (found := known_terms(form[:-1] + "en") or tuple(_as_verb(form[:-1] + "en"))):
        return (*found, "~" + stem(form))  # absehn
    found = tuple(_as_verb(form) or _as_adjective(form))
    if not found and (base := _genitive_of(form)):
        return tuple(dict.fromkeys((*terms(base, case), "~" + form)))
    if dictionary().entry(form).frequency >= tuning.FREQUENT_NAME_LEVEL and not _ADJECTIVE_LIKE.search(form):
        return (*found, "~" + form)  # frequent, and yet in no dictionary: a name or a foreign word
    return tuple(dict.fromkeys((*(found or _as_compound(form)), "~" + stem(form))))


@lru_cache(maxsize=tuning.WORDS_CACHED)
def terms(form: str, case: Case = Case.ANY) -> tuple[str, ...]:
    """The terms of any folded word that was written in this case, known to the dictionary or not."""
    if len(form) > _LONGEST:
        return (form,)
    found = known_terms(form, case)
    if not found:
        return guessed_terms(form, case)
    if (form in found or form + "s" in found) and (base := _genitive_of(form)):
        found = tuple(dict.fromkeys((*found, *terms(base, case))))  # Chinas is a lemma to simplemma
    if is_unexplained(form):
        found = (*found, "~" + form)
    if not any(dictionary().entry(lemma.rstrip("·")).frequency for lemma in found):
        found += tuple(dict.fromkeys("~" + stem(lemma.rstrip("·")) for lemma in found))  # rare: meets unknown forms
    return found


def _genitive_of(form: str) -> str | None:
    """The name that this is a genitive of: ``schoigus`` → ``schoigu``, but no such thing for ``paris``."""
    base = form[:-1]
    if not form.endswith("s") or len(base) < 3 or base[-1] in "szxß":
        return None
    entry = dictionary().entry
    own, of_base = entry(form), entry(base)
    if any(lemma.text != form for lemma in own.lemmas):
        return None
    if not own.frequency and not of_base.frequency:
        return base if not own.lemmas else None
    if of_base.lemmas and not any(lemma.noun for lemma in of_base.lemmas) and not is_unexplained(base):
        return None
    return base if of_base.frequency >= own.frequency + tuning.GENITIVE_EXCESS else None


def _as_verb(form: str) -> list[str]:
    """Terms of verbs: ``vorgedrängelt``, ``zurückwollest`` (a particle before a known form), ``kumulieret``."""
    for length in range(min(10, len(form) - 3), 1, -1) if form[:2] in first_two_letters() else ():
        prefix = form[:length]
        if prefix in verb_beginnings():
            rest = form[length:]
            for inner in (rest, rest[2:] if rest.startswith("zu") else "", rest[2:] if rest.startswith("ge") else ""):
                if len(inner) > 2 and (verbs := verbs_of(inner) or _verb_forms(inner)):
                    return [term(prefix + verb, False) for verb in verbs]
    return [term(verb, False) for verb in _verb_forms(form)]


@lru_cache(maxsize=tuning.PIECES_CACHED)
def _verb_forms(form: str) -> tuple[str, ...]:
    """Known verbs that this is an odd form of: ``schlügst`` (``schlüge``), ``vordrängele``, ``anschaun``."""
    if form.endswith(("hn", "un", "in")) and (verbs := verbs_of(form[:-1] + "en")):
        return verbs
    for ending in _VERB_ENDINGS:
        if not form.endswith(ending) or len(form) - len(ending) < 3:
            continue
        base = form[: len(form) - len(ending)]
        for infinitive in (base + "en", base + "n"):
            if is_infinitive(infinitive):
                return (infinitive,)
        if ending and (verbs := verbs_of(base) or verbs_of(base + "e") or verbs_of(base + "en")):
            return verbs
    return ()


_LOST_E = re.compile(r"(?<=[^aeiouäöün])n(?=(?:e[rsnm]?|er[a-z]*)$)")  # the n of verschrobner


def _as_adjective(form: str) -> list[str]:
    """Terms of adjectives: ``verschrobner`` (``verschrobener``), ``zahnkränkeren`` (a known end)."""
    if adjective := adjective_of(form):
        return [adjective]
    for ending in ("est", "st"):
        if form.endswith(ending) and is_adjective(form[: -len(ending)]):
            return [form[: -len(ending)]]
    whole = _LOST_E.sub("en", form)
    if whole != form and (adjective := adjective_of(whole)):
        return [adjective]
    for start, known in dictionary().endings(form):
        if start < len(form) - 4 and not all(is_noun for _, is_noun in known.lemmas):
            end = form[start:]
            adjective = adjective_of(end) or next((lemma for lemma in known_terms(end)[:1] if is_adjective(lemma)), "")
            if len(adjective) > 3:
                return [form[:start] + adjective]
    return []


def _as_compound(form: str) -> list[str]:
    """Terms of compounds: what stands before the head, and the lemma of the head."""
    pieces = split(form)
    if pieces:
        return list(compound_terms(pieces))
    for start, known in dictionary().endings(form):
        nouns = [lemma.text for lemma in known.lemmas if lemma.noun]
        if nouns and start > 2 and start < len(form) - 3:
            return [form[:start] + noun for noun in nouns]
    return []


def stem(form: str) -> str:
    """A folded word without ge-, endings and umlauts: ``klapperdrohnen`` → ``klapperdroh``."""
    cut = form.translate(_PLAIN_VOWELS)
    if cut.startswith("ge") and len(cut) > 6:
        cut = cut[2:]
    while len(cut) > 3:
        if len(cut) > 5 and cut.endswith(("em", "er", "nd")):
            cut = cut[:-2]
        elif cut[-1] in "ten" or (cut[-1] == "s" and cut[-2] not in "aiou"):  # Delos is no form of Delo
            cut = cut[:-1]
        else:
            break
    return cut
