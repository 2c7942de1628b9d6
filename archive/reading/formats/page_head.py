"""What stands at an article's head on a page → its title, kicker, source, authors, dates, captions.

Pages state the same thing several times, and wrongly: a title with the site's name, the site's name as its author. What
several places agree on is right.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from functools import cache
from html import unescape
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from archive.reading.characters import one_line
from archive.reading.data import table
from archive.reading.evidence.agencies import credited
from archive.reading.evidence.authors import stated_authors
from archive.reading.evidence.dates import written_date

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_SEPARATOR = re.compile(r"\s+[-–—|·•»«]\s+|\s*\|\s*|\s+::\s+")
_LONGEST_NAME = 80  # characters of a byline
_MOST_CAPTIONS = 50
_MOST_HEADINGS = 10  # that are looked at: where they are never closed, each holds all that follow
_LOOKED_AT = 3_000  # elements of a page whose class is asked; an article's head stands within them
_KICKER = re.compile(
    r"(?:^|[-_ ])(?:kicker|dachzeile|topline|overline|spitzmarke|roofline|eyebrow|supertitle)(?:$|[-_ ])|kicker$",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"(?:^|[-_ ])(?:author|authors|autor|autoren|byline|verfasser|creator)(?:$|[-_ ])|author__?name|authorname",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"(?:^|[-_ ])(?:date|datum|published|publish|pubdate|datetime|timestamp|time|zeit)(?:$|[-_ ])|publish",
    re.IGNORECASE,
)
_MODIFIED = re.compile(r"aktualisiert|update|modified|geändert|stand:|zuletzt", re.I)
_CREDIT = re.compile(r"\b(?:foto|bild|quelle|©|picture alliance|getty)\b", re.I)
_PLACE_TAIL = re.compile(r"\s*(?:,\s+[A-ZÄÖÜ][\w .-]{1,40}|\([^()]{1,40}\))$")


def heading(tree: "HtmlElement") -> tuple[str, str]:
    """The article's heading and the kicker above or within it, "" for what is not there."""
    found = next((one for one in islice(_headings(tree), _MOST_HEADINGS) if _words(one)), None)
    if found is None:
        return "", _kicker_near(tree)
    words = _words(found)
    kicker = next((text for part in found.iterdescendants() if _is(part, _KICKER) and (text := _words(part))), "")
    if kicker and words.startswith(kicker):
        return words[len(kicker) :].lstrip(" :·|–-") or words, kicker.rstrip(" :")
    return words, kicker.rstrip(" :") or _kicker_near(found.getparent() if found.getparent() is not None else tree)


def title(heading: str, stated: Sequence[str], page_title: str, site: str) -> str:
    """The title without the site's name.

    Args:
        heading: of the article.
        stated: what JSON-LD and meta elements state, the most trustworthy first.
        page_title: of the element ``<title>``.
        site: the site's name.
    """
    titles = [_without_site(unescape(one_line(text)), site) for text in stated if text.strip()]
    if heading and any(_alike(heading, text) for text in [*titles, page_title]):
        return heading
    if titles:
        return titles[0]
    return heading or _without_site(one_line(page_title), site, guess=True)


def source(stated: Iterable[str], addresses: Iterable[str]) -> str:
    """The newspaper's name: of those stated the one that the page's host is called by, else the first, else the
    host."""
    host = next((host for address in addresses if (host := _host(address))), "")
    names = [name for text in stated if (name := one_line(unescape(unescape(text)))) and "://" not in name]
    label = _letters(host.rpartition(".")[0].rpartition(".")[2] or host)
    related = [name for name in names if label and (label in _letters(name) or _letters(name) in label)]
    return next(iter([*related, *names]), host.removeprefix("www."))


def dates(tree: "HtmlElement") -> Iterator[str]:
    """Moments of publication, as written: of elements that are marked so, then of those at the article's head. A
    ``<time>`` within a paragraph may be the moment of anything, and one that tells an update is none."""
    for one in tree.xpath('//*[contains(@itemprop, "datePublished")] | //time[@pubdate]'):
        yield one.get("datetime") or one.get("content") or _words(one)
    later: list[str] = []
    for one in tree.xpath("//article//time | //main//time | //header//time")[:6]:
        within = {parent.tag for parent in one.iterancestors()}
        if within & {"p", "li", "aside", "footer", "nav", "blockquote", "td"} and "header" not in within:
            continue
        parent = one.getparent()
        told = one.get("datetime") or _words(one)
        if parent is not None and _MODIFIED.search(_words(parent)[:_LONGEST_NAME]):
            later.append(told)
        else:
            yield told
    yield from later
    told = [words for one in _classed(tree, _PUBLISHED) if 6 < len(words := _words(one)) < _LONGEST_NAME]
    for words in sorted(told, key=lambda words: bool(_MODIFIED.search(words))):  # an update is better than nothing
        if written_date(words):
            yield words


def guessed_date(tree: "HtmlElement") -> str:
    """The day of publication that htmldate finds where nothing states it; "" for none."""
    from htmldate import find_date  # here: it takes .2 s to load

    tree = deepcopy(tree)
    for one in tree.xpath("//p//time"):  # the moment of anything
        one.drop_tree()
    try:
        return find_date(tree, original_date=True, extensive_search=False) or ""
    except (ValueError, TypeError, AttributeError, RecursionError, IndexError):  # of its own on odd trees
        return ""


def authors(stated: Iterable[str], tree: "HtmlElement", source: str) -> list[str]:
    """The people that are stated as authors, else those of the byline; no sites, addresses, agencies or desks."""
    found = _people(stated, source)
    if not found:
        marked = tree.xpath('//*[@itemprop="author"] | //*[contains(@rel, "author")]')[:10]
        found = _people((_byline(one) for one in marked), source)
    return found or _people((_byline(one) for one in _classed(tree, _BYLINE)), source)


def agencies(stated: Iterable[str]) -> list[str]:
    """The stated authors that are agencies."""
    return [name for text in stated for name in credited(one_line(text))]


def captions(tree: "HtmlElement") -> list[str]:
    """Captions and credits of pictures, each once."""
    found = dict.fromkeys(words for one in tree.iter("figcaption") if (words := _words(one)))
    return list(found)[:_MOST_CAPTIONS]


def _headings(tree: "HtmlElement") -> Iterator["HtmlElement"]:
    yield from tree.xpath("//article//h1 | //main//h1")
    yield from tree.iter("h1")


def _kicker_near(place: "HtmlElement") -> str:
    return next((words for part in place.iterdescendants() if _is(part, _KICKER)
                 and len(words := _words(part)) < _LONGEST_NAME), "").rstrip(" :")  # fmt: skip


def _classed(tree: "HtmlElement", pattern: re.Pattern[str]) -> Iterator["HtmlElement"]:
    """Elements whose class or id speaks of something, not within others that do."""
    inside = None
    for number, one in enumerate(tree.iterdescendants()):
        if number > _LOOKED_AT:
            return
        if _is(one, pattern) and (inside is None or inside not in one.iterancestors()):
            inside = one
            yield one


def _is(one: "HtmlElement", pattern: re.Pattern[str]) -> bool:
    return any(pattern.search(name) for name in [*(one.get("class") or "").split()[:10], one.get("id") or ""])


def _byline(one: "HtmlElement") -> str:
    """The words of a byline: of its links, if it has some, for they are the names."""
    names = [words for link in one.iter("a") if (words := _words(link))]
    words = one.get("content") or ", ".join(dict.fromkeys(names)) or _words(one)
    return words if len(words) <= _LONGEST_NAME * 2 else ""


def _people(stated: Iterable[str], source: str) -> list[str]:
    names = table("authors")["no_names"]
    no_words = re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b", re.IGNORECASE)
    found: dict[str, None] = {}
    for text in stated:
        text = one_line(unescape(text))
        if len(text) > _LONGEST_NAME * 3 or _CREDIT.search(text):
            continue
        for name in stated_authors([text]):
            name = _PLACE_TAIL.sub("", name.strip(" .,;:|–-")).strip()
            words = name.split()
            if (
                2 <= len(words) <= 5
                and words[0][0].isupper()
                and words[-1][0].isupper()
                and not any(sign in name for sign in "@/\\<>|()=_")
                and not any(map(str.isdigit, name))
                and not no_words.search(name)
                and not credited(name)
                and _letters(name) != _letters(source)
            ):
                found[name] = None
    return list(found)


def _without_site(title: str, site: str, guess: bool = False) -> str:
    """A title without what stands behind it: the site's name, a date, a part of the site."""
    letters = _letters(site)
    while cuts := list(_SEPARATOR.finditer(title)):
        before, tail = title[: cuts[-1].start()], title[cuts[-1].end() :]
        name = _letters(tail)
        is_site = bool(letters) and bool(name) and (name in letters or letters in name)
        if not before or not (is_site or _is_dated(tail) or (guess and _may_be_site(before, tail))):
            break
        title, guess = before, False
    return title


def _may_be_site(before: str, tail: str) -> bool:
    return len(tail.split()) <= 5 and len(before.split()) >= 2 and not tail[:1].islower()


def _is_dated(text: str) -> bool:
    return written_date(text) is not None


@cache
def _letters(text: str) -> str:
    """The letters and digits alone, in small letters: ``Süddeutsche.de`` → ``süddeutschede``."""
    return "".join(filter(str.isalnum, text.casefold()))


def _alike(one: str, other: str) -> bool:
    """Whether one of two titles begins with, or holds, the other, whatever their signs and blanks."""
    first, second = sorted((_letters(one), _letters(other)), key=len)
    return len(first) >= 8 and first in second


def _host(address: str) -> str:
    try:
        return urlsplit(address.strip()).hostname or ""
    except ValueError:
        return ""


def _words(one: "HtmlElement") -> str:
    return one_line("".join(one.itertext()))
