"""What people write for a language → its code."""

import re
from functools import cache

_CODE = re.compile(r"([a-z]{2}|gsw|nds)(?:[-_][a-z0-9]{2,8})*")
_NAMED_IN = ("de", "en", "fr", "es", "it", "nl", "pl")  # languages in which a language may be named
_OWN_NAMES = {"plattdeutsch": "nds"}  # what CLDR does not know


def language_code(value: str) -> str | None:
    """``de-AT``, ``de_DE``, ``deu``, ``Deutsch``, ``German`` → ``de``; None for what is no language."""
    value = value.strip().casefold()
    match = _CODE.fullmatch(value)
    return match.group(1) if match else _names().get(value)


@cache
def _names() -> dict[str, str]:
    """Names and codes of three letters (ISO 639-2) → the code of two letters, where there is one; from CLDR."""
    from babel import Locale  # here, for only reading needs it, and a search would start later
    from babel.core import get_global

    names = {alias.casefold(): str(code) for alias, code in get_global("language_aliases").items()}
    for language in _NAMED_IN:
        names |= {name.casefold(): code for code, name in Locale(language).languages.items()}
    return {name: code for name, code in (names | _OWN_NAMES).items() if _CODE.fullmatch(code)}
