"""An article → how it is cited: a sentence, RIS, BibTeX, and the names that search engines and Zotero read on a page.

Dates stay as precise as they are; what is not known is left out. An article without an author is cited by its agencies.
"""

import hashlib
import re
from collections.abc import Iterator
from typing import Any, Literal
from urllib.parse import quote

from archive.article import Article
from archive.output.characters import one_line

_MONTHS = {
    "de": ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
           "Dezember"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
           "December"),
}  # fmt: skip
_BIBTEX = str.maketrans(
    {"\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "^": r"\textasciicircum{}",
     "~": r"\textasciitilde{}"} | {sign: f"\\{sign}" for sign in "$&#%_"}
)  # fmt: skip
_NOT_IN_KEY = re.compile(r"[^A-Za-z0-9/:.+-]")  # an underscore is fine in a key, but not in a document that prints it


def citation(article: Article, language: Literal["de", "en"] = "de") -> str:
    """The article as a list of sources names it: ``Anna Roth: Streik. In: Nordblatt, 7. März 2024. <https://…>``."""
    german = language == "de"
    names = ", ".join(one_line(name) for name in _names(article))
    title = one_line(article.title)
    issue, page = (one_line(value or "") for value in (article.issue, article.page))
    printed = [
        ("Nr. " if german else "no. ") + issue if issue else "",
        ("S. " if german else "p. ") + page if page else "",
    ]
    where = ", ".join(filter(None, (one_line(article.source or ""), _date_in_words(article, language), *printed)))
    text = f"{names}: {title}" if names else title
    text += "" if text.endswith((".", "!", "?", "…")) else "."
    if where:
        text += f" {'In: ' if article.source and german else ''}{where}."
    return text + (f" <{_url(article.url)}>" if article.url else "")


def ris_lines(article: Article, note: str = "") -> Iterator[str]:
    """The article as a RIS record, with what somebody noted of it; the last line is empty."""
    year, month, day = _date(article)
    fields: list[tuple[str, str | None]] = [("TY", "NEWS"), ("ID", article.id), ("TI", article.title)]
    fields += [("AU", name) for name in _names(article)]
    fields += [("T2", article.source), ("SE", article.section), ("IS", article.issue), ("SP", article.page)]
    fields += [("AB", article.teaser or article.subtitle)]
    fields += [("PY", year), ("DA", f"{year}/{month}/{day}/" if year else "")]
    fields += [("KW", keyword) for keyword in article.keywords]
    fields += [("LA", article.language), ("UR", _url(article.url)), ("N1", note)]
    for tag, value in fields:
        if value and (text := one_line(value)):
            yield f"{tag}  - {text}"
    yield "ER  - "
    yield ""


def bibtex_lines(article: Article, note: str = "") -> Iterator[str]:
    """The article as a BibTeX entry in UTF-8, with what somebody noted of it; the last line is empty."""
    year, month, day = _date(article)
    fields = {
        "author": " and ".join(_bibtex_name(name, not article.authors) for name in _names(article)),
        "title": f"{{{_bibtex(article.title)}}}",  # in braces of its own it keeps its capitals
        "journal": _bibtex(article.source or ""),
        "year": year,
        "number": _bibtex(article.issue or ""),
        "pages": _bibtex(article.page or ""),
        "month": month.lstrip("0"),
        "day": day.lstrip("0"),
        "keywords": ", ".join(_bibtex(keyword) for keyword in article.keywords),
        "language": article.language,
        "url": _url(article.url),
        "annote": _bibtex(note),
    }
    yield f"@article{{{_key(article.id)},"
    yield from (f"  {name} = {{{value}}}," for name, value in fields.items() if value)
    yield "}"
    yield ""


def json_ld(article: Article) -> dict[str, Any]:
    """The article as schema.org's ``NewsArticle``, for JSON-LD."""
    about = {
        "headline": article.title,
        "alternativeHeadline": article.subtitle,
        "description": article.teaser,
        "pageStart": article.page,
        "issueNumber": article.issue,
        "identifier": article.id,
        "datePublished": article.date,
        "author": [{"@type": "Person", "name": name} for name in article.authors]
        or [{"@type": "Organization", "name": name} for name in article.agencies],
        "publisher": {"@type": "Organization", "name": article.source} if article.source else None,
        "articleSection": article.section,
        "keywords": list(article.keywords),
        "inLanguage": article.language,
        "url": article.url,
    }
    return {"@context": "https://schema.org", "@type": "NewsArticle"} | {
        k: value for k, value in about.items() if value
    }


def citation_meta(article: Article) -> list[tuple[str, str]]:
    """Names and contents of the ``<meta>`` elements ``citation_…`` that reference managers read on a page."""
    fields = [("title", article.title), *(("author", name) for name in _names(article))]
    fields += [("publication_date", "/".join(filter(None, _date(article)))), ("journal_title", article.source or "")]
    fields += [("language", article.language or ""), *(("keywords", keyword) for keyword in article.keywords)]
    return [(f"citation_{name}", one_line(value)) for name, value in fields if value]


def _names(article: Article) -> tuple[str, ...]:
    return article.authors or article.agencies


def _date(article: Article) -> tuple[str, str, str]:
    """Year, month and day in digits, "" for what is not known."""
    year, month, day = [*(article.date or "")[:10].split("-"), "", ""][:3]
    return year, month, day


def _date_in_words(article: Article, language: str) -> str:
    year, month, day = _date(article)
    name = _MONTHS[language][int(month) - 1] if month else ""
    number = day.lstrip("0") + ("." if day and language == "de" else "")
    return " ".join(filter(None, (number, name, year)))


def _url(url: str | None) -> str:
    """The address with whatever an address may not hold percent-encoded, so that nothing in it can end its field."""
    return quote(url or "", safe=":/?#[]@!$&'()*+,;=%~", errors="replace")


def _bibtex(text: str) -> str:
    return one_line(text).translate(_BIBTEX)


def _bibtex_name(name: str, organisation: bool) -> str:
    """A name for a list of names, in which "and" and commas part: in braces where it must not be parted."""
    text = _bibtex(name)
    return f"{{{text}}}" if organisation or "," in text or re.search(r"\band\b", text, re.IGNORECASE) else text


def _key(id: str) -> str:
    """The id as BibTeX's key; one with other signs is told from its like by a hash."""
    key = _NOT_IN_KEY.sub("-", id)
    return key if key == id else f"{key}-{hashlib.blake2b(id.encode(errors='replace'), digest_size=4).hexdigest()}"
