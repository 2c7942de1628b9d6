"""The page of all values of a field: to find some of many, and to ask for or exclude several at once."""

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import request, url_for
from msgspec.structs import replace

from archive.answering.results import FACETS, FacetValue
from archive.german import fold_value
from archive.query.tree import SINGLE_FIELDS
from web.labels import FIELD_LABELS, value_label
from web.question import Question, archive, filter_parts

ROWS = 300  # of a part of the list
_MAX_CHARACTERS = 200  # of what names of values are to hold


@dataclass(frozen=True, slots=True)
class Row:
    """A value, and how many of the articles that the rest of the question finds have it."""

    value: str
    name: str
    count: int
    is_set: bool
    is_excluded: bool


@dataclass(frozen=True, slots=True)
class ValuesPage:
    """A part of the values of a field.

    Attributes:
        contains: what the names of the shown values hold.
        by_name: whether they are in the order of their names; else the most frequent come first.
        chosen: values that are asked for or excluded; they are shown whatever ``contains`` says.
        rows: of the other values those of this ``part``, counted from 1.
        matching: the number of values that hold ``contains`` and are not chosen.
        kept: the parameters of the question that the page's form keeps: all but the filters by this field.
    """

    field: str
    name: str
    question: Question
    contains: str
    by_name: bool
    part: int
    chosen: tuple[Row, ...]
    rows: tuple[Row, ...]
    matching: int
    kept: list[tuple[str, str]]

    @property
    def is_single(self) -> bool:
        """Whether an article has one value of this field at most, so that one of several chosen ones is enough."""
        return self.field in SINGLE_FIELDS

    @property
    def parts(self) -> int:
        """The number of parts."""
        return max(1, -(-self.matching // ROWS))

    def link(self, by_name: bool | None = None, part: int = 1) -> str:
        """The page in another order, or another part of it."""
        order = "name" if (self.by_name if by_name is None else by_name) else ""
        own = (("contains", self.contains), ("order", order), ("part", part if part > 1 else ""))
        address = url_for("pages.values", field=self.field)
        return f"{address}?{urlencode([*self.question.fields('page'), *(pair for pair in own if pair[1])])}"


def values_page(field: str, question: Question) -> ValuesPage | None:
    """The page that the current request asks for; None if there is no such field.

    Raises:
        QueryError, EngineError: as ``Archive.search``.
    """
    if field not in FACETS:
        return None
    own = [(excluded, value) for name, excluded, value in map(filter_parts, question.where) if name == field]
    others = replace(question, where=tuple(each for each in question.where if filter_parts(each)[0] != field), page=1)
    known = {fold_value(value.value): value for value in archive().values(others.search_request(), field).values}
    asked = {fold_value(value): value for _, value in own if value}
    is_set = {fold_value(value) for excluded, value in own if not excluded}
    is_excluded = {fold_value(value) for excluded, value in own if excluded}

    def row(folded: str, value: FacetValue) -> Row:
        name = value_label(field, value.value)
        return Row(value.value, name, value.count, folded in is_set, folded in is_excluded)

    contains = request.args.get("contains", "").strip()[:_MAX_CHARACTERS]
    wanted = fold_value(contains)
    rows = [row(folded, value) for folded, value in known.items() if folded not in asked]
    rows = [each for each in rows if wanted in fold_value(each.name)]
    by_name = request.args.get("order") == "name"
    if by_name:
        rows.sort(key=lambda each: fold_value(each.name))
    part = request.args.get("part", "")
    number = max(1, int(part)) if part.isascii() and part.isdigit() and len(part) < 6 else 1
    # A value without a name is none of the rows: the filter by it is kept.
    kept = [
        ("where", each) for each in question.where if filter_parts(each)[2] == "" and filter_parts(each)[0] == field
    ]
    return ValuesPage(
        field,
        str(FIELD_LABELS[field]),
        question,
        contains,
        by_name,
        number,
        tuple(row(folded, known.get(folded, FacetValue(value, 0))) for folded, value in asked.items()),
        tuple(rows[(number - 1) * ROWS : number * ROWS]),
        len(rows),
        [*others.fields("page"), *kept],
    )
