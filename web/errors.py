"""Errors become HTTP statuses by their class: as JSON under /api, elsewhere as a page in the reader's language."""

from flask import Flask, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from archive.errors import (
    ArchiveError, ArticleNotFound, EngineError, FileInvalid, InputError, ListNotFound, QueryError,
)  # fmt: skip
from web.access import ForeignSite, ReadOnly, TooManyGuesses, WrongHost
from web.language import gettext, lazy_gettext

_STATUS: tuple[tuple[type[ArchiveError], int], ...] = (
    (InputError, 400), (ForeignSite, 403), (ReadOnly, 403), (ArticleNotFound, 404), (ListNotFound, 404),
    (FileInvalid, 409), (WrongHost, 421), (TooManyGuesses, 429), (EngineError, 503),
)  # fmt: skip

_HEADINGS = {
    400: lazy_gettext("This cannot be asked"),
    404: lazy_gettext("This is not here"),
    503: lazy_gettext("The archive cannot answer just now"),
}
_SENTENCES = {
    403: lazy_gettext("The page of another site asks for this. Open the archive itself, and export from its page."),
    404: lazy_gettext("Maybe the address has a typing error, or the article was taken out of the archive."),
    429: lazy_gettext("Too many wrong passwords were given. Try again in a moment."),
    409: lazy_gettext("A file that people write has a typing error. It is left as it is until somebody mends it."),
    503: lazy_gettext("There is no index yet, or it does not answer. Run “archive index”, or try again in a moment."),
}


def register(app: Flask) -> None:
    """Adds the error handlers to ``app``."""
    app.register_error_handler(ArchiveError, _archive_error)
    app.register_error_handler(HTTPException, _http_error)


def _archive_error(error: ArchiveError) -> ResponseReturnValue:
    status = next((status for kind, status in _STATUS if isinstance(error, kind)), 500)
    headers = {"Retry-After": str(error.seconds)} if isinstance(error, TooManyGuesses) else {}
    return _answer(str(error), error.hint, status, error, headers)


def _http_error(error: HTTPException) -> ResponseReturnValue:
    # Such as Allow, or WWW-Authenticate.
    headers = {name: value for name, value in error.get_headers() if name != "Content-Type"}
    return _answer(error.name, "", error.code or 500, error, headers)


def _answer(
    message: str, hint: str, status: int, error: Exception, headers: dict[str, str] | None = None
) -> ResponseReturnValue:
    headers = {"Retry-After": "5"} if status == 503 else headers or {}
    if request.path.startswith("/api"):
        return jsonify({"error": {"message": message, "hint": hint}}), status, headers
    heading = _HEADINGS.get(status) or gettext("Something went wrong")
    sentence, detail = _SENTENCES.get(status, message), ""
    if isinstance(error, InputError):
        sentence = gettext(error.template, **error.values)
        heading = heading if isinstance(error, QueryError) else gettext("This cannot be taken")
    elif isinstance(error, ReadOnly):
        sentence = gettext("Lists and saved searches are kept only where a password or this machine tells who asks.")
    elif isinstance(error, ArchiveError):
        detail = f"{message} {hint}"
    return render_template("error.html", message=sentence, detail=detail, heading=heading), status, headers
