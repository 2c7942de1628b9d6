"""The raw results of one run: everything a report is made of, kept as JSON."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from benchmarks.questions import Question

FORMAT = 1  # of the file
REFUSED = -1  # for the total of a question that is answered by an error

ARCHIVE: Mapping[str, str] = MappingProxyType({"tantivy": "Archive, Tantivy", "whoosh": "Archive, Whoosh"})
MADE, REAL, GIVEN = "made", "real German", "given"  # corpora


@dataclass(frozen=True, slots=True, order=True)
class Case:
    """What was measured: so many articles of a corpus."""

    corpus: str
    articles: int

    def __str__(self) -> str:
        return f"{self.articles:,} {self.corpus}"


@dataclass(frozen=True, slots=True)
class Series:
    """One figure of one program, measured several times.

    Attributes:
        figure: a name of ``figures.FIGURES``.
        values: one a round, in the figure's unit.
    """

    case: Case
    program: str
    figure: str
    values: list[float]


@dataclass(frozen=True, slots=True)
class Asking:
    """One process that was asked questions.

    Attributes:
        mode: ``warm`` or ``cold`` (the index in the page cache or not), ``words`` (common and rare ones), ``pages`` (of
            ``archive serve``).
        questions: the first opens the archive, but for ``pages``.
        ms: milliseconds until each was answered.
        totals: the hits of each, or ``REFUSED``; of pages 0, or ``REFUSED``.
        megabytes: the process's own memory after so many questions.
    """

    case: Case
    program: str
    mode: str
    questions: list[Question]
    ms: list[float]
    totals: list[int]
    megabytes: dict[int, float] = field(default_factory=dict)


@dataclass(slots=True)
class Results:
    """One run.

    Attributes:
        started: day and minute, UTC.
        command: as it was called, without paths.
        seconds: that all took.
        machine: cores, memory, system and Python.
        versions: of the libraries and programs.
        missing: programs that are not installed, and how to get them.
        text_bytes: bytes of all files of each case.
        growth: of each corpus the distinct words after so many words.
        notes: what else is to be known, one sentence each.
    """

    started: str
    command: str
    seconds: float = 0.0
    machine: dict[str, str] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)
    text_bytes: dict[Case, int] = field(default_factory=dict)
    growth: dict[str, dict[int, int]] = field(default_factory=dict)
    series: list[Series] = field(default_factory=list)
    askings: list[Asking] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @classmethod
    def begun(cls, command: str) -> "Results":
        """An empty one that begins now."""
        return cls(datetime.now(UTC).strftime("%Y-%m-%d %H:%M"), command)

    def add(self, case: Case, program: str, figure: str, values: Sequence[float]) -> None:
        """Keep the values of a figure, if there are any."""
        if values:
            self.series.append(Series(case, program, figure, list(values)))

    def save(self, path: Path) -> None:
        """Write them."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(self._json(), ensure_ascii=False, indent=None) + "\n", "utf-8")

    def _json(self) -> dict[str, Any]:
        found = {name: getattr(self, name) for name in ("started", "command", "seconds", "machine", "versions",
                                                        "missing", "growth", "notes")}  # fmt: skip
        found["text_bytes"] = [[asdict(case), count] for case, count in self.text_bytes.items()]
        found["series"] = [asdict(series) for series in self.series]
        found["askings"] = [
            {**asdict(asking), "questions": [question.json() for question in asking.questions]}
            for asking in self.askings
        ]
        return {"format": FORMAT, **found}

    @classmethod
    def load(cls, path: Path) -> "Results":
        """Read what ``save`` wrote.

        Raises:
            ValueError: it is no such file, or of another version.
        """
        found = json.loads(path.read_text("utf-8"))
        if not isinstance(found, dict) or found.pop("format", None) != FORMAT:
            raise ValueError(f"{path} holds no results of this version; run python -m benchmarks again.")
        found["text_bytes"] = {Case(**case): count for case, count in found["text_bytes"]}
        found["growth"] = {
            name: {int(mark): count for mark, count in counts.items()} for name, counts in found["growth"].items()
        }
        found["series"] = [Series(**{**series, "case": Case(**series["case"])}) for series in found["series"]]
        found["askings"] = [
            Asking(**{**asking, "case": Case(**asking["case"]),
                      "questions": [Question.of_json(question) for question in asking["questions"]],
                      "megabytes": {int(count): value for count, value in asking["megabytes"].items()}})
            for asking in found["askings"]
        ]  # fmt: skip
        return cls(**found)
