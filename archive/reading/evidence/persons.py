"""Persons named in full in a German text: a first name or an office before the name, and the surname's repetition."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from archive.reading.data import table
from archive.reading.evidence.names import Mention, Word

_PARTICLE = r"(?:von|van|vom|zu|de|der|den|del|della|di|da|dos|du|la|le|al|el|bin|ibn|ben|ter|ten|und zu)"
_CAPITALISED = r"(?:[dODLM]['’])?[^\W\d_a-zäöüß][\w]*(?:[-'’][^\W\d_]\w+)*"
_PART = rf"(?:(?:{_PARTICLE} ){{0,2}}(?:al-|el-|as-|at-|ad-|ar-|asch-|an-)?{_CAPITALISED}|[A-ZÄÖÜ]\.)"
_FURTHER = re.compile(rf" ({_PART})(?![\w])")
_MOST_PARTS = 6
_HYPHENATED_HEAD = re.compile(r"-(?:Institut|Stiftung|Straße|Platz|Preis|Schule|Universität|Klinik|Partei|Chef|Anwalt)")
_OFFICE_BEFORE = re.compile(r"([\w.-]+)\s+\Z")
_CREDIT_BEFORE = re.compile(r"(?:\A|[.!?:\n\"“] ?)(?:Von|Vom)\s\Z|(?:Das (?:Interview|Gespräch) führten?|Foto:|Text:|Autor(?:in)?:)\s\Z")
_CREDIT_AFTER = re.compile(r",\s+(?:zzt\.\s+|z\.\s?Zt\.\s+)?(?:[A-ZÄÖÜ]{2,4}\b|ARD|tagesschau)")
_LOOK_BACK = 40  # characters before a name, where its office stands
_AGE_AFTER = re.compile(r" ?\(\d{1,3}\)|, \d{1,3},")


class _Lists(NamedTuple):
    strong: frozenset[str]
    weak: frozenset[str]
    offices: re.Pattern[str]
    no_surnames: frozenset[str]
    endings: tuple[str, ...]


class _Name(NamedTuple):
    """A full name as it stands in a text.

    Attributes:
        first: its first word.
        surname: its last part, as it stands, maybe with a genitive's -s.
    """

    first: str
    surname: str
    start: int
    end: int


def person_mentions(text: str, words: Sequence[Word], excluded: Collection[str] = ()) -> list[Mention]:
    """The full names of persons in a German text, each with the value that is shown.

    A name counts if it begins with a known first name, or if it stands behind an office and its surname is also used
    alone. The value is the form that the text has most often, without a genitive's -s. Authors' lines (``Von … , SWR``)
    name nobody.

    Args:
        text: title and text.
        words: its capitalised words, without those of organisations.
        excluded: words that are no surname (countries, parties).
    """
    alone = Counter(word.text for word in words)
    names = list(_names(text, words, alone, excluded))
    bases = {_bare(name.surname, alone, text, name.end) for name in names}
    grouped: dict[tuple[str, str], Counter[str]] = {}
    placed: list[tuple[tuple[str, str], _Name]] = []
    for name in names:
        surname = _bare(name.surname, alone, text, name.end)
        if surname + "s" in bases and surname not in bases:  # pragma: no cover - a name in -s that lost it once
            surname += "s"
        whole = text[name.start : name.end - len(name.surname)] + surname
        key = (name.first, surname)
        grouped.setdefault(key, Counter())[whole] += 1
        placed.append((key, name))
    shown = {key: counts.most_common(1)[0][0] for key, counts in grouped.items()}
    return [Mention(shown[key], name.start, name.end) for key, name in placed]


def _names(text: str, words: Sequence[Word], alone: Counter[str], excluded: Collection[str]) -> Iterator[_Name]:
    lists = _lists()
    done = 0
    for word in words:
        if word.start < done:
            continue
        known = _is_first_name(word.text, lists)
        if known or word.text in lists.weak:
            office = not known and _office_before(text, word.start, lists)
        elif _may_be_unknown_first(word, text) and _office_before(text, word.start, lists):
            office = True
        else:
            continue
        parts = _parts(text, word.end)
        found = _surname(text, word, parts, alone, excluded, lists)
        if not found:
            continue
        surname, end = found
        repeated = alone[surname] + alone[surname.removesuffix("s")] + alone[surname + "s"] > 1
        if not known and not (office and (repeated or word.text in lists.weak or _AGE_AFTER.match(text, end))):
            if not (word.text in lists.weak and repeated):
                continue
        if _is_credit(text, word.start, end):
            done = end
            continue
        done = end
        yield _Name(word.text, surname, word.start, end)


def _parts(text: str, end: int) -> list[re.Match[str]]:
    """The words that follow directly and may belong to the name, with their particles."""
    parts: list[re.Match[str]] = []
    while len(parts) < _MOST_PARTS and (match := _FURTHER.match(text, end)):
        parts.append(match)
        end = match.end()
    return parts


def _surname(
    text: str,
    first: Word,
    parts: list[re.Match[str]],
    alone: Counter[str],
    excluded: Collection[str],
    lists: _Lists,
) -> tuple[str, int] | None:
    """The surname among the words behind a first name, and where it ends; None if nothing there is one."""
    usable: list[re.Match[str]] = []
    for part in parts:
        if not part[1].endswith(".") and not _may_be_surname(part[1], excluded, lists):
            if _is_organisation_head(part[1]) and len(usable) <= 2:
                return None
            break
        usable.append(part)
        if part[1].endswith("s") and part[1][:-1] in alone and not part[1].endswith("ss"):
            break  # a genitive ends the name
    while usable and usable[-1][1].endswith("."):
        usable.pop()
    if not usable:
        return None
    at = 0
    while at + 1 < len(usable):
        here, after = _last(usable[at]), _last(usable[at + 1])
        if here.endswith("."):
            at += 1
            continue
        if _times_alone(here, alone, text) and not _times_alone(after, alone, text):
            break
        if _times_alone(after, alone, text):
            at += 1
        elif " " in usable[at + 1][1] or (_is_first_name(here, lists) and _is_plain_end(text, usable[at + 1].end())):
            at += 1
        elif _is_plain_end(text, usable[at + 1].end()) and at + 2 == len(usable) and here not in lists.weak:
            at += 1
        elif alone[here] > 1:
            break
        else:
            return None
    surname = _last(usable[at])
    if surname == first.text:
        return None
    if at + 1 == len(usable) == len(parts) - 1 and parts[-1][1] in lists.no_surnames and _is_organisation_head(parts[-1][1]):
        return None
    return surname, usable[at].end()


def _last(part: re.Match[str]) -> str:
    """The part without its particles."""
    return part[1].rpartition(" ")[2]


def _times_alone(surname: str, alone: Counter[str], text: str) -> bool:
    """Whether the surname stands elsewhere too, there not in front of the same word."""
    base = surname.rpartition("-")[2] if surname.startswith(("al-", "el-")) else surname
    return alone[base] > 1 or bool(alone[base + "s"]) or (base.endswith("s") and bool(alone[base[:-1]]))


def _is_plain_end(text: str, end: int) -> bool:
    """Whether what follows shows that the name was at its end there: a comma, a bracket, a full stop."""
    return text[end : end + 1] in tuple(",().;:!?\"“”«»\n") or text.startswith((" und ", " (", " - ", " – "), end) or end == len(text)


def _may_be_surname(part: str, excluded: Collection[str], lists: _Lists) -> bool:
    word = part.rpartition(" ")[2]
    if word in lists.no_surnames or word in excluded or word.removesuffix("s") in excluded:
        return False
    if len(word) < 2 or (word.isupper() and len(word) > 1 and "-" not in word):
        return False
    return not word.endswith(lists.endings) and not _HYPHENATED_HEAD.search(word)


def _is_organisation_head(part: str) -> bool:
    return bool(_HYPHENATED_HEAD.search(part)) or part in _ORGANISATION_HEADS


_ORGANISATION_HEADS = frozenset(
    "Straße Platz Preis Stiftung Institut Schule Haus Klinik Gesellschaft Kirche Halle Stadion Arena Brücke Allee Park "
    "Flughafen Universität Gymnasium GmbH AG SE KG Inc Ltd Corp Bank Verlag Gruppe Group Holding Foundation Institute "
    "University Street Airport Center Company Show Award Orchester Records".split()
)


def _bare(surname: str, alone: Counter[str], text: str, end: int) -> str:
    """The surname without a genitive's -s: it is one if the text has the name without it, or if a noun follows."""
    if not surname.endswith("s") or surname.endswith(("ss", "us", "is", "as", "os")):
        return surname if not surname.endswith(("us", "is", "as", "os")) or not alone[surname[:-1]] else surname[:-1]
    base = surname[:-1]
    if alone[base]:
        return base
    follows = text[end : end + 2]
    return base if len(follows) == 2 and follows[0] == " " and follows[1].isupper() else surname


def _may_be_unknown_first(word: Word, text: str) -> bool:
    """Whether a word may be a first name that no list has: it is followed by another capitalised word directly."""
    following = text[word.end : word.end + 2]
    return len(following) == 2 and following[0] == " " and not word.text.isupper() and len(word.text) > 2


def _is_first_name(word: str, lists: _Lists) -> bool:
    if word in lists.strong:
        return True
    return "-" in word and all(part in lists.strong or part in lists.weak for part in word.split("-"))


def _office_before(text: str, start: int, lists: _Lists) -> bool:
    before = _OFFICE_BEFORE.search(text[max(0, start - _LOOK_BACK) : start])
    return bool(before and lists.offices.search(before[1].lower()))


def _is_credit(text: str, start: int, end: int) -> bool:
    before = _CREDIT_BEFORE.search(text[max(0, start - _LOOK_BACK) : start])
    return bool(before and (not before[0].rstrip().endswith(("Von", "Vom")) or _CREDIT_AFTER.match(text, end)))


@cache
def _lists() -> _Lists:
    first_names, offices = table("first_names"), table("offices")
    titles = "|".join(sorted(map(re.escape, offices["offices"].split()), key=len, reverse=True))
    return _Lists(
        strong=frozenset(first_names["names"].split()),
        weak=frozenset(first_names["weak"].split()),
        offices=re.compile(rf"(?:{titles})(?:s|es|n|en)?\.?\Z"),
        no_surnames=frozenset(offices["no_surnames"].split()),
        endings=tuple(offices["noun_endings"]),
    )
