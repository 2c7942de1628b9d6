"""Front matter: a block between ``---`` lines at the top. The part of YAML that people write there, without a library:
``key: value``, quoted values, lists (``[a, b]`` or ``- a`` lines) and folded values."""

import re

from archive.reading.extraction import Fields
from archive.reading.evidence.fields import field_of, usable

_KEY = re.compile(r"([^\W\d][\w .-]{0,40}?)[ \t]*:(?:[ \t]+(.*)|[ \t]*)")
_ITEM = re.compile(r"[ \t]*-[ \t]+(.*)")
_COMMENT = re.compile(r"(?<![ \t])[ \t]++#.*")
_MOST_LINES = 200
_ESCAPES = {"\\n": "\n", "\\t": "\t", '\\"': '"', "\\\\": "\\"}


def take_front_matter(text: str) -> tuple[Fields, str]:
    """What the front matter of a cleaned text states, and the text below it; ``({}, text)`` where there is none, as
    where ``---`` is only a rule above prose."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        return {}, text
    end = next((at for at, line in enumerate(lines[1:_MOST_LINES], 1) if line.rstrip() in ("---", "...")), 0)
    values = _values(lines[1:end]) if end else None
    if not values:
        return {}, text
    fields: Fields = {}
    for name, found in values.items():
        field = field_of(name)
        good = [value for value in found if field and usable(field, value)]
        if field and good:
            fields.setdefault(field, []).extend(good)
    return fields, "\n".join(lines[end + 1 :]).strip()


def _values(lines: list[str]) -> dict[str, list[str]] | None:
    """Each key's values, or None if one of the lines is neither key, item, continuation, comment nor blank."""
    values: dict[str, list[str]] = {}
    current: list[str] | None = None
    for line in lines:
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if match := _KEY.fullmatch(line):
            current = values.setdefault(match[1].strip(), [])
            current += _inline(match[2] or "")
        elif current is None:
            return None
        elif match := _ITEM.fullmatch(line):
            current += _inline(match[1])
        elif line[0] in " \t":  # a value goes on, or something nested that we have no use for
            continued = line.strip()
            current[-1:] = [f"{current[-1]} {continued}"] if current else [continued]
        else:
            return None
    return values


def _inline(value: str) -> list[str]:
    value = value.strip()
    if value[:1] not in ("'", '"'):
        value = _COMMENT.sub("", value)
    if value in ("", "|", ">", "|-", ">-", "null", "~"):
        return []
    if value.startswith("[") and value.endswith("]"):
        return [item for part in value[1:-1].split(",") for item in _inline(part)]
    if len(value) > 1 and value[0] == value[-1] and value[0] in "'\"":
        quote, value = value[0], value[1:-1]
        if quote == "'":
            return [value.replace("''", "'")]
        return [re.sub(r'\\[nt"\\]', lambda match: _ESCAPES[match.group()], value)]
    return [value]
