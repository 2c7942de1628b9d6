"""Errors → statuses: the class is the decision. JSON under /api, a page elsewhere."""

from flask import Flask, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from archive.errors import ArchiveError, ArticleNotFound, EngineError, QueryError
from web.access import WrongHost

_STATUS: tuple[tuple[type[ArchiveError], int], ...] = (
    (QueryError, 400), (ArticleNotFound, 404), (WrongHost, 421), (EngineError, 503),
)  # fmt: skip


def register(app: Flask) -> None:
    """Let ``app`` answer errors."""
    app.register_error_handler(ArchiveError, _archive_error)
    app.register_error_handler(HTTPException, _http_error)


def _archive_error(error: ArchiveError) -> ResponseReturnValue:
    status = next((status for kind, status in _STATUS if isinstance(error, kind)), 500)
    return _answer(str(error), error.hint, status)


def _http_error(error: HTTPException) -> ResponseReturnValue:
    # Such as the methods allowed, or that a password is asked for.
    headers = {name: value for name, value in error.get_headers() if name != "Content-Type"}
    return _answer(error.name, "", error.code or 500, headers)


def _answer(message: str, hint: str, status: int, headers: dict[str, str] | None = None) -> ResponseReturnValue:
    headers = {"Retry-After": "5"} if status == 503 else headers or {}
    if request.path.startswith("/api"):
        return jsonify({"error": {"message": message, "hint": hint}}), status, headers
    return render_template("error.html", message=message, hint=hint, status=status), status, headers
