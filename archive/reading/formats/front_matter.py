"""Front matter: a block of YAML between ``---`` lines at the top of a text. The only importer of PyYAML.

The block is parsed by PyYAML, with its BaseLoader's rules: every scalar is the string that was written, so that dates,
years and ``no`` are not turned into something else. What people write by hand is often not quite YAML (``title: Streik:
Tag zwei``); then each entry is parsed by itself, and one that is broken is taken as it was written.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from archive.reading.characters import clean
from archive.reading.evidence.fields import NOTHING_STATED, Stated, stated_fields

if TYPE_CHECKING:
    from yaml import Node

_KEY = re.compile(r"[^\W\d][\w .-]{0,40}")
_ENTRY = re.compile(r"([^\W\d][\w .-]{0,40}?)[ \t]*:(?:[ \t]+(.*)|[ \t]*)")
_ITEM = re.compile(r"[ \t]*-[ \t]+(.*)")
_COMMENT = re.compile(r"(?<![ \t])[ \t]++#.*")
_MOST_LINES = 200
_LONGEST = 10_000  # characters; PyYAML reads some 100 kB a second, and nobody states more about an article
_DEEPEST = 10  # nested lists and mappings


def take_front_matter(text: str) -> tuple[Stated, str]:
    """Take the front matter off a text.

    Args:
        text: a cleaned text.

    Returns:
        What the front matter states, and the text below it; ``(NOTHING_STATED, text)`` where there is none, as where
        ``---`` is only a rule above prose.
    """
    lines = text.split("\n", _MOST_LINES)
    if lines[0].rstrip() != "---":
        return NOTHING_STATED, text
    end = next((at for at, line in enumerate(lines[1:_MOST_LINES], 1) if line.rstrip() in ("---", "...")), 0)
    entries = _entries(lines[1:end])
    if not entries:
        return NOTHING_STATED, text
    stated: dict[str, list[str]] = {}
    for name, values in entries:
        stated.setdefault(name, []).extend(map(clean, values))
    single: dict[str, Any] = {name: found[0] if len(found) == 1 else found for name, found in stated.items()}
    return stated_fields(single), "\n".join(lines[end + 1 :]).strip()


def _entries(lines: list[str]) -> list[tuple[str, list[str]]]:
    """Each key with its values, in order; none where a line can belong to no entry, as in prose."""
    short = sum(map(len, lines)) <= _LONGEST
    if short and (parsed := _parsed("\n".join(lines))) is not None:
        return parsed if all(_KEY.fullmatch(key) for key, _ in parsed) else []
    entries: list[tuple[str, list[str]]] = []
    for entry in _split(lines):
        if (match := _ENTRY.fullmatch(entry[0])) is None:
            return []
        parsed = _parsed("\n".join(entry)) if short else None
        entries += parsed if parsed is not None else [(match[1].strip(), _as_written(match[2] or "", entry[1:]))]
    return entries


def _split(lines: list[str]) -> Iterator[list[str]]:
    """The lines of each entry: its key's, then indented ones and items. Comments and blank lines are dropped."""
    entry: list[str] = []
    for line in lines:
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if entry and (line[0] in " \t" or _ITEM.fullmatch(line)):
            entry.append(line)
        else:
            if entry:
                yield entry
            entry = [line]
    if entry:
        yield entry


def _as_written(value: str, below: list[str]) -> list[str]:
    """The values of an entry that is no YAML: items each for itself, else all lines as one value."""
    value = value.strip()
    items = [match[1] for line in below if (match := _ITEM.fullmatch(line))]
    if value.startswith("[") and value.endswith("]"):  # as [#bahn, #streik], where YAML sees a comment
        items = value[1:-1].split(",")
    elif value[:1] not in ("'", '"'):
        value = _COMMENT.sub("", value)
    return [_unquoted(item.strip()) for item in items or [" ".join([value, *map(str.strip, below)])]]


def _unquoted(value: str) -> str:
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "'\"" else value


def _parsed(block: str) -> list[tuple[str, list[str]]] | None:
    """The entries of a YAML mapping, or None where the block is none, or uses of YAML what no front matter needs.

    Aliases are refused, for a few lines of them grow to gigabytes; so are tags, and nesting that PyYAML, which is
    recursive, could not bear.
    """
    from yaml import AliasEvent, BaseLoader, CollectionEndEvent, CollectionStartEvent, MappingNode, YAMLError, parse

    depth = 0
    try:
        for event in parse(block, Loader=BaseLoader):
            depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
            if depth > _DEEPEST or isinstance(event, AliasEvent) or getattr(event, "tag", None):
                return None
        node = BaseLoader(block).get_single_node()
    except (YAMLError, ValueError, OverflowError):  # the last two: "\UFFFFFFFF" is no character
        return None
    if not isinstance(node, MappingNode):
        return None
    return [(str(key.value), list(_strings(value))) for key, value in node.value]


def _strings(node: "Node") -> Iterator[str]:
    """The strings of a value: of a scalar, of each item of a list, of an object's ``name``."""
    from yaml import MappingNode, SequenceNode

    if isinstance(node, SequenceNode):
        for item in node.value:
            yield from _strings(item)
    elif isinstance(node, MappingNode):
        for key, value in node.value:
            if key.value == "name":
                yield from _strings(value)
    else:
        yield node.value
