from collections.abc import Callable
from pathlib import Path

import pytest

from archive.article import Article
from archive.errors import ReadError
from archive.reading import read_file

Read = Callable[..., Article]


def articles_of(path: Path, name: str) -> list[Article]:
    """The articles of a file that can be read as a whole; raises what cannot be read of it."""
    found: list[Article] = []
    for read in read_file(path, name):
        if isinstance(read, ReadError):
            raise read
        found.append(read)
    return found


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Writes real bytes under a name below a folder and reads the one article back."""

    def write_and_read(content: str | bytes, name: str = "artikel.txt") -> Article:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        (article,) = articles_of(path, name)
        return article

    return write_and_read
