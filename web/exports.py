"""All hits of a question as a file, streamed: /export.csv, .jsonl, .ris, .bib."""

import threading
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import islice

from flask import Blueprint, Response, request

from archive.errors import EngineUnavailable
from archive.output.exports import EXPORTS, export_lines
from web.question import Question, archive

exports = Blueprint("exports", __name__)

MAX_LIMIT = 1_000_000_000
AT_ONCE = 4  # a slow reader of a large file holds a thread of the server: the others are for people who search
_PATIENCE = 2.0  # seconds: most exports are done by then
MIME = {
    "csv": "text/csv; charset=utf-8; header=present",
    "jsonl": "application/jsonl",
    "ris": "application/x-research-info-systems",
    "bib": "application/x-bibtex",
}
_LINE_END = {"csv": "\r\n", "ris": "\r\n"}  # as their descriptions ask
_CHUNK = 200  # lines sent at once

_running = threading.BoundedSemaphore(AT_ONCE)


@exports.get(f"/export.<any({', '.join(EXPORTS)}):form>")
def export(form: str) -> Response:
    """Every hit, or the first ``limit``; the parameters of /api/search."""
    question = Question.of_request(most=MAX_LIMIT)
    limit = question.limit if request.args.get("limit") else None
    if not _running.acquire(timeout=_PATIENCE):
        raise EngineUnavailable(f"{AT_ONCE} exports are running already.", "Try again in a moment.")
    with ExitStack() as place:
        place.callback(_running.release)
        hits = archive().export(question.search_request(limit=limit))
        leave = place.pop_all()  # from here on the stream gives it back, at its end or when the reader has gone
    lines = export_lines(form, hits)
    response = Response(_chunks(lines, _LINE_END.get(form, "\n"), leave), content_type=MIME[form])
    response.call_on_close(leave.close)
    response.headers["Content-Disposition"] = f'attachment; filename="archiv.{form}"'
    return response


def _chunks(lines: Iterator[str], end: str, leave: ExitStack) -> Iterator[bytes]:
    with leave:
        while chunk := list(islice(lines, _CHUNK)):
            yield "".join(line + end for line in chunk).encode("utf-8", "replace")
