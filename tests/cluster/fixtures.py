"""One real cluster of three nodes for all tests of a run and all its workers: the first that needs it starts it, the
end of the run stops it."""

import json
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
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
        run = folder.name.removeprefix(_PREFIX).split("-")[0]
        if run == str(os.getpid()) or not _alive(run):
            Cluster(folder).stop()


def skip_or_fail_if_missing() -> None:
    """Where what a cluster needs is missing, CI fails; elsewhere the test is skipped, and says how to get it."""
    try:
        server(java()[1])
    except Missing as missing:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(str(missing))


def cluster_of_run(name: str = "") -> Cluster:
    """A cluster that goes with this run, not started yet; with a name, another one."""
    return Cluster(CACHE / f"{_PREFIX}{os.environ[_RUN]}{name and '-'}{name}")


def running_cluster() -> Cluster:
    """The cluster of this run."""
    cluster = cluster_of_run()
    with FileLock(Path(tempfile.gettempdir()) / f"{cluster.folder.name}.lock"):
        if not cluster.ports:
            skip_or_fail_if_missing()
            cluster.start(options="-XX:TieredStopAtLevel=1")  # compiled fast rather than well: tests are short
            _keep_copies_in_place(cluster)
    return cluster


def _keep_copies_in_place(cluster: Cluster) -> None:
    """Move no shard from node to node. Tests make and drop indices all the time, and a copy that has just moved may be
    asked for a moment at its old place, where the last update is not seen."""
    settings = json.dumps({"persistent": {"cluster.routing.rebalance.enable": "none"}}).encode()
    address = f"http://127.0.0.1:{cluster.ports[0]}/_cluster/settings"
    urlopen(Request(address, settings, {"Content-Type": "application/json"}, method="PUT"), timeout=60).close()


def _alive(pid: str) -> bool:
    try:
        os.kill(int(pid), 0)
    except (ProcessLookupError, ValueError):
        return False
    except PermissionError:
        return True
    return True


@pytest.fixture(scope="session")
def cluster() -> Cluster:
    """Three nodes that all tests share."""
    return running_cluster()


@contextmanager
def addresses(request: pytest.FixtureRequest) -> Iterator[Callable[[str], str]]:
    """Gives addresses on the cluster, three shards and a copy each; what is made there goes at the end."""
    prefix = f"t{uuid4().hex[:12]}"
    used: list[Cluster] = []

    def address(name: str = "index") -> str:
        cluster: Cluster = request.getfixturevalue("cluster")
        used.append(cluster)
        return f"opensearch://{cluster.hosts}/{prefix}-{name}?shards=3&replicas=1"

    yield address
    if used:
        everything = Request(f"http://127.0.0.1:{used[0].ports[0]}/{prefix}-*", method="DELETE")
        urlopen(everything, timeout=60).close()


@pytest.fixture
def cluster_address(request: pytest.FixtureRequest) -> Iterator[Callable[[str], str]]:
    """Addresses of archives of a test's own."""
    with addresses(request) as address:
        yield address


@pytest.fixture(scope="module")
def module_address(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of an archive of a module's own."""
    with addresses(request) as address:
        yield address("module")
