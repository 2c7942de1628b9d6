"""The forms of a generation, so that those like a misspelt word or a wildcard are found without reading all of them.

Two tables of the surface forms' file hold each form as it is and backwards, both in order. A form within one typing
error of a word shares its first or its second half, so that one of the tables gives it in one piece; within two errors,
one of its halves has one error at most (the pigeonhole principle of approximate matching, as in Navarro, "A Guided Tour
to Approximate String Matching", ACM Computing Surveys 2001).

Like all rows of that file, forms are only added: there may be some that no article holds any more.
"""

import re
import sqlite3
from collections.abc import Iterable, Iterator

from archive.query.plan import WordMatch

SCHEMA = """
CREATE TABLE IF NOT EXISTS form (text TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS form_backwards (text TEXT PRIMARY KEY) WITHOUT ROWID;
"""
TABLES = ("form", "form_backwards")
_LAST = "\U0010ffff"
_SHORT = 3  # letters: half a word that may have an error; shorter ones begin a good part of all forms
_TELLING = 3  # letters that all words of a pattern begin or end with, for which a table is worth a look


def add(db: sqlite3.Connection, forms: Iterable[str]) -> None:
    """Add forms. What is no valid Unicode (lone surrogates, which nobody types) is left out."""
    known = sorted(form for form in forms if form.isascii() or not _SURROGATE.search(form))
    db.executemany("INSERT OR IGNORE INTO form VALUES (?)", ((form,) for form in known))
    backwards = sorted(form[::-1] for form in known)
    db.executemany("INSERT OR IGNORE INTO form_backwards VALUES (?)", ((form,) for form in backwards))


_SURROGATE = re.compile("[\ud800-\udfff]")


def matching(db: sqlite3.Connection, match: WordMatch) -> list[str] | None:
    """The forms that match, each once; None where an engine knows them as quickly: words that are named, and those
    with a literal beginning.

    Args:
        match: of forms.

    Raises:
        sqlite3.Error: the file has no forms, or it cannot be read.
    """
    if match.of != "forms" or _SURROGATE.search(match.text + match.prefix):
        return None
    if match.how == "fuzzy":
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        near = list(dict.fromkeys(_candidates(db, match)))
        found = process.extract(match.text, near, scorer=OSA.distance, score_cutoff=match.distance, limit=None)
        return [word for word, _, _ in found]
    if match.how == "pattern" and len(match.prefix) < _TELLING:
        fits = re.compile(match.text).fullmatch
        return [form for form in _holding(db, match.literal) if fits(form)]
    return None


def _holding(db: sqlite3.Connection, literal: str) -> Iterator[str]:
    """The forms that hold a text; one that ends with ``$`` is the end of the form."""
    if literal.endswith("$") and len(literal) > _TELLING:
        yield from _beginning(db, "form_backwards", literal[-2::-1], 0, len(_LAST) << 20)
        return
    rows = db.execute("SELECT text FROM form WHERE instr(text, ?)", (literal.removesuffix("$"),))
    yield from (text for (text,) in rows)


def _candidates(db: sqlite3.Connection, match: WordMatch) -> Iterator[str]:
    """Forms among which are all that are at most ``match.distance`` edits away and begin with ``match.prefix``."""
    word, distance = match.text, match.distance
    least, most = len(word) - distance, len(word) + distance
    if match.prefix:
        yield from _beginning(db, "form", match.prefix, least, most)
        return
    middle = len(word) // 2
    if distance > 2 or middle < (_SHORT if distance == 2 else 1):
        rows = db.execute("SELECT text FROM form WHERE length(text) BETWEEN ? AND ?", (least, most))
        yield from (text for (text,) in rows)
        return
    swapped = word[: middle - 1] + word[middle] + word[middle - 1] + word[middle + 1 :]  # belongs to neither half
    for table, first, first_swapped in (
        ("form", word[:middle], swapped[:middle]),
        ("form_backwards", word[: middle - 1 : -1], swapped[: middle - 1 : -1]),
    ):
        beginnings = {first_swapped, *(_misspelt(db, table, first) if distance == 2 else (first,))}
        last = _LAST
        for beginning in sorted(beginnings):
            if not beginning.startswith(last):  # else it is among those of the beginning before
                yield from _beginning(db, table, beginning, least, most)
                last = beginning


def _misspelt(db: sqlite3.Connection, table: str, half: str) -> Iterator[str]:
    """What words of a table may begin with of which the first half is at most one edit away from ``half``."""
    yield half[:-1]  # whatever happened to its last letter
    for place in range(len(half) - 1):
        before, letter, behind = half[:place], half[place], half[place + 1 :]
        yield before + behind
        yield before + behind[0] + letter + behind[1:]
        for other in _next_letters(db, table, before):
            yield before + other + behind
            yield before + other + letter + behind


def _next_letters(db: sqlite3.Connection, table: str, beginning: str) -> Iterator[str]:
    """The letters that follow a beginning in the words of a table."""
    sought = beginning
    while True:
        row = db.execute(
            f"SELECT text FROM {table} WHERE text > ? AND text < ? LIMIT 1",  # noqa: S608 -- one of two names
            (sought, beginning + _LAST),
        ).fetchone()
        if row is None:
            return
        letter = row[0][len(beginning)]
        yield letter
        sought = beginning + letter + _LAST


def _beginning(db: sqlite3.Connection, table: str, beginning: str, least: int, most: int) -> Iterator[str]:
    """The forms of so many letters that begin, or end in ``form_backwards``, with a text."""
    rows = db.execute(
        f"SELECT text FROM {table} WHERE text >= ? AND text < ? AND length(text) BETWEEN ? AND ?",  # noqa: S608
        (beginning, beginning + _LAST, least, most),
    )
    yield from (text if table == "form" else text[::-1] for (text,) in rows)
