"""What a format's reader gives: the text, and what the file itself says about it. The evidence rooms do the rest."""

from dataclasses import dataclass, field
from typing import Literal

Field = Literal["title", "date", "source", "authors", "section", "keywords", "url", "language", "agencies"]
Fields = dict[Field, list[str]]  # values as written, the most trustworthy first


class Unreadable(ValueError):
    """The bytes cannot become an article; the message is one sentence without the file's name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """One article as a format's reader sees it.

    Attributes:
        text: cleaned, without what ``fields`` took out of it.
        fields: values as written, the most trustworthy first.
    """

    text: str
    fields: Fields = field(default_factory=dict)
