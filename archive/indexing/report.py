"""Data for people: the report of a run, and the status of an archive."""

from collections.abc import Callable
from dataclasses import dataclass, field

Progress = Callable[[int, int], None]
"""Called again and again during a run, with the number of files done and of files to read; its error ends the run."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be read, and why."""

    path: str
    reason: str


@dataclass(slots=True)
class Report:
    """What a run did.

    Attributes:
        added, changed, removed, unchanged: numbers of articles.
        failures: files that could not be read, also those that failed before and have not changed.
        engine: what people are told of the engine.
        took_ms: milliseconds.
        notices: sentences for people: why the index was built anew, what was left alone.
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
    """The status of an archive.

    Attributes:
        articles, files, failed: how many articles the index holds, how many files are known, how many of them failed.
        failures: those that failed, with the reason.
        engine: what people are told of the engine.
        outdated: another version of Archive wrote the index; the next run builds it anew.
        dated_from, dated_until: first and last day of all dated articles, ``2023-07-01``; None if none is dated.
        index_bytes: size of the index.
        last_run: when the index was last brought up to date, UTC, ``2026-11-20T21:30:00Z``; None if unknown.
        problems: sentences about what is amiss and hinders no search, such as a list of names that cannot be read.
    """

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
    problems: tuple[str, ...] = ()
