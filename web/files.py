"""The seed file that an article was read from, as a download."""

from flask import Blueprint, Response, send_file

from archive.errors import SeedNotFound
from archive.output.characters import one_line
from web.question import archive

files = Blueprint("files", __name__)


@files.get("/original/<id:id>")
def original(id: str) -> Response:
    """The seed of an article. It is only ever a download: a browser that showed it would run its scripts."""
    path, name = archive().original(id)
    try:
        response = send_file(
            path, "application/octet-stream", as_attachment=True, download_name=one_line(name) or "original", etag=False
        )
    except FileNotFoundError as error:  # it was deleted in this very moment
        raise SeedNotFound(id) from error
    response.headers["Cache-Control"] = "no-cache"
    return response
