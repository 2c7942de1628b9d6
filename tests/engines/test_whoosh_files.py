"""What the Whoosh engine makes of its folder."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from archive.engines.base import AnalyzedArticle, Engine
from archive.engines.whoosh import WhooshEngine
from archive.errors import EngineError, EngineUnavailable
from archive.query.plan import All, Plan, Term

from .whoosh_processes import batch, made

MEASURED = "whoosh.qparser whoosh.query whoosh.searching whoosh.writing numpy rapidfuzz"


def segments(index: Path) -> dict[str, int]:
    return {file.stem: file.stat().st_size for file in index.glob("*.seg")}


def test_small_commits_neither_pile_up_segments_nor_write_all_again(index: Path) -> None:
    engine = WhooshEngine(index, analysis=1)
    engine.update(batch("big", 1000))
    (big,) = segments(index)
    for number in range(120):
        engine.update([made(f"small{number}")])
        assert len(segments(index)) <= 8
        assert big in segments(index)
    assert engine.search(Plan(All(), limit=0)).total == 1120
    assert engine.search(Plan(Term("body", "und"), limit=0)).total == 120


def test_a_segment_that_is_mostly_gone_is_written_again(index: Path) -> None:
    engine = WhooshEngine(index, analysis=1)
    engine.update(batch("big", 400))
    before = engine.info().bytes
    engine.update([], [f"{n}" for n in range(390)])
    assert engine.info().bytes < before / 10
    assert engine.search(Plan(Term("body", "big"), limit=0)).total == 10
    engine.update([], [f"{n}" for n in range(400)])
    assert segments(index) == {}


def test_a_large_update_is_seen_whole_or_not_at_all(index: Path) -> None:
    engine, reader = WhooshEngine(index, analysis=1), WhooshEngine(index, analysis=1, writable=False)
    seen = []

    def watched() -> Iterator[AnalyzedArticle]:
        for piece in batch("h", 150):
            seen.append(reader.info().articles)
            yield piece

    engine.update(watched())
    assert set(seen) == {0}
    assert reader.info().articles == 150


def test_nothing_changed_is_no_commit(index: Path) -> None:
    engine = WhooshEngine(index, analysis=1)
    engine.update(batch("a", 3))
    files = sorted(index.iterdir())
    engine.update([], ["unknown"])
    engine.update([])
    assert sorted(index.iterdir()) == files


def test_a_missing_index_is_made_only_for_writers(tmp_path: Path) -> None:
    with pytest.raises(EngineUnavailable) as error:
        WhooshEngine(tmp_path / "none", analysis=1, writable=False)
    assert error.value.hint
    assert not (tmp_path / "none").exists()
    WhooshEngine(tmp_path / "a" / "b", analysis=1).update([made("1")])
    with pytest.raises(EngineError, match="reading only"):
        WhooshEngine(tmp_path / "a" / "b", analysis=1, writable=False).update([made("2")])


def test_an_index_that_was_deleted_is_unavailable(index: Path) -> None:
    engine = WhooshEngine(index, analysis=1)
    engine.update([made("1")])
    for file in index.iterdir():
        file.unlink()
    index.rmdir()
    with pytest.raises(EngineUnavailable):
        engine.search(Plan(All()))


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Whoosh leaves a bad file open
@pytest.mark.parametrize("suffix", [".seg", ".toc"])
def test_a_damaged_index_is_an_error_with_its_cause_and_is_left_alone(index: Path, suffix: str) -> None:
    writer = WhooshEngine(index, analysis=1)
    writer.update(batch("a", 20))
    writer.close()
    (file,) = index.glob(f"*{suffix}")
    file.write_bytes(b"\x00" * 9)
    asked: list[Callable[[Engine], object]] = [
        lambda engine: engine.search(Plan(Term("body", "wort"), counts=("year",))),
        lambda engine: engine.get(["1"]),
    ]
    failed = 0
    for ask in asked:
        try:
            ask(WhooshEngine(index, analysis=1, writable=False))
        except EngineError as error:
            assert error.__cause__ is not None
            failed += 1
    assert failed
    assert file.read_bytes() == b"\x00" * 9


def test_opening_an_index_loads_nothing_that_it_does_not_need() -> None:
    code = f"import sys, archive.engines.whoosh; print(*sorted(set({MEASURED.split()}) & sys.modules.keys()))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split() == []
