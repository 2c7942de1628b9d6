"""The access log of the server: one line for each request, without what was asked.

A line has the time, the client's address, the method, the path, the status, the bytes of the answer's body and the
milliseconds until it was handed to the system. The query string never stands there: it holds the question.
"""

import logging
import sys
import time
from typing import Any
from urllib.parse import quote

from waitress.task import ErrorTask, Task, WSGITask

_logger = logging.getLogger("archive.access")
_UNQUOTED = "/:@!$&'()*+,;=~"  # of a path, by RFC 3986
_MAX_CHARACTERS = 2_000  # of a path


def start_access_log() -> None:
    """Write lines to standard error from now on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(message)s"))
    _logger.addHandler(handler)
    _logger.setLevel(logging.INFO)
    _logger.propagate = False


class _Logged(Task):
    """A task of the server that logs its request when it is done, or given up because its client went away."""

    _written = 0

    def service(self) -> None:
        started = time.perf_counter()
        try:
            super().service()
        finally:
            # Without a header the application failed, and the task that tells the client so logs the request.
            if self.wrote_header and _logger.isEnabledFor(logging.INFO):
                _logger.info(self._line((time.perf_counter() - started) * 1000))

    def write(self, data: Any) -> None:
        super().write(data)
        if self.has_body:
            self._written += len(data)

    def _line(self, milliseconds: float) -> str:
        request = self.request
        environ = getattr(self, "environ", None) or {}
        address = environ.get("REMOTE_ADDR") or (self.channel.addr or ("-",))[0] or "-"
        # A request that is no HTTP has none of these, and what it has may be any bytes.
        method, path = getattr(request, "command", None) or "-", getattr(request, "path", None) or "-"
        when = time.strftime("%Y-%m-%dT%H:%M:%S%z")
        asked = " ".join(map(_safe, (address, method, path)))
        return f"{when} {asked} {self.status[:3]} {self._written} {milliseconds:.0f}"


class LoggedTask(_Logged, WSGITask):
    """A request that the application answers."""


class LoggedErrorTask(_Logged, ErrorTask):
    """A request that the server refuses itself."""


def _safe(text: str) -> str:
    """A text as one word of a line: what a URL does not hold unquoted is quoted, so that nobody forges a line."""
    quoted = quote(text.encode("latin-1", "replace"), _UNQUOTED)
    return quoted if len(quoted) <= _MAX_CHARACTERS else quoted[:_MAX_CHARACTERS] + "..."
