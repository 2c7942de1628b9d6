"""The same as JSON, under /api."""

from typing import Any

from flask import Blueprint

from archive.printing import results_json
from web.question import Question, archive

api = Blueprint("api", __name__, url_prefix="/api")


@api.get("/search")
def search() -> dict[str, Any]:
    """The answer to a question, as ``archive search --json`` prints it."""
    return results_json(Question.of_request().ask())


@api.get("/article/<path:id>")
def article(id: str) -> dict[str, Any]:
    """An article, as ``archive show --json`` prints it."""
    return archive().article(id).as_json()
