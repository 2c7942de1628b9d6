"""What a format's reader takes out of a file: the text, and what the file states about itself."""

from dataclasses import dataclass, field
from typing import Any, Literal

Field = Literal[
    "title",
    "date",
    "source",
    "authors",
    "section",
    "keywords",
    "url",
    "language",
    "agencies",
    "places",
    "persons",
    "orgs",
    "kicker",
    "subtitle",
    "teaser",
    "page",
    "issue",
]
Fields = dict[Field, list[str]]  # values as written, the most trustworthy first


class Unreadable(ValueError):
    """The bytes cannot become an article. The message is one sentence, for the user, without the file's name.

    Args:
        part: the name of the part of the file that is meant, as a member of a ZIP; "" is the whole file.
        in_content: what the file holds is the reason; if not (a program is not installed), the next run tries again.
    """

    def __init__(self, message: str, part: str = "", in_content: bool = True) -> None:
        super().__init__(message)
        self.part = part
        self.in_content = in_content


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """One article as a format's reader sees it; what it does not state is looked for in its text (``evidence/``).

    Attributes:
        text: cleaned (``characters.py``), without the lines that became ``fields``.
        fields: for each field that is stated, its values as written, the most trustworthy first.
        extra: what else is stated: name as written → any JSON value.
        part: the path of the part of the file that holds the article, as a member of a ZIP; "" is the whole file. Dates
            and titles are looked for in its name too.
        format: MIME type of that part; None is the file's.
    """

    text: str
    fields: Fields = field(default_factory=dict)
    extra: dict[str, Any] = field(default_factory=dict)
    part: str = ""
    format: str | None = None
