"""Questions that nobody should be able to do harm with, asked in every way there is.

``ask_everywhere`` and ``ask_somewhere`` ask one; ``Timings`` keeps what each way took.
"""

import io
import os
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from unittest.mock import patch
from urllib.parse import quote, urlencode

from flask.testing import FlaskClient
from hypothesis import strategies as st

from archive.cli import main
from archive.errors import QueryError
from archive.service import Archive

SLOW_MS = 200.0

_FIELDS = [
    "title",
    "titel",
    "text",
    "source",
    "quelle",
    "agency",
    "author",
    "autor",
    "section",
    "place",
    "ort",
    "keyword",
    "folder",
    "language",
    "format",
    "year",
    "month",
    "id",
    "date",
    "datum",
    "added",
    "within",
]
_SIGNS = [
    "NOT ",
    "NICHT ",
    " OR ",
    " ODER ",
    " AND ",
    " UND ",
    "-",
    "(",
    ")",
    '"',
    "„",
    "“",
    "»",
    "«",
    "'",
    "’",
    "~",
    "~1",
    "~2",
    "~3",
    "~100",
    "~999999999999",
    "*",
    "?",
    " ",
    "  ",
    "\t",
    "..",
    ">=",
    "<",
    "≥",
    "=",
    "!=",
    ":",
    ";",
    "&",
    "%",
    "\\",
    "/",
    "../",
    "|",
    "{{7*7}}",
    "${x}",
    "<script>",
    "' OR 1=1 --",
    "\x00",
    "\x1b[31m",
    "\r\n",
    "\u202e",
    "\u200b",
    "\ufeff",
    "\u2028",
    "\ud800",
    "\U0001f600",
    "́",
    "ß",
    "ẞ",
    "İ",
    "ı",
    "ſ",
]
_WORDS = [
    "Regierung",
    "der",
    "die",
    "und",
    "hat",
    "Haus",
    "Häuser",
    "Militärparade",
    "Schoigu",
    "G20",
    "U-Bahn",
    "Kriegsende",
    "a",
    "é",
    "x" * 300,
    "der-die-das",
    "Minister(in)",
    "Bürger*innen",
    "u.a.",
    "3.5",
    "2023",
    "Straße",
    "中国",
    "Россия",
    "Donaudampfschifffahrtsgesellschaftskapitän",
    "rrrrrr",
]
_VALUES = [
    "2023",
    "2023-07",
    "2023-13",
    "2023-02-30",
    "0000",
    "9999999",
    "heute",
    "7d",
    "9999y",
    "none",
    "morgens",
    "..",
    "2022..2023",
    "2023..2022",
    ">=2023",
    "<1",
    "Nordblatt",
    "",
]

_piece = st.one_of(
    st.sampled_from(_SIGNS),
    st.sampled_from(_WORDS),
    st.sampled_from(_FIELDS).map("{}:".format),
    st.tuples(st.sampled_from(_FIELDS), st.sampled_from([":", "=", ":="]), st.sampled_from(_VALUES)).map("".join),
    st.sampled_from(_WORDS).map("{} ".format),
    st.tuples(st.sampled_from(_WORDS), st.sampled_from(_SIGNS)).map("".join),
    st.text(st.characters(), max_size=8),
)
_repeated = st.tuples(_piece, st.integers(1, 400)).map(lambda made: made[0] * made[1])
QUESTIONS = st.one_of(
    st.lists(_piece, max_size=12).map("".join),
    st.lists(_piece, max_size=80).map(" ".join),
    st.lists(_repeated, min_size=1, max_size=3).map("".join),
    st.text(st.characters(), max_size=1_100),
)


@dataclass
class Timings:
    """Milliseconds of each way of asking, with the questions that took longer than SLOW_MS."""

    taken: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    slow: list[tuple[float, str, str]] = field(default_factory=list)

    @contextmanager
    def of(self, way: str, question: str) -> Iterator[None]:
        began = time.process_time()
        yield
        milliseconds = (time.process_time() - began) * 1000
        self.taken[way].append(milliseconds)
        if milliseconds > SLOW_MS:
            self.slow.append((milliseconds, way, question))

    def lines(self) -> Iterator[str]:
        """A table for people."""
        yield f"{'way':24} {'asked':>7} {'p50 ms':>8} {'p95 ms':>8} {'most ms':>8} {'> 200 ms':>8}"
        for way, taken in self.taken.items():
            ordered = sorted(taken)
            slow = sum(milliseconds > SLOW_MS for milliseconds in taken)
            p50, p95 = ordered[len(ordered) // 2], ordered[len(ordered) * 95 // 100]
            yield f"{way:24} {len(taken):>7} {p50:>8.1f} {p95:>8.1f} {ordered[-1]:>8.1f} {slow:>8}"
        for milliseconds, way, question in sorted(self.slow, reverse=True)[:10]:
            yield f"  {milliseconds:.0f} ms: {way} {question[:120]!r}"

    def slow_again(self, archive: Archive, client: FlaskClient) -> list[str]:
        """Of the questions that took longer than SLOW_MS those that do so each time: the first one also loads what is
        loaded once, and another process may have been in the way."""
        found = []
        for _, _, question in self.slow:
            times = [Timings() for _ in range(4)]
            for one in times:
                ask_everywhere(archive, client, question, one)
            least = {way: min(one.taken[way][-1] for one in times) for way in times[0].taken}
            found += [f"{ms:.0f} ms: {way} {question!r}" for way, ms in least.items() if ms > SLOW_MS]
        return found


Way = Callable[[Archive, FlaskClient, str, Timings], None]
"""Asks a question in one way, and checks the answer."""


def ask_everywhere(archive: Archive, client: FlaskClient, question: str, timings: Timings) -> None:
    """Ask in every way. Each gives an answer or one polite sentence."""
    for way in _WAYS:
        way(archive, client, question, timings)


def ask_somewhere(archive: Archive, client: FlaskClient, question: str, timings: Timings, turn: int) -> None:
    """Ask from Python and in two other ways, whose turn it is."""
    first, *others = _WAYS
    for way in (first, others[turn % len(others)], others[(turn * 7 + 3) % len(others)]):
        way(archive, client, question, timings)


def _in_python(archive: Archive, client: FlaskClient, question: str, timings: Timings) -> None:
    with timings.of("Python", question):
        try:
            total = archive.search(question).total
        except QueryError as error:
            _polite(str(error))
        else:
            assert 0 <= total <= archive.search(limit=0).total


def _as_parameter(path: str, name: str) -> Way:
    def ask(archive: Archive, client: FlaskClient, question: str, timings: Timings) -> None:
        url = f"{path}?{urlencode({name: _utf8(question)})}"
        with timings.of(f"{path}?{name}=", question):
            answer = client.get(url)
        assert answer.status_code in ((200,) if path.startswith("/article") else (200, 400)), (url, answer.status_code)
        if path.startswith("/api") and answer.status_code == 400:
            _polite(answer.json["error"]["message"])  # type: ignore[index]

    return ask


def _as_path(path: str) -> Way:
    def ask(archive: Archive, client: FlaskClient, question: str, timings: Timings) -> None:
        url = path + quote(_utf8(question), safe="/.")
        if url.startswith("//"):  # which the client would take for the name of a host
            url = "/%2F" + url[2:]
        with timings.of(f"{path}…", question):
            answer = client.get(url, buffered=True)
        assert answer.status_code in (200, 308, 400, 404, 405), (url, answer.status_code)

    return ask


def _on_the_command_line(archive: Archive, client: FlaskClient, question: str, timings: Timings) -> None:
    if "\x00" not in question:  # which no command line can hold
        with timings.of("archive search", question):
            _command(archive, "search", _utf8(question))


_WAYS: tuple[Way, ...] = (
    _in_python,
    *(_as_parameter(path, "q") for path in ("/", "/api/search", "/api/complete", "/feed.atom", "/export.csv",
                                            "/article/parade")),
    *(_as_parameter("/api/search", name) for name in ("where", "since", "sort")),
    *(_as_parameter("/", name) for name in ("more", "page", "match")),
    *(_as_path(path) for path in ("/article/", "/api/article/", "/original/", "/static/", "/")),
    _on_the_command_line,
)  # fmt: skip


def _utf8(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def _command(archive: Archive, *arguments: str) -> None:
    output, errors = io.StringIO(), io.StringIO()
    argv = ["archive", "--home", str(archive.home.root), *arguments]
    # By os._exit a command that only asks ends its process.
    with (
        patch.object(sys, "argv", argv),
        patch.object(os, "_exit", sys.exit),
        redirect_stdout(output),
        redirect_stderr(errors),
    ):
        try:
            main()
            code: object = 0
        except SystemExit as end:
            code = end.code
    assert code in (0, 1, 2), code
    told = errors.getvalue()
    assert "defect" not in told and "Traceback" not in told, told
    if code == 2:
        assert told.rstrip("\n").rpartition("\n")[2].startswith("archive: ")


def _polite(message: str) -> None:
    assert message.endswith((".", "?")), message
    assert "\n" not in message
    assert len(message) < 300
