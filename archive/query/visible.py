"""Text from outside without what cannot be seen: for reading it, and for showing it in an error."""

import re

_INVISIBLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b\u2028\u2029\ufeff\ud800-\udfff]")
_SHOWN = 40


def clean(text: str) -> str:
    """The text with a blank for each control character, line separator and half of a pair; places stay the same."""
    return _INVISIBLE.sub(" ", text)


def shown(text: str) -> str:
    """The text in quotes, on one line, short enough for a sentence."""
    line = " ".join(clean(text).split())
    return f'"{line[:_SHOWN]}…"' if len(line) > _SHOWN else f'"{line}"'
