"""The JSON interface, under /api."""

from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, jsonify, request

from archive.answering.completion import Completion
from archive.output.contract_json import results_json
from archive.query.parse import MAX_CHARACTERS
from web.question import Question, archive, kept

api = Blueprint("api", __name__, url_prefix="/api")


@api.get("/search")
def search() -> dict[str, Any]:
    """The results of a search, as ``archive search --json`` prints them."""
    return results_json(Question.of_request().ask())


@api.get("/complete")
def complete() -> list[dict[str, Any]]:
    """Completions of the last word of ``q``: words, and values of fields as ``kind`` tells."""
    return [asdict(found) for found in _completions(request.args.get("q", "")[:MAX_CHARACTERS])]


@api.get("/suggest")
def suggest() -> Response:
    """Those of them that are words, for a browser's search box: the text typed, and a list of texts (OpenSearch
    Suggestions)."""
    text = request.args.get("q", "")[:MAX_CHARACTERS]
    answer = jsonify([text, [found.text for found in _completions(text) if found.kind == "word"]])
    answer.mimetype = "application/x-suggestions+json"
    return answer


@api.get("/article/<id:id>")
def article(id: str) -> dict[str, Any]:
    """An article, as ``archive show --json`` prints it."""
    return archive().article(id).as_json()


def _completions(text: str) -> list[Completion]:
    return kept("completions", text, lambda: archive().complete(text))
