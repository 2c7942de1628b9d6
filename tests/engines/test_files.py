"""What the embedded engines make of their folders."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from archive.engines.base import AnalyzedArticle, Engine, WordMatch
from archive.errors import EngineError, EngineUnavailable
from archive.query.plan import All, Plan, Term

from .processes import batch, garbage, made, opened

MEASURED = "whoosh.qparser whoosh.query whoosh.searching whoosh.writing numpy rapidfuzz"


def segments(index: Path) -> dict[str, int]:
    return {file.stem: file.stat().st_size for file in index.glob("*.seg")}


@pytest.mark.parametrize("name", ["whoosh"])
def test_small_commits_neither_pile_up_segments_nor_write_all_again(name: str, index: Path) -> None:
    engine = opened(name, index)
    engine.update(batch("big", 1000))
    (big,) = segments(index)
    for number in range(120):
        engine.update([made(f"small{number}")])
        assert len(segments(index)) <= 8
        assert big in segments(index)
    assert engine.search(Plan(All(), limit=0)).total == 1120
    assert engine.search(Plan(Term("body", "und"), limit=0)).total == 120


@pytest.mark.parametrize("name", ["whoosh"])
def test_a_segment_that_is_mostly_gone_is_written_again(name: str, index: Path) -> None:
    engine = opened(name, index)
    engine.update(batch("big", 400))
    before = engine.info().bytes
    engine.update([], [f"{n}" for n in range(390)])
    assert engine.info().bytes < before / 10
    assert engine.search(Plan(Term("body", "big"), limit=0)).total == 10
    engine.update([], [f"{n}" for n in range(400)])
    assert segments(index) == {}


def test_a_large_update_is_seen_whole_or_not_at_all(name: str, index: Path) -> None:
    engine, reader = opened(name, index), opened(name, index, writable=False)
    seen = []

    def watched() -> Iterator[AnalyzedArticle]:
        for piece in batch("h", 150):
            seen.append(reader.info().articles)
            yield piece

    engine.update(watched())
    assert set(seen) == {0}
    assert reader.info().articles == 150


def test_nothing_changed_is_no_commit(name: str, index: Path) -> None:
    engine = opened(name, index)
    engine.update(batch("a", 3))
    files = sorted(index.iterdir())
    engine.update([], ["unknown"])
    engine.update([])
    assert sorted(index.iterdir()) == files


def test_a_missing_index_is_made_only_for_writers(name: str, tmp_path: Path) -> None:
    with pytest.raises(EngineUnavailable) as error:
        opened(name, tmp_path / "none", writable=False)
    assert error.value.hint
    assert not (tmp_path / "none").exists()
    opened(name, tmp_path / "a" / "b").update([made("1")])
    with pytest.raises(EngineError, match="reading only"):
        opened(name, tmp_path / "a" / "b", writable=False).update([made("2")])


@contextmanager
def somebody_else(index: Path) -> Iterator[None]:
    """In the block, this process may only read an index; root, who may write everywhere, is somebody else meanwhile."""
    modes = {path: path.stat().st_mode for path in (*index.iterdir(), index)}
    for path, mode in modes.items():
        path.chmod(mode & 0o555)
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(65_534)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)
        for path, mode in reversed(modes.items()):
            path.chmod(mode)


@pytest.fixture
def public() -> Iterator[Path]:
    """A folder that everybody may read, unlike pytest's."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights")
def test_a_reader_that_may_not_write_answers_from_each_commit_and_leaves_nothing(
    name: str, public: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = public / "index"
    writer = opened(name, index)
    writer.update([made("1")])
    temporary = public / "temporary"
    temporary.mkdir()
    temporary.chmod(0o777)
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    with somebody_else(index):
        reader = opened(name, index, writable=False)
        assert reader.search(Plan(All())).total == 1
        assert set(reader.get(["1"])) == {"1"}
        assert list(temporary.iterdir()) == []
        with pytest.raises(EngineError, match="reading only"):
            reader.update([made("2")])
    writer.update([made("2")])
    with somebody_else(index):
        assert reader.search(Plan(All())).total == 2
        assert list(temporary.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights")
@pytest.mark.parametrize("name", ["tantivy"])
def test_a_reader_that_may_write_nowhere_is_told_what_is_missing(
    name: str, public: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = public / "index"
    opened(name, index).update([made("1")])
    monkeypatch.setattr(tempfile, "tempdir", str(public / "none"))
    with somebody_else(index), pytest.raises(EngineError, match="not this user's to write in") as error:
        opened(name, index, writable=False)
    assert "temporary" in error.value.hint
    assert not isinstance(error.value, EngineUnavailable)


def test_an_index_that_is_dropped_answers_who_has_it_open_and_is_unavailable_to_others(name: str, index: Path) -> None:
    opened(name, index).update([made("1")])
    reader = opened(name, index, writable=False)
    shutil.rmtree(index)
    assert reader.search(Plan(All())).total == 1
    assert set(reader.get(["1"])) == {"1"}
    assert reader.words(WordMatch("prefix", "wo"), 9)[0].count == 1
    with pytest.raises(EngineUnavailable):
        opened(name, index, writable=False)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Whoosh leaves a bad file open
@pytest.mark.parametrize(
    ("name", "suffix"), [("whoosh", ".seg"), ("whoosh", ".toc"), ("tantivy", ".store"), ("tantivy", "meta.json")]
)
def test_a_damaged_index_is_an_error_with_its_cause_and_is_left_alone(name: str, index: Path, suffix: str) -> None:
    writer = opened(name, index)
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
            ask(opened(name, index, writable=False))
        except EngineError as error:
            assert error.__cause__ is not None
            failed += 1
    assert failed
    assert file.read_bytes() == b"\x00" * 9


QUESTIONS: list[Callable[[Engine], object]] = [
    lambda engine: engine.search(Plan(Term("body", "wort"), counts=("source", "date"))),
    lambda engine: engine.search(Plan(All(), "newest")),
    lambda engine: engine.get(["1"]),
    lambda engine: list(engine.scan()),
    lambda engine: engine.words(WordMatch("prefix", "wo"), 9),
    lambda engine: engine.info(),
]


@pytest.mark.parametrize("suffix", [".fast", ".idx", ".term", ".store", ".pos"])
@pytest.mark.parametrize("name", ["tantivy"])
def test_a_panic_over_a_damaged_file_is_an_error_like_any_other(name: str, index: Path, suffix: str) -> None:
    writer = opened(name, index)
    writer.update(batch("a", 300))
    writer.close()
    (file,) = index.glob(f"*{suffix}")
    file.write_bytes(file.read_bytes()[file.stat().st_size // 2 :])  # with its end, by which Tantivy opens it
    causes: list[BaseException | None] = []
    for ask in (*QUESTIONS, lambda _: opened(name, index).update([made("1")])):
        try:
            ask(opened(name, index, writable=False))
        except EngineError as error:
            assert error.hint
            causes.append(error.__cause__)
    assert "PanicException" in {type(cause).__name__ for cause in causes}


@pytest.mark.parametrize("name", ["tantivy"])
def test_a_panic_in_the_midst_of_a_commit_changes_nothing_and_the_next_update_works(
    name: str, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class PanicException(BaseException):
        """As PyO3 raises it."""

    PanicException.__module__ = "pyo3_runtime"

    def panicking(analyzed: AnalyzedArticle) -> dict[str, object]:
        raise PanicException("called `Option::unwrap()` on a `None` value")

    engine = opened(name, index)
    engine.update([made("1", "old")])
    with monkeypatch.context() as patched:
        patched.setattr("archive.engines.tantivy.engine.entry", panicking)
        with pytest.raises(EngineError, match="could not be written") as error:
            engine.update([made("1", "new"), made("2", "new")])
    assert isinstance(error.value.__cause__, PanicException)
    assert [stored.hash for stored in engine.scan()] == ["old"]
    engine.update([made("1", "new")])
    assert [stored.hash for stored in engine.scan()] == ["new"]


@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit])
def test_an_interruption_stays_one(name: str, index: Path, stop: type[BaseException]) -> None:
    def interrupted() -> Iterator[AnalyzedArticle]:
        yield made("1")
        raise stop

    engine = opened(name, index)
    with pytest.raises(stop):
        engine.update(interrupted())
    engine.update([made("2")])
    assert [stored.id for stored in engine.scan()] == ["2"]


@pytest.mark.parametrize("name", ["tantivy"])
def test_many_commits_leave_few_segments_and_no_garbage(name: str, index: Path) -> None:
    engine = opened(name, index)
    for number in range(40):
        engine.update(made(f"{n}", f"{number}") for n in range(10 * number, 10 * number + 20))
        assert not garbage(name, index)
    assert len(list(index.glob("*.store"))) <= 16
    assert engine.info().articles == 410


def test_opening_an_index_loads_nothing_that_it_does_not_need(name: str) -> None:
    code = f"import sys, archive.engines.{name}; print(*sorted(set({MEASURED.split()}) & sys.modules.keys()))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split() == []
