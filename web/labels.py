"""The labels of fields, values, filters, match kinds and match levels, in the reader's language."""

from archive.query.place_names import english_name
from archive.query.plan import Kind
from web.language import gettext, language, language_name, lazy_gettext, shown_date
from web.question import filter_parts

FIELD_LABELS = {
    "source": lazy_gettext("Source"), "agency": lazy_gettext("Agency"), "author": lazy_gettext("Author"),
    "section": lazy_gettext("Section"), "place": lazy_gettext("Place"), "person": lazy_gettext("Person"),
    "org": lazy_gettext("Organisation"), "keyword": lazy_gettext("Keyword"),
    "year": lazy_gettext("Year"), "month": lazy_gettext("Month"), "folder": lazy_gettext("Folder"),
    "language": lazy_gettext("Language"), "format": lazy_gettext("Format"), "id": lazy_gettext("Article"),
    "date": lazy_gettext("Date"), "added": lazy_gettext("Added"), "within": lazy_gettext("Day"),
    "dated": lazy_gettext("Dated without a day"),
}  # fmt: skip

# Of a match kind: how a marked word answers the question.
MATCH_KIND_LABELS: dict[Kind, object] = {
    "exact": lazy_gettext("exactly as asked"), "inflection": lazy_gettext("another form of the word"),
    "spelling": lazy_gettext("another spelling"), "name": lazy_gettext("another spelling of the name"),
    "synonym": lazy_gettext("a synonym or an abbreviation"), "compound": lazy_gettext("inside a compound"),
    "fuzzy": lazy_gettext("with typing errors"), "wildcard": lazy_gettext("by a wildcard"),
}  # fmt: skip

# Of a match level: each level finds what the levels before it find, and more.
MATCH_LEVEL_LABELS: dict[Kind, object] = {
    "exact": lazy_gettext("Exactly these words"), "inflection": lazy_gettext("and other forms"),
    "spelling": lazy_gettext("and other spellings"), "name": lazy_gettext("and names spelled differently"),
    "synonym": lazy_gettext("and synonyms"), "compound": lazy_gettext("and inside compounds"),
}  # fmt: skip

_FORMAT_LABELS = {"text/plain": "Text", "text/markdown": "Markdown", "text/html": "HTML", "application/pdf": "PDF"}


def value_label(field: str, value: str) -> str:
    """The label of a field's value; "" stands for articles without one."""
    if not value:
        return gettext("not known")
    if field in ("month", "within", "dated"):
        try:
            return shown_date(value)
        except ValueError:
            return value  # a range, or a value that the archive refuses
    if field == "place" and language() != "de":  # articles have places under their German names
        return english_name(value)
    if field == "language":
        return language_name(value)
    return _FORMAT_LABELS.get(value, value) if field == "format" else value


def _dates(value: str) -> str:
    """A value of ``added``: a day or what begins with one is told in words."""
    try:
        return gettext("from %(date)s", date=shown_date(value[2:])) if value.startswith(">=") else shown_date(value)
    except ValueError:
        return value  # a range or a relative date


def filter_label(filter: str) -> str:
    """The label of a filter: ``Quelle: dpa``, ``nicht Quelle: dpa``."""
    field, excluded, value = filter_parts(filter)
    if field == "date" and value in ("", "none"):
        return gettext("with a date") if excluded else gettext("without a date")
    name = FIELD_LABELS.get(field, field)
    told = _dates(value) if field == "added" else value_label(field, value)
    shown = gettext("%(field)s: %(value)s", field=name, value=told)
    return gettext("not %(filter)s", filter=shown) if excluded else shown
