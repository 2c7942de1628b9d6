"""What the first letter of a German word tells: nouns are written with a capital, other words hardly ever."""

from enum import Enum


class Case(Enum):
    """How a word is written; ANY: in capitals throughout, or nobody knows."""

    ANY = "any"
    CAPITAL = "capital"
    SMALL = "small"


def case_of(written: str) -> Case:
    """The case of a word as it stands in a text."""
    if written.islower():
        return Case.SMALL
    return Case.CAPITAL if written[:1].isupper() and not written.isupper() else Case.ANY
