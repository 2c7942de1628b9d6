"""The ladder of precision: a plan with fewer kinds of match.

Its rungs are what a plan widens by itself. A wildcard or a typing error was typed by somebody: it stays on every rung.
"""

from archive.query.plan import WORDS, And, Best, Boosted, Kind, Near, Node, Or, Phrase, Term, leaves

LADDER: tuple[Kind, ...] = ("exact", "inflection", "spelling", "name", "compound")


def rungs(node: Node) -> tuple[Kind, ...]:
    """The rungs that a plan has words on, most exact first."""
    found = {"exact" if isinstance(leaf, Near) else leaf.kind for leaf in leaves(node) if leaf.field in WORDS}
    return tuple(kind for kind in LADDER if kind in found)


def up_to(node: Node, kind: Kind) -> Node:
    """The plan without matches of a rung behind ``kind``. What is negated stays whole, and excludes the same."""
    match node:
        case Term() | Phrase():
            is_further = node.kind in LADDER and LADDER.index(node.kind) > LADDER.index(kind)
            return Or(()) if is_further else node
        case And(nodes):
            return And(tuple(up_to(child, kind) for child in nodes))
        case Or(nodes) | Best(nodes):
            kept = tuple(up_to(child, kind) for child in nodes)
            return type(node)(tuple(child for child in kept if child not in (Or(()), Best(()))))
        case Boosted(child, by):
            return Boosted(up_to(child, kind), by)
        case _:
            return node
