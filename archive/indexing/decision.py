"""What a run does to the index, decided once, before anything is written.

``decide`` is a pure function of what was found; ``run`` carries its decision out.
"""

from dataclasses import dataclass

from archive.engines.opensearch.address import engine_name
from archive.indexing.generations import Generation
from archive.indexing.state import Condition, IndexState
from archive.indexing.tuning import AUTO_LIMIT


@dataclass(frozen=True, slots=True)
class Keep:
    """Leave the index as it is."""

    generation: Generation


@dataclass(frozen=True, slots=True)
class Update:
    """Bring the generation that readers use up to date."""

    generation: Generation


@dataclass(frozen=True, slots=True)
class Build:
    """Write a new generation, then switch to it.

    Attributes:
        engine: what holds the new generation.
        generation: what readers use until the switch; None if there is nothing that they could use.
        reason: what people are told, a sentence without its full stop; "" if there is nothing to tell.
    """

    engine: str
    generation: Generation | None = None
    reason: str = ""


# The reason where an engine counts more than MOST_DELETED of its articles that are gone, a sentence without full stop.
WORN = "More than a tenth of the articles have changed, and the order by relevance still counts what they said before"

Decision = Keep | Update | Build


def decide(state: IndexState, asked: str, engine: str, *, rebuild: bool, would_empty: bool) -> Decision:
    """Decide what a run does. The cases, of which the first that holds counts:

    ===========================================  ========  ============================
    what was found                               decision  reason
    ===========================================  ========  ============================
    there is no index                            Build
    the pointer is damaged                       Build     just that
    ``would_empty``                              Keep
    the index is damaged                         Build     what is damaged
    another version of Archive wrote the index   Build     just that
    another engine is to hold it                 Build     from which engine to which
    ``rebuild``                                  Build
    none of these (also: a cluster was joined)   Update
    ===========================================  ========  ============================

    Args:
        state: the index that the run is about: this machine's, or that of the cluster it fills.
        asked: the setting of the engine, maybe ``auto``.
        engine: what ``engine_for`` makes of it.
        rebuild: somebody asked for a new generation.
        would_empty: seeds/ is missing or empty, articles are known, and nobody asked for an empty index.
    """
    current = state.generation
    if current is None:
        return Build(engine, reason=state.problem)
    if would_empty:
        return Keep(current)
    if state.condition in (Condition.DAMAGED, Condition.OUTDATED):
        return Build(engine, current, state.problem)
    if current.engine != engine:
        return Build(engine, current, reason_for_moving(asked, current.engine, engine))
    if rebuild:
        return Build(engine, current)
    return Update(current)


def engine_for(asked: str, old: str | None, number: int) -> str:
    """The engine that is to hold an archive.

    Args:
        asked: the setting; anything but ``auto`` is the answer itself.
        old: the engine that holds the archive now, or None.
        number: of its articles or files.

    Returns:
        With ``auto``: Whoosh up to AUTO_LIMIT, Tantivy above, and never back.
    """
    if asked != "auto":
        return asked
    if old in (None, "whoosh"):
        return "tantivy" if number > AUTO_LIMIT else "whoosh"
    return str(old)


def reason_for_moving(asked: str, old: str, new: str) -> str:
    """Why an archive moves from one engine to another, a sentence without its full stop."""
    if asked == "auto":
        return f"The archive has more than {AUTO_LIMIT:,} articles and moves from {old} to {new}"
    return f"The engine changes from {engine_name(old)} to {engine_name(new)}"
