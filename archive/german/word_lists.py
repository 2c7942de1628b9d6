"""The word lists in ``archive/german/data``: plain text, UTF-8, read when first asked for.

A line holds words or columns, parted by blanks. ``#`` begins a comment, which says what the lines below it are and
where they come from; a line in square brackets gives all lines up to the next such line their tags.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

_DATA = Path(__file__).with_name("data")  # importlib.resources takes longer to import than the lists to read


def rows(name: str) -> list[tuple[str, ...]]:
    """The lines of a file (``place_heads.txt``), each as its words or columns."""
    return [columns for _, columns in _tagged_rows(name)]


@cache
def pairs(name: str) -> dict[str, str]:
    """The lines of a file with two columns, from the first to the second."""
    return {columns[0]: columns[1] for columns in rows(name)}


@cache
def words(name: str) -> frozenset[str]:
    """All words of a file."""
    return frozenset(word for columns in rows(name) for word in columns)


def tagged_words(name: str, tag: str) -> frozenset[str]:
    """The words of a file that have this tag; none if there is no such file."""
    if not (_DATA / name).is_file():
        return frozenset()
    return frozenset(word for tags, columns in _tagged_rows(name) if tag in tags for word in columns)


def _tagged_rows(name: str) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    tags: tuple[str, ...] = ()
    for line in (_DATA / name).read_text("utf-8").splitlines():
        text = line.partition("#")[0].strip()
        if text.startswith("["):
            tags = tuple(text.strip("[]").split())
        elif text:
            yield tags, tuple(text.split())
