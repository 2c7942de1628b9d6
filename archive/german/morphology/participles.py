"""Participles and verbs with prefixes → the known verbs they are forms of."""

from archive.german.morphology.closed_classes import first_two_letters, particles, verb_beginnings
from archive.german.morphology.form_priors import vowel
from archive.german.morphology.lemmas import is_adjective, is_infinitive, verbs_of

_ADJECTIVE_ENDINGS = ("e", "en", "er", "es", "em")
_MIXED_ENDINGS = ("acht", "annt", "andt", "usst")  # gebracht, genannt, gesandt, gewusst


def weak_participle(form: str) -> list[str]:
    """The known verbs of a participle in -t: ``gefragt``, ``vorgedrängelt``, ``mitgebracht``."""
    found = []
    place = form.find("ge")
    while 0 <= place < len(form) - 4:
        before, rest = form[:place], form[place + 2 :]
        if not before or before in particles():
            stems = {rest[:-1], rest[:-2] if rest.endswith("et") else rest[:-1]}
            found += [verb for stem in sorted(stems) for e in ("en", "n") if is_infinitive(verb := before + stem + e)]
            if rest.endswith(_MIXED_ENDINGS):
                found += verbs_of(before + rest + "e")
        place = form.find("ge", place + 1)
    return found


def strong_participle(form: str) -> list[str]:
    """The known verbs of a participle in -en: ``angeboten`` (``boten``: ``bieten``)."""
    found: list[str] = []
    if vowel(form) in ("ä", "ü"):
        return found  # gesprächen (spräche): no participle in -en has the vowel of a subjunctive
    own = verbs_of(form)  # gewissen has none: it is no participle of wissen
    place = form.find("ge")
    while 0 <= place < len(form) - 4:
        before = form[:place]
        if not before or before in particles():
            rest = form[place + 2 :]
            found += [
                before + verb for verb in verbs_of(rest) if is_infinitive(before + verb) and (verb != rest or own)
            ]
        place = form.find("ge", place + 1)
    beginnings = verb_beginnings() if form[:2] in first_two_letters() else ()
    for length in range(2, min(8, len(form) - 3)) if beginnings else ():
        if form[:length] in beginnings:
            verbs = verbs_of("ge" + form[length:])
            found += [form[:length] + verb for verb in verbs if is_infinitive(form[:length] + verb)]
    return found


def prefixed_verbs(form: str) -> list[str]:
    """The known verbs with a prefix that this may be a form of: ``bestanden`` (``standen``: ``stehen``)."""
    found: list[str] = []
    if form[:2] not in first_two_letters():
        return found
    beginnings = verb_beginnings()
    for length in range(2, min(8, len(form) - 2)):
        prefix = form[:length]
        if prefix in beginnings:
            rest = form[length:]
            found += [prefix + verb for verb in verbs_of(rest) if verb != rest and is_infinitive(prefix + verb)]
    return found


def declined_participle(form: str) -> str | None:
    """The participle that this is a declined form of: ``kommenden`` → ``kommend``, ``gekaufte`` → ``gekauft``."""
    for ending in _ADJECTIVE_ENDINGS:
        if form.endswith(ending) and len(form) - len(ending) > 3:
            participle = form[: -len(ending)]
            if participle.endswith("nd") and participle[:-1] in verbs_of(participle):
                return participle
            if participle[-1] in "tn" and is_adjective(participle) and verbs_of(participle):
                return participle
    return None


def without_strange_particle(form: str, verb: str) -> str | None:
    """``essen`` for the form ``gegessen`` where the dictionary has ``weiteressen``."""
    for length in range(2, len(verb) - 3):
        if verb[:length] in particles() and not form.startswith(verb[:length]) and is_infinitive(verb[length:]):
            return verb[length:]
    return None
