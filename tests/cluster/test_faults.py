"""Nodes that die while they are asked and written to. These tests have a cluster of their own."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from archive.errors import EngineUnavailable
from archive.service import Archive, open_archive
from deploy.cluster import Cluster

from .fixtures import cluster_of_run, skip_or_fail_if_missing

WORDS = ("Leuchtturm", "Hafen", "Brücke")


@pytest.fixture(scope="module")
def mortal() -> Iterator[Cluster]:
    """Three nodes that may be killed. Tests of this file may run in several workers: each has nodes of its own."""
    skip_or_fail_if_missing()
    cluster = cluster_of_run(f"mortal-{os.environ.get('PYTEST_XDIST_WORKER', 'only')}")
    try:
        cluster.start(heap="256m", options="-XX:TieredStopAtLevel=1")
        yield cluster
    finally:
        cluster.stop()


@pytest.fixture
def address(mortal: Cluster) -> Iterator[str]:
    mortal.wait(3)
    yield f"opensearch://{mortal.hosts}/t{uuid4().hex[:8]}?shards=3&replicas=1"


def revive(cluster: Cluster, number: int) -> None:
    cluster.start_node(number)
    cluster.wait(3, green=True)


def write(home: Path, numbers: range) -> None:
    for number in numbers:
        text = f"Titel: Nummer {number}\nDatum: {1900 + number % 99}\n\n{WORDS[number % 3]} {number}."
        (home / "seeds" / f"m{number}.txt").write_text(text, "utf-8")


def test_a_node_is_killed_while_it_is_asked(home: Path, mortal: Cluster, address: str) -> None:
    write(home, range(300))
    with open_archive(home, engine=address) as archive:
        archive.index()
        mortal.wait(3, green=True)
        done, wrong, took = threading.Event(), [], []

        def read(word: str) -> None:
            try:
                while not done.is_set():
                    started = time.monotonic()
                    found = archive.search(word)
                    took.append(time.monotonic() - started)
                    if (found.total, len(found.hits)) != (100, 10):
                        wrong.append(found.total)
            except BaseException as error:
                wrong.append(error)

        readers = [threading.Thread(target=read, args=(WORDS[n % 3],)) for n in range(8)]
        for reader in readers:
            reader.start()
        time.sleep(2)
        before = len(took)
        mortal.signal_node(1)
        time.sleep(6)
        while len(took) < before + 50 and not wrong:  # however slow the machine is
            time.sleep(0.1)
        done.set()
        for reader in readers:
            reader.join()
        revive(mortal, 1)
        assert wrong == []


def test_a_node_is_killed_while_it_is_written_to(
    home: Path, mortal: Cluster, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(home, range(1200))
    with open_archive(home, engine=address) as archive:
        from archive.indexing import tuning

        commits: list[int] = []

        def progress(done: int, total: int) -> None:
            if done not in commits:  # it is told again and again while files are read
                commits.append(done)
                if len(commits) == 3:
                    mortal.signal_node(2)

        monkeypatch.setattr(tuning, "BATCH_ARTICLES", 200)
        monkeypatch.setattr(tuning, "MOST_BATCH_ARTICLES", 200)
        report = archive.index(progress=progress)
        assert len(commits) > 4
        assert (report.added, report.failed) == (1204, 0)
        everything(archive)
        revive(mortal, 2)
        everything(archive)
        assert archive.index().unchanged == 1204


def everything(archive: Archive) -> None:
    assert archive.search("Leuchtturm", limit=0).total == 400
    assert len({article.id for article, _ in archive.export("")}) == 1204


def test_what_is_lost_is_said_and_comes_back_without_a_restart(home: Path, mortal: Cluster, address: str) -> None:
    alone = address.replace("replicas=1", "replicas=0")
    write(home, range(60))
    with open_archive(home, engine=alone) as archive:
        archive.index()
        assert archive.search("Leuchtturm").total == 20
        mortal.signal_node(0)
        for ask in (lambda: archive.search("Leuchtturm"), lambda: archive.search(""), lambda: list(archive.export(""))):
            started = time.monotonic()
            with pytest.raises(EngineUnavailable) as error:
                ask()
            assert error.value.hint
            assert time.monotonic() - started < 60
        revive(mortal, 0)
        assert archive.search("Leuchtturm").total == 20
        assert len(list(archive.export(""))) == 64


def test_a_node_that_stands_still_is_waited_for_within_bounds(home: Path, mortal: Cluster, address: str) -> None:
    write(home, range(30))
    with open_archive(home, engine=address) as archive:
        archive.index()
        mortal.signal_node(1, signal.SIGSTOP)
        try:
            started = time.monotonic()
            try:
                assert archive.search("Leuchtturm").total == 10
            except EngineUnavailable as error:
                assert error.hint
            assert time.monotonic() - started < 120
        finally:
            mortal.signal_node(1, signal.SIGCONT)
        mortal.wait(3, green=True)
        assert archive.search("Leuchtturm").total == 10
