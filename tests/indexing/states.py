"""What an archive answers, to compare one that went through something with a fresh one; and commands that are asked."""

import os
import shutil
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from archive.cli import main
from archive.service import open_archive

QUESTIONS = (
    "",
    "Leuchtturm",
    "Schoigu",
    '"Tag des Sieges"',
    "Militär*",
    "-Leuchtturm",
    "Nummer OR Parade",
    "Lichter~1",
)


def write_seeds(home: Path, numbers: Sequence[int], edition: int = 1) -> None:
    """Write articles by number; another edition says something else."""
    for number in numbers:
        text = f"Datum: {1950 + number % 60}-0{1 + number % 9}\nQuelle: Blatt {number % 3}\n\n"
        text += f"Meldung Nummer {number} in Fassung {edition} über einen Leuchtturm und seine Lichter. " * (
            1 + number % 5
        )
        (home / "seeds" / f"m{number}.txt").write_text(text, "utf-8")


def settle(home: Path) -> None:
    """Date all seeds an hour back: none was written in the moment before it was read."""
    an_hour_ago = time.time() - 3_600
    for path in (home / "seeds").rglob("*"):
        if path.is_file():
            os.utime(path, (an_hour_ago, an_hour_ago))


def answers(home: Path, order: bool = True) -> dict[str, Any]:
    """What an archive answers, without ``added``.

    Args:
        order: with the scores, and the order by relevance.
    """
    with open_archive(home) as archive:
        found: dict[str, Any] = {}
        for question in QUESTIONS:
            results = archive.search(question, limit=100)
            hits = [(hit.id, hit.title, hit.snippets, round(hit.score, 4)) for hit in results.hits]
            if not order:
                hits = sorted((id, title, snippets, 0.0) for id, title, snippets, _ in hits)
            found[question] = (results.total, hits, results.facets, results.timeline)
        for article, _ in archive.export():
            content = article.as_json()
            del content["added"]
            found[f"article {article.id}"] = content
        return found


def added(home: Path) -> dict[str, str]:
    """``added`` of each article by id."""
    with open_archive(home) as archive:
        return {article.id: article.added for article, _ in archive.export()}


def fresh(home: Path, order: bool = True, engine: str | None = None) -> dict[str, Any]:
    """The answers of a new archive with the same seeds, of another engine if one is named."""
    other = home.with_name(f"{home.name}-fresh")
    shutil.rmtree(other, ignore_errors=True)
    shutil.copytree(home, other, ignore=shutil.ignore_patterns("index"))
    with pytest.MonkeyPatch.context() as patch:
        if engine:
            patch.setenv("ARCHIVE_ENGINE", engine)
        with open_archive(other) as archive:
            archive.index()
        return answers(other, order)


def command(capsys: pytest.CaptureFixture[str], home: Path, *arguments: str) -> tuple[int, str]:
    """Exit code and standard output of ``archive``, run here, without a traceback or a defect."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.argv", ["archive", "--home", str(home), *arguments])
        patch.setattr("os._exit", sys.exit)  # by which a command that only asks ends its process
        code: Any = 0
        capsys.readouterr()
        try:
            main()
        except SystemExit as end:
            code = end.code or 0
    told = capsys.readouterr()
    assert code in (0, 1, 2), arguments
    assert "Traceback" not in told.err and "defect" not in told.err, (arguments, told.err)
    if code == 2:
        assert told.err.startswith("archive: ") and told.err.count("\n") == 1, (arguments, told.err)
        assert not told.out
    return code, told.out
