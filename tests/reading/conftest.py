from collections.abc import Callable
from pathlib import Path

import pytest

from archive.article import Article
from archive.reading import read_file

Read = Callable[..., Article]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Writes real bytes under a name below a folder and reads the one article back."""

    def write_and_read(content: str | bytes, name: str = "artikel.txt") -> Article:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        (article,) = read_file(path, name)
        return article

    return write_and_read
