"""All hits of a question as a file, streamed: /export.csv, .jsonl, .ris, .bib."""

import re
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import islice

from flask import Blueprint, Response, request

from archive.article import Article
from archive.errors import EngineUnavailable
from archive.german.scripts import plain
from archive.output.exports import EXPORTS, export_lines
from web.access import writers_only
from web.question import Question, archive

exports = Blueprint("exports", __name__)

MAX_LIMIT = 1_000_000_000
MAX_RUNNING = 4  # exports; each holds a thread of the server while its reader is slow, the others are for searches
_WAIT_SECONDS = 2.0  # for one of them to end: most exports are done by then
MIME = {
    "csv": "text/csv; charset=utf-8; header=present",
    "jsonl": "application/jsonl",
    "ris": "application/x-research-info-systems",
    "bib": "application/x-bibtex",
}
_LINE_END = {"csv": "\r\n", "ris": "\r\n"}  # as RFC 4180 and the RIS specification ask
_NAMED_CHARACTERS = 60
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_CHUNK_LINES = 200  # sent at once

_running = threading.BoundedSemaphore(MAX_RUNNING)


@exports.get(f"/export.<any({', '.join(EXPORTS)}):form>")
def export(form: str) -> Response:
    """Every hit, or with ``limit`` those of one page; takes the parameters of /api/search. With ``list``: the articles
    of that list, with their notes.

    Raises:
        EngineUnavailable: MAX_RUNNING exports are running already.
    """
    name = request.args.get("list")
    question = Question.of_request(most=MAX_LIMIT)
    limit = question.limit if request.args.get("limit") else None
    if not _running.acquire(timeout=_WAIT_SECONDS):
        raise EngineUnavailable(f"{MAX_RUNNING} exports are running already.", "Try again in a moment.")
    with ExitStack() as on_error:
        on_error.callback(_running.release)
        hits, notes = _listed(name) if name else (archive().export(question.search_request(limit=limit)), None)
        slot = on_error.pop_all()  # now the stream releases it, at its end or when the reader is gone
    lines = export_lines(form, hits, spreadsheet=form == "csv" and "excel" in request.args, notes=notes)
    response = Response(_chunks(lines, _LINE_END.get(form, "\n"), slot), content_type=MIME[form])
    response.call_on_close(slot.close)
    response.headers["Content-Disposition"] = f'attachment; filename="{_file_name(name or question.q)}.{form}"'
    return response


def _listed(name: str) -> tuple[Iterator[tuple[Article, float]], dict[str, str]]:
    """The articles of a list, without scores, and what was noted of each, by its id."""
    writers_only()
    notes = {entry.id: entry.note for entry in archive().lists.entries(name)}
    return ((article, 0.0) for _, article in archive().lists.articles(name) if article), notes


def _file_name(question: str) -> str:
    """A file's name that tells the question, of letters and digits that every system allows."""
    words = re.findall(r"[^\W_]+", question[:_NAMED_CHARACTERS])
    latin = [(plain(word) or word).translate(_UMLAUTS) for word in map(str.lower, words)]
    return "-".join(["archiv", *filter(str.isascii, latin)])


def _chunks(lines: Iterator[str], end: str, slot: ExitStack) -> Iterator[bytes]:
    with slot:
        while chunk := list(islice(lines, _CHUNK_LINES)):
            yield "".join(line + end for line in chunk).encode("utf-8", "replace")
