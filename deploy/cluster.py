"""A real OpenSearch cluster on this machine, for trying and testing: python -m deploy.cluster start | stop

Needs Java and Maven, no container. The minimal server is fetched once; each node has a folder of its own.
"""

import argparse
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ARTIFACT = "org.opensearch.distribution.integ-test-zip:opensearch"
VERSIONS = ((21, "3.4.0"), (11, "2.19.4"))  # least Java → server
PATIENCE = 240  # seconds for the nodes to find each other on a slow machine
# The server refuses to run as root, and whom it runs as there must be able to read it.
ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
CACHE = Path(os.environ.get("ARCHIVE_CLUSTER_CACHE") or ("/var/tmp" if ROOT else Path.home() / ".cache"))  # noqa: S108


class Missing(Exception):
    """What the server needs is not there; the text says how to get it."""


def java() -> tuple[Path, int]:
    """The home and the major version of ``JAVA_HOME``'s or else the path's Java.

    Raises:
        Missing: there is none, or it is too old.
    """
    given = os.environ.get("JAVA_HOME")
    program = str(Path(given, "bin", "java")) if given else shutil.which("java")
    if not program or not Path(program).exists():
        raise Missing("OpenSearch needs Java: apt-get install default-jre-headless")
    told = subprocess.run([program, "-version"], capture_output=True, text=True).stderr
    version = re.search(r'version "(\d+)', told)
    if not version or int(version[1]) < VERSIONS[-1][0]:
        raise Missing(f"OpenSearch needs Java {VERSIONS[-1][0]} or newer: apt-get install default-jre-headless")
    return Path(program).resolve().parents[1], int(version[1])


def server(java_version: int) -> Path:
    """The folder of the server that this Java can run; fetched if it is not there.

    Raises:
        Missing: it cannot be fetched.
    """
    version = next(version for least, version in VERSIONS if java_version >= least)
    folder = CACHE / f"archive-opensearch-{version}"
    if folder.is_dir():
        return folder
    repository = Path(os.environ.get("MAVEN_REPOSITORY") or Path.home() / ".m2" / "repository")
    archive = repository.joinpath(*ARTIFACT.replace(":", ".").split("."), version, f"opensearch-{version}.zip")
    if not archive.exists():
        if not shutil.which("mvn"):
            raise Missing("OpenSearch's server is fetched by Maven: apt-get install maven")
        get = ["mvn", "-q", "-B", "dependency:get", f"-Dartifact={ARTIFACT}:{version}:zip", "-Dtransitive=false",
               f"-Dmaven.repo.local={repository}"]  # fmt: skip
        if subprocess.run(get, stdout=sys.stderr).returncode:
            raise Missing("OpenSearch's server could not be fetched; is there a network, or a mirror for Maven?")
    CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE) as unpacking:
        Path(unpacking).chmod(0o755)
        with zipfile.ZipFile(archive) as zipped:
            zipped.extractall(unpacking)
        unpacked = Path(unpacking) / f"opensearch-{version}"
        for path in unpacked.glob("bin/*"):
            path.chmod(0o755)
        unpacked.rename(folder)
    return folder


class Cluster:
    """Nodes on loopback, in a folder; ``start`` and ``stop`` may be called by different processes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def ports(self) -> list[int]:
        """The nodes' HTTP ports; empty if they were not started."""
        told = self.folder / "ports.json"
        return json.loads(told.read_text("utf-8")) if told.exists() else []

    @property
    def hosts(self) -> str:
        """What stands between ``opensearch://`` and the name."""
        return ",".join(f"127.0.0.1:{port}" for port in self.ports)

    def start(self, nodes: int = 3, heap: str = "512m", options: str = "") -> None:
        """Start the nodes and wait until all have found each other.

        Raises:
            Missing: Java or the server is not there.
            TimeoutError: they did not find each other; the text names the log.
        """
        home, version = java()
        program = server(version)
        self.folder.mkdir(parents=True, exist_ok=True)
        ports = free_ports(2 * nodes)
        for number in range(nodes):
            self._prepare(number, program, ports[:nodes], ports[nodes:])
        (self.folder / "start.json").write_text(
            json.dumps({"java": str(home), "program": str(program), "heap": heap, "options": options}), "utf-8"
        )
        (self.folder / "ports.json").write_text(json.dumps(ports[:nodes]), "utf-8")
        for number in range(nodes):
            self.start_node(number)
        self.wait(nodes)

    def start_node(self, number: int) -> None:
        """Start one node; its data are as it left them."""
        how = json.loads((self.folder / "start.json").read_text("utf-8"))
        node = self.folder / f"n{number}"
        environment = os.environ | {
            "OPENSEARCH_PATH_CONF": str(node / "config"),
            "OPENSEARCH_JAVA_HOME": how["java"],
            "OPENSEARCH_TMPDIR": str(node / "tmp"),
            "OPENSEARCH_JAVA_OPTS": f"-Xms{how['heap']} -Xmx{how['heap']} {how['options']}",
        }
        command = [str(Path(how["program"]) / "bin" / "opensearch"), "-d", "-p", str(node / "pid")]
        if ROOT:
            shutil.chown(node, "nobody", "nogroup")
            for path in node.rglob("*"):
                shutil.chown(path, "nobody", "nogroup")
            command = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", *command]
        with (node / "out.log").open("ab") as log:
            subprocess.run(command, env=environment, cwd=node, stdout=log, stderr=log, start_new_session=True)

    def wait(self, nodes: int, *, green: bool = False) -> None:
        """Wait until that many nodes have found each other; ``green``: and every copy of every shard is there.

        Raises:
            TimeoutError: they have not.
        """
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            for port in self.ports:
                status = "&wait_for_status=green" if green else ""
                health = f"http://127.0.0.1:{port}/_cluster/health?wait_for_nodes={nodes}&timeout=5s{status}"
                try:
                    with urlopen(health, timeout=10) as answer:
                        if not json.load(answer)["timed_out"]:
                            return
                except (OSError, URLError, ValueError):
                    time.sleep(0.3)
        raise TimeoutError(f"The nodes have not found each other in {PATIENCE} s; see {self.folder}/n0/out.log")

    def signal_node(self, number: int, what: signal.Signals = signal.SIGKILL) -> None:
        """Send a node a signal: kill it, hold it, let it go on."""
        pid = self._pid(number)
        if pid:
            os.kill(pid, what)

    def stop(self) -> None:
        """End all nodes that were started here and remove their folder."""
        running = [pid for number in range(len(self.ports)) if (pid := self._pid(number))]
        for pid in running:
            os.kill(pid, signal.SIGCONT)
            os.kill(pid, signal.SIGTERM)
        until = time.monotonic() + 20
        while any(map(_alive, running)) and time.monotonic() < until:
            time.sleep(0.1)
        for pid in filter(_alive, running):
            os.kill(pid, signal.SIGKILL)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _pid(self, number: int) -> int | None:
        """The process of a node, if it lives and is ours: the number may have gone to another meanwhile."""
        try:
            pid = int((self.folder / f"n{number}" / "pid").read_text())
            told = Path(f"/proc/{pid}/cmdline")
            ps = ["ps", "-o", "args=", "-ww", "-p", str(pid)]  # where there is no /proc
            arguments = told.read_bytes() if told.exists() else subprocess.run(ps, capture_output=True).stdout
            ours = str(self.folder).encode() in arguments
            return pid if ours else None
        except (OSError, ValueError):
            return None

    def _prepare(self, number: int, program: Path, http: list[int], transport: list[int]) -> None:
        node = self.folder / f"n{number}"
        for name in ("data", "logs", "tmp"):
            (node / name).mkdir(parents=True, exist_ok=True)
        shutil.copytree(program / "config", node / "config", dirs_exist_ok=True)
        names = [f"n{other}" for other in range(len(http))]
        settings = {
            "cluster.name": self.folder.name,
            "node.name": names[number],
            "path.data": str(node / "data"),
            "path.logs": str(node / "logs"),
            "network.host": "127.0.0.1",
            "http.port": http[number],
            "transport.port": transport[number],
            "discovery.seed_hosts": [f"127.0.0.1:{port}" for port in transport],
            "cluster.initial_cluster_manager_nodes": names,
            # A disk that others fill must not make a trial cluster read-only.
            "cluster.routing.allocation.disk.threshold_enabled": False,
        }
        lines = "\n".join(f"{name}: {json.dumps(value)}" for name, value in settings.items())
        (node / "config" / "opensearch.yml").write_text(lines + "\n", "utf-8")
        options = node / "config" / "jvm.options"
        # These name folders relative to the working directory, which may not be writable.
        kept = [line for line in options.read_text("utf-8").split("\n")
                if not re.search("gc.log|HeapDumpPath|ErrorFile", line)]  # fmt: skip
        options.write_text("\n".join(kept), "utf-8")


def free_ports(number: int) -> list[int]:
    """Ports of loopback that nobody uses now."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(number)]
    ports = [opened.getsockname()[1] for opened in sockets]
    for opened in sockets:
        opened.close()
    return ports


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def main() -> None:
    """Start or stop the cluster of this project."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["fetch", "start", "stop"])
    parser.add_argument("--nodes", type=int, default=3)
    parser.add_argument("--heap", default="512m")
    arguments = parser.parse_args()
    cluster = Cluster(CACHE / "archive-cluster")
    try:
        if arguments.what == "fetch":
            server(java()[1])
        elif arguments.what == "stop":
            cluster.stop()
        else:
            if not cluster.ports:
                cluster.start(arguments.nodes, arguments.heap)
            print(f".venv/bin/archive --home DIR index --engine opensearch://{cluster.hosts}/demo")
    except (Missing, TimeoutError) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
