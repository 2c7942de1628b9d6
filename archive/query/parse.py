"""Parses a question into a tree. NOT binds before AND (a blank) before OR; ordinary text is never an error.

Grammar, over the tokens of tokens.py (signs that lack something to work on are words there, or gone):

    any  = all (OR all)*
    all  = one ([AND] one)*
    one  = (NOT | -)* ( "(" any ")" | clause )
"""

from datetime import date

from msgspec.structs import replace

from archive.errors import QueryError
from archive.german.tokens import tokens as german_tokens
from archive.query.clauses import clause, days_or_value
from archive.query.dates import dated, parse_days, since_until, within
from archive.query.tokens import FIELDS, WORD_FIELDS, Token, tokens
from archive.query.tree import And, Everything, Node, Not, Nothing, Or, Value, Word
from archive.query.visible import clean, shown

__all__ = ["MAX_CHARACTERS", "MAX_CLAUSES", "MAX_LEVELS", "parse", "parse_days", "parse_where", "since_until"]

MAX_CHARACTERS = 1_000
MAX_CLAUSES = 64
MAX_LEVELS = 32


def parse(text: str, today: date | None = None) -> Node:
    """Return the tree of a question; ``today`` is what ``heute`` and ``7d`` count from, None this day.

    A blank question asks for everything, one of nothing but punctuation for nothing.

    Raises:
        QueryError: a malformed value of a known field, a wildcard on fewer than three letters, or a limit passed.
    """
    if len(text) > MAX_CHARACTERS:
        raise QueryError(
            text,
            "The query has %(number)s characters: shorten it to at most %(most)s.",
            number=len(text),
            most=MAX_CHARACTERS,
        )
    text = clean(text)
    if not text.strip():
        return Everything()
    found = tokens(text)
    if not found:
        return Nothing()
    _check_levels(text, found)
    return _Parser(text, found, today).any(None)


DATED = "dated"  # the filter by a date's own precision


def parse_where(filter: str, today: date | None = None) -> Node:
    """Return the tree of a filter ``FIELD=VALUE``; ``FIELD!=VALUE`` excludes, an empty VALUE means none.

    Args:
        filter: FIELD is a field of whole values in either language, or ``date``, ``datum``, ``added``,
            ``within``, ``dated``.
        today: what ``date=7d`` counts from; None: this day.

    Raises:
        QueryError: it is no filter, or FIELD or VALUE is none; the sentence says what would be right.
    """
    name, equals, value = filter.encode(errors="replace").decode().partition("=")
    excluded = name.endswith("!")
    known_as = name.removesuffix("!").strip().lower()
    if equals and known_as == "within":
        surely = within(value, today)
        return Not(surely) if excluded else surely
    if equals and known_as == DATED:
        precisely = dated(value, today)
        return Not(precisely) if excluded else precisely
    field = FIELDS.get(known_as)
    if not equals:
        raise QueryError(
            filter, "%(filter)s is no filter: write FIELD=VALUE, such as source=dpa.", filter=shown(filter)
        )
    if field is None or field in WORD_FIELDS:
        known = ", ".join(dict.fromkeys(known for known in FIELDS.values() if known not in WORD_FIELDS))
        raise QueryError(
            filter, "%(name)s is no field to filter by: choose one of %(known)s.", name=shown(name), known=known
        )
    node = days_or_value(field, value.strip(), today)
    if isinstance(node, Value):
        node = replace(node, whole=True)
    return Not(node) if excluded else node


def _check_levels(text: str, found: list[Token]) -> None:
    level = deepest = 0
    for token in found:
        level += (token.kind == "open") - (token.kind == "close")
        deepest = max(deepest, level)
    if deepest > MAX_LEVELS:
        raise QueryError(
            text, "The query has brackets %(levels)s deep: nest at most %(most)s.", levels=deepest, most=MAX_LEVELS
        )


class _Parser:
    """Reads tokens from the left; each method reads its part of the grammar and stands behind it afterwards.

    Groups are a pair of brackets around something (tokens.py sees to that), so ``one`` always finds something.
    """

    def __init__(self, text: str, found: list[Token], today: date | None) -> None:
        self._text = text
        self._tokens = found
        self._clauses = 0
        self._today = today
        self._place = 0

    def any(self, field: str | None) -> Node:
        nodes = [self._all(field)]
        while self._at_operator("or"):
            self._place += 1
            nodes.append(self._all(field))
        return nodes[0] if len(nodes) == 1 else Or(tuple(nodes))

    def _all(self, field: str | None) -> Node:
        nodes = [self._one(field)]
        while self._has_operand(self._place) and not self._at_operator("or"):
            self._place += self._at_operator("and")
            nodes.append(self._one(field))
        return nodes[0] if len(nodes) == 1 else And(tuple(nodes))

    def _one(self, field: str | None) -> Node:
        negated = False
        while self._at_operator("not") or self._at_operator("minus"):
            negated = not negated  # not not x is x
            self._place += 1
        token = self._tokens[self._place]
        self._place += 1
        if token.kind == "open":
            node = self.any(token.field or field)
            self._place += 1
        else:
            node = clause(token, token.field or field, self._today)
            # A chunk such as a/b.c holds several words, each of which is asked for.
            self._clauses += max(1, len(german_tokens(node.text))) if isinstance(node, Word) else 1
            if self._clauses > MAX_CLAUSES:
                raise QueryError(
                    self._text, "The query has too many words: ask for at most %(most)s at a time.", most=MAX_CLAUSES
                )
        if not negated:
            return node
        return node.node if isinstance(node, Not) else Not(node)

    def _at_operator(self, kind: str) -> bool:
        """Whether this operator stands here and has something behind it; without, it is a word."""
        return (
            self._has_operand(self._place)
            and self._tokens[self._place].kind == kind
            and self._has_operand(self._place + 1)
        )

    def _has_operand(self, place: int) -> bool:
        return place < len(self._tokens) and self._tokens[place].kind != "close"
