"""Compresses answers with gzip, which waitress does not."""

import gzip
from functools import lru_cache

from flask import Response, request

_LEAST_BYTES = 1_000  # below it a packet is no smaller
_LEVEL = 5  # a page of 50 kB takes a millisecond; higher levels save little
_KINDS = ("text/", "application/json", "application/atom+xml", "application/opensearchdescription+xml", "image/svg+xml")


def compressed(response: Response) -> Response:
    """The response, compressed where the client takes gzip and its body is text that is not streamed."""
    is_own_file = request.endpoint == "static"
    if not (response.mimetype or "").startswith(_KINDS):
        return response
    if is_own_file:
        response.direct_passthrough = False  # it is small, and may be read at once
    elif response.direct_passthrough or response.is_streamed:
        return response
    response.vary.add("Accept-Encoding")
    if (
        not request.accept_encodings["gzip"]
        or "Content-Encoding" in response.headers
        or response.status_code in (204, 206, 304)
        or len(data := response.get_data()) < _LEAST_BYTES
    ):
        return response
    response.set_data(_own_file(data) if is_own_file else gzip.compress(data, _LEVEL, mtime=0))
    response.headers["Content-Encoding"] = "gzip"
    return response


@lru_cache(maxsize=16)  # a page has few files
def _own_file(data: bytes) -> bytes:
    return gzip.compress(data, 9, mtime=0)
