"""An archive that moves from one engine to another: by itself when it grows, or as it is told."""

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from archive.indexing.decision import engine_for
from archive.indexing.tuning import AUTO_LIMIT
from archive.service import open_archive

from .kills import Killer

ARCHIVE = [sys.executable, "-m", "archive", "--home"]


def engine_of(home: Path) -> str:
    pointer: dict[str, str] = json.loads((home / "index" / "current.json").read_text("utf-8"))
    return pointer["engine"]


def generations(home: Path) -> int:
    return sum(path.is_dir() for path in (home / "index").iterdir())


def write(home: Path, numbers: range) -> None:
    for number in numbers:
        (home / "seeds" / f"m{number}.txt").write_text(f"Datum: {1900 + number % 99}\n\nLeuchtturm {number}.", "utf-8")


@pytest.mark.parametrize(
    ("asked", "old", "number", "chosen"),
    [
        ("auto", None, AUTO_LIMIT, "whoosh"),
        ("auto", None, AUTO_LIMIT + 1, "tantivy"),
        ("auto", "whoosh", AUTO_LIMIT, "whoosh"),
        ("auto", "whoosh", AUTO_LIMIT + 1, "tantivy"),
        ("auto", "tantivy", 1, "tantivy"),
        ("whoosh", "tantivy", AUTO_LIMIT + 1, "whoosh"),
        ("tantivy", "whoosh", 1, "tantivy"),
    ],
)
def test_auto_is_whoosh_for_small_archives_and_tantivy_above_and_never_goes_back(
    asked: str, old: str | None, number: int, chosen: str
) -> None:
    assert engine_for(asked, old, number) == chosen


def test_an_archive_that_grows_moves_while_readers_go_on_and_says_so_in_one_line(home: Path) -> None:
    write(home, range(AUTO_LIMIT - 4))
    with open_archive(home) as archive:
        assert archive.index().engine == engine_of(home) == "whoosh"
        before = archive.search("Schoigu")
        added = archive.article("parade").added
        write(home, range(AUTO_LIMIT - 4, AUTO_LIMIT + 1))
        done, errors, engines = threading.Event(), [], set()

        def read() -> None:
            try:
                while not done.is_set():
                    results = archive.search("Schoigu")
                    engines.add(results.engine)
                    assert [hit.id for hit in results.hits] == [hit.id for hit in before.hits]
            except BaseException as error:
                errors.append(error)

        reader = threading.Thread(target=read)
        reader.start()
        run = subprocess.run([*ARCHIVE, str(home), "index"], capture_output=True, text=True, check=True)
        deadline = time.monotonic() + 60
        while "tantivy" not in engines and time.monotonic() < deadline:
            time.sleep(0.01)
        done.set()
        reader.join()
        assert errors == []
        assert engines == {"whoosh", "tantivy"}
        assert engine_of(home) == "tantivy"
        assert generations(home) == 1
        lines = [line for line in run.stdout.split("\n") if "moves from whoosh to tantivy" in line]
        assert len(lines) == 1
        assert "5 added, 0 changed, 0 removed" in run.stdout
        assert archive.search(limit=0).total == AUTO_LIMIT + 5
        assert archive.article("parade").added == added


def test_a_first_run_over_many_files_goes_to_tantivy_at_once(home: Path) -> None:
    write(home, range(AUTO_LIMIT))
    with open_archive(home) as archive:
        report = archive.index()
        assert (report.engine, report.added, report.notices) == ("tantivy", AUTO_LIMIT + 4, [])
        for number in range(AUTO_LIMIT):
            (home / "seeds" / f"m{number}.txt").unlink()
        report = archive.index()
        assert (report.engine, report.removed, report.unchanged) == ("tantivy", AUTO_LIMIT, 4)


def test_going_back_and_forth_loses_nothing(home: Path) -> None:
    with open_archive(home) as archive:
        archive.index()
        first = archive.search("Schoigu -Brief", where=["year=2023"])
        articles = {hit.id: archive.article(hit.id) for hit in archive.search(limit=100).hits}
    for engine in ("tantivy", "whoosh", "tantivy"):
        with open_archive(home, engine=engine) as archive:
            report = archive.index()
            assert (report.unchanged, report.added, report.engine) == (4, 0, engine)
            assert f"to {engine}" in report.notices[0]
            assert archive.index().notices == []
            assert {id: archive.article(id) for id in articles} == articles
            found = archive.search("Schoigu -Brief", where=["year=2023"])
            assert (found.total, found.facets, found.timeline) == (first.total, first.facets, first.timeline)
            assert found.engine == archive.status().engine == engine
    assert generations(home) == 1


@pytest.mark.parametrize(
    "event",
    [
        "appears .store",
        *(
            pytest.param(f"appears {name}", marks=pytest.mark.torture)
            for name in ("about.json", "ledger.sqlite-journal")
        ),
    ],
)
def test_a_move_that_is_killed_leaves_the_old_index_and_the_next_run_cleans_up(home: Path, event: str) -> None:
    write(home, range(300))
    with open_archive(home, engine="whoosh") as archive:
        archive.index()
        killer = Killer(seed=6, wanted=event)
        killer.kill(home, "--engine", "tantivy")
        assert killer.kills == 1
        assert archive.search("Leuchtturm", limit=0).total == 300
        assert archive.index().unchanged == 304
        assert generations(home) == 1
        subprocess.run([*ARCHIVE, str(home), "index", "--engine", "tantivy"], check=True, capture_output=True)
        assert archive.search("Leuchtturm", limit=0).total == 300
        assert engine_of(home) == "tantivy"
        assert generations(home) == 1


def test_an_index_of_an_engine_that_is_not_known_is_one_sentence(home: Path) -> None:
    with open_archive(home) as archive:
        archive.index()
    pointer = home / "index" / "current.json"
    pointer.write_text(pointer.read_text("utf-8").replace('"engine": "whoosh"', '"engine": "lucene"'), "utf-8")
    environment = os.environ | {"NO_COLOR": "1"}
    search = [*ARCHIVE, str(home), "search", "Schoigu"]
    run = subprocess.run(search, capture_output=True, text=True, env=environment)
    assert (run.returncode, run.stdout) == (2, "")
    assert 'engine "lucene"' in run.stderr
    assert run.stderr.count("\n") == 1
