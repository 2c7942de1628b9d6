"""Countries named in a text, whatever their German inflection: one regular expression over all names of a language."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from archive.reading.data import table

_ENDINGS = ("e", "en", "er", "es", "em")
_ENOUGH = 150  # names; for some languages CLDR has a dozen
_SIBILANTS = ("s", "x", "z", "ß")
_UNINFLECTED = ("USA", "US", "UK", "U.S.", "VAE")
_ADJECTIVE = re.compile(r"\b([A-ZÄÖÜ]\w+?)(?:isch|ig)e\b(?= [A-ZÄÖÜ])")


def places(text: str, language: str | None) -> tuple[str, ...]:
    """The countries and territories that ``text`` names, under the German names that readers type, sorted.

    Names are sought in the article's own language (German if it is None), with capitals as written. Adjectives
    (``russisch``) and compounds (``US-Regierung``, ``Korea-Krieg``) name no place.
    """
    pattern, shown = _names(language if language and language != "gsw" else "de")
    found = {shown[name] for name in pattern.findall(text)}
    return tuple(sorted(value for value in found if value))


@cache
def _names(language: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """A pattern that finds every name, and the value that is shown for each form ("" for what is no place)."""
    from babel import Locale, UnknownLocaleError  # here, for only reading needs it, and a search would start later

    countries = table("countries")
    german = dict(Locale("de").territories)
    shown = {code: name for code, name in german.items() if code.isalpha() and code not in countries["left_out"]}
    shown |= countries["shown"]
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
    written |= dict.fromkeys(countries["decoys"], "")
    return re.compile(rf"(?:{_alternatives(written)})(?![\w]|-\w)"), written


def _forms(name: str, language: str) -> Iterator[str]:
    """A name in its spellings and, in German, its inflected forms: ``Chinas``, ``Vereinigten Staaten``."""
    if "’" in name:
        yield from _forms(name.replace("’", "'"), language)
    if language != "de":
        yield name
        return
    pattern = _ADJECTIVE.sub(lambda match: f"{match.group()[:-1]}+", name)
    for ending in _ENDINGS if "+" in pattern else ("",):
        form = pattern.replace("+", ending)
        yield form
        if form not in _UNINFLECTED and not form.endswith(_SIBILANTS):
            yield form + "s"
        elif form.endswith("ich"):
            yield form + "es"


def _alternatives(names: Iterable[str]) -> str:
    """A pattern for names in the shape of a trie, so that a position in the text is compared once and not with every
    name. The longest name wins. What may not precede a name is checked after its first letter, since ``re`` skips to
    the next possible first letter only if a pattern begins with letters."""
    tree: dict[str, Any] = {}
    for name in names:
        node = tree
        for char in name:
            node = node.setdefault(char, {})
        node[""] = {}
    first = {re.escape(char): _branch(after) for char, after in sorted(tree.items())}
    return "|".join(rf"{char}(?<![\w-]{char}){rest}" for char, rest in first.items())


def _branch(node: dict[str, Any]) -> str:
    children = [re.escape(char) + _branch(child) for char, child in sorted(node.items()) if char]
    if not children:
        return ""
    joined = children[0] if len(children) == 1 and "" not in node else f"(?:{'|'.join(children)})"
    return f"{joined}?" if "" in node else joined
