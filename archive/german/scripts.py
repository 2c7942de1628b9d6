"""Other scripts and other languages' diacritics in plain letters: ``erdoğan`` → ``erdogan``, ``шойгу`` → ``shoygu``."""

import re

from archive.german.morphology.guessing import terms

PLAIN = "≈"
"""Stands before the terms of a word in plain letters, so that they never equal terms of German words."""
_STRANGE = re.compile(r"[^\x00-\x7fäöü]")


def plain(form: str) -> str | None:
    """A folded word in the letters a to z, ä, ö, ü; None if it is written in them already."""
    if form.isascii() or not _STRANGE.search(form):
        return None
    from anyascii import anyascii

    return _STRANGE.sub(lambda found: anyascii(found[0]), form).lower().replace(" ", "")


def plain_terms(form: str) -> tuple[str, ...]:
    """The terms of a word in plain letters: the form itself and its German terms, each with ``PLAIN`` before it."""
    return tuple(dict.fromkeys(PLAIN + term for term in (form, *terms(form)) if form))
