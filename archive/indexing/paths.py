"""Reads files and folders anywhere into articles, without an index (``archive read``)."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from archive.article import Article
from archive.errors import ReadError
from archive.indexing.report import Failure
from archive.indexing.scan import scan
from archive.reading import printable, read_file


def read_paths(paths: Iterable[str | os.PathLike[str]]) -> Iterator[Article | Failure]:
    """Read files, and folders with all that is in them; index nothing.

    Returns:
        For each file its articles, or a failure with the reason. The id of an article comes from its path below the
        folder that was given, or from the file's name alone if the file was given.
    """
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
            for read in read_file(file, name):
                yield Failure(read.path, read.reason) if isinstance(read, ReadError) else read
