"""The engines under test. A new one is one line in ENGINES: a name, and how to open an empty index of its own."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from archive.engines.base import Engine
from archive.engines.opensearch.address import Address
from archive.engines.opensearch.engine import OpenSearchEngine
from archive.engines.tantivy.engine import TantivyEngine
from archive.engines.whoosh.engine import WhooshEngine

from .making import analyzed

ENGINES: dict[str, Callable[[Path, Callable[[str], str], int], Engine]] = {
    "whoosh": lambda folder, address, analysis: WhooshEngine(folder, analysis=analysis),
    "tantivy": lambda folder, address, analysis: TantivyEngine(folder, analysis=analysis, analyze=analyzed),
    "opensearch": lambda folder, address, analysis: OpenSearchEngine(
        Address.parse(address(folder.name)), analysis=analysis, analyze=analyzed
    ),
}
EXAMPLES = {"opensearch": 12}  # a network and three nodes between: less luck is tried


@pytest.fixture(params=ENGINES)
def engine_name(request: pytest.FixtureRequest) -> str:
    """The engine under test."""
    name: str = request.param
    return name


@pytest.fixture
def examples(engine_name: str) -> int:
    """How many random examples are tried."""
    return EXAMPLES.get(engine_name, 100)


@pytest.fixture
def open_engine(
    engine_name: str, tmp_path: Path, cluster_address: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Engine]]:
    """Opens an index by name and analysis version; the same name again is the same index."""
    opened: list[Engine] = []
    # A few articles are counted as many are; without ``Plan.most`` as ever.
    monkeypatch.setattr("archive.engines.tantivy.counting.NUMBERS_FROM", 1)
    monkeypatch.setattr("archive.engines.tantivy.engine.GROUPS_FROM", 1)

    def open_one(name: str = "index", analysis: int = 1) -> Engine:
        opened.append(ENGINES[engine_name](tmp_path / name, cluster_address, analysis))
        return opened[-1]

    yield open_one
    for engine in opened:
        engine.close()


@pytest.fixture
def engine(open_engine: Callable[..., Engine]) -> Engine:
    """An empty index."""
    return open_engine()
