"""How likely one word was typed for another: an edit distance in which the errors people make cost less.

Damerau's four errors (insert, delete, replace, swap neighbours; "A technique for computer detection and correction of
spelling errors", 1964), restricted to one edit a place, with costs of our own.
"""

from itertools import pairwise

_KEYBOARD_ROWS = ("qwertzuiopü", "asdfghjklöä", "yxcvbnm")  # of a German keyboard
_ALIKE_PAIRS = {frozenset(pair) for pair in ("aä", "oö", "uü", "yz", "ij", "iy", "ck", "sz", "fv", "dt", "bp", "gk")}
# Costs of likely errors, where any other costs 1: for a letter that sounds or looks alike, for the next key, for a
# doubled letter or an h, for two letters in the wrong order. Set by hand.
_ALIKE, _NEXT, _DOUBLED, _SWAPPED = 0.3, 0.6, 0.4, 0.5


def _next_keys() -> set[frozenset[str]]:
    found = set()
    for number, row in enumerate(_KEYBOARD_ROWS):
        found |= {frozenset(pair) for pair in pairwise(row)}
        if number + 1 < len(_KEYBOARD_ROWS):
            below = _KEYBOARD_ROWS[number + 1]
            found |= {frozenset(pair) for pair in zip(row, below, strict=False)}
            found |= {frozenset(pair) for pair in zip(row[1:], below, strict=False)}
    return found


_NEXT_KEYS = _next_keys()


def likely_beginnings(typed: str) -> tuple[tuple[str, ...], ...]:
    """The first two letters of what was meant by a folded word of three letters at least: those that were typed; then
    those that were meant if the first letters were swapped, one is too many, or one sounds or looks like another."""
    first, second, third = typed[0], typed[1], typed[2]
    others = [second + first, second + third, first + third]
    for pair in _ALIKE_PAIRS:
        others += [other + second for other in pair if first in pair]
        others += [first + other for other in pair if second in pair]
    return (first + second,), tuple(sorted({*others} - {first + second}))


def typing_cost(typed: str, meant: str) -> float:
    """The cost of typing one folded word for the other: 0 if they are equal, about 1 for each unlikely error."""
    before: list[float] = []
    last = _first_row(meant)
    for i, letter in enumerate(typed, 1):
        row = [last[0] + _extra(typed, i - 1)]
        for j, other in enumerate(meant, 1):
            cost = min(
                last[j - 1] + _replaced(letter, other),
                last[j] + _extra(typed, i - 1),
                row[j - 1] + _extra(meant, j - 1),
            )
            if i > 1 and j > 1 and letter == meant[j - 2] and typed[i - 2] == other and letter != other:
                cost = min(cost, before[j - 2] + _SWAPPED)
            row.append(cost)
        before, last = last, row
    return last[-1]


def _first_row(meant: str) -> list[float]:
    row = [0.0]
    for place in range(len(meant)):
        row.append(row[-1] + _extra(meant, place))
    return row


def _extra(word: str, place: int) -> float:
    """The cost of a letter that the other word lacks."""
    return _DOUBLED if (place and word[place] == word[place - 1]) or word[place] == "h" else 1.0


def _replaced(one: str, other: str) -> float:
    if one == other:
        return 0.0
    pair = frozenset((one, other))
    return _ALIKE if pair in _ALIKE_PAIRS else _NEXT if pair in _NEXT_KEYS else 1.0
