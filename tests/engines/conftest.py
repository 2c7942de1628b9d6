"""Articles and an index for the tests of single engines."""

from pathlib import Path

import pytest

from .processes import ENGINES, opened


@pytest.fixture(params=ENGINES)
def name(request: pytest.FixtureRequest) -> str:
    """The name of an embedded engine."""
    name: str = request.param
    return name


@pytest.fixture
def index(name: str, tmp_path: Path) -> Path:
    """The folder of an empty index."""
    opened(name, tmp_path / "index").close()
    return tmp_path / "index"
