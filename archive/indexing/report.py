"""What a run of indexing tells, and what an archive tells of its state."""

from collections.abc import Callable
from dataclasses import dataclass, field

Progress = Callable[[int, int], None]
"""Called with files done and files to read."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be read, and why."""

    path: str
    reason: str


@dataclass(slots=True)
class Report:
    """What a run did: numbers of articles (``failed``: of files, with those that failed before and have not changed).

    Attributes:
        notices: sentences for people: why a rebuild, what was left alone.
        took_ms: milliseconds.
    """

    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    failures: list[Failure] = field(default_factory=list)
    engine: str = ""
    took_ms: float = 0.0
    notices: list[str] = field(default_factory=list)

    @property
    def failed(self) -> int:
        """Number of failures."""
        return len(self.failures)


@dataclass(frozen=True, slots=True)
class Status:
    """How an archive stands. ``outdated``: another version of Archive wrote the index. ``last_run``: UTC, or None."""

    articles: int
    files: int
    failed: int
    failures: tuple[Failure, ...]
    engine: str
    outdated: bool
    dated_from: str | None
    dated_until: str | None
    index_bytes: int
    last_run: str | None
