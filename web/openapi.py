"""The HTTP interface as OpenAPI 3.1, for programs whose client is generated from its description.

The schemas of the answers are made from the types of the values that are written as JSON. No library makes this
shorter: with apispec, which does not know these types, the module had 175 lines instead of 165.
"""

from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from flask import Blueprint, request

from archive.answering.completion import Completion
from archive.answering.results import FACETS, Facet, FacetValue, Hit, Piece, Relaxed, Results, Timeline
from archive.article import Article
from archive.output.exports import EXPORTS
from archive.query.match_levels import MATCH_LEVELS
from archive.query.parse import MAX_CHARACTERS
from archive.query.plan import KINDS, SORTS
from archive.request import MAX_REACH
from web.exports import MAX_LIMIT as MAX_EXPORT
from web.exports import MIME
from web.question import MAX_FILTERS, MAX_LIMIT

Schema = dict[str, Any]
description = Blueprint("description", __name__)


@description.get("/api/openapi.json")
def openapi() -> Schema:
    """This description."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Archive", "version": "1", "description": "News articles, searchable."},
        "servers": [{"url": request.root_url.rstrip("/")}],
        "paths": _paths(),
        "components": {"schemas": _SCHEMAS},
    }


_TYPES: dict[type, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer", "minimum": 0},  # every integer of an answer is a count
    float: {"type": "number"},
    bool: {"type": "boolean"},
}
_TEXT = _TYPES[str]


def _schema(annotation: Any) -> Schema:
    """The schema of a simple type, a class of values, a tuple of one type, a Literal, or one of these or None."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin is tuple:
        return _list(_schema(arguments[0]))
    if origin in (Union, UnionType):
        return _or_null(_schema(arguments[0]))
    return _TYPES.get(annotation) or _ref(annotation.__name__)


def _fields(values: type, *left_out: str) -> dict[str, Schema]:
    """The schema of each field of a class of values."""
    return {name: _schema(annotation) for name, annotation in get_type_hints(values).items() if name not in left_out}


def _object(properties: dict[str, Schema], *optional: str) -> Schema:
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


_DATE = {
    "type": "string",
    "pattern": r"^\d{4}(-\d\d(-\d\d(T\d\d:\d\d:\d\d([+-]\d\d:\d\d)?)?)?)?$",
    "description": "As precise as it is known.",
}
_DAY = {"type": "string", "format": "date"}
_MOMENT = {"type": "string", "format": "date-time"}
_SCHEMAS = {
    "Article": _object(
        _fields(Article)
        | dict.fromkeys(("date_from", "date_until"), _or_null(_DAY))
        | {"date": _or_null(_DATE), "added": _or_null(_MOMENT)}
    ),
    "Completion": _object(_fields(Completion)),
    "Error": _object({"error": _object({"message": _TEXT, "hint": _TEXT})}),
    "Facet": _object(_fields(Facet)),
    "FacetValue": _object(_fields(FacetValue)),
    "Hit": _object(
        _fields(Hit, "marked_title", "because")
        | {"date": _or_null(_DATE)}
        | {"missing": _list(_TEXT) | {"description": "Of a relaxed hit: the words of the question that it lacks."}},
        "missing",
    ),
    "Piece": _object(_fields(Piece) | {"match": {"enum": list(KINDS)}}, "match"),
    "Relaxed": _object(_fields(Relaxed))
    | {"description": "Articles that hold most words of a question that few articles hold all words of."},
    "Results": _object(
        _fields(Results, "facets", "understood")
        | {"facets": _object(dict.fromkeys(FACETS, _ref("Facet")))}
        | {"understood": _or_null(_TEXT) | {"description": "How the question was read, where that is worth telling."}}
    ),
    "Timeline": _object(_fields(Timeline)),
}


def _parameter(name: str, schema: Schema, text: str) -> Schema:
    return {"name": name, "in": "query", "schema": schema, "description": text}


_QUESTION = [
    _parameter(
        "q", _TEXT | {"maxLength": MAX_CHARACTERS}, "The question, in the query language; without it all articles."
    ),
    _parameter("where", _list(_TEXT) | {"maxItems": MAX_FILTERS}, "FIELD=VALUE, FIELD!=VALUE or FIELD=."),
    _parameter("since", _TEXT, "A date as after date: in a question; its first day counts."),
    _parameter("until", _TEXT, "A date as after date: in a question; its last day counts."),
    _parameter("match", {"enum": ["", *MATCH_LEVELS]}, "The last match level; without it all levels."),
]
_ORDER = [
    _parameter("sort", {"enum": ["", *SORTS], "default": "relevance"}, "The order of the hits."),
    _parameter("page", {"type": "integer", "minimum": 1, "maximum": MAX_REACH, "default": 1},
               f"page × limit is at most {MAX_REACH:,}."),
]  # fmt: skip
_ID = {
    "name": "id", "in": "path", "required": True, "schema": _TEXT | {"minLength": 1},
    "description": "An article's id; its slashes may stand as they are.",
}  # fmt: skip
_ERRORS = {
    400: "The question cannot be asked; the message says why.",
    401: "The password is missing or wrong.",
    403: "The page of another site asks for it.",
    404: "There is no such article.",
    421: "The page does not go by that name.",
    429: "Too many wrong passwords were given.",
    503: "There is no index yet, or it does not answer.",
}
_ANYWHERE = (401, 403, 421, 429, 503)


def _limit(most: int, text: str) -> Schema:
    return _parameter("limit", _TYPES[int] | {"maximum": most}, text)


def _get(summary: str, parameters: list[Schema], mime: str, schema: Schema, *errors: int) -> Schema:
    """A path that is read: the answer, and beside the given errors those that every path can have."""
    error = {
        "application/json": {"schema": _ref("Error") if mime.endswith("json") else {}},
        "text/html": {"schema": _TEXT},
    }
    answers = {str(status): {"description": _ERRORS[status], "content": error} for status in (*errors, *_ANYWHERE)}
    answers["200"] = {"description": "The answer.", "content": {mime: {"schema": schema}}}
    return {"get": {"summary": summary, "parameters": parameters, "responses": answers}}


def _paths() -> dict[str, Schema]:
    json, search = "application/json", [*_QUESTION, *_ORDER, _limit(MAX_LIMIT, "Hits a page.")]
    typed = [_parameter("q", _TEXT, "What is typed so far.")]
    entries = [*_QUESTION, _limit(MAX_LIMIT, "Entries.")]
    export = [*_QUESTION, *_ORDER, _limit(MAX_EXPORT, "Hits a page; without it all hits.")]
    return {
        "/api/search": _get("Search.", search, json, _ref("Results"), 400),
        "/api/article/{id}": _get("An article.", [_ID], json, _ref("Article"), 404),
        "/api/complete": _get("Completions of the last word.", typed, json, _list(_ref("Completion"))),
        "/original/{id}": _get("The file of an article.", [_ID], "*/*", {}, 404),
        **{f"/export.{form}": _get("Every hit as a file.", export, MIME[form], _TEXT, 400) for form in EXPORTS},
        "/feed.atom": _get("The hits that were first seen last.", entries, "application/atom+xml", _TEXT, 400),
        "/healthz": _get("Whether the index answers.", [], "text/plain", _TEXT),
    }
