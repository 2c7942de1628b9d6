"""New seeds appear by themselves: real files, the real index, and the two commands that watch."""

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import Popen
from typing import Any

import pytest
import watchfiles

from archive.indexing import generations
from archive.indexing import watch as watch_module
from archive.indexing.report import Report
from archive.indexing.tuning import SETTLED_SECONDS
from archive.indexing.watch import Watcher
from archive.service import Archive, open_archive
from tests.serving import WAIT, command, free_port, serving, until
from web import create_app

NEW = "Titel: Leuchtturm\n\nDer Leuchtturm blinkt wieder."


class Watched:
    """An archive under a running watcher, and what that has told."""

    def __init__(self, home: Path, poll: bool | None = None) -> None:
        self.seeds = home / "seeds"
        self.archive: Archive = open_archive(home)
        self.reports: list[Report] = []
        self.problems: list[str] = []
        self.watcher = Watcher(
            self.archive.home, self.archive.index, self.reports.append, self.problems.append, poll=poll
        )

    def ids(self, query: str = "") -> set[str]:
        return {hit.id for hit in self.archive.search(query, limit=100).hits}


@contextmanager
def watched(home: Path, poll: bool | None = None) -> Iterator[Watched]:
    found = Watched(home, poll)
    with found.archive, found.watcher:
        assert found.watcher.wait_for_first_run(WAIT)
        yield found


@pytest.mark.parametrize("poll", [None, True], ids=["told", "polling"])
def test_what_comes_changes_and_goes_is_found_so(home: Path, poll: bool | None) -> None:
    with watched(home, poll) as it:
        assert len(it.ids()) == 4  # the first run is at the start
        (it.seeds / "turm.txt").write_text(NEW, "utf-8")
        until(lambda: it.ids("Leuchtturm") == {"turm"})
        (it.seeds / "turm.txt").write_text(NEW + " Möwen kreisen.", "utf-8")
        until(lambda: it.ids("Möwen") == {"turm"})
        (it.seeds / "turm.txt").unlink()
        until(lambda: not it.ids("Leuchtturm"))
        (it.seeds / "bahn").rename(it.seeds / "zug")
        until(lambda: it.ids("Lokomotivführer") == {"zug/streik"})
        assert not it.problems


def test_a_folder_moved_in_is_one_run(home: Path, tmp_path: Path, engine: str) -> None:
    many = tmp_path / "viele"
    many.mkdir()
    for number in range(60):
        (many / f"{number}.txt").write_text(f"Titel: Nummer {number}\n\nEin Leuchtturm.", "utf-8")
    with watched(home) as it:
        before = len(it.reports)
        shutil.move(many, it.seeds / "viele")
        until(lambda: any(report.added for report in it.reports[before:]))
        assert len(it.ids("Leuchtturm")) == 60
        assert [report.added for report in it.reports[before:] if report.added] == [60]


def test_a_file_that_grows_waits_and_the_others_do_not_wait_for_it(home: Path) -> None:
    stop = threading.Event()
    with watched(home) as it:

        def write() -> None:
            with (it.seeds / "gross.txt").open("w", encoding="utf-8") as file:
                file.write("Titel: Leuchtturm\n\n")
                while not stop.wait(SETTLED_SECONDS / 6):
                    file.write("Die Welle rollt. ")
                    file.flush()
                file.write("Ein Schlussstein.")

        writer = threading.Thread(target=write)
        writer.start()
        try:
            for number in range(3):
                (it.seeds / f"klein{number}.txt").write_text(NEW, "utf-8")
                until(lambda number=number: f"klein{number}" in it.ids("Leuchtturm"))  # type: ignore[misc]
            assert "gross" not in it.ids()
        finally:
            stop.set()
            writer.join()
        until(lambda: it.ids("Schlussstein") == {"gross"})
        assert not [failure for report in it.reports for failure in report.failures]


def test_a_file_being_changed_stays_as_it_was_until_it_is_complete(home: Path) -> None:
    stop = threading.Event()
    with watched(home) as it:

        def write() -> None:
            with (it.seeds / "parade.txt").open("w", encoding="utf-8") as file:
                while not stop.wait(SETTLED_SECONDS / 6):
                    file.write("Neu. ")
                    file.flush()

        writer = threading.Thread(target=write)
        writer.start()
        try:
            (it.seeds / "turm.txt").write_text(NEW, "utf-8")
            until(lambda: it.ids("Leuchtturm") == {"turm"})
            assert "parade" in it.ids("Tribüne")
        finally:
            stop.set()
            writer.join()
        until(lambda: "parade" not in it.ids("Tribüne"))


def test_while_another_process_writes_it_tries_again(home: Path) -> None:
    with watched(home) as it:
        with generations.writing(home / "index"):
            before = len(it.reports)
            (it.seeds / "turm.txt").write_text(NEW, "utf-8")
            threading.Event().wait(SETTLED_SECONDS * 4)
            assert len(it.reports) == before
        until(lambda: it.ids("Leuchtturm") == {"turm"})
        assert not it.problems


def test_an_error_of_a_run_is_told_and_the_watch_goes_on(home: Path) -> None:
    with watched(home) as it:
        pointer = home / "index" / generations.POINTER
        lock = home / "index" / ".lock"
        pointer.rename(pointer.with_suffix(".away"))
        lock.unlink(missing_ok=True)
        lock.mkdir()  # nobody can write now
        (it.seeds / "turm.txt").write_text(NEW, "utf-8")
        until(lambda: bool(it.problems))
        lock.rmdir()
        pointer.with_suffix(".away").rename(pointer)
        (it.seeds / "mast.txt").write_text(NEW, "utf-8")
        until(lambda: it.ids("Leuchtturm") == {"turm", "mast"})
        assert len(it.problems) == 1
        assert "\n" not in it.problems[0]


def test_no_error_of_a_round_ends_the_watch(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch_module, "RETRY_LATER_SECONDS", 0.1)
    scans = iter([watch_module.scan] * 2)  # as many as the first round needs
    monkeypatch.setattr(watch_module, "scan", lambda folder: next(scans, broken)(folder))
    identities, identity = iter([broken]), watch_module._identity
    monkeypatch.setattr(watch_module, "_identity", lambda folder: next(identities, identity)(folder))

    def report(report: Report) -> None:
        reports.append(report)
        raise ValueError("a defect of the printer")

    def tell(problem: str) -> None:
        told.append(problem)
        raise OSError("standard error is closed")

    reports, told = list[Report](), list[str]()
    with open_archive(home) as archive, Watcher(archive.home, archive.index, report, tell) as watcher:
        until(lambda: len({problem for problem in told if "ValueError" in problem}) == 3)
        assert watcher.problem in told
        assert not watcher.has_ended
        monkeypatch.undo()
        (home / "seeds" / "turm.txt").write_text(NEW, "utf-8")
        until(lambda: archive.search("Leuchtturm").total == 1)
    assert watcher.has_ended


def broken(folder: Path) -> Any:
    raise ValueError(f"a defect at {folder.name}")


def test_who_reads_no_more_ends_the_watch(home: Path) -> None:
    def report(report: Report) -> None:
        raise BrokenPipeError

    with open_archive(home) as archive, Watcher(archive.home, archive.index, report, print) as watcher:
        with pytest.raises(BrokenPipeError):
            watcher.wait()
        assert watcher.has_ended
        client = create_app(archive, watcher=watcher).test_client()
        assert client.get("/healthz").status_code == 503
        told = client.get("/status", headers={"Accept-Language": "en"}).text
        assert "watched no more" in told
        assert client.get("/").status_code == 200


def test_a_folder_that_goes_away_is_waited_for(home: Path) -> None:
    with watched(home) as it:
        away = home / "away"
        it.seeds.rename(away)
        until(lambda: bool(it.problems))
        assert str(it.seeds) in it.problems[0]
        assert len(it.ids()) == 4  # a folder that is not mounted empties nothing
        (away / "turm.txt").write_text(NEW, "utf-8")
        away.rename(it.seeds)
        until(lambda: it.ids("Leuchtturm") == {"turm"})
        (it.seeds / "mast.txt").write_text(NEW, "utf-8")
        until(lambda: it.ids("Leuchtturm") == {"turm", "mast"})


@pytest.mark.parametrize("error", [OSError("watch limit reached"), RuntimeError("no inotify")])
def test_where_the_system_tells_of_no_changes_it_looks_itself(
    home: Path, error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def watch(*paths: Path, force_polling: bool | None, **options: Any) -> Iterator[Any]:
        if not force_polling:
            raise error
        return watchfiles.watch(*paths, force_polling=force_polling, **options)

    monkeypatch.setattr("archive.indexing.watch.watch", watch)
    with watched(home) as it:
        until(lambda: bool(it.problems))
        assert str(error) in it.problems[0]
        (it.seeds / "turm.txt").write_text(NEW, "utf-8")
        until(lambda: it.ids("Leuchtturm") == {"turm"})


def ended(process: "Popen[str]", by: signal.Signals, home: Path) -> tuple[int, str]:
    process.send_signal(by)
    process.communicate(timeout=WAIT)
    return process.returncode, (home / "errors").read_text()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals to send")
@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM])
def test_watch_prints_a_line_a_change_and_ends_cleanly(home: Path, by: signal.Signals) -> None:
    with command(home, "watch") as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("4 added")
        (home / "seeds" / "turm.txt").write_text(NEW, "utf-8")
        assert process.stdout.readline().startswith("1 added")
        os.utime(home / "seeds" / "turm.txt")  # changes nothing, says nothing
        threading.Event().wait(SETTLED_SECONDS * 3)
        (home / "seeds" / "turm.txt").unlink()
        assert process.stdout.readline().startswith("0 added, 0 changed, 1 removed")
        assert ended(process, by, home) == (0, "")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals to send")
def test_serve_shows_new_seeds_by_itself_and_ends_cleanly(home: Path) -> None:
    with serving(home, "--no-access-log") as server:
        assert server.json("/api/search")["total"] == 4  # the first run is done when it answers
        (home / "seeds" / "turm.txt").write_text(NEW, "utf-8")
        until(lambda: server.json("/api/search?q=Leuchtturm")["total"] == 1)
        assert ended(server.process, signal.SIGINT, home) == (0, "")


def test_serve_may_be_told_not_to_watch(home: Path) -> None:
    with serving(home, "--no-watch") as server:
        (home / "seeds" / "turm.txt").write_text(NEW, "utf-8")
        threading.Event().wait(SETTLED_SECONDS * 4)
        assert server.json("/api/search")["total"] == 4


@pytest.mark.parametrize("arguments", [["watch"], ["serve"]])
def test_without_seeds_it_says_what_is_missing(tmp_path: Path, arguments: list[str]) -> None:
    port = ["--port", str(free_port())] if arguments == ["serve"] else []
    answer = subprocess.run(
        [sys.executable, "-m", "archive", "--home", str(tmp_path), *arguments, *port], capture_output=True, text=True
    )
    assert (answer.returncode, answer.stderr.count("\n")) == (2, 1)
    assert str(tmp_path / "seeds") in answer.stderr
