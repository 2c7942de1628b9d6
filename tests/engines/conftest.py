"""Articles and an index for the tests of single engines."""

from pathlib import Path

import pytest

from archive.engines.whoosh import WhooshEngine


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """The folder of an empty index."""
    WhooshEngine(tmp_path / "index", analysis=1).close()
    return tmp_path / "index"
