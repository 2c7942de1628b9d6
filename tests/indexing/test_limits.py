"""What a reader may take for a file, and that it ends with the process that started it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from archive.indexing import tuning, workers
from archive.service import Archive, open_archive

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="the system bounds no memory of a process")
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="the system has no timers that end a process")
WAIT = 60.0  # seconds: what has not come by then does not come


def endless(seed: Path) -> None:
    """Write a page that takes minutes to read."""
    seed.write_text("<html><body>" + '<div class="x"><p><b><span>' * 180_000, "ascii")


def vocabulary(seed: Path) -> None:
    """Write a text that takes little time and much memory: nothing but different words."""
    seed.write_text(" ".join(f"w{number:x}q" for number in range(2_000_000)), "ascii")


def failures(archive: Archive) -> dict[str, str]:
    return {failure.path: failure.reason for failure in archive.status().failures}


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + WAIT
    while not true():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.02)


@POSIX
def test_a_file_that_takes_too_long_costs_the_others_no_more_than_that(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tuning, "ARTICLE_CPU_SECONDS", 3)
    page = home / "seeds" / "c.html"  # between others
    endless(page)
    with open_archive(home) as archive:
        report = archive.index()
        assert (report.added, report.failed) == (4, 1)
        assert "longer than 3 s" in failures(archive)["c.html"]
        # It is not tried again before it changes.
        monkeypatch.setattr(tuning, "ARTICLE_CPU_SECONDS", 0.001)
        os.utime(page, (1_600_000_000, 1_600_000_000))
        archive.index()
        assert "longer than 0.001 s" in failures(archive)["c.html"]
        monkeypatch.setattr(tuning, "ARTICLE_CPU_SECONDS", 0.002)
        assert archive.index().failed == 1
        assert "longer than 0.001 s" in failures(archive)["c.html"]
        page.write_text("<p>Ein Leuchtturm.", "utf-8")
        monkeypatch.setattr(tuning, "ARTICLE_CPU_SECONDS", 10)
        assert archive.index().added == 1
        assert archive.search("Leuchtturm", limit=0).total == 1


@LINUX
def test_a_file_that_takes_too_much_memory_is_told(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tuning, "ARTICLE_BYTES", 200_000_000)
    monkeypatch.setattr(tuning, "ARTICLE_CPU_SECONDS", 60)
    vocabulary(home / "seeds" / "c.txt")
    with open_archive(home) as archive:
        report = archive.index()
        assert (report.added, report.failed) == (4, 1)
        assert "more than 200 MB of memory" in failures(archive)["c.txt"]


@POSIX
def test_a_reader_that_waits_too_long_is_ended_and_the_file_is_tried_again(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_archive(home) as archive:
        archive.index()
        # What was read within two seconds of being written would be read again, and the machine may be busy.
        for path in home.glob("seeds/**/*.txt"):
            os.utime(path, (1_600_000_000, 1_600_000_000))
        archive.index()
        endless(home / "seeds" / "c.html")
        monkeypatch.setattr(tuning, "ARTICLE_SECONDS", 0.5)
        report = archive.index()
        assert (report.unchanged, report.failed) == (4, 1)
        assert "within 0.5 s" in failures(archive)["c.html"]
        monkeypatch.setattr(tuning, "ARTICLE_SECONDS", 0.4)
        archive.index()
        assert "within 0.4 s" in failures(archive)["c.html"]


def test_a_reader_that_is_killed_costs_one_file_which_the_next_run_reads(home: Path) -> None:
    page = home / "seeds" / "c.html"
    endless(page)
    killed: list[int] = []

    def kill(done: int, total: int) -> None:
        for child in psutil.Process().children():
            if not killed and child.cpu_times().user > busy.get(child.pid, 0.0) + 2:
                killed.append(child.pid)
                child.kill()

    with open_archive(home) as archive:
        busy = {child.pid: child.cpu_times().user for child in psutil.Process().children()}
        report = archive.index(progress=kill)
        assert killed
        assert (report.added, report.failed) == (4, 1)
        assert "crash" in failures(archive)["c.html"]
        stamp = page.stat().st_mtime_ns
        page.write_text("<p>Ein Leuchtturm.".ljust(page.stat().st_size), "utf-8")
        os.utime(page, ns=(stamp, stamp))  # it looks the same
        assert archive.index().added == 1


def stuck(process: "subprocess.Popen[str]") -> psutil.Process:
    """The reader of an ``archive`` process, when it is at work on the page."""
    found: list[psutil.Process] = []

    def is_at_work() -> bool:
        assert process.poll() is None
        found[:] = [c for c in psutil.Process(process.pid).children() if c.cpu_times().user > 1.5]
        return bool(found)

    until(is_at_work)
    return found[0]


def started(home: Path, *arguments: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "archive", "--home", str(home), *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


@POSIX
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGKILL"])
def test_a_signal_ends_a_run_and_its_reader_at_once_and_quietly(home: Path, name: str) -> None:
    endless(home / "seeds" / "c.html")
    with started(home, "index") as run:
        reader = stuck(run)
        began = time.monotonic()
        run.send_signal(signal.Signals[name])
        errors = run.stderr.read() if run.stderr else ""  # until all that may write there have ended
        run.wait()
        psutil.wait_procs([reader], timeout=WAIT)
        assert time.monotonic() - began < 5  # a moment; the limit is 10 s of computing, on a busy machine a minute
    assert not reader.is_running()
    assert errors.strip() == ""


@POSIX
@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("SIGINT", ("serve", "--port", "1")),
        ("SIGTERM", ("serve", "--port", "1", "--no-watch")),
        ("SIGTERM", ("watch",)),
    ],
)
def test_what_stays_ends_while_it_indexes(home: Path, name: str, arguments: tuple[str, ...], free_port: int) -> None:
    endless(home / "seeds" / "c.html")
    with started(home, *(str(free_port) if part == "1" else part for part in arguments)) as stays:
        reader = stuck(stays)
        began = time.monotonic()
        stays.send_signal(signal.Signals[name])
        errors = stays.stderr.read() if stays.stderr else ""
        stays.wait()
        psutil.wait_procs([reader], timeout=WAIT)
        assert time.monotonic() - began < 5
    assert not reader.is_running()
    assert (stays.returncode, errors.strip()) == (0, "")


@pytest.fixture
def free_port() -> int:
    import socket

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def test_a_reader_is_kept_for_the_next_run_and_tells_it_of_every_word(home: Path) -> None:
    workers.end_spare()  # of an earlier test
    others = {child.pid for child in psutil.Process().children()}  # a cluster's, say
    with open_archive(home) as archive:
        archive.index()
        one = {child.pid for child in psutil.Process().children()} - others
        assert len(one) == 1
        archive.index(rebuild=True)
        assert {child.pid for child in psutil.Process().children()} - others == one
        assert [word for piece in archive.search("Drohne").hits[0].snippets for word in piece if word.match]
        workers.end_spare()
        assert not {child.pid for child in psutil.Process().children()} & one
