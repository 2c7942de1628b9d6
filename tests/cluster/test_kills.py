"""A run that fills a cluster is killed on the side of the client, and mended by the next run."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.indexing.kills import kill_and_compare

pytestmark = pytest.mark.skipif(os.name != "posix", reason="Windows has no SIGKILL")


def test_a_client_killed_at_random_moments_is_mended_by_the_next_run(
    home: Path, cluster_address: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARCHIVE_ENGINE", cluster_address("kills"))
    kill_and_compare(home, 1, seed=8, fresh_engine="whoosh")


@pytest.mark.torture
def test_a_client_killed_at_many_random_moments_is_mended_by_the_next_run(
    home: Path,
    cluster_address: Callable[[str], str],
    monkeypatch: pytest.MonkeyPatch,
    record_property: Callable[[str, object], None],
) -> None:
    record_property("times", 12)
    monkeypatch.setenv("ARCHIVE_ENGINE", cluster_address("kills"))
    kill_and_compare(home, 12, seed=9, fresh_engine="whoosh")
