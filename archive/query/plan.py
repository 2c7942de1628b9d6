"""The plan of a question: nodes that every engine can run.

The leaves name an index field and words that are ready to look up, so that engines need no knowledge of German.
"""

from collections.abc import Iterator
from typing import Literal, TypeAlias

from msgspec import Struct

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
VALUES = ("year", "month", "source", "agency", "author", "section", "place", "person", "org", "keyword", "folder",
          "language", "format", "cluster")  # fmt: skip
# Of these and ``date``, those of which timelines are drawn: no value is left out where they are counted.
COMPLETE = ("year", "month", "date")
# Fields of seconds since 1970, signed; an undated article has no date_from and no date_until.
SECONDS = ("date_from", "date_until", "added")


class Term(Struct, frozen=True):
    """Articles whose ``field`` holds ``text``.

    The score is that of BM25 times ``weight`` in a field of WORDS, and 0 in any other.

    Attributes:
        field: one of WORDS, one of VALUES, or ``id``.
        text: a word; or a value or id, folded by ``fold_value``.
        weight: a factor of the score.
        kind: how the word explains a match.
    """

    field: str
    text: str
    weight: float = 1.0
    kind: Kind = "exact"


class Phrase(Struct, frozen=True):
    """Articles whose ``field`` (one of POSITIONS) holds these words in a row; ``kind`` is as in Term."""

    field: str
    words: tuple[str, ...]
    weight: float = 1.0
    kind: Kind = "exact"


class Near(Struct, frozen=True):
    """Articles whose ``field`` (one of POSITIONS) holds these words near each other, in any order.

    The last word stands at most ``distance`` positions after the first. A word that is asked for twice must stand
    twice. ``kind`` is as in Term.
    """

    field: str
    words: tuple[str, ...]
    distance: int
    weight: float = 1.0
    kind: Kind = "exact"


class Range(Struct, frozen=True):
    """Articles whose ``field`` (one of SECONDS) lies from ``low`` to ``high``, both inclusive.

    A bound of None is open. The score is 0.
    """

    field: str
    low: int | None
    high: int | None


class All(Struct, frozen=True):
    """Every article, with a score of 0."""


class Best(Struct, frozen=True):
    """Articles in any of the nodes, with the best of their scores: for words of the same meaning.

    Without nodes it is no article.
    """

    nodes: "tuple[Node, ...]"


class Boosted(Struct, frozen=True):
    """Articles in ``node``; one that is also in ``by`` scores the sum of both."""

    node: "Node"
    by: "Node"


class Constant(Struct, frozen=True):
    """Articles in ``node``, each with the score ``score`` instead of its own."""

    node: "Node"
    score: float


class AtLeast(Struct, frozen=True):
    """Articles in at least ``number`` of the nodes, with the sum of the scores of all nodes that they are in.

    A node that stands twice counts twice. A ``number`` of 0 or less is every article of the index; one that is in none
    of the nodes scores 0. A ``number`` above the number of nodes is no article.
    """

    nodes: "tuple[Node, ...]"
    number: int


Node: TypeAlias = (
    Term | Phrase | Near | Range | All | And["Node"] | Or["Node"] | Best | Boosted | Constant | AtLeast | Not["Node"]
)


class Plan(Struct, frozen=True):
    """One request to an engine.

    Attributes:
        node: the articles to find.
        sort: ``relevance`` (by score, then newest, then id), ``newest`` (by the end of an article's date, descending,
            then id) or ``oldest`` (by its start, ascending, then id). Undated articles come last in the latter two, and
            among equal scores.
        limit: the number of hits to return; 0 for none, None for all.
        offset: the number of sorted hits to skip.
        counts: fields of VALUES, or ``date``, whose values are counted over all hits.
        most: so many values of a field are wanted, the most frequent ones; an engine may leave out others, but none of
            the fields in COMPLETE. None: all.
    """

    node: Node
    sort: Sort = "relevance"
    limit: int | None = 10
    offset: int = 0
    counts: tuple[str, ...] = ()
    most: int | None = None


class WordMatch(Struct, frozen=True):
    """A request for words of the index.

    Attributes:
        how: ``exact`` finds this word; ``any`` each of the words that ``text`` joins by blanks; ``prefix`` words that
            begin with ``text``; ``pattern`` words that match the regular expression ``text`` as a whole; ``fuzzy``
            words at most ``distance`` edits away (insert, delete, replace, swap neighbours) that begin with
            ``prefix``.
        text: the word, words, prefix or expression.
        of: ``forms`` (title_forms and body_forms together) or ``terms`` (title and body together; only ``exact`` and
            ``any``).
        prefix: the literal beginning of a ``pattern``, and of the words of ``fuzzy``; it may be empty.
        literal: a text that all words of a ``pattern`` hold; with ``$`` behind it they end with it. It may be empty.
        distance: the number of edits that ``fuzzy`` allows.
    """

    how: Literal["exact", "any", "prefix", "pattern", "fuzzy"]
    text: str
    of: Literal["forms", "terms"] = "forms"
    prefix: str = ""
    distance: int = 1
    literal: str = ""


class WordCount(Struct, frozen=True):
    """A word of the index.

    ``count`` is the number of articles that hold it in the body or in the title, whichever is larger.
    """

    text: str
    count: int


def word_clauses(node: Node) -> Iterator[Term | Phrase | Near]:
    """Yield the leaves that ask for words and are not negated: the ones that a snippet may mark."""
    match node:
        case And(nodes) | Or(nodes) | Best(nodes) | AtLeast(nodes):
            for child in nodes:
                yield from word_clauses(child)
        case Boosted(child) | Constant(child):
            yield from word_clauses(child)
        case Term() | Phrase() | Near():
            yield node


def unranked(node: Node) -> Node:
    """Return the node of the same articles without the clauses that only order them.

    It serves counting, and hits that are sorted by date.
    """
    match node:
        case Boosted(child):
            return unranked(child)
        case And(nodes):
            return And(tuple(map(unranked, nodes)))
        case Or(nodes):
            return Or(tuple(map(unranked, nodes)))
        case _:
            return node
