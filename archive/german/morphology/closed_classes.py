"""Closed classes of German words and pieces of words, all folded; each list is a file in ``archive/german/data``."""

from functools import cache

from archive.german.word_lists import pairs, words


def particles() -> frozenset[str]:
    """What may stand before a verb and be parted from it: ``an`` of ``ankommen``."""
    return words("verb_particles.txt")


@cache
def verb_beginnings() -> frozenset[str]:
    """What may stand before a verb, parted from it or not: particles, and prefixes as ``ver`` of ``verkaufen``."""
    return particles() | words("verb_prefixes.txt")


@cache
def first_two_letters() -> frozenset[str]:
    """Of everything in ``verb_beginnings``: most words begin otherwise, and are spared a look for the rest."""
    return frozenset(beginning[:2] for beginning in verb_beginnings())


@cache
def no_modifiers() -> frozenset[str]:
    """What may stand before a noun without making a compound; particles that do as nouns do (``Gegenoffensive``) are
    not among them."""
    return (verb_beginnings() | words("no_modifiers.txt")) - words("particles_as_modifiers.txt")


def no_heads() -> frozenset[str]:
    """Endings that are written like nouns but make derivations."""
    return words("no_heads.txt")


def short_heads() -> frozenset[str]:
    """Nouns of two or three letters that compounds end with."""
    return words("short_heads.txt")


def never_split() -> frozenset[str]:
    """Names of days, months, countries, regions and cities: compounds once, and none today."""
    return words("never_split.txt")


def place_heads() -> dict[str, str]:
    """Last parts of names, each with the plural that a name does not have: ``burg``, ``burgen``."""
    return pairs("place_heads.txt")
