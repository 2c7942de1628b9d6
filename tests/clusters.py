"""One real cluster of three nodes for all tests of a run and all its workers: the first that needs it starts it, the
end of the run stops it."""

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import Request, urlopen
from uuid import uuid4

import pytest
from filelock import FileLock

from deploy.cluster import CACHE, Cluster, Missing, java, server

_RUN = "ARCHIVE_TEST_RUN"  # process that began the run; its workers inherit it
_PREFIX = "archive-tests-"


def begin_run() -> None:
    """Call once, in the process that begins the run."""
    os.environ[_RUN] = str(os.getpid())


def end_run() -> None:
    """Stop the cluster of this run, and what a run that was killed left behind."""
    for folder in CACHE.glob(f"{_PREFIX}*"):
        pid = folder.name.removeprefix(_PREFIX)
        if pid == str(os.getpid()) or not Path(f"/proc/{pid}").exists():
            Cluster(folder).stop()


def running_cluster() -> Cluster:
    """The cluster of this run. Where what it needs is missing, CI fails; elsewhere the test is skipped."""
    run = os.environ[_RUN]
    cluster = Cluster(CACHE / f"{_PREFIX}{run}")
    with FileLock(Path(tempfile.gettempdir()) / f"{_PREFIX}{run}.lock"):
        if not cluster.ports:
            try:
                server(java()[1])
            except Missing as missing:
                (pytest.fail if os.environ.get("CI") else pytest.skip)(str(missing))
            cluster.start(options="-XX:TieredStopAtLevel=1")  # compiled fast rather than well: tests are short
    return cluster


@pytest.fixture(scope="session")
def cluster() -> Cluster:
    """Three nodes that all tests share."""
    return running_cluster()


@pytest.fixture
def cluster_address(request: pytest.FixtureRequest) -> Iterator[Callable[[str], str]]:
    """Gives addresses on the cluster, three shards and a copy each; what is made there goes with the test."""
    prefix = f"t{uuid4().hex[:12]}"
    used: list[Cluster] = []

    def address(name: str = "index") -> str:
        cluster: Cluster = request.getfixturevalue("cluster")
        used.append(cluster)
        return f"opensearch://{cluster.hosts}/{prefix}-{name}?shards=3&replicas=1"

    yield address
    if used:
        request_of_all = Request(f"http://127.0.0.1:{used[0].ports[0]}/{prefix}-*", method="DELETE")
        urlopen(request_of_all, timeout=60).close()
