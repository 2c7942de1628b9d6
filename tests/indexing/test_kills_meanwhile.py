"""Commands that index meanwhile, and the processes that read for a run, are killed; the next run mends it."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.serving import free_port

from .kills import Victim, kill_and_compare

pytestmark = pytest.mark.skipif(os.name != "posix", reason="Windows has no SIGKILL")


@pytest.fixture(params=["watch", "serve", "readers"])
def victim(request: pytest.FixtureRequest) -> Victim:
    """What is killed."""
    if request.param == "readers" and not Path("/proc/self/task").exists():
        pytest.skip("the processes of a run are found by Linux's /proc")
    return {
        "watch": Victim(("watch",), stays=True),
        "serve": Victim(("serve", "--port", str(free_port())), stays=True),
        "readers": Victim(readers=True),
    }[request.param]


def test_the_next_run_mends_it(home: Path, victim: Victim, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARCHIVE_ENGINE", "tantivy" if victim.stays else "whoosh")
    kill_and_compare(home, 1, seed=6, victim=victim)


@pytest.mark.torture
def test_the_next_run_mends_it_again_and_again(
    home: Path, victim: Victim, engine: str, record_property: Callable[[str, object], None]
) -> None:
    record_property("times", 8)
    kill_and_compare(home, 8, seed=7, victim=victim)
