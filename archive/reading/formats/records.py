"""Records of other archives and programs (a row, an object) → extractions, by the usual names of their fields."""

from collections.abc import Mapping
from typing import Any

from archive.reading.characters import tidy
from archive.reading.data import table
from archive.reading.evidence.fields import field_of, stated_fields
from archive.reading.extraction import Extraction, Unreadable
from archive.reading.formats.html import has_markup, text_of_fragment

_LIST_SIGN = "; "  # stands between the items of a list where a field has one value


def extraction_of(record: Mapping[str, Any], names: Mapping[str, str]) -> Extraction:
    """Read a record.

    Args:
        record: name as written → JSON value.
        names: the file's own names → the names of fields that they mean, as a sidecar's table ``fields`` states.

    Returns:
        The record's text, without HTML, and what else it states. What an index adds to an article is left out.

    Raises:
        Unreadable: it has neither a text nor a title.
    """
    texts: list[str] = []
    stated: dict[str, Any] = {}
    words = table("records")
    pending = list(record.items())
    for name, value in pending:  # which grows by what nested objects hold
        known = names.get(name, name).strip().casefold()
        if known in words["nested"]["names"] and isinstance(value, Mapping):
            pending += value.items()
        elif value in (None, "", [], {}) or known in words["derived"]["names"]:
            continue
        elif known in words["text"]["names"]:
            texts.append(_text(value))
        else:
            meant = words["fields"].get(known, known)
            stated[meant if field_of(meant) else name] = _plain(value, meant)
    fields, extra = stated_fields(stated)
    text = max(texts, key=len, default="")
    if not text and "title" not in fields:
        raise Unreadable("It has neither a text nor a title; name its columns in a table [fields] of a sidecar.")
    return Extraction(text=text, fields=fields, extra=extra)


def _text(value: Any) -> str:
    if isinstance(value, list):
        return "\n\n".join(filter(None, map(_text, value)))
    text = str(value)
    return text_of_fragment(text) if has_markup(text) else tidy(text)


def _plain(value: Any, field: str) -> Any:
    """The value of a known field as strings: of objects their names; markup is taken off titles and teasers."""
    if field_of(field) is None:
        return value
    if isinstance(value, list):
        return [_plain(part, field) for part in value]
    if isinstance(value, Mapping):
        return str(value.get("name") or value.get("title") or _LIST_SIGN.join(map(str, value.values())))
    text = str(value)
    return text_of_fragment(text) if has_markup(text) else text
