"""Match levels: how far the words of a plan are widened, from the exact form to the parts of compounds.

A level keeps what a plan widens by itself up to one kind of match. A wildcard or a typing error was typed by somebody:
it stays on every level.
"""

from archive.query.plan import (
    WORDS,
    And,
    AtLeast,
    Best,
    Boosted,
    Constant,
    Kind,
    Near,
    Node,
    Or,
    Phrase,
    Term,
    word_clauses,
)

MATCH_LEVELS: tuple[Kind, ...] = ("exact", "inflection", "spelling", "name", "synonym", "compound")
_NOTHING: tuple[Node, ...] = (Or(()), Best(()))


def match_levels(node: Node) -> tuple[Kind, ...]:
    """The levels on which a plan has words, most exact first."""
    found = {clause.kind for clause in word_clauses(node) if clause.field in WORDS}
    return tuple(kind for kind in MATCH_LEVELS if kind in found)


def up_to(node: Node, kind: Kind) -> Node:
    """The plan without matches of the levels behind ``kind``. What is negated stays whole, and excludes the same."""
    match node:
        case Term() | Phrase() | Near():
            is_further = node.kind in MATCH_LEVELS and MATCH_LEVELS.index(node.kind) > MATCH_LEVELS.index(kind)
            return Or(()) if is_further else node
        case And(nodes):
            return And(tuple(up_to(child, kind) for child in nodes))
        case Or(nodes) | Best(nodes):
            kept = [up_to(child, kind) for child in nodes]
            return type(node)(tuple(child for child in kept if child not in _NOTHING))
        case Boosted(child, by):
            return Boosted(up_to(child, kind), by)
        case Constant(child, score):
            kept_child = up_to(child, kind)
            return Or(()) if kept_child in _NOTHING else Constant(kept_child, score)
        case AtLeast(nodes, number):
            return AtLeast(tuple(up_to(child, kind) for child in nodes), number)
        case _:
            return node
