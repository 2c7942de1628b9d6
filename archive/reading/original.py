"""The original: a file, or a part of one, as the reader of a format sees it."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import BinaryIO


@dataclass(frozen=True, slots=True)
class Original:
    """Bytes with a name.

    Attributes:
        name: the path below ``seeds/``, or within the file that holds it, with ``/``; its suffix tells the format.
        size: bytes; of a part of a file what is stated, which need not be true.
        open: opens it for reading; the file can be sought in.
        depth: how many files it lies within: 0 is a file of seeds/, 1 a member of a ZIP there.
        names: of a file of records, its own names → the fields of an article that they mean, as its sidecar states.
    """

    name: str
    size: int
    open: Callable[[], AbstractContextManager[BinaryIO]]
    depth: int = 0
    names: Mapping[str, str] = field(default_factory=dict)

    def data(self) -> bytes:
        """All bytes, as many as it held when ``size`` was asked for: of a file that grows, the run that reads seeds
        notices that it grew."""
        with self.open() as file:
            return file.read(self.size)
