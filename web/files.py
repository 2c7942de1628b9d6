"""The seed file that an article was read from: shown where a browser can do that without harm, else a download."""

from flask import Blueprint, Response, request, send_file

from archive.errors import SeedNotFound
from archive.output.characters import one_line
from archive.reading import MAX_BYTES, mime_type
from archive.reading.encoding import decode
from archive.reading.extraction import Unreadable
from web.question import archive

files = Blueprint("files", __name__)

_TEXTS = ("text/plain", "text/markdown")
# A page runs no script, sends no form and loads nothing: it is shown as it lies there, and as of nobody's origin.
_SANDBOX = "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'; frame-ancestors 'self'"
_PAGES = ("text/html", "application/xhtml+xml")
_PDF = "application/pdf"  # whose viewer is a browser's own, and works in no sandbox


@files.get("/original/<id:id>")
def original(id: str) -> Response:
    """The seed of an article: a text or a PDF is shown, a page in a sandbox; everything else, and with ``download``
    all, is a download of its type."""
    path, name = archive().original(id)
    kind = mime_type(name)
    shown = "download" not in request.args and kind in (*_TEXTS, *_PAGES, _PDF)
    try:
        if shown and kind in _TEXTS and path.stat().st_size <= MAX_BYTES:
            response = Response(decode(path.read_bytes()), mimetype="text/plain")
        else:
            response = send_file(
                path, kind, as_attachment=not shown, download_name=one_line(name) or "original", etag=False
            )
    except FileNotFoundError as error:  # it was deleted in this very moment
        raise SeedNotFound(id) from error
    except Unreadable:  # it was changed to no text since it was indexed
        response = send_file(path, "application/octet-stream", as_attachment=True, download_name="original", etag=False)
    if kind != _PDF:
        response.headers["Content-Security-Policy"] = _SANDBOX
    response.headers["Cache-Control"] = "no-cache"
    return response
