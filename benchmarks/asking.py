"""A process that asks one program each question of its standard input once, and prints what that took.

python -m benchmarks.asking archive HOME
python -m benchmarks.asking tantivy FOLDER
"""

import json
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from archive.errors import QueryError
from benchmarks.questions import Question, loads
from benchmarks.results import REFUSED

if TYPE_CHECKING:
    from archive.service import Archive


def _ask_archive(archive: "Archive", question: Question) -> int:
    try:
        return archive.search(question.query, where=question.where, since=question.since, until=question.until).total
    except QueryError:  # as for a pattern that too many words fit
        return REFUSED


def main() -> None:
    """Print ``{"ms": […], "totals": […]}``, one of each for every question."""
    program, folder = sys.argv[1], Path(sys.argv[2])
    questions = loads(sys.stdin.read())
    ask: Callable[[Question], int]
    if program == "archive":
        from archive.service import open_archive

        ask = partial(_ask_archive, open_archive(folder))
    else:
        from benchmarks.programs import OPEN

        ask = OPEN[program](folder)
    took, totals = [], []
    for question in questions:
        begun = time.perf_counter()
        totals.append(ask(question))
        took.append(round((time.perf_counter() - begun) * 1000, 3))
    print(json.dumps({"ms": took, "totals": totals}))


if __name__ == "__main__":
    main()
