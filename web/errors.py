"""Errors → statuses: the class is the decision. JSON under /api, a page elsewhere."""

from flask import Flask, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from archive.errors import ArchiveError, ArticleNotFound, EngineError, QueryError

_STATUS: tuple[tuple[type[ArchiveError], int], ...] = ((QueryError, 400), (ArticleNotFound, 404), (EngineError, 503))


def register(app: Flask) -> None:
    """Let ``app`` answer errors."""
    app.register_error_handler(ArchiveError, _archive_error)
    app.register_error_handler(HTTPException, _http_error)


def _archive_error(error: ArchiveError) -> ResponseReturnValue:
    status = next((status for kind, status in _STATUS if isinstance(error, kind)), 500)
    return _answer(str(error), error.hint, status)


def _http_error(error: HTTPException) -> ResponseReturnValue:
    return _answer(error.name, "", error.code or 500)


def _answer(message: str, hint: str, status: int) -> ResponseReturnValue:
    headers = {"Retry-After": "5"} if status == 503 else {}
    if request.path.startswith("/api"):
        return jsonify({"error": {"message": message, "hint": hint}}), status, headers
    return render_template("error.html", message=message, hint=hint, status=status), status, headers
