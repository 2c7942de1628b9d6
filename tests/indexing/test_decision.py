"""What a run does to the index in each case."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from archive.indexing.decision import Build, Decision, Keep, Update, decide
from archive.indexing.generations import Generation
from archive.indexing.state import MISSING, Condition, IndexState
from archive.indexing.tuning import AUTO_LIMIT

WHOOSH = Generation(Path("whoosh-1"), "whoosh")
CURRENT = IndexState(Condition.CURRENT, WHOOSH, {"parade": ("hash", "2026-11-20T21:30:00Z")})
OUTDATED = replace(CURRENT, condition=Condition.OUTDATED, problem="Old")
POINTER = IndexState(Condition.DAMAGED, problem="Damaged")
DAMAGED = replace(POINTER, generation=WHOOSH)
GROWN = f"The archive has more than {AUTO_LIMIT:,} articles and moves from whoosh to tantivy"
TOLD = "The engine changes from whoosh to tantivy"


@pytest.mark.parametrize(
    ("state", "asked", "engine", "rebuild", "would_empty", "decision"),
    [
        (MISSING, "auto", "whoosh", False, False, Build("whoosh")),
        (MISSING, "auto", "whoosh", True, True, Build("whoosh")),
        (POINTER, "auto", "whoosh", False, True, Build("whoosh", None, "Damaged")),
        (DAMAGED, "auto", "whoosh", False, False, Build("whoosh", WHOOSH, "Damaged")),
        (DAMAGED, "tantivy", "tantivy", True, False, Build("tantivy", WHOOSH, "Damaged")),
        (DAMAGED, "auto", "whoosh", False, True, Keep(WHOOSH)),
        (CURRENT, "auto", "whoosh", False, False, Update(WHOOSH)),
        (CURRENT, "auto", "whoosh", True, False, Build("whoosh", WHOOSH)),
        (CURRENT, "auto", "tantivy", False, False, Build("tantivy", WHOOSH, GROWN)),
        (CURRENT, "tantivy", "tantivy", False, False, Build("tantivy", WHOOSH, TOLD)),
        (OUTDATED, "auto", "whoosh", False, False, Build("whoosh", WHOOSH, "Old")),
        (OUTDATED, "tantivy", "tantivy", False, False, Build("tantivy", WHOOSH, "Old")),
        (OUTDATED, "tantivy", "tantivy", True, True, Keep(WHOOSH)),
        (CURRENT, "auto", "whoosh", True, True, Keep(WHOOSH)),
    ],
)
def test_each_case_has_its_decision(
    state: IndexState, asked: str, engine: str, rebuild: bool, would_empty: bool, decision: Decision
) -> None:
    assert decide(state, asked, engine, rebuild=rebuild, would_empty=would_empty) == decision
