"""The surface forms of a generation: complete for every article it holds, and never a reason to fail."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from archive.german import analyzer
from archive.german.tokens import span_pattern
from archive.indexing import generations, workers
from archive.indexing.sorted_runs import SortedRuns, split
from archive.indexing.surfaces import Size, SurfaceReader, SurfaceWriter, rows_of
from archive.indexing.tuning import PARALLEL_FROM_SEEDS
from archive.service import open_archive

_TEXT = "Die Verteidigungsminister besuchten Häuser, Kampf- und Spionagedrohnen in Pjöngjang Nummer {0}{1}."


def _index(home: Path, first: int, last: int) -> Path:
    (home / "seeds").mkdir(exist_ok=True)
    for number in range(first, last):
        (home / "seeds" / f"{number}.txt").write_text(_TEXT.format(chr(97 + number % 26), number // 26), "utf-8")
    with open_archive(home) as archive:
        archive.index()
    generation = generations.current(home / "index")
    assert generation
    return generation.surfaces


def _is_complete(path: Path, number: int) -> bool:
    with closing(SurfaceReader(path)) as reader:
        text = _TEXT.format(chr(97 + number % 26), number // 26)
        for span in span_pattern(text).findall(text):
            for unit in analyzer().span(span):
                for word in (unit.word, *(piece for _, piece in unit.pieces)):
                    for asked in (word.form, *word.terms, *word.parts):
                        holders = reader.holders([asked])
                        if holders is None or {*holders.among("de", [span])} != {span}:
                            return False
    return True


def test_it_holds_every_span_whoever_read_it_and_in_which_run(tmp_path: Path) -> None:
    """Words that this process has met for another archive, or that a worker has learnt of another, too."""
    for name in ("one", "other"):
        home = tmp_path / name
        home.mkdir()
        path = _index(home, 0, 5)
        assert all(_is_complete(path, number) for number in range(5))
    many = PARALLEL_FROM_SEEDS + 60
    path = _index(home, 5, many)
    assert all(_is_complete(path, number) for number in range(many))


def test_a_worker_tells_again_of_what_it_has_long_not_met(monkeypatch: pytest.MonkeyPatch) -> None:
    """It remembers so many spans and no more; those that come again and again are told of once."""
    monkeypatch.setattr(workers, "KNOWN_SPANS", 20)
    known = workers._Known()
    told = [span for number in range(200) for span in known.unknown({"immer", f"einmal{number}"})]
    assert sorted(told) == sorted({"immer", *(f"einmal{number}" for number in range(200))})
    assert known.unknown({"immer", "einmal199", "einmal0"}) == {"einmal0"}
    assert len(known._newer) + len(known._older) <= 20 + 2


def test_positions_that_spans_take(tmp_path: Path) -> None:
    path = tmp_path / "surfaces.sqlite"
    spans = analyzer()
    spans.fields("Der UN-Sicherheitsrat tagt in Pjöngjang; Kampf- und Spionagedrohnen")
    SurfaceWriter(path).begin()
    SurfaceWriter(path).add([rows_of({"de": spans.take_met()})])
    with closing(SurfaceReader(path)) as reader:
        asked = ["Der", "UN-Sicherheitsrat", "tagt", "Der", "Kampf- und Spionagedrohnen"]
        expected = []
        for units in map(spans.span, asked):
            forms = sum(len(unit.pieces) for unit in units)
            expected.append(Size(forms, sum(len(unit.terms()) for unit in units)))
        assert reader.size("de", asked[1]) == expected[1]
        assert reader.sizes("de", asked) == expected  # of which one is known
        assert reader.sizes("de", []) == []


def test_an_index_that_has_lost_it_is_built_anew(tmp_path: Path) -> None:
    path = _index(tmp_path, 0, 3)
    path.unlink()
    with open_archive(tmp_path) as archive:
        assert archive.search("Spionagedrohnen").total == 3
        assert "surfaces.sqlite is missing" in archive.status().problems[0]
        assert "surfaces.sqlite is missing" in archive.index().notices[0]
        assert archive.status().problems == ()
    generation = generations.current(tmp_path / "index")
    assert generation and generation.surfaces != path and _is_complete(generation.surfaces, 2)


def _many_words(home: Path) -> Path:
    """An index of so many words that a table of its surface forms has dozens of pages; the path of these."""
    (home / "seeds").mkdir()
    words = (f"{first}{vowel}{last}{end}" for first in "bdfgk" for vowel in "aeiou" for last in "lmnrst"
             for end in ("aberich", "oberich", "uberich", "iberich", "eberich"))  # fmt: skip
    (home / "seeds" / "many.txt").write_text(" ".join(f"{word} {word}{word}" for word in words), "utf-8")
    return _index(home, 0, 10)


def _zero(path: Path, first: float, last: float) -> None:
    """Overwrite a part of a file as a failing disk does it: no time tells."""
    before, content = path.stat(), path.read_bytes()
    start, end = (int(len(content) * part) // 4096 * 4096 for part in (first, last))
    path.write_bytes(content[:start] + bytes(end - start) + content[end:])
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def test_what_a_reader_finds_damaged_is_told_by_status_and_mended_by_the_next_run(tmp_path: Path) -> None:
    path = _many_words(tmp_path)
    _zero(path, 0.25, 0.4)
    with open_archive(tmp_path) as archive:
        assert archive.index().notices == [], "nothing tells of it before somebody reads there"
        for number in range(10):
            assert archive.search(f"balaberich besuchten {chr(97 + number)}0 Spionagedrohnen", limit=0).total == 0
            assert archive.search(_TEXT.format(chr(97 + number), 0)[:-1]).hits[0].snippets
        for word in ("bilaberich", "dimoberich", "furoberich", "gaseberich", "kutaberich", "kenaberich"):
            assert archive.search(word).hits[0].snippets
        assert "archive index" in archive.status().problems[0]
        assert "surfaces.sqlite is damaged" in archive.index().notices[0]
        assert archive.status().problems == ()
    generation = generations.current(tmp_path / "index")
    assert generation and _is_complete(generation.surfaces, 9)


def test_a_changed_word_in_it_is_found_by_its_checksum_and_mended(tmp_path: Path) -> None:
    path = _many_words(tmp_path)
    content = path.read_bytes()
    assert content.count(b"spionagedrohnen") >= 1
    path.write_bytes(content.replace(b"spionagedrohnen", b"spionagedrohmen"))
    with open_archive(tmp_path) as archive:
        (found,) = archive.doctor().differences
        assert found.path.endswith("surfaces.sqlite")
        archive.doctor(repair=True)
        assert archive.doctor().ok
    generation = generations.current(tmp_path / "index")
    assert generation and _is_complete(generation.surfaces, 9)


def test_a_run_that_cannot_write_it_builds_the_index_anew(tmp_path: Path) -> None:
    path = _many_words(tmp_path)
    _zero(path, 0.2, 0.45)
    again = _index(tmp_path, 10, 40)
    assert again != path
    assert all(_is_complete(again, number) for number in range(40))


def test_a_row_stays_what_it_was_when_it_is_written_again(tmp_path: Path) -> None:
    path = _index(tmp_path, 0, 3)
    before = _rows(path)
    (tmp_path / "seeds" / "again.txt").write_text(_TEXT.format("a", 0), "utf-8")
    with open_archive(tmp_path) as archive:
        archive.index()
    assert before and _rows(path) == before


def _rows(path: Path) -> set[tuple[str, int, str | bytes]]:
    """Every row of the file, with its kind."""
    with closing(sqlite3.connect(path)) as db:
        reader = SortedRuns(db)
        with reader.looking():
            return {
                (kind, width, row)
                for kind in ("holder", "size", "form", "form_backwards")
                for width in reader.widths(kind)
                for block in reader.blocks(kind, width)
                for row in split(block, width)
            }
