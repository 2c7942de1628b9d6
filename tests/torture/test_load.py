"""Fifty clients at once while files are dropped, and ten thousand requests: the long forms tell figures."""

import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.service import open_archive
from benchmarks.measuring import own_megabytes
from benchmarks.texts import write_seeds
from tests.serving import serving
from tests.torture.load import QUESTIONS, load, path

Record = Callable[[str, object], None]


@pytest.mark.torture
def test_fifty_clients_for_a_minute(tmp_path: Path, engine: str, record_property: Record) -> None:
    write_seeds(tmp_path / "seeds", 5_000)
    result = load(tmp_path, seconds=60.0, files=1_000)
    record_property("told", "\n".join(result.lines()))
    assert not result.errors
    assert result.found == result.dropped
    assert result.handles[1] <= result.handles[0] + 60  # connections that are kept open for a while


@pytest.mark.torture
@pytest.mark.skipif(own_megabytes(os.getpid()) is None, reason="memory is read from /proc: run this on Linux")
def test_ten_thousand_requests_take_the_memory_of_a_thousand(
    tmp_path: Path, engine: str, record_property: Record
) -> None:
    articles, first, last = 500, 1_000, 10_000
    write_seeds(tmp_path / "seeds", articles)
    with open_archive(tmp_path) as archive:
        archive.index()
    draw = random.Random(1)  # noqa: S311 -- the same questions each time
    memory: dict[int, float | None] = {}
    with serving(tmp_path, "--no-watch") as server:
        assert server.process is not None
        for number in range(1, last + 1):
            server.get(path(draw, QUESTIONS))
            if number in (first, last):
                memory[number] = own_megabytes(server.process.pid)
    record_property("times", last)
    record_property("told", ", ".join(f"{megabytes:.0f} MB after {number:,}" for number, megabytes in memory.items()))
    before, after = memory[first], memory[last]
    assert before is not None
    assert after is not None
    assert after <= 1.1 * before


def test_ten_clients_for_some_seconds(home: Path) -> None:
    result = load(home, clients=10, seconds=3.0, files=20)
    assert not result.errors
    assert result.found == result.dropped == 20
    assert len(result.taken) > 20
