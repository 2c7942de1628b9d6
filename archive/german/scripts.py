"""Other scripts and other languages' diacritics in plain letters: ``erdoğan`` → ``erdogan``, ``шойгу`` → ``shoygu``."""

import re

from archive.german.morphology.guessing import terms

PLAIN = "≈"
"""Stands before terms that a word is found by in plain letters only, so that they never meet its own."""
_STRANGE = re.compile(r"[^\x00-\x7fäöü]")


def plain(form: str) -> str | None:
    """A folded word in plain letters, umlauts kept; None if it is written so."""
    if form.isascii() or not _STRANGE.search(form):
        return None
    from anyascii import anyascii

    return _STRANGE.sub(lambda found: anyascii(found[0]), form).lower().replace(" ", "")


def plain_terms(form: str) -> tuple[str, ...]:
    """What a word in plain letters is found by: itself and its terms, marked."""
    return tuple(dict.fromkeys(PLAIN + term for term in (form, *terms(form)) if form))
