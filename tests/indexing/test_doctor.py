"""``archive doctor``: seeds, ledger and index compared; what differs is named, and that alone is mended."""

import json
import os
import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace

from archive.errors import ArchiveError, EngineUnavailable, IndexLocked
from archive.indexing import generations, run
from archive.indexing.analysis import analyze_article
from archive.indexing.doctor import Difference
from archive.indexing.generations import writing
from archive.indexing.watch import Watcher
from archive.service import Archive, open_archive

from .states import added, answers, command, fresh, write_seeds

pytestmark = pytest.mark.usefixtures("engine")


def named(differences: tuple[Difference, ...]) -> list[tuple[str, str | None, str]]:
    return [(found.kind, found.id, found.path) for found in differences]


def ledger_of(home: Path) -> Path:
    generation = generations.current(home / "index")
    assert generation
    return generation.ledger


def change_ledger(home: Path, statement: str) -> None:
    with closing(sqlite3.connect(ledger_of(home))) as db, db:
        assert db.execute(statement).rowcount


def change_index(home: Path, put: list[str], remove: list[str] = []) -> None:  # noqa: B006
    """Put articles into the index again (a text of their own), and take some out, without the ledger's knowledge."""
    generation = generations.current(home / "index")
    assert generation
    with closing(generation.open(write=True)) as engine:
        article = engine.get(["brief"])["brief"]
        engine.update(
            (analyze_article(replace(article, id=id, path=f"{id}.txt", text="Anderes.")) for id in put), remove
        )


def spoil(home: Path, how: str) -> tuple[list[tuple[str, str | None, str]], list[str]]:
    """Make a difference; what doctor says of it, and the files that a repair reads again."""
    seeds = home / "seeds"
    match how:
        case "new file":
            (seeds / "neu.txt").write_text("Ein Leuchtturm.", "utf-8")
            return [("missing", "neu", "neu.txt")], ["neu.txt"]
        case "lost article":
            change_index(home, [], ["bahn/streik"])
            return [("missing", "bahn/streik", "bahn/streik.txt")], ["bahn/streik.txt"]
        case "lost entry":
            change_ledger(home, "DELETE FROM file WHERE name = CAST('brief.txt' AS BLOB)")
            change_ledger(home, "DELETE FROM article WHERE id = 'brief'")
            return [
                ("missing", "brief", "brief.txt"),
                ("disagreeing", "brief", "brief.txt"),
            ], ["brief.txt"]
        case "file gone":
            (seeds / "brief.txt").unlink()
            return [("orphaned", "brief", "brief.txt")], []
        case "unknown article":
            change_index(home, ["fremd"])
            return [("orphaned", "fremd", "fremd.txt")], []
        case "changed file":
            (seeds / "brief.txt").write_text("Ein Leuchtturm steht am Meer.", "utf-8")
            return [("stale", "brief", "brief.txt")], ["brief.txt"]
        case "other text":
            change_index(home, ["brief"])
            return [("disagreeing", "brief", "brief.txt")], ["brief.txt"]
        case "other hash":
            change_ledger(home, "UPDATE article SET hash = 'x' WHERE id = 'parade'")
            return [("disagreeing", "parade", "parade.txt")], ["parade.txt"]
    raise AssertionError(how)


SPOILT = ("new file", "lost article", "lost entry", "file gone", "unknown article", "changed file", "other text",
          "other hash")  # fmt: skip


def old(home: Path) -> None:
    """Seeds were written long ago: nothing is read again only because it may have changed in the same moment."""
    for path in (home / "seeds").rglob("*.txt"):
        os.utime(path, (1_600_000_000, 1_600_000_000))


@pytest.mark.parametrize("how", SPOILT)
def test_each_difference_is_named_and_that_alone_is_mended(
    home: Path, how: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_seeds(home, range(20))  # one of so many changes is not the tenth for which the whole is built anew
    old(home)
    with open_archive(home) as archive:
        archive.index()
        dates = added(home)
        assert command(capsys, home, "doctor", "--json") == (0, '{"ok": true, "differences": []}\n')
        expected, files = spoil(home, how)
        assert named(archive.doctor().differences) == expected
        code, told = command(capsys, home, "doctor", "--json")
        assert code == 1
        assert json.loads(told) == {
            "ok": False,
            "differences": [{"kind": kind, "id": id, "path": path} for kind, id, path in expected],
        }
        code, told = command(capsys, home, "doctor")
        assert code == 1
        assert f"1 {expected[0][0]}:" in told and "--repair" in told and expected[0][2] in told

        read: list[str] = []
        reading = run.read_seeds

        def remembered(root, seeds, *others):  # type: ignore[no-untyped-def]
            read.extend(seed.name for seed in seeds)
            return reading(root, seeds, *others)

        monkeypatch.setattr(run, "read_seeds", remembered)
        before = generations.current(home / "index")
        assert archive.doctor(repair=True).ok
        assert read == files
        assert generations.current(home / "index") == before
        assert archive.doctor().ok
        assert archive.index().notices == []
    assert answers(home, order=False) == fresh(home, order=False)
    assert {id: date for id, date in added(home).items() if id in dates}.items() <= dates.items()


def test_an_id_that_is_twice_in_the_index_is_named_and_is_there_once_after_a_repair(home: Path, engine: str) -> None:
    old(home)
    with open_archive(home) as archive:
        archive.index()
        twice(home, engine)
        assert named(archive.doctor().differences) == [("double", "brief", "brief.txt")]
        assert archive.search("Brief", limit=0).total == 3
        assert archive.doctor(repair=True).ok
        assert archive.search("Brief", limit=0).total == 1
    assert answers(home) == fresh(home)


def twice(home: Path, engine: str) -> None:
    """Write an article twice more into the index, past what Archive does against that."""
    generation = generations.current(home / "index")
    assert generation
    with closing(generation.open()) as reader:
        analyzed = analyze_article(reader.get(["brief"])["brief"])
    if engine == "whoosh":
        from archive.engines.whoosh.entries import packed_entry
        from archive.engines.whoosh.index import Index
        from archive.query.plan import WORDS

        writer = Index(generation.folder / engine, create=False).begin(1)
        assert writer
        for _ in range(2):
            writer.add({name: getattr(analyzed, name) for name in WORDS}, packed_entry(analyzed), analyzed.json)
        writer.commit()
    else:
        from archive.engines.tantivy.entries import entry
        from archive.engines.tantivy.index import Index as TantivyIndex

        with TantivyIndex(generation.folder / engine, analyze_article, create=False).writing(1) as commit:
            commit([entry(analyzed), entry(analyzed)], [])


def test_a_file_that_failed_is_named_until_it_is_mended(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = home / "seeds" / "leer.txt"
    bad.write_bytes(b"")
    with open_archive(home) as archive:
        archive.index()
        for repair in (False, True):
            found = archive.doctor(repair)
            assert named(found.differences) == [("failed", "leer", "leer.txt")]
            assert found.differences[0].reason
        code, told = command(capsys, home, "doctor", "--repair")
        assert code == 1 and "by hand" in told
        bad.write_text("Ein Leuchtturm.", "utf-8")
        assert archive.doctor(repair=True).ok
        assert archive.search("Leuchtturm", limit=0).total == 1


def test_seeds_that_are_not_mounted_are_named_and_a_repair_takes_nothing_out(home: Path) -> None:
    with open_archive(home) as archive:
        archive.index()
        before = answers(home)
        shutil.move(home / "seeds", home / "away")
        for repair in (False, True):
            assert {found.kind for found in archive.doctor(repair).differences} == {"orphaned"}
        assert archive.search(limit=0).total == 4
        shutil.move(home / "away", home / "seeds")
        assert archive.doctor().ok
    assert answers(home) == before


def test_without_an_index_or_beside_a_run_it_says_what_to_do(home: Path) -> None:
    with open_archive(home) as archive:
        with pytest.raises(EngineUnavailable) as error:
            archive.doctor()
        assert "archive index" in error.value.hint
        archive.index()
        with writing(home / "index"):
            for repair in (False, True):
                with pytest.raises(IndexLocked):
                    archive.doctor(repair)


def test_an_index_that_nobody_may_write_to_can_be_examined(
    home: Path, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rights do not bind root, so the lock is refused as the system refuses it on a read-only file system."""
    with open_archive(home) as archive:
        archive.index()
        lock = home / "index" / ".lock"
        lock.unlink()
        lock.mkdir()
        assert archive.doctor().ok
        for write in (lambda: archive.doctor(repair=True), archive.index):
            with pytest.raises(ArchiveError) as error:
                write()
            assert error.value.hint


def test_a_reader_s_error_leads_to_one_check_and_its_proof_to_a_new_index_without_a_change_of_seeds(
    archive: Archive, home: Path, engine: str
) -> None:
    before, dates = answers(home), added(home)
    generation = generations.current(home / "index")
    assert generation
    suffix = "*.seg" if engine == "whoosh" else "*.store"
    (path,) = (generation.folder / engine).glob(suffix)
    status = path.stat()
    path.write_bytes(bytes(reversed(path.read_bytes()))[:-60] + path.read_bytes()[-60:])
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))  # as a failing disk does it: nothing shows
    with open_archive(home) as reader, pytest.raises(ArchiveError, match="is damaged") as error:
        reader.article("brief")
    assert path.name in str(error.value) and "archive index" in error.value.hint
    assert "damaged" in archive.index().notices[0]
    assert answers(home) == before
    assert added(home) == dates
    assert archive.index().notices == []


def test_a_watch_builds_a_damaged_index_anew_although_no_seed_has_changed(archive: Archive, home: Path) -> None:
    before = answers(home)
    found: list[str] = []
    with Watcher(archive.home, archive.index, lambda report: found.extend(report.notices), found.append) as watcher:
        assert watcher.wait_for_first_run(30)
        generation = generations.current(home / "index")
        assert generation
        generation.surfaces.write_bytes(b"no database" * 500)
        assert not archive.doctor().ok
        deadline = time.monotonic() + 30
        while generations.current(home / "index") == generation and time.monotonic() < deadline:
            time.sleep(0.05)
    assert len(found) == 1 and "surfaces.sqlite" in found[0]
    assert archive.doctor().ok
    assert answers(home) == before
