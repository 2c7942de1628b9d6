"""What was asked: the tree a question is parsed to, before anything is known of the archive or of German."""

from collections.abc import Iterator
from typing import Literal, TypeAlias

from msgspec import Struct

from archive.query.boolean import And as And
from archive.query.boolean import Not as Not
from archive.query.boolean import Or as Or

WordField = Literal["title", "text"]
WORD_FIELDS: tuple[WordField, ...] = ("title", "text")

# The contract's name of each field of whole values, by everything that may be typed for it.
VALUE_FIELDS = {
    "source": "source", "quelle": "source", "agency": "agency", "agentur": "agency",
    "author": "author", "autor": "author", "section": "section", "ressort": "section",
    "place": "place", "ort": "place", "person": "person", "org": "org", "organisation": "org",
    "keyword": "keyword", "schlagwort": "keyword",
    "folder": "folder", "ordner": "folder", "language": "language", "sprache": "language",
    "format": "format", "year": "year", "jahr": "year", "month": "month", "monat": "month", "id": "id",
}  # fmt: skip

# The fields of whole values of which an article has one at most.
SINGLE_FIELDS = ("source", "section", "folder", "language", "format", "year", "month")


class Word(Struct, frozen=True):
    """A bare word, in any inflection. ``start`` is its place in the question, so that a suggestion can mend it."""

    text: str
    start: int = 0
    field: WordField | None = None


class Phrase(Struct, frozen=True):
    """Quoted: exactly these forms in this order. One word: exactly this form. ``text`` is what stood in the quotes."""

    text: str
    field: WordField | None = None


class Near(Struct, frozen=True):
    """Quoted with ``~N``: these forms in any order, the last at most ``distance`` positions after the first."""

    text: str
    distance: int
    field: WordField | None = None


class Wildcard(Struct, frozen=True):
    """A pattern over forms: ``*`` is any letters, ``?`` is one."""

    pattern: str
    field: WordField | None = None


class Fuzzy(Struct, frozen=True):
    """A word with at most ``distance`` (1 or 2) typing errors."""

    text: str
    distance: int
    start: int = 0
    field: WordField | None = None


class Value(Struct, frozen=True):
    """A value of a field; ``value`` "" means that the field has none. ``field`` is a value of VALUE_FIELDS. Where there
    is no such whole value, one that holds the words of ``value`` will do, unless it is ``whole``: a filter's."""

    field: str
    value: str
    whole: bool = False


class Days(Struct, frozen=True):
    """Articles whose date (or day first seen) overlaps ``low`` to ``high``, in seconds since 1970; None is open."""

    field: Literal["date", "added"]
    low: int | None
    high: int | None


class Within(Struct, frozen=True):
    """Articles whose date lies wholly from ``low`` to ``high``, in seconds since 1970; None is open."""

    low: int | None
    high: int | None


class Undated(Struct, frozen=True):
    """Articles without a date."""


class Everything(Struct, frozen=True):
    """All articles: the empty question."""


class Nothing(Struct, frozen=True):
    """No article: a question of nothing but punctuation."""


Node: TypeAlias = (
    Word | Phrase | Near | Wildcard | Fuzzy | Value | Days | Within | Undated | Everything | Nothing
    | And["Node"] | Or["Node"] | Not["Node"]
)  # fmt: skip


def conditions(node: Node) -> tuple[Node, ...]:
    """The conditions that nested conjunctions consist of, one by one."""
    return tuple(one for child in node.nodes for one in conditions(child)) if isinstance(node, And) else (node,)


def words(node: Node) -> Iterator[Word]:
    """The bare words of a question that are not negated, in order."""
    match node:
        case And(nodes) | Or(nodes):
            for child in nodes:
                yield from words(child)
        case Word():
            yield node
