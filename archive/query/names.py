"""Spellings of one name, as ``names.toml`` lists them."""

from collections.abc import Collection, Iterable
from unicodedata import normalize

from archive.german.fold import fold


class Names:
    """A look-up of spellings that belong to one name.

    Args:
        entries: the spellings of a name, each; entries that share a spelling are of one name.
    """

    def __init__(self, entries: Iterable[Collection[str]]) -> None:
        self._groups: dict[str, set[str]] = {}
        for entry in entries:
            keys = {key for spelling in entry for key in _keys(fold(spelling))}
            group = set(entry).union(*(self._groups.get(key, ()) for key in keys))
            for spelling in group:
                self._groups.update(dict.fromkeys(_keys(fold(spelling)), group))

    def variants(self, form: str) -> tuple[str, ...]:
        """Return the other spellings of a folded word: of a genitive (``shoigus``) those of the name, of a word with
        hyphens (``shoigu-besuch``) that word with one piece spelled otherwise."""
        found = self._groups.get(form) or self._groups.get(form.removesuffix("s"), set())
        if not found and "-" in form:
            pieces = form.split("-")
            return tuple(
                "-".join((*pieces[:place], spelling, *pieces[place + 1 :]))
                for place, piece in enumerate(pieces)
                for spelling in sorted(self._groups.get(piece, ()))
                if fold(spelling) != piece and " " not in spelling
            )
        return tuple(sorted(spelling for spelling in found if fold(spelling) != form))


def _keys(form: str) -> set[str]:
    """A folded spelling, and the same without diacritics (``choïgou``, ``choigou``), umlauts kept."""
    if form.isascii():
        return {form}
    letters = (letter if letter in "äöü" else normalize("NFD", letter)[0] for letter in form)
    return {form, "".join(letters)}
