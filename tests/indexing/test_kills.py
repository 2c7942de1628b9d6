"""A run that is killed at any moment is mended by the next one: nothing lost, nothing double, nothing left."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.indexing.tuning import PARALLEL_FROM_SEEDS
from archive.service import open_archive

from .kills import Killer, kill_and_compare, leftover
from .states import answers, fresh, write_seeds

pytestmark = [
    pytest.mark.usefixtures("engine"),
    pytest.mark.skipif(os.name != "posix", reason="Windows has no SIGKILL"),
]
EVENTS = {
    "tantivy": ("appears .del", "appears .store", "appears meta.json", "goes", "appears ledger.sqlite-journal",
                "grows surfaces.sqlite", "appears added.sqlite-journal"),
    "whoosh": ("appears .seg", "appears .toc", "appears checksums.json", "goes", "appears ledger.sqlite-journal",
               "grows surfaces.sqlite", "appears added.sqlite-journal"),
}  # fmt: skip


def test_a_run_killed_at_random_moments_is_mended_by_the_next(home: Path) -> None:
    kill_and_compare(home, 3, seed=1)


@pytest.mark.torture
def test_a_run_killed_at_a_hundred_random_moments_is_mended_by_the_next(
    home: Path, record_property: Callable[[str, object], None]
) -> None:
    record_property("times", 100)
    kill_and_compare(home, 100, seed=2)


@pytest.mark.torture
@pytest.mark.parametrize("place", range(7))
def test_a_run_killed_at_each_kind_of_file_event_is_mended_by_the_next(home: Path, engine: str, place: int) -> None:
    kill_and_compare(home, 3, seed=3, wanted=EVENTS[engine][place])


def test_a_run_killed_when_the_ledger_is_written_leaves_an_index_that_answers(home: Path) -> None:
    kill_and_compare(home, 1, seed=4, wanted="appears ledger.sqlite-journal")


def test_a_first_run_with_readers_is_killed_and_goes_on_where_it_was(home: Path) -> None:
    write_seeds(home, range(PARALLEL_FROM_SEEDS + 10))
    killer = Killer(seed=5)
    for _ in range(2):
        killer.kill(home)
    with open_archive(home) as archive:
        archive.index()
        assert archive.doctor().ok
        assert archive.index().unchanged == PARALLEL_FROM_SEEDS + 14
    assert answers(home) == fresh(home)
    leftover(home)
