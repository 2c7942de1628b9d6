"""Wildcards (``Rak?ten*``) → what engines look up: a literal beginning and a regular expression over forms."""

import re

from archive.german.fold import fold

# How one written letter, or two, may stand in a form.
_FORMS = {"ae": "(?:ae|ä)", "oe": "(?:oe|ö)", "ue": "(?:ue|ü)"}
_PIECE = re.compile(r"ae|oe|ue|\?|.", re.DOTALL)


def pattern(wildcard: str) -> tuple[str, str]:
    """Translates a wildcard.

    Returns:
        What all forms that the wildcard matches begin with, and a regular expression for the whole form.

    ``*`` is any letters or none, ``?`` is one letter as it is written: an umlaut, or ß, which is ss in a form. However
    many stars it has, matching takes time in proportion to the form: what stands between two stars is looked for once,
    from the left, in an atomic group.
    """
    pieces = "".join(fold(wildcard).split()).split("*")
    prefix = "".join(re.findall(r"^(?:(?!ae|oe|ue|\?).)*", pieces[0]))
    first, *others = ["".join(map(_expression, _PIECE.findall(piece))) for piece in pieces]
    if not others:
        return prefix, first
    *between, last = others
    return prefix, first + "".join(f"(?>.*?{piece})" for piece in between if piece) + f".*{last}"


def _expression(piece: str) -> str:
    return "(?:.|ss)" if piece == "?" else _FORMS.get(piece) or re.escape(piece)


def literal(wildcard: str) -> str:
    """A text that all forms that a wildcard matches hold, with ``$`` behind it if they end with it; the longest."""
    pieces = "".join(fold(wildcard).split()).split("*")
    runs = [re.split("ae|oe|ue|\\?", piece) for piece in pieces]
    longest = max((run for piece in runs for run in piece), key=len)
    return f"{runs[-1][-1]}$" if len(runs[-1][-1]) >= min(3, len(longest)) and runs[-1][-1] else longest
