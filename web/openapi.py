"""What can be asked over HTTP and what comes back, as OpenAPI 3.1: for programs that write their own clients."""

from dataclasses import fields
from typing import Any, get_args

from flask import Blueprint, request

from archive.answering.results import FACETS
from archive.article import Article, DateSource
from archive.output.exports import EXPORTS
from archive.query.match_levels import MATCH_LEVELS
from archive.query.parse import MAX_CHARACTERS
from archive.query.plan import KINDS, SORTS
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


def _object(optional: tuple[str, ...] = (), /, **properties: Schema) -> Schema:
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _maybe(schema: Schema) -> Schema:
    return schema | {"type": [schema["type"], "null"]}


_TEXT, _COUNT = {"type": "string"}, {"type": "integer", "minimum": 0}
_DATE = {
    "type": "string",
    "pattern": r"^\d{4}(-\d\d(-\d\d(T\d\d:\d\d:\d\d([+-]\d\d:\d\d)?)?)?)?$",
    "description": "As precise as it is known.",
}
_DAY = {"type": "string", "format": "date"}
_SEVERAL = {"authors", "agencies", "keywords", "places"}
_NEVER_NULL = {"id", "path", "title", "text", "format"}
_OF_ARTICLE = {
    "date": _maybe(_DATE),
    "date_from": _maybe(_DAY),
    "date_until": _maybe(_DAY),
    "date_source": {"enum": [*get_args(DateSource), None]},
    "added": _maybe({"type": "string", "format": "date-time"}),
}
_SCHEMAS: dict[str, Schema] = {
    "Article": _object(
        **{
            name: _list(_TEXT)
            if name in _SEVERAL
            else _OF_ARTICLE.get(name, _TEXT if name in _NEVER_NULL else _maybe(_TEXT))
            for name in (*(field.name for field in fields(Article)), "date_from", "date_until")
        }
    ),
    "Value": _object(value=_TEXT, count=_COUNT),
    "Facet": _object(values=_list(_ref("Value")), more=_COUNT),
    "Hit": _object(
        id=_TEXT,
        title=_TEXT,
        date=_maybe(_DATE),
        source=_maybe(_TEXT),
        agencies=_list(_TEXT),
        score={"type": "number"},
        snippets=_list(_list(_object(("match",), text=_TEXT, match={"enum": list(KINDS)}))),
    ),
    "Results": _object(
        query=_TEXT,
        total=_COUNT,
        total_is_exact={"type": "boolean"},
        page=_COUNT,
        pages=_COUNT,
        limit=_COUNT,
        took_ms={"type": "number"},
        engine=_TEXT,
        hits=_list(_ref("Hit")),
        facets=_object(**{name: _ref("Facet") for name in FACETS}),
        timeline=_object(
            unit={"enum": ["year", "month", "day"]}, bars=_list(_ref("Value")), coarse=_COUNT, undated=_COUNT
        ),
        suggestion=_maybe(_TEXT),
    ),
    "Completion": _object(text=_TEXT, count=_COUNT),
    "Error": _object(error=_object(message=_TEXT, hint=_TEXT)),
}


def _query(name: str, schema: Schema, text: str) -> Schema:
    return {"name": name, "in": "query", "schema": schema, "description": text}


_Q = _query(
    "q", {"type": "string", "maxLength": MAX_CHARACTERS}, "The question, in the query language; none: everything."
)
_ID = {
    "name": "id", "in": "path", "required": True, "schema": {"type": "string", "minLength": 1},
    "description": "An article's id; slashes in it may stand as they are.",
}  # fmt: skip
_FILTERS = [
    _query("where", {"type": "array", "items": _TEXT, "maxItems": MAX_FILTERS}, "FIELD=VALUE, FIELD!=VALUE or FIELD=."),
    _query("since", _TEXT, "A date as after date: in a question; the first."),
    _query("until", _TEXT, "A date as after date: in a question; the last."),
    _query("match", {"enum": list(MATCH_LEVELS)}, "How far words are widened; all the way, if it is not given."),
]
_PAGE = _query(
    "page", {"type": "integer", "minimum": 1, "maximum": 10_000, "default": 1}, "page × limit: at most 10,000."
)
_SORT = _query("sort", {"enum": list(SORTS), "default": "relevance"}, "The order of the hits.")


def _limit(most: int, text: str) -> Schema:
    return _query("limit", {"type": "integer", "minimum": 0, "maximum": most}, text)


def _get(summary: str, parameters: list[Schema], mime: str, schema: Schema, *errors: int) -> Schema:
    error = {
        "application/json": {"schema": _ref("Error")} if mime.endswith("json") else {"schema": {}},
        "text/html": {"schema": _TEXT},
    }
    answers = {str(status): {"description": _ERRORS[status], "content": error} for status in (*errors, 401, 421, 503)}
    answers["200"] = {"description": "The answer.", "content": {mime: {"schema": schema}}}
    return {"get": {"summary": summary, "parameters": parameters, "responses": answers}}


_ERRORS = {
    400: "It cannot be asked so; the message says why.",
    401: "The password is missing or wrong.",
    404: "There is no such article.",
    421: "The page does not go by that name.",
    503: "There is no index yet, or it does not answer.",
}


def _paths() -> dict[str, Schema]:
    question = [_Q, *_FILTERS, _SORT, _PAGE]
    exports = {
        f"/export.{form}": _get(
            "Every hit as a file.", [*question, _limit(MAX_EXPORT, "All, if it is not given.")], MIME[form], _TEXT, 400
        )
        for form in EXPORTS
    }
    atom = "application/atom+xml"
    return {
        "/api/search": _get(
            "Search.", [*question, _limit(MAX_LIMIT, "Hits a page.")], "application/json", _ref("Results"), 400
        ),
        "/api/article/{id}": _get("An article.", [_ID], "application/json", _ref("Article"), 404),
        "/api/complete": _get(
            "Ways to go on with the last word.",
            [_query("q", _TEXT, "What is typed so far.")],
            "application/json",
            _list(_ref("Completion")),
        ),
        "/original/{id}": _get("The file of an article.", [_ID], "application/octet-stream", {}, 404),
        **exports,
        "/feed.atom": _get("The newest hits.", [_Q, *_FILTERS, _limit(MAX_LIMIT, "Entries.")], atom, _TEXT, 400),
        "/healthz": _get("Whether the index answers.", [], "text/plain", _TEXT),
    }
