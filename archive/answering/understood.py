"""Says in a short sentence how a question was read: operators, fields, dates, and what its words were widened by."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Protocol

from archive.query import tree

_SHOWN = 3  # spellings that are told of a widened word
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Gettext(Protocol):
    """Gives a text in the reader's language."""

    def __call__(self, text: str, /, **values: object) -> str:
        """The text, with ``values`` in their places; a ``date`` among them is shown as the reader writes it."""


def english(text: str, /, **values: object) -> str:
    """A text as it stands, ``values`` in their places."""
    return text % values if values else text


Widened = Mapping[str, Sequence[str]]
"""Word of the question, as it was typed → spellings and synonyms that are asked for beside it."""


def understood(
    node: tree.Node, widened: Widened, values: Callable[[str, str], Sequence[str]], gettext: Gettext = english
) -> str | None:
    """Return the sentence for a question, or None where it says no more than the words that were typed.

    Args:
        node: the question's tree, without filters.
        widened: what its words are widened by.
        values: field and value as typed → the whole values that are asked for.
    """
    if _is_plain(node) and not any(word.text in widened for word in tree.words(node)):
        return None
    return _Sentence(widened, values, gettext).of(node)


def _is_plain(node: tree.Node) -> bool:
    match node:
        case tree.And(nodes):
            return all(isinstance(child, tree.Word) and child.field is None for child in nodes)
        case tree.Word(_, _, field):
            return field is None
        case _:
            return isinstance(node, tree.Everything | tree.Nothing)


class _Sentence:
    def __init__(self, widened: Widened, values: Callable[[str, str], Sequence[str]], gettext: Gettext) -> None:
        self._widened = widened
        self._values = values
        self.gettext = gettext

    def of(self, node: tree.Node) -> str:
        gettext = self.gettext
        match node:
            case tree.And(nodes):
                return self._joined(gettext("and"), nodes)
            case tree.Or(nodes):
                return self._joined(gettext("or"), nodes)
            case tree.Not(child):
                return gettext("not %(what)s", what=self._grouped(child))
            case tree.Word(text, _, field):
                return self._in_field(self._word(text), field)
            case tree.Phrase(text, field):
                return self._in_field(gettext("exactly “%(text)s”", text=text), field)
            case tree.Near(text, distance, field):
                said = gettext("“%(text)s” at most %(number)s words apart", text=text, number=distance)
                return self._in_field(said, field)
            case tree.Wildcard(pattern, field):
                return self._in_field(gettext("a word like %(pattern)s", pattern=pattern), field)
            case tree.Fuzzy(text, distance, _, field):
                said = gettext("“%(text)s” with up to %(number)s typing errors", text=text, number=distance)
                return self._in_field(said, field)
            case tree.Value(field, value):
                return self._value(field, value)
            case tree.Days(field, low, high):
                return self._days(field, low, high)
            case tree.Undated():
                return gettext("without a date")
            case tree.Nothing():
                return gettext("nothing")
            case _:
                return gettext("all articles")

    def _joined(self, word: str, nodes: Sequence[tree.Node]) -> str:
        return f" {word} ".join(map(self._grouped, nodes))

    def _grouped(self, node: tree.Node) -> str:
        return f"({self.of(node)})" if isinstance(node, tree.And | tree.Or) else self.of(node)

    def _word(self, text: str) -> str:
        others = self._widened.get(text, ())
        if not others:
            return self._quoted(text)
        shown = ", ".join(map(self._quoted, others[:_SHOWN])) + (", …" if len(others) > _SHOWN else "")
        return self.gettext("“%(text)s” (also %(others)s)", text=text, others=shown)

    def _in_field(self, said: str, field: tree.WordField | None) -> str:
        if field is None:
            return said
        if field == "title":
            return self.gettext("%(what)s in the title", what=said)
        return self.gettext("%(what)s in the text", what=said)

    def _value(self, field: str, value: str) -> str:
        if not value:
            return self.gettext("without %(field)s", field=self._field(field))
        found = self._values(field, value) or (value,)
        either = self.gettext("or")
        shown = f" {either} ".join(map(self._quoted, found[:_SHOWN]))
        return f"{self._field(field)} {shown}{', …' if len(found) > _SHOWN else ''}"

    def _quoted(self, text: str) -> str:
        return self.gettext("“%(text)s”", text=text)

    def _field(self, field: str) -> str:
        gettext = self.gettext
        return {
            "source": gettext("source"), "agency": gettext("agency"), "author": gettext("author"),
            "section": gettext("section"), "place": gettext("place"), "keyword": gettext("keyword"),
            "folder": gettext("folder"), "language": gettext("language"), "format": gettext("format"),
            "year": gettext("year"), "month": gettext("month"), "id": gettext("article"),
        }.get(field, field)  # fmt: skip

    def _days(self, field: str, low: int | None, high: int | None) -> str:
        gettext = self.gettext
        first, last = _day(low), _day(high)
        if first and first == last:
            when = gettext("on %(day)s", day=first)
        elif first and last:
            when = gettext("from %(first)s to %(last)s", first=first, last=last)
        else:
            when = gettext("since %(day)s", day=first) if first else gettext("up to %(day)s", day=last)
        return gettext("dated %(when)s", when=when) if field == "date" else gettext("added %(when)s", when=when)


def _day(seconds: int | None) -> date | None:
    return None if seconds is None else (_EPOCH + timedelta(seconds=seconds)).date()
