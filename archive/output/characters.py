"""Characters that do more than stand in their place: they command a terminal, end a line, or reorder a text.

Texts come from anybody. The explicit directional characters of Unicode's bidirectional algorithm (UAX #9: embeddings,
overrides, isolates) make a text look like another one and reach beyond it; the marks for single letters (LRM, RLM, ALM)
do not, and stay.
"""

import re

_DIRECTIONS = "\u202a-\u202e\u2066-\u2069"
_CONTROLS = "\x00-\x1f\x7f-\x9f\u2028\u2029"
_DIRECTION = re.compile(f"[{_DIRECTIONS}]+")
_DIRECTION_IN_UTF8 = re.compile(b"\xe2(?:\x80[\xaa-\xae]|\x81[\xa6-\xa9])")  # the same ones
_LINE_ENDING = re.compile(f"[{_CONTROLS}]+")
_JSON_LEAVES = re.compile(f"[\x7f-\x9f\u2028\u2029\u200e\u200f\u061c{_DIRECTIONS}]")


def without_directions(text: str) -> str:
    """Return the text without explicit directional characters, line breaks and all else as they are."""
    return _DIRECTION.sub("", text)


def without_directions_in_utf8(text: bytes) -> bytes:
    """Return a text in UTF-8 without explicit directional characters."""
    return _DIRECTION_IN_UTF8.sub(b"", text)


def one_line(text: str) -> str:
    """Return the text on one line, with single blanks, without control characters and directional ones."""
    return " ".join(_LINE_ENDING.sub(" ", without_directions(text)).split())


def escaped_in_json(json: str) -> str:
    """Return a JSON document that means the same, with what a terminal or a reader of lines would obey escaped."""
    return _JSON_LEAVES.sub(lambda found: f"\\u{ord(found[0]):04x}", json)
