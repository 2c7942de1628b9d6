"""The persons, organisations and places that an article names."""

from typing import NamedTuple

from archive.reading.evidence.names import Mention, capitalised_words, free
from archive.reading.evidence.orgs import org_mentions
from archive.reading.evidence.persons import person_mentions
from archive.reading.evidence.places import is_city, is_country, places


class Entities(NamedTuple):
    """What an article names, each once: persons by full names and organisations in the text's order, places sorted."""

    persons: tuple[str, ...]
    orgs: tuple[str, ...]
    places: tuple[str, ...]


def entities(text: str, language: str | None) -> Entities:
    """Find what a text names.

    Persons and organisations are sought in German texts (or in those whose language is unknown) only. What is part of a
    person's or an organisation's name names no place (``Landgericht Schwerin``, ``Paris Hilton``).

    Args:
        text: title and text, cleaned.
        language: ISO 639-1.
    """
    if language not in (None, "de", "gsw"):
        return Entities((), (), places(text, language))
    words = capitalised_words(text)
    orgs = org_mentions(text, words, is_city)
    others = free(words, orgs)
    persons = person_mentions(text, others, is_country)
    surnames = {mention.value.rpartition(" ")[2] for mention in persons}
    named_after = {mention.value for mention in orgs if mention.value in surnames}
    return Entities(
        _values(persons),
        tuple(value for value in _values(orgs) if value not in named_after),
        places(text, language, free(others, persons), surnames),
    )


def _values(mentions: list[Mention]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(mention.value for mention in sorted(mentions, key=lambda mention: mention.start)))
