"""An extraction and its file's name → the article: what the file states, and evidence for what it does not state."""

from datetime import UTC, datetime, timedelta
from typing import Any

from archive.article import Article, DateSource, Origin, PartialDate
from archive.reading.characters import one_line
from archive.reading.evidence.agencies import agencies, credited
from archive.reading.evidence.authors import bylines, run_in_authors, stated_authors
from archive.reading.evidence.datelines import Dateline, datelines, run_in_header_date
from archive.reading.evidence.dates import date_in_file_name, written_date
from archive.reading.evidence.entities import entities
from archive.reading.evidence.fields import Stated, listed, web_address
from archive.reading.evidence.language import language
from archive.reading.evidence.language_names import language_code
from archive.reading.evidence.title import title_from
from archive.reading.extraction import Extraction, Field, Fields, Unreadable
from archive.reading.seed_names import article_id, folder, printable, stem

_LONGEST_TITLE = 500  # characters
_FIRST_YEAR = 1600


# What names one article: a sidecar states it of the first article of its file, all else of every one.
_OF_ONE_ARTICLE: tuple[Field, ...] = ("title", "kicker", "subtitle", "teaser", "url")


def build_article(
    extraction: Extraction, sidecar: Stated, name: str, format: str, sha256: str | None = None, number: int = 1
) -> Article:
    """Build an article.

    Args:
        extraction: what the format's reader took out of the file.
        sidecar: what the file's sidecar states, which wins.
        name: the file's path below ``seeds/``, as ``read_file`` takes it.
        format: the MIME type of the file.
        sha256: of the file, hexadecimal.
        number: which article of its file this is, from 1 on; the second's id ends in ``~2``.

    Raises:
        Unreadable: the extraction has neither words nor a title.
    """
    stated = {f: values for f, values in sidecar.fields.items() if number == 1 or f not in _OF_ONE_ARTICLE}
    fields: Fields = extraction.fields | stated
    header_date, text = run_in_header_date(extraction.text)
    given = one_line(next(iter(fields.get("title", ())), ""))[:_LONGEST_TITLE]
    if not text and not given:
        raise Unreadable("The file holds no text; put some into it or take it away.")
    # The name of the part of the file that holds the article says more of it than the file's own.
    inner = stem(extraction.part or name)
    lines = datelines(text)
    date, date_source = _date(fields, header_date, lines, inner, stem(name))
    spoken = language(f"{given}\n{text}" if given else text, _declared(fields))
    source = _first(fields, "source")
    credits = [agency for value in fields.get("agencies", ()) for agency in credited(value) or listed([value])]
    credits += [agency for value in fields.get("authors", ()) for agency in credited(value)]
    title, title_origin = (given, None) if given else _title_of(text, inner)
    authors = tuple(name for name in stated_authors(fields.get("authors", ())) if not credited(name))
    signed = authors or bylines(text) or run_in_authors(text)
    named = entities(f"{given}\n{text}", spoken)
    found: dict[str, Any] = {
        "title": title,
        "date": date.text if date else None,
        "language": spoken,
        "source": source,
        "url": next((address for value in fields.get("url", ()) if (address := web_address(value))), None),
        "authors": signed,
        "agencies": tuple(
            dict.fromkeys((*credits, *credited(source or ""), *agencies(text, (line.credit for line in lines))))
        ),
        "section": _first(fields, "section"),
        "keywords": listed(fields.get("keywords", [])),
        "places": listed(fields.get("places", [])) or named.places,
        "persons": listed(fields.get("persons", [])) or tuple(name for name in named.persons if name not in signed),
        "orgs": listed(fields.get("orgs", [])) or named.orgs,
        "kicker": _first(fields, "kicker"),
        "subtitle": _first(fields, "subtitle"),
        "teaser": _first(fields, "teaser"),
        "page": _first(fields, "page"),
        "issue": _first(fields, "issue"),
    }
    # Of these a file may state a value that is none, and evidence decides after all.
    by_evidence: dict[str, Origin | None] = {
        "title": title_origin,
        "date": None if date_source == "metadata" else date_source,
        "authors": None if authors else "text",
    }
    origins: dict[str, Origin] = {
        field: by_evidence.get(field) or ("sidecar" if field in stated else "metadata" if field in fields else "text")
        for field, value in found.items()
        if value
    }
    refused = [value for value in fields.get("date", ()) if date_source != "metadata"]
    return Article(
        id=article_id(name) + (f"~{number}" if number > 1 else ""),
        path=printable(name),
        text=text,
        date_source=date_source,
        folder=folder(name),
        extra=extraction.extra | sidecar.extra | ({"date refused": refused[0]} if refused else {}),
        origins=origins,
        sha256=sha256,
        format=extraction.format or format,
        **found,
    )


def _title_of(text: str, name: str) -> tuple[str, Origin]:
    """The title of an article that states none, and where it is from: its text, else the name of its file."""
    title = title_from(text)
    return (title, "text") if title else (one_line(name), "filename")


def _date(
    fields: Fields, header: PartialDate | None, lines: list[Dateline], *names: str
) -> tuple[PartialDate | None, DateSource | None]:
    """The date and where it is from: what the file states, else what its text begins with, else the first of its names
    that has one."""
    for value in fields.get("date", ()):
        if (found := written_date(value)) and _is_plausible(found):
            return found, "metadata"
    if (found := header or next((line.date for line in lines if line.date), None)) and _is_plausible(found):
        return found, "text"
    dated = (date_in_file_name(name) for name in names)
    found = next((date for date in dated if date and _is_plausible(date)), None)
    return found, "filename" if found else None


def _is_plausible(found: PartialDate) -> bool:
    """Whether a newspaper can have that date: the first appeared in 1605, and tomorrow's is printed today."""
    return found.first.year >= _FIRST_YEAR and found.first <= datetime.now(UTC).date() + timedelta(days=1)


def _first(fields: Fields, field: Field) -> str | None:
    return next((line for value in fields.get(field, ()) if (line := one_line(value))), None)


def _declared(fields: Fields) -> str | None:
    return next((code for value in fields.get("language", ()) if (code := language_code(value))), None)
