"""The engines under test. A new one is one line in ENGINES: a name, and how to open an empty index of its own."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from archive.engines.base import Engine
from archive.engines.tantivy import TantivyEngine
from archive.engines.whoosh import WhooshEngine

from .making import analyzed

ENGINES: dict[str, Callable[[Path, int], Engine]] = {
    "whoosh": lambda folder, analysis: WhooshEngine(folder, analysis=analysis),
    "tantivy": lambda folder, analysis: TantivyEngine(folder, analysis=analysis, analyze=analyzed),
}


@pytest.fixture(params=ENGINES)
def open_engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[..., Engine]]:
    """Opens an index by name and analysis version; the same name again is the same index."""
    opened: list[Engine] = []

    def open_one(name: str = "index", analysis: int = 1) -> Engine:
        opened.append(ENGINES[request.param](tmp_path / name, analysis))
        return opened[-1]

    yield open_one
    for engine in opened:
        engine.close()


@pytest.fixture
def engine(open_engine: Callable[..., Engine]) -> Engine:
    """An empty index."""
    return open_engine()
