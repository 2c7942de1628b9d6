"""Files and folders anywhere → articles, without an index."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from archive.article import Article
from archive.errors import ReadError
from archive.indexing.report import Failure
from archive.indexing.scan import scan
from archive.reading import printable, read_file


def read_paths(paths: Iterable[str | os.PathLike[str]]) -> Iterator[Article | Failure]:
    """Parse files, and folders with all that is in them; index nothing. A file given alone is named by its name."""
    for given in paths:
        path = Path(given)
        if path.is_dir():
            found = scan(path)
            names = [(path / seed.name, seed.name) for seed in found.seeds]
            refused = found.refused | found.blocked
        else:
            names, refused = [(path, path.name)], {}
        for name, reason in refused.items():
            yield Failure(printable(name), reason)
        for file, name in names:
            try:
                yield from read_file(file, name)
            except ReadError as error:
                yield Failure(error.path, error.reason)
