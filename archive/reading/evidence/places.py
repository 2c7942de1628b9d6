"""Places named in a text, whatever their inflection: countries in its language; in German also regions, cities and
adjectives of countries."""

import re
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from archive.reading.data import table
from archive.reading.evidence.names import Gazetteer, Mention, Word, capitalised_words, inflected

_ENOUGH = 150  # names; for some languages CLDR has a dozen
_ADJECTIVE_END = re.compile(r"ische[nmrs]?(?![\w-])")
_ADJECTIVE = re.compile(r"[^\W\d_][\w-]*\Z")
_LONGEST_ADJECTIVE = 40
_LOOK_BACK = 60
# What stands before a place: a preposition, or what kind of place it is ("Hafenstadt", "Bundesstaat").
_PREPOSITIONS = frozenset({"in", "im", "aus", "nach", "bei", "um", "ab", "über", "gegen", "bis"})
_KINDS = (
    "stadt", "ort", "metropole", "gemeinde", "raum", "kreis", "region", "provinz", "bundesstaat", "insel",
    "dorf", "land",
)  # fmt: skip
_DATELINE_BEFORE = re.compile(r"(?:\A|\n)\s*\Z")
_DATELINE_AFTER = re.compile(r"(?:, [^\n()]{4,30})? ?(?:\([^()\n]{2,40}\) ?[-–—:.]|[-–—]{1,2} )")
_SENTENCE_START = re.compile(r"(?:\A|[.!?:;\n\"“”„»«(,–—-] ?)[^\W\d_a-z][\w-]* \Z")


class _Known(NamedTuple):
    """The places of a language.

    Attributes:
        names: every form → the value that is shown, "" for what is no place.
        cities: values that are no countries: a name beside another capitalised word gives them only with evidence.
        doubtful: forms that always need evidence.
        words: forms that are common words besides, and count after "in" alone.
    """

    names: Gazetteer
    cities: frozenset[str]
    doubtful: frozenset[str]
    words: frozenset[str]


def places(
    text: str, language: str | None, words: Sequence[Word] | None = None, surnames: Collection[str] = ()
) -> tuple[str, ...]:
    """The places that ``text`` names, under the German names that readers type, sorted.

    Countries and territories are sought in the article's own language (German if it is None), with capitals as written.
    A German text gives states, cantons, regions and cities as well, and the countries of adjectives
    (``nordkoreanische``). Names that mean something else too (``Essen``, ``Worms``) need evidence: a preposition, a
    dateline.
    Compounds (``US-Regierung``, ``Korea-Krieg``) name no place.

    Args:
        text: title and text.
        language: ISO 639-1.
        words: the text's capitalised words, without those of persons and organisations; by default all.
        surnames: of persons whom the text names in full; they are no places.
    """
    german = not language or language in ("de", "gsw")
    known = _known(language if language and not german else "de")
    first_words = known.names.first_words
    found: set[str] = set()
    end = 0
    for word in capitalised_words(text) if words is None else words:
        if word.text not in first_words or word.start < end:
            continue
        mention = known.names.at(text, word)
        if not mention:
            continue
        end = mention.end
        if german and (mention.value in surnames or not _is_placed(text, mention, known)):
            continue
        found.add(mention.value)
    if german:
        found |= set(_from_adjectives(text))
    return tuple(sorted(value for value in found if value))


def is_country(word: str) -> bool:
    """Whether a German word is the name of a country, in any case."""
    known = _known("de")
    mention = known.names.at(word, Word(word, 0, len(word)))
    return bool(mention and mention.value and mention.value not in known.cities)


def is_city(word: str) -> bool:
    """Whether a German word is the name of a city or region."""
    return word in _known("de").names


def _is_placed(text: str, mention: Mention, known: _Known) -> bool:
    """Whether the surroundings let a German name be a place's."""
    name = text[mention.start : mention.end]
    doubtful = name in known.doubtful or name in known.words
    if not doubtful and mention.value not in known.cities:
        return True
    before = text[max(0, mention.start - _LOOK_BACK) : mention.start]
    if _DATELINE_BEFORE.search(before) and _DATELINE_AFTER.match(text, mention.end):
        return True
    nearest = before.split(" ")[-4:-1] if before.endswith(" ") else []
    last = nearest[-1].lower() if nearest else ""
    if name in known.words:
        return last == "in" and not text[mention.end : mention.end + 2].strip().isdigit()
    if last in _PREPOSITIONS or last.endswith(_KINDS) or nearest[:2] == ["in", "der"] or nearest[-2:] == ["auf", "den"]:
        return True
    if doubtful:
        return False
    following = text[mention.end : mention.end + 2]
    if len(following) == 2 and following[0] == " " and following[1].isupper():
        # A genitive: "Berlins Bürgermeister"; else a part of a name: "London Bridge".
        return name.endswith("s") and name != mention.value
    beside_a_name = nearest and nearest[-1][:1].isupper() and nearest[-1][-1:].isalnum()
    return not beside_a_name or bool(_SENTENCE_START.search(before))


def _from_adjectives(text: str) -> Iterator[str]:
    """The countries of a German text's adjectives."""
    adjectives = _adjectives()
    for match in _ADJECTIVE_END.finditer(text):
        end = match.start() + len("isch")
        word = _ADJECTIVE.search(text, max(0, end - _LONGEST_ADJECTIVE), end)
        if word:
            for part in word[0].lower().split("-"):
                if part in adjectives:
                    yield adjectives[part]


@cache
def _adjectives() -> dict[str, str]:
    shown = _shown()
    return {adjective: shown[code] for adjective, code in table("country_adjectives")["adjectives"].items()}


@cache
def _shown() -> dict[str, str]:
    """The value that is shown for each country's code."""
    from babel import Locale  # here, for only reading needs it, and a search would start later

    countries = table("countries")
    german = dict(Locale("de").territories)
    shown: dict[str, str] = {
        code: name for code, name in german.items() if code.isalpha() and code not in countries["left_out"]
    }
    shown |= countries["shown"]
    return shown


@cache
def _known(language: str) -> _Known:
    from babel import Locale, UnknownLocaleError

    countries = table("countries")
    shown = _shown()
    german = dict(Locale("de").territories)
    try:
        own = german if language == "de" else dict(Locale.parse(language).territories)
    except (UnknownLocaleError, ValueError):
        own = {}
    if len(own) < _ENOUGH:  # CLDR does not know the language, or hardly
        own, language = german, "de"
    unwanted = countries["not_sought"].get(language, ())
    other = countries["names"].get(language, {})
    written: dict[str, str] = {}
    for code, names in (*((code, [name]) for code, name in own.items()), *other.items()):
        for name in names:
            if code in shown and name not in unwanted:
                written |= dict.fromkeys(_forms(name, language), shown[code])
    cities: dict[str, str] = {}
    doubtful: set[str] = set()
    common: set[str] = set()
    decoys = list(countries["decoys"])
    if language == "de":
        data = table("cities")
        for group in ("germany", "austria_switzerland", "world", "only_with_evidence", "only_after_in"):
            for name in _listed(data[group]):
                cities |= dict.fromkeys(_forms(name, "de"), name)
        for name, value in data["shown"].items():
            cities |= dict.fromkeys(_forms(name, "de"), value)
        doubtful = {form for name in _listed(data["only_with_evidence"]) for form in _forms(name, "de")}
        common = {form for name in _listed(data["only_after_in"]) for form in _forms(name, "de")}
        decoys += _listed(data["decoys"])
    values = frozenset(cities.values()) - frozenset(written.values())
    names = cities | written | dict.fromkeys(decoys, "")
    return _Known(Gazetteer(names), values, frozenset(doubtful), frozenset(common))


def _listed(names: str) -> list[str]:
    return [" ".join(name.split()) for name in names.split(",") if name.strip()]


def _forms(name: str, language: str) -> Iterator[str]:
    """A name in its spellings and, in German, its inflected forms: ``Chinas``, ``Vereinigten Staaten``."""
    if "’" in name:
        yield from _forms(name.replace("’", "'"), language)
    if language != "de" or name.isupper() or "." in name[:4]:
        yield name
        return
    yield from inflected(name)
    if name.endswith("ich"):
        yield name + "es"
