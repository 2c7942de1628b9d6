"""What several tests start from: a home with a few real articles."""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cluster.fixtures import begin_run, cluster, cluster_address, end_run, module_address
from hypothesis import settings

from archive.service import Archive, open_archive

__all__ = ["cluster", "cluster_address", "module_address"]  # fixtures

# A slow machine is no failure; what CI tries is the same each time, and everybody else tries something new.
settings.register_profile("archive", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("archive")

_TORTURE_UNTIL = "ARCHIVE_TORTURE_UNTIL"
TORTURE_SECONDS = 17 * 60  # the longest test begun by then ends within 20 minutes

PARADE = """Titel: Militärparade in Pjöngjang
Datum: 2023-07-27
Quelle: Nordblatt
Ressort: Politik

Bei der nächtlichen Militärparade zeigte Nordkorea neue Drohnen und Raketen. Der russische Verteidigungsminister Sergej
Schoigu sah mit Kim Jong Un von der Tribüne aus zu. Gefeiert wurde der »Tag des Sieges«. (dpa)
"""
BRIEF = """Titel: Putin schreibt einen Brief
Datum: 2023-07
Quelle: Die Woche

Schoigus Delegation übergab in Nordkoreas Hauptstadt einen Brief. Chinas Vertreter brachte auch einen mit.
"""
BAHN = """Titel: Streik bei der Bahn
Datum: 2024-03-07
Quelle: Nordblatt

Die Lokomotivführer streiken. An vielen Bahnhöfen in Deutschland standen die Züge. (Reuters/dpa)
"""
OLD = """Titel: Das Ende des Krieges

In Berlin schwiegen die Waffen. Die Straße war leer, die Häuser standen in Trümmern.
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home of four articles: three dated, one not."""
    seeds = tmp_path / "home" / "seeds"
    (seeds / "bahn").mkdir(parents=True)
    (seeds / "parade.txt").write_text(PARADE, "utf-8")
    (seeds / "brief.txt").write_text(BRIEF, "utf-8")
    (seeds / "bahn" / "streik.txt").write_text(BAHN, "utf-8")
    (seeds / "ende.txt").write_text(OLD, "utf-8")
    return seeds.parent


@pytest.fixture(params=("whoosh", "tantivy"))
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The embedded engine that this test runs with, as the environment's setting."""
    name: str = request.param
    monkeypatch.setenv("ARCHIVE_ENGINE", name)
    return name


@pytest.fixture
def archive(home: Path, engine: str) -> Iterator[Archive]:
    """That home, indexed."""
    with open_archive(home) as opened:
        opened.index()
        yield opened


@pytest.fixture
def found(archive: Archive) -> Callable[..., set[str]]:
    """The ids that a question finds."""

    def ask(query: str, **asked: object) -> set[str]:
        return {hit.id for hit in archive.search(query, limit=100, **asked).hits}  # type: ignore[arg-type]

    return ask


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        begin_run()
        os.environ[_TORTURE_UNTIL] = str(time.time() + TORTURE_SECONDS)  # its workers inherit it


def pytest_runtest_setup(item: pytest.Item) -> None:
    """``make torture`` takes 20 minutes at most, on slow machines, too: what has not begun by then is told."""
    if item.get_closest_marker("torture") and time.time() > float(os.environ[_TORTURE_UNTIL]):
        pytest.skip(f"no time left: {TORTURE_SECONDS // 60} minutes have passed")


def pytest_sessionfinish(session: pytest.Session) -> None:
    if not hasattr(session.config, "workerinput"):
        end_run()


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """After the long forms of tests, one table: what was done, how often, and what was lost."""
    if config.getoption("markexpr") != "torture":
        return
    terminalreporter.section("torture")
    terminalreporter.write_line(f"{'what was done':<100} {'times':>7} {'seconds':>8}  lost")
    lost_of = {"passed": "nothing", "failed": "see above", "error": "see above", "skipped": "not done"}
    for outcome, lost in lost_of.items():
        for report in terminalreporter.getreports(outcome):
            if outcome in ("error", "skipped") or report.when == "call":
                name = report.nodeid.rpartition("::")[2].removeprefix("test_").replace("_", " ")
                properties = dict(report.user_properties)
                times = properties.get("times", 1)
                terminalreporter.write_line(f"{name:<100} {times:>7} {report.duration:>8.0f}  {lost}")
                for line in str(properties.get("told", "")).splitlines():
                    terminalreporter.write_line(f"    {line}")
