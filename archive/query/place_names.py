"""Countries' names in other languages → the German names that articles have as places, and those in English.

The names are CLDR's (Babel). They are read when a place is asked for that no article has.
"""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from archive.german import fold_value

# A reader of news in German types these: languages of Germany's neighbours, of agencies and of many newcomers.
_LANGUAGES = ("de", "en", "fr", "es", "it", "nl", "pl", "cs", "da", "tr", "ru", "uk")
# What news calls a country, where it is not CLDR's German name; the same as in reading/data/countries.toml.
SHOWN = {
    "US": "USA", "GB": "Großbritannien", "CI": "Elfenbeinküste", "CD": "DR Kongo", "CG": "Republik Kongo",
    "MD": "Moldau", "VA": "Vatikan", "HK": "Hongkong", "MO": "Macau", "PS": "Palästina", "TL": "Osttimor",
    "CV": "Kap Verde", "BN": "Brunei", "SU": "Sowjetunion", "DD": "DDR", "YU": "Jugoslawien", "CS": "Tschechoslowakei",
}  # fmt: skip


def german_names(place: str) -> tuple[str, ...]:
    """The German names of what a country is called in any of _LANGUAGES; empty if none calls any so."""
    asked = fold_value(place)
    codes = next((found for language in _LANGUAGES if (found := _codes(language).get(asked))), ())
    return tuple(SHOWN.get(code) or _territories("de")[code] for code in codes)


def english_name(place: str) -> str:
    """What a country or a large city is called in English, by its German name; any other name as it is."""
    return _english().get(fold_value(place), place)


@cache
def _english() -> Mapping[str, str]:
    """Folded German name → English name, of countries, and of the cities that CLDR names time zones by."""
    from babel import Locale

    german, english = _territories("de"), _territories("en")
    names = {
        SHOWN.get(code) or name: english[code] for code, name in german.items() if code.isalpha() and code in english
    }
    zones = Locale("de").time_zones, Locale("en").time_zones
    for zone, told in zones[0].items():
        own = zone.rpartition("/")[2].replace("_", " ")
        names.setdefault(told.get("city", own), zones[1].get(zone, {}).get("city", own))
    # Dependent territories and cities may share a name; a country's own name wins.
    return {fold_value(name): told for name, told in names.items()}


@cache
def _codes(language: str) -> Mapping[str, list[str]]:
    """Folded name → the codes of the countries that are called so."""
    codes: defaultdict[str, list[str]] = defaultdict(list)
    for code, name in _territories(language).items():
        if code.isalpha() and code in _territories("de"):
            codes[fold_value(name)].append(code)
    return codes


@cache
def _territories(language: str) -> Mapping[str, str]:
    from babel import Locale  # here, for only few questions need it, and a search would start later

    return dict(Locale(language).territories)
