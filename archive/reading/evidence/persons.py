"""Persons named in full in a German text: a first name or an office before the name, and the surname's repetition."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from archive.reading.data import table
from archive.reading.evidence.names import Mention, Word

_CAPITALISED = r"(?:[dODLM]['’])?[^\W\d_a-zäöüß][\w]*(?:[-'’][^\W\d_]\w+)*"
_ARTICLE = r"(?:al-|el-|as-|at-|ad-|ar-|asch-|an-)?"
# Before the first surname; a German article is one behind "von" and "van" alone.
_PARTICLES = (
    r"(?:(?:(?:[Vv]on|[Vv]an) (?:der|den|de|dem)|von und zu|von|[Vv]an|zu|de la|de|den|del|della|di|da|dos|du|la|"
    r"le|al|el|bin|ibn|ben|ter) )?"
)
_FIRST_PART = re.compile(rf" ([A-ZÄÖÜ]\.|{_PARTICLES}{_ARTICLE}{_CAPITALISED})(?!\w)")
_NEXT_PART = re.compile(
    rf" ([A-ZÄÖÜ]\.|(?:(?:da|de|del|della|di|dos|al|el|bin|Le|La|y) )?{_ARTICLE}{_CAPITALISED})(?!\w)"
)
_NOBLE = re.compile(
    rf" ((?:Graf|Gräfin|Freiherr|Freifrau|Prinz|Prinzessin|Ritter) (?:von und zu|von der|von|zu) {_CAPITALISED})(?!\w)"
)
_NO_NAME_BEHIND_ZU = re.compile(r"zu (?:Lasten|Gunsten|Beginn|Ende|Hause|Wort|Recht|Besuch|Gast|Tode|Protokoll)\Z")
_MOST_PARTS = 6
_HYPHENATED_HEAD = re.compile(r"-(?:Institut|Stiftung|Straße|Platz|Preis|Schule|Universität|Klinik|Partei|Chef|Anwalt)")
_CREDIT_BEFORE = re.compile(
    r"(?:\A|[.!?:\n\"“] ?)(?:Von|Vom)\s\Z|(?:Das (?:Interview|Gespräch) führten?|Foto:|Text:|Autor(?:in)?:)\s\Z"
)
_CREDIT_AFTER = re.compile(r",\s+(?:zzt\.\s+|z\.\s?Zt\.\s+)?(?:[A-ZÄÖÜ]{2,4}\b|ARD|tagesschau)")
_PLAIN_ENDS = ("", *',().;:!?"“”«»\n')
_LOOK_BACK = 40  # characters before a name, where its office stands
_AGE_AFTER = re.compile(r" ?\(\d{1,3}\)|, \d{1,3},")


class _Lists(NamedTuple):
    strong: frozenset[str]
    weak: frozenset[str]
    first_names: frozenset[str]
    offices: frozenset[str]
    office_lengths: tuple[int, ...]
    no_surnames: frozenset[str]
    organisation_heads: frozenset[str]
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


def person_mentions(text: str, words: Sequence[Word], is_country: Callable[[str], bool]) -> list[Mention]:
    """The full names of persons in a German text, each with the value that is shown.

    A name counts if it begins with a known first name, or if it stands behind an office and its surname is also used
    alone. The value is the form that the text has most often, without a genitive's -s. Authors' lines (``Von … , SWR``)
    name nobody.

    Args:
        text: title and text.
        words: its capitalised words, without those of organisations.
        is_country: whether a word names a country, which no surname does here.
    """
    alone = Counter(word.text for word in words)
    names = list(_names(text, words, alone, is_country))
    grouped: dict[tuple[str, str], Counter[str]] = {}
    placed: list[tuple[tuple[str, str], _Name]] = []
    for name in names:
        surname = _bare(name.surname, alone, text, name.end)
        whole = text[name.start : name.end - len(name.surname)] + surname
        key = (name.first, surname)
        grouped.setdefault(key, Counter())[whole] += 1
        placed.append((key, name))
    shown = {key: counts.most_common(1)[0][0] for key, counts in grouped.items() if not _is_mixed(key, grouped)}
    return [Mention(shown[key], name.start, name.end) for key, name in placed if key in shown]


def _is_mixed(name: tuple[str, str], names: Collection[tuple[str, str]]) -> bool:
    """Whether a name is made of two persons' who stand side by side: ``dankte Kim Schoigu`` beside their full names."""
    first, surname = name
    return any(other[1] == surname and other[0] != first for other in names) and any(
        first in other and other[1] != surname for other in names
    )


def _names(text: str, words: Sequence[Word], alone: Counter[str], is_country: Callable[[str], bool]) -> Iterator[_Name]:
    lists = _lists()
    done = 0
    first_names = lists.first_names
    starts = [*(start for _, start, _ in words[1:]), -1]
    # A name begins with a known first name, or with a word that another follows directly: the fewest do.
    candidates = [
        (number, word, following == word[2] + 1)
        for number, (word, following) in enumerate(zip(words, starts, strict=False))
        if following == word[2] + 1 or word[0] in first_names or "-" in word[0]
    ]
    behind_first_names = {
        words[number + 1].text for number, word, adjoins in candidates if adjoins and word.text in lists.strong
    }
    for number, word, adjoins in candidates:
        if word.start < done:
            continue
        name = word.text
        known = _is_first_name(name, lists)
        weak = name in lists.weak
        if not known and not weak:
            if not adjoins or text[word.end] != " " or not _office_before(text, word.start):
                continue
            if not _may_be_unknown_first(text, word, words[number + 1], alone, lists):
                continue
        found = _surname(text, word, _parts(text, word.end), alone, is_country, behind_first_names, lists)
        if not found:
            continue
        surname, end = found
        if weak and not known and not _is_repeated(surname, alone) and not _office_before(text, word.start):
            continue
        if not known and not weak and not _is_repeated(surname, alone) and not _AGE_AFTER.match(text, end):
            continue
        done = end
        if not _is_credit(text, word.start, end):
            yield _Name(word.text, surname, word.start, end)


def _is_repeated(surname: str, alone: Counter[str]) -> bool:
    stem = _stem(surname)
    return sum(alone[form] for form in {stem, stem.removesuffix("s"), stem + "s"}) > 1


def _parts(text: str, end: int) -> list[re.Match[str]]:
    """The words that follow directly and may belong to the name, with their particles."""
    parts: list[re.Match[str]] = []
    while len(parts) < _MOST_PARTS:
        initials_only = all(part[1].endswith(".") or part[1] in _lists().strong for part in parts)
        match = _NOBLE.match(text, end) or (_FIRST_PART if initials_only else _NEXT_PART).match(text, end)
        if not match or _NO_NAME_BEHIND_ZU.match(match[1]):
            break
        parts.append(match)
        end = match.end()
    return parts


def _surname(
    text: str,
    first: Word,
    parts: list[re.Match[str]],
    alone: Counter[str],
    is_country: Callable[[str], bool],
    behind_first_names: Collection[str],
    lists: _Lists,
) -> tuple[str, int] | None:
    """The surname among the words behind a first name, and where it ends; None if nothing there is one."""
    usable: list[re.Match[str]] = []
    for part in parts:
        if not part[1].endswith(".") and not _may_be_surname(part[1], is_country, lists):
            if _HYPHENATED_HEAD.search(part[1]):
                return None  # "Robert Koch-Institut"
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
        together = text.count(f"{here}{usable[at + 1][0]}")
        if alone[_stem(here)] > together:
            break
        if _ends_in_office(after.lower()) or (after in behind_first_names and not _is_first_name(here, lists)):
            break
        if (
            alone[_stem(after)] > together
            or " " in usable[at + 1][1]
            or _is_first_name(here, lists)
            or (after.endswith(".") and at + 2 < len(usable))
            or (at + 2 == len(usable) and _is_plain_end(text, usable[at + 1].end()))
        ):
            at += 1
        elif here in lists.weak:
            break
        else:
            return None
    surname = _last(usable[at])
    if surname == first.text:
        return None
    behind = parts[at + 1 : at + 2]
    if behind and at + 1 == len(usable) and behind[0][1] in lists.organisation_heads:
        return None  # "Robert Bosch Stiftung"
    return surname, usable[at].end()


def _last(part: re.Match[str]) -> str:
    """The part without its particles."""
    return part[1].rpartition(" ")[2]


def _stem(surname: str) -> str:
    """The surname without its Arabic article: ``al-Burhan`` is ``Burhan`` when it stands alone."""
    return surname.rpartition("-")[2] if surname[0].islower() else surname


def _is_plain_end(text: str, end: int) -> bool:
    """Whether what follows shows that the name was at its end there: a comma, a bracket, a full stop."""
    return text[end : end + 1] in _PLAIN_ENDS or text.startswith((" und ", " (", " - ", " – "), end)


def _may_be_surname(part: str, is_country: Callable[[str], bool], lists: _Lists) -> bool:
    word = part.rpartition(" ")[2]
    if word in lists.no_surnames or is_country(word):
        return False
    if len(word) < 2 or any(bit.isupper() and len(bit) > 1 for bit in word.split("-")):
        return False
    if len(word) > 9 and word.lower() not in lists.offices and _ends_in_office(word.lower()):
        return False
    return not word.endswith(lists.endings) and not _HYPHENATED_HEAD.search(word)


def _bare(surname: str, alone: Counter[str], text: str, end: int) -> str:
    """The surname without a genitive's -s: it is one if the text has the name without it, or if a noun follows."""
    if not surname.endswith("s") or surname.endswith("ss"):
        return surname
    base = surname[:-1]
    if alone[_stem(base)]:
        return base
    following = text[end : end + 2]
    is_genitive = len(following) == 2 and following[0] == " " and following[1].isupper()
    return base if is_genitive and not surname.endswith(("us", "is", "as", "os")) else surname


def _may_be_unknown_first(text: str, word: Word, following: Word, alone: Counter[str], lists: _Lists) -> bool:
    """Whether a word may be a first name that no list has: it never stands without the surname behind it."""
    if len(word.text) < 3 or word.text.isupper() or word.text.endswith(lists.endings):
        return False
    if _ends_in_office(word.text.lower()):
        return False
    return alone[word.text] == text.count(text[word.start : following.end])


def _is_first_name(word: str, lists: _Lists) -> bool:
    if word in lists.strong:
        return True
    return "-" in word and all(part in lists.strong or part in lists.weak for part in word.split("-"))


def _office_before(text: str, start: int) -> bool:
    word = text[max(0, start - _LOOK_BACK) : start].rpartition(" ")[0].rpartition(" ")[2].lower()
    return _ends_in_office(word) or word in ("dr.", "prof.")


@lru_cache(maxsize=50_000)  # texts repeat their words
def _ends_in_office(word: str) -> bool:
    """Whether a word in small letters ends in an office: ``außenministers``."""
    lists = _lists()
    return any(word[-length:] in lists.offices for length in lists.office_lengths)


def _is_credit(text: str, start: int, end: int) -> bool:
    before = _CREDIT_BEFORE.search(text[max(0, start - _LOOK_BACK) : start])
    return bool(before and (not before[0].rstrip().endswith(("Von", "Vom")) or _CREDIT_AFTER.match(text, end)))


@cache
def _lists() -> _Lists:
    first_names, offices = table("first_names"), table("offices")
    forms = frozenset(office + ending for office in offices["offices"].split() for ending in ("", "s", "es", "n", "en"))
    strong, weak = frozenset(first_names["names"].split()), frozenset(first_names["weak"].split())
    return _Lists(
        strong=strong,
        weak=weak,
        first_names=strong | weak,
        offices=forms,
        office_lengths=tuple(sorted({len(form) for form in forms})),
        no_surnames=frozenset(f"{offices['no_surnames']} {offices['organisation_heads']}".split()),
        organisation_heads=frozenset(offices["organisation_heads"].split()),
        endings=tuple(offices["noun_endings"]),
    )
