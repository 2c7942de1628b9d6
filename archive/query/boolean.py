"""The Boolean nodes that the tree of a question and the plan of an engine share."""

from dataclasses import dataclass
from typing import Generic, TypeVar

N_co = TypeVar("N_co", covariant=True)


@dataclass(frozen=True, slots=True)
class And(Generic[N_co]):
    """Articles in all nodes; in a plan their scores add up. Empty: every article."""

    nodes: tuple[N_co, ...]


@dataclass(frozen=True, slots=True)
class Or(Generic[N_co]):
    """Articles in any node; in a plan their scores add up. Empty: no article."""

    nodes: tuple[N_co, ...]


@dataclass(frozen=True, slots=True)
class Not(Generic[N_co]):
    """Every article that is not in ``node``; in a plan it scores 0."""

    node: N_co
