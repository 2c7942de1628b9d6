"""What people write for a language → its code."""

import re

_NAMES = {
    "deutsch": "de", "german": "de", "ger": "de", "deu": "de", "englisch": "en", "english": "en", "eng": "en",
    "französisch": "fr", "french": "fr", "français": "fr", "fra": "fr", "fre": "fr", "spanisch": "es", "spanish": "es",
    "español": "es", "spa": "es", "italienisch": "it", "italian": "it", "italiano": "it", "ita": "it",
    "niederländisch": "nl", "dutch": "nl", "nederlands": "nl", "nld": "nl", "polnisch": "pl", "polish": "pl",
    "polski": "pl", "russisch": "ru", "russian": "ru", "türkisch": "tr", "turkish": "tr", "dänisch": "da",
    "danish": "da", "schwedisch": "sv", "swedish": "sv", "portugiesisch": "pt", "portuguese": "pt", "ukrainisch": "uk",
    "ukrainian": "uk", "plattdeutsch": "nds", "schweizerdeutsch": "gsw", "luxemburgisch": "lb",
}  # fmt: skip
_CODE = re.compile(r"([a-z]{2}|gsw|nds)(?:[-_][a-z0-9]{2,8})*")


def language_code(value: str) -> str | None:
    """``de-AT``, ``de_DE``, ``Deutsch``, ``German`` → ``de``; None for what is no language."""
    value = value.strip().casefold()
    if value in _NAMES:
        return _NAMES[value]
    match = _CODE.fullmatch(value)
    return match.group(1) if match else None
