"""Errors become HTTP statuses by their class: as JSON under /api, elsewhere as a page in the reader's language."""

from flask import Flask, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from archive.errors import (
    ArchiveError,
    ArticleNotFound,
    EngineError,
    FileInvalid,
    InputError,
    ListNotFound,
    QueryError,
    SeedNotFound,
)  # fmt: skip
from web.access import AddingOff, ForeignSite, ReadOnly, TooManyGuesses, WrongHost
from web.language import gettext, lazy_gettext, told

_STATUS: tuple[tuple[type[ArchiveError], int], ...] = (
    (InputError, 400), (ForeignSite, 403), (ReadOnly, 403), (AddingOff, 403), (ArticleNotFound, 404),
    (ListNotFound, 404), (FileInvalid, 409), (WrongHost, 421), (TooManyGuesses, 429), (EngineError, 503),
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
    405: lazy_gettext("This address is only there to be read."),
    413: lazy_gettext("That is too much to be sent at once."),
    414: lazy_gettext("That is too much to be sent at once."),
    421: lazy_gettext("The archive does not go by this name. Open it by the address that you were given."),
    503: lazy_gettext(
        "It does not answer, or its index is still being made. Try again in a moment; if that does not help, "
        "ask whoever runs the archive."
    ),
    409: lazy_gettext("A file that people write has a typing error. It is left as it is until somebody mends it."),
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
    detail = ""
    if isinstance(error, InputError):
        sentence: object = told(error.template, **error.values)
        heading = heading if isinstance(error, QueryError) else gettext("This cannot be taken")
    elif isinstance(error, SeedNotFound):
        sentence = gettext("The file of this article has gone; the archive still has its text.")
    elif isinstance(error, AddingOff):
        sentence = gettext("Nothing is added from this page: whoever runs the archive can allow it in archive.toml.")
    elif isinstance(error, ReadOnly):
        sentence = gettext("Lists and saved searches are kept only where a password or this machine tells who asks.")
    else:
        sentence = _SENTENCES.get(status) or gettext("The archive could not do this. What went wrong is in its log.")
        detail = f"{message} {hint}" if isinstance(error, FileInvalid) else ""
    return render_template("error.html", message=sentence, detail=detail, heading=heading), status, headers
