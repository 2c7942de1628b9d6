"""Organisations named in a German text: a list of well-known ones, acronyms that the text explains, and kinds of names
(``Landgericht Schwerin``, ``Universität Mainz``, ``FC Augsburg``, ``OHB System AG``)."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from archive.reading.data import table
from archive.reading.evidence.names import Gazetteer, Mention, Word, inflected

_GROUPS = ("parties", "international", "state", "associations", "companies", "media", "clubs")
_ADJECTIVAL = {"Grüne": "Grüne", "Grünen": "Grüne", "Linke": "Linke", "Linken": "Linke"}
_GERMAN_PARTIES = frozenset({"SPD", "CDU", "CSU", "FDP", "AfD", "PDS", "Grüne", "NPD", "BSW"})
_NO_COMPOUND = (
    "Stiftung", "Institut", "Straße", "Platz", "Preis", "Arena", "Stadion", "Allee", "Gesetz", "Park", "Halle",
)  # fmt: skip
_FIRM_COMPOUND = re.compile(
    r"(?:Chef(?:in|s)?|Konzern(?:s|chef|chefin)?|Vorstand(?:s\w*)?|Aktien?|"
    r"Aktionäre?n?|Manager(?:in|s|n)?|Sprecher(?:in|s)?|"
    r"Werke?n?|Mitarbeiter(?:n|s)?|Beschäftigten?|Tochter|Gruppe|Politiker(?:in|n|s)?|Kunden|Präsident(?:in|en)?|Vorsitzende[rn]?|"
    r"Zentrale|Partei|Fraktion|Betriebsrat(?:s\w*)?|Mutter|Terroristen?)\Z"
)
_COURTS = {
    "LG": "Landgericht", "OLG": "Oberlandesgericht", "VG": "Verwaltungsgericht",
    "OVG": "Oberverwaltungsgericht", "VGH": "Verwaltungsgerichtshof", "LSG": "Landessozialgericht",
}  # fmt: skip
_COURT = re.compile(
    r"((?:Amts|Land|Oberlandes|Kammer|Verwaltungs|Oberverwaltungs|Arbeits|Landesarbeits|Sozial|Landessozial|Finanz)gericht)"
    r"(?:s|es)?\Z|(Verwaltungsgerichtshof)(?:s|es)?\Z"
)
_SCHOOL = re.compile(
    r"(?:Universität|Uni|Hochschule|Fachhochschule|Musikhochschule|Universitätsklinikum|Uniklinik|Universitätsklinik|"
    r"Staatsanwaltschaft)\Z"
)
_SCHOOL_SHOWN = {"Uni": "Universität"}
_WHERE = re.compile(r"(?: \([A-ZÄÖÜ]{2,4}\))? (?:zu |in )?(?=[^\W\d_a-z])")
_NAMED_SCHOOL = re.compile(r"[^\W\d_a-z]\w+(?:-\w+)*-Universität\Z")
_MINISTRY = re.compile(r"((?:Bundes\w+|US-\w+)ministerium)s?\Z")
_AGENCY = re.compile(r"(Bundes(?:amt|anstalt|institut|zentrale|agentur|verband)|Landesamt)(?:e?s)?\Z")
_AGENCY_OF = re.compile(
    r" für (?:das |die |den )?[^\W\d_a-z][\w-]+(?:(?: und (?:[a-zäöü]{4,}e[nr]? )?|, )[^\W\d_a-z][\w-]+)?"
    r"|(?! für) (?:der|des) (?:[Dd]eutschen )?[^\W\d_a-z][\w-]+(?: und [^\W\d_a-z][\w-]+)?"
)
_CLUB = re.compile(
    r"(?:Viktoria|Alemannia|Fortuna|Arminia|Eintracht|Germania|"
    r"FC|SC|SV|VfB|VfL|TSV|FSV|TSG|SpVgg|MSV|VfR|HC|EC|THW)\Z"
)
_CLUB_NAME = re.compile(r" [^\W\d_a-z][\w-]+(?: (?:\d{2,4}|[IV]{1,3}))?(?!\w)")
_FORM = re.compile(r"(?:AG|GmbH|SE|KG|KGaA|Inc|Ltd|Corp|plc)\Z")
_FORM_TAIL = re.compile(r"(?: & Co\.? KG(?:aA)?)?")
_BEFORE_FORM = re.compile(r"((?:[^\W\d_a-z][\w.'’-]*|&)(?: (?:[^\W\d_a-z][\w.'’-]*|&)){0,3}) \Z")
_DETERMINERS = frozenset({
    "Die", "Der", "Das", "Dem", "Den", "Des", "Ein", "Eine", "Einer", "Eines", "Einem", "Bei", "Von", "Für", "Auch",
    "Und", "Mit", "Nach", "Laut",
})  # fmt: skip
_PLACE = re.compile(r"[\w-]+")
_ACRONYM = re.compile(r" [(]([A-ZÄÖÜ][A-Za-zÄÖÜäöü&-]{1,8})[)]")
_LONGEST_NAME = 110  # characters of a name before its acronym
_LOOK_BACK = 60
# The endings of adjectives in other cases, and in the first; "Schweizer" has the same in all.
_FIRST_CASE = {"f": ("en", "e"), "m": ("en|em|es|e", "er"), "n": ("en|em|e", "es")}


class _Lists(NamedTuple):
    known: Gazetteer
    ambiguous: frozenset[str]
    heads: tuple[str, ...]
    kinds: dict[str, str]


def org_mentions(text: str, words: Sequence[Word], is_city: Callable[[str], bool]) -> list[Mention]:
    """The organisations of a German text, each with the name that is shown, in the order of the text.

    Args:
        text: title and text.
        words: its capitalised words.
        is_city: whether a word names a city (of a court, of a university).
    """
    lists = _lists()
    first_words = lists.known.first_words
    found: list[Mention] = []
    doubtful: list[Mention] = []
    certain: set[str] = set()
    end = 0
    for word in words:
        if word.start < end:
            continue
        mention = lists.known.at(text, word) if word.text in first_words else None
        if mention is None and "-" in word.text:
            mention = _in_compound(word, lists)
            if mention and mention.value in lists.ambiguous:
                if not _FIRM_COMPOUND.search(word.text):
                    continue
                certain.add(mention.value)
        elif mention and text[mention.start : mention.end] in lists.ambiguous:
            (found if _has_head(text, word.start, lists) else doubtful).append(mention)
            if found and found[-1] is mention:
                certain.add(mention.value)
            end = mention.end
            continue
        elif mention and mention.value in _ADJECTIVAL and word.text in _ADJECTIVAL and mention.end == word.end:
            doubtful.append(mention)
            continue
        if mention is None and _tells_kind(word.text):
            mention = _of_a_kind(text, word, is_city)
        if mention:
            found.append(mention)
            certain.add(mention.value)
            end = mention.end
    parties = certain & _GERMAN_PARTIES
    for mention in doubtful:
        written = text[mention.start : mention.end]
        if written in _ADJECTIVAL:
            if parties and not _is_adjective(text, mention):
                found.append(mention)
        elif mention.value in certain:
            found.append(mention)
    found += _explained(text, lists, found)
    return found


def _in_compound(word: Word, lists: _Lists) -> Mention | None:
    """The organisation that a compound begins with: ``SPD-Chef``, ``Sea-Eye-Vorsitzende``."""
    name, _, rest = word.text.rpartition("-")
    if rest.startswith(_NO_COMPOUND):
        return None
    while name:
        known = lists.known.at(name, Word(name, 0, len(name)))
        if known and known.end == len(name):
            return Mention(known.value, word.start, word.end)
        name = name.rpartition("-")[0]
    return None


def _has_head(text: str, start: int, lists: _Lists) -> bool:
    """Whether what the name is stands before it: ``der Autobauer Ford``."""
    before = text[max(0, start - _LOOK_BACK) : start].rstrip(' "„“')
    return before.endswith(lists.heads)


def _is_adjective(text: str, mention: Mention) -> bool:
    """Whether ``Grünen`` or ``Linke`` is an adjective there, or the countryside."""
    following = text[mention.end : mention.end + 2]
    return (len(following) == 2 and following[0] == " " and following[1].isupper()) or text.endswith(
        (" im ", "Im "), 0, mention.start
    )


def _of_a_kind(text: str, word: Word, is_city: Callable[[str], bool]) -> Mention | None:
    """An organisation whose name tells its kind."""
    if match := _MINISTRY.match(word.text):
        return Mention(match[1], word.start, word.end)
    court = _COURT.match(word.text)
    if court or word.text in _COURTS or _SCHOOL.match(word.text):
        where = _WHERE.match(text, word.end)
        place = where and _PLACE.match(text, where.end())
        if not place or not (is_city(place[0]) or all(map(is_city, place[0].split("-")))):
            return None
        kind = (court[1] or court[2]) if court else _COURTS.get(word.text) or _SCHOOL_SHOWN.get(word.text, word.text)
        return Mention(f"{kind} {place[0]}", word.start, place.end())
    if _NAMED_SCHOOL.match(word.text):
        return Mention(word.text, word.start, word.end)
    if match := _AGENCY.match(word.text):
        of = _AGENCY_OF.match(text, word.end)
        return Mention(f"{match[1]}{of[0]}", word.start, of.end()) if of else None
    if _CLUB.match(word.text):
        name = _CLUB_NAME.match(text, word.end)
        if name and len(word.text) > 5 and not is_city(name[0].split()[0]):
            return None
        number = "1. " if text.endswith("1. ", 0, word.start) else ""
        return Mention(f"{number}{word.text}{name[0]}", word.start, name.end()) if name else None
    if _FORM.match(word.text):
        return _with_legal_form(text, word)
    return None


@lru_cache(maxsize=50_000)  # texts repeat their words, and most tell nothing
def _tells_kind(word: str) -> bool:
    kinds = (_MINISTRY, _COURT, _SCHOOL, _NAMED_SCHOOL, _AGENCY, _CLUB, _FORM)
    return word in _COURTS or any(kind.match(word) for kind in kinds)


def _with_legal_form(text: str, word: Word) -> Mention | None:
    before = _BEFORE_FORM.search(text[max(0, word.start - _LOOK_BACK) : word.start])
    if not before:
        return None
    names = before[1].split(" ")
    heads = _lists().heads
    while names and (names[0] in _DETERMINERS or names[0] == "&" or names[0].endswith((*heads, "."))):
        names.pop(0)
    if not names or names[-1].endswith((".", ":")):
        return None
    tail = _FORM_TAIL.match(text, word.end)
    end = tail.end() if tail else word.end
    name = " ".join(names)
    return Mention(f"{name} {text[word.start : end]}", word.start - len(name) - 1, end)


def _explained(text: str, lists: _Lists, found: Sequence[Mention]) -> Iterator[Mention]:
    """Organisations that the text names in full before their acronym: ``Verband der Chemischen Industrie (VCI)``."""
    taken = {mention.end for mention in found}
    for match in _ACRONYM.finditer(text):
        acronym = match[1]
        if match.start() in taken or acronym in lists.known or sum(map(str.isupper, acronym)) < 2:
            continue
        before = text[max(0, match.start() - _LONGEST_NAME) : match.start()]
        words = [(part[0], part.start()) for part in re.finditer(r"[\w-]+", before)]
        for count in range(1, min(9, len(words)) + 1):
            names = [name for name, _ in words[-count:]]
            if not names[0][0].isupper() or ". " in before[words[-count][1] :]:
                continue
            if _abbreviates(acronym, names) and (base := _nominative(names, lists)):
                start = match.start() - (len(before) - words[-count][1])
                if not any(start <= mention.start < match.start() for mention in found):
                    yield Mention(base, start, match.end())
                break


def _abbreviates(acronym: str, names: Sequence[str]) -> bool:
    """Whether the acronym's letters are the initials of the names in order; of compounds also inner ones."""
    letters = [char.lower() for char in acronym if char.isalpha()]
    parts = [part for name in names for part in name.split("-") if part]
    at = 0
    for part in parts:
        if at < len(letters) and part[0].lower() == letters[at]:
            at += 1
            inner = part[1:].lower()
            initials = {other[0].lower() for other in parts[parts.index(part) + 1 :] if other[0].isupper()}
            while at < len(letters) and letters[at] in inner and letters[at] not in initials:
                inner = inner[inner.index(letters[at]) + 1 :]
                at += 1
        elif part[0].isupper():
            return False
    return at == len(letters) and bool(parts) and parts[0][0].lower() == letters[0]


def _nominative(names: list[str], lists: _Lists) -> str | None:
    """The name in its first case, by the gender of the word that says what it is; None if none says so."""
    for number, name in enumerate(names):
        if not name[0].isupper():
            continue
        for ending in ("", "s", "es"):
            if not name.endswith(ending):
                continue
            bare = name.removesuffix(ending)
            gender = next((kind for head, kind in lists.kinds.items() if bare.casefold().endswith(head)), None)
            if gender and (gender != "f" or not ending):
                if not number and bare.casefold() in lists.kinds and len(names) == 1:
                    return None  # nothing but the kind
                endings, own = _FIRST_CASE[gender]
                adjectives = (re.sub(rf"(?:{endings})\Z", own, adjective) for adjective in names[:number])
                return " ".join([*adjectives, bare, *names[number + 1 :]])
    return None


@cache
def _lists() -> _Lists:
    data = table("organisations")
    written: dict[str, str] = {}
    for group in _GROUPS:
        for shown, others in data[group].items():
            for name in (shown, *others):
                written |= dict.fromkeys(inflected(name), shown)
    written |= _ADJECTIVAL
    kinds = {head: gender for gender, heads in data["kinds"].items() for head in heads.split()}
    return _Lists(
        known=Gazetteer(written),
        ambiguous=frozenset(form for name in data["ambiguous"]["names"] for form in inflected(name)),
        heads=tuple({head for name in data["ambiguous"]["heads"] for head in (name, name.lower())}),
        kinds=dict(sorted(kinds.items(), key=lambda kind: -len(kind[0]))),
    )
