"""The Boolean nodes that the tree of a question and the plan of an engine share."""

from typing import Generic, TypeVar

from msgspec import Struct

N_co = TypeVar("N_co", covariant=True)


class And(Struct, Generic[N_co], frozen=True):
    """Articles in all nodes; in a plan their scores add up. Empty: every article."""

    nodes: tuple[N_co, ...]


class Or(Struct, Generic[N_co], frozen=True):
    """Articles in any node; in a plan their scores add up. Empty: no article."""

    nodes: tuple[N_co, ...]


class Not(Struct, Generic[N_co], frozen=True):
    """Every article that is not in ``node``; in a plan it scores 0."""

    node: N_co
