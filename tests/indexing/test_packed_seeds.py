"""Packed seeds are the seeds that they were made of, and a run that packs them does what another does."""

from pathlib import Path

import pytest

from archive.indexing import decision, packed_seeds, tuning
from archive.indexing.packed_seeds import PackedSeeds
from archive.indexing.scan import Seed
from archive.service import open_archive

# No name at all, a byte that is no UTF-8, a line's end, the latest time and the largest size that a file can have.
SEEDS = [Seed("", 0, 0), Seed("\udcff.txt", 1, -1), Seed("a\nb", 2, 3), Seed("ä/漢", 2**62, 2**62)]


@pytest.mark.parametrize("block", [1, 3, 200])
@pytest.mark.parametrize("number", [0, 1, 2, 3, 4])
def test_packed_seeds_are_a_sequence_of_the_same_seeds(
    monkeypatch: pytest.MonkeyPatch, number: int, block: int
) -> None:
    monkeypatch.setattr(packed_seeds, "_BLOCK", block)
    seeds = SEEDS[:number]
    packed = PackedSeeds(seeds)
    assert len(packed) == number and bool(packed) is bool(seeds)
    assert list(packed) == [packed[place] for place in range(number)] == seeds
    for start in range(-5, 6):
        for stop in range(-5, 6):
            assert packed[start:stop] == seeds[start:stop]
            assert packed[start:stop:-2] == seeds[start:stop:-2]
    with pytest.raises(IndexError):
        packed[number]


def test_a_run_that_packs_its_seeds_reads_and_leaves_out_the_same(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tuning, "PACKED_FROM_SEEDS", 2)
    for number in range(30):
        (home / "seeds" / f"m{number}.txt").write_text(f"Leuchtturm {number}.", "utf-8")
    (home / "seeds" / "m7").write_text("Zweimal derselbe Name.", "utf-8")  # first by name, so m7.txt is not read
    with open_archive(home, engine="whoosh") as archive:
        report = archive.index()
        assert (report.added, report.unchanged, len(report.failures)) == (34, 0, 1)
        for number in range(3):
            (home / "seeds" / f"m{number}.txt").write_text(f"Leuchtfeuer {number}, neu.", "utf-8")
        (home / "seeds" / "m9.txt").unlink()
        report = archive.index()
        assert (report.added, report.changed, report.removed, report.unchanged) == (0, 3, 1, 30)
        assert archive.search("Leuchtfeuer").total == 3


def test_packed_seeds_are_read_once_more_where_the_archive_outgrows_its_engine(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tuning, "PACKED_FROM_SEEDS", 2)
    for module in (decision, tuning):
        monkeypatch.setattr(module, "AUTO_LIMIT", 20)
    lines = "".join(f'{{"title": "Lage {number}", "text": "Leuchtturm {number}."}}\n' for number in range(40))
    (home / "seeds" / "export.jsonl").write_text(lines, "utf-8")
    with open_archive(home) as archive:
        report = archive.index()
        assert (report.engine, report.added) == ("tantivy", 44)
        assert archive.search("Leuchtturm", limit=0).total == 40
        assert archive.index().unchanged == 44
