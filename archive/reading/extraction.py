"""What a format's reader takes out of a file: the text, and what the file states about itself."""

from dataclasses import dataclass, field
from typing import Literal

Field = Literal["title", "date", "source", "authors", "section", "keywords", "url", "language", "agencies"]
Fields = dict[Field, list[str]]  # values as written, the most trustworthy first


class Unreadable(ValueError):
    """The bytes cannot become an article. The message is one sentence, for the user, without the file's name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """One article as a format's reader sees it; what it does not state is looked for in its text (``evidence/``).

    Attributes:
        text: cleaned (``characters.py``), without the lines that became ``fields``.
        fields: for each field that is stated, its values as written, the most trustworthy first.
    """

    text: str
    fields: Fields = field(default_factory=dict)
