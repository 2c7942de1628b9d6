"""The plan: what every engine can run. Leaves name an index field and ready words; nothing needs German any more."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from archive.query.boolean import And as And
from archive.query.boolean import Not as Not
from archive.query.boolean import Or as Or

Kind = Literal["exact", "inflection", "spelling", "name", "synonym", "compound", "fuzzy", "wildcard"]
Sort = Literal["relevance", "newest", "oldest"]

KINDS: tuple[Kind, ...] = ("exact", "inflection", "spelling", "name", "synonym", "compound", "fuzzy", "wildcard")
SORTS: tuple[Sort, ...] = ("relevance", "newest", "oldest")

# Fields of words, blank-joined: terms, forms, terms of the parts of compounds; ``lead``: terms of a true title and of
# the first words of the text, where an article says what it is about. Terms and forms have positions.
WORDS = ("title", "body", "title_forms", "body_forms", "title_parts", "body_parts", "lead")
POSITIONS = ("title", "body", "title_forms", "body_forms")
# Fields of whole values, folded; an article without a value has the one value "".
VALUES = ("year", "month", "source", "agency", "author", "section", "place", "keyword", "folder", "language", "format",
          "cluster")  # fmt: skip
# Fields of seconds since 1970, signed; an undated article has no date_from and no date_until.
SECONDS = ("date_from", "date_until", "added")


@dataclass(frozen=True, slots=True)
class Term:
    """Articles whose ``field`` (of WORDS, VALUES or ``id``) holds ``text``: a word, or a value or id folded by
    ``fold_value``. Scored by BM25 times ``weight`` in WORDS, else by 0. ``kind``: how the word explains a match."""

    field: str
    text: str
    weight: float = 1.0
    kind: Kind = "exact"


@dataclass(frozen=True, slots=True)
class Phrase:
    """Articles whose ``field`` (of POSITIONS) holds these words in a row. ``kind``: as in Term."""

    field: str
    words: tuple[str, ...]
    weight: float = 1.0
    kind: Kind = "exact"


@dataclass(frozen=True, slots=True)
class Near:
    """Articles whose ``field`` (of POSITIONS) holds these words in any order, the last at most ``distance`` positions
    after the first. A word that is asked twice must stand twice. ``kind``: as in Term."""

    field: str
    words: tuple[str, ...]
    distance: int
    weight: float = 1.0
    kind: Kind = "exact"


@dataclass(frozen=True, slots=True)
class Range:
    """Articles whose ``field`` (of SECONDS) lies from ``low`` to ``high``, both inclusive; None is open. Scores 0."""

    field: str
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class All:
    """Every article; scores 0."""


@dataclass(frozen=True, slots=True)
class Best:
    """Articles in any node; the best score counts: for words that say the same. Empty: no article."""

    nodes: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Boosted:
    """Articles in ``node``; those that are in ``by`` too score what they score there besides."""

    node: "Node"
    by: "Node"


@dataclass(frozen=True, slots=True)
class Constant:
    """Articles in ``node``; each scores ``score``, whatever ``node`` gives it."""

    node: "Node"
    score: float


@dataclass(frozen=True, slots=True)
class AtLeast:
    """Articles in at least ``number`` of the nodes; the scores of all that an article is in add up. A node that stands
    twice counts twice. A ``number`` of 0 or less is every article of the index, for each is in at least none of the
    nodes; one that is in none of them scores 0. A ``number`` that is higher than there are nodes is no article."""

    nodes: "tuple[Node, ...]"
    number: int


Node: TypeAlias = (
    Term | Phrase | Near | Range | All | And["Node"] | Or["Node"] | Best | Boosted | Constant | AtLeast | Not["Node"]
)


@dataclass(frozen=True, slots=True)
class Plan:
    """One question to an engine.

    Attributes:
        node: which articles.
        sort: ``relevance`` (score, then newest, then id), ``newest`` (by the end of an article's date, descending, then
            id), ``oldest`` (by its start, ascending, then id); undated last in the latter two and among equal scores.
        limit, offset: which of the sorted hits; ``limit`` 0: none, None: all.
        counts: fields of VALUES, or ``date``, to count over all hits.
    """

    node: Node
    sort: Sort = "relevance"
    limit: int | None = 10
    offset: int = 0
    counts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WordMatch:
    """Which words of the index are wanted.

    Attributes:
        how: ``exact``: this word; ``any``: each of the words that ``text`` joins by blanks; ``prefix``: words that
            begin with ``text``; ``pattern``: ``text`` is a regular expression that the whole word must match, and
            ``prefix`` its literal beginning (may be empty); ``fuzzy``: at most ``distance`` edits away (insert,
            delete, replace, swap neighbours).
        of: ``forms`` (title_forms and body_forms together) or ``terms`` (title and body together; only ``exact`` and
            ``any``).
    """

    how: Literal["exact", "any", "prefix", "pattern", "fuzzy"]
    text: str
    of: Literal["forms", "terms"] = "forms"
    prefix: str = ""
    distance: int = 1


@dataclass(frozen=True, slots=True)
class WordCount:
    """A word of the index; ``count`` is the number of articles with it in the body, or, if larger, in the title."""

    text: str
    count: int


def word_clauses(node: Node) -> Iterator[Term | Phrase | Near]:
    """The leaves that ask for words and are not negated: what a snippet may mark."""
    match node:
        case And(nodes) | Or(nodes) | Best(nodes) | AtLeast(nodes):
            for child in nodes:
                yield from word_clauses(child)
        case Boosted(child) | Constant(child):
            yield from word_clauses(child)
        case Term() | Phrase() | Near():
            yield node


def unranked(node: Node) -> Node:
    """The same articles, without what only orders them: for counting, and for hits sorted by date."""
    match node:
        case Boosted(child):
            return unranked(child)
        case And(nodes):
            return And(tuple(map(unranked, nodes)))
        case Or(nodes):
            return Or(tuple(map(unranked, nodes)))
        case _:
            return node
