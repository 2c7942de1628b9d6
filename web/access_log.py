"""The access log of the server: one line for each request, without what was asked.

A line has the time, the client's address, the method, the path, the status, the bytes of the answer's body and the
milliseconds until it was handed to the system. The query string never stands there, nor the name of a saved search:
they hold the question.
"""

import logging
import re
import sys
import time
from urllib.parse import quote

_logger = logging.getLogger("archive.access")
_UNQUOTED = "/:@!$&'()*+,;=~"  # of a path, by RFC 3986
_MAX_CHARACTERS = 2_000  # of a path
_SAVED = re.compile(r"(/saved/).+", re.DOTALL)


def start_access_log() -> None:
    """Write lines to standard error from now on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(message)s"))
    _logger.addHandler(handler)
    _logger.setLevel(logging.INFO)
    _logger.propagate = False


def log_request(address: str, method: str, path: str, status: str, sent: int, seconds: float) -> None:
    """Write the line of a request; of one that is no HTTP, method and path may be "-", or any characters."""
    # A saved search is mostly called as its question.
    asked = " ".join(map(_safe, (address, method, _SAVED.sub(r"\1-", path))))
    _logger.info("%s %s %s %s %.0f", time.strftime("%Y-%m-%dT%H:%M:%S%z"), asked, status, sent, seconds * 1000)


def _safe(text: str) -> str:
    """A text as one word of a line: what a URL does not hold unquoted is quoted, so that nobody forges a line."""
    quoted = quote(text.encode("latin-1", "replace"), _UNQUOTED)
    return quoted if len(quoted) <= _MAX_CHARACTERS else quoted[:_MAX_CHARACTERS] + "..."
