"""Wildcards: a pattern over forms."""

import re

from archive.german.fold import fold

# How one written letter, or two, may stand in a form.
_FORMS = {"ae": "(?:ae|ä)", "oe": "(?:oe|ö)", "ue": "(?:ue|ü)"}
_PIECE = re.compile(r"ae|oe|ue|\*|\?|.", re.DOTALL)


def pattern(wildcard: str) -> tuple[str, str]:
    """A wildcard (``Rak?ten``) → what all forms it matches begin with, and a regular expression for the whole form.

    ``*`` is any letters or none, ``?`` is one letter as it is written: an umlaut, or ß, which is ss in a form.
    """
    prefix, expression, literal = "", "", True
    for piece in _PIECE.findall(fold(wildcard)):
        if piece == "*":
            expression, literal = expression + ".*", False
        elif piece == "?":
            expression, literal = expression + "(?:ss|.)", False
        elif piece in _FORMS:
            expression, literal = expression + _FORMS[piece], False
        elif not piece.isspace():
            expression += re.escape(piece)
            prefix += piece if literal else ""
    return prefix, expression
