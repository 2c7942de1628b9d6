"""Fifty clients at once while files are dropped; the long form tells figures."""

from pathlib import Path

import pytest

from benchmarks.texts import write_seeds
from tests.torture.load import load


@pytest.mark.torture
def test_fifty_clients_for_a_minute(tmp_path: Path, engine: str, capsys: pytest.CaptureFixture[str]) -> None:
    write_seeds(tmp_path / "seeds", 5_000)
    result = load(tmp_path, seconds=60.0, files=1_000)
    with capsys.disabled():
        print(f"\n{engine}: 50 clients, 60 s, 5,000 articles")
        for line in result.lines():
            print(line)
    assert not result.errors
    assert result.found == result.dropped
    assert result.handles[1] <= result.handles[0] + 60  # connections that are kept open for a while


def test_ten_clients_for_some_seconds(home: Path) -> None:
    result = load(home, clients=10, seconds=3.0, files=20)
    assert not result.errors
    assert result.found == result.dropped == 20
    assert len(result.taken) > 20
