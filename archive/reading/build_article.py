"""An extraction and its file's name → the article: what the file states, and evidence for what it does not state."""

from archive.article import Article, DateSource, PartialDate
from archive.reading.characters import one_line
from archive.reading.evidence.agencies import agencies, credited
from archive.reading.evidence.authors import bylines, stated_authors
from archive.reading.evidence.datelines import Dateline, datelines, run_in_header_date
from archive.reading.evidence.dates import date_in_file_name, written_date
from archive.reading.evidence.fields import listed, web_address
from archive.reading.evidence.language import language
from archive.reading.evidence.language_names import language_code
from archive.reading.evidence.places import places
from archive.reading.evidence.title import title_from
from archive.reading.extraction import Extraction, Field, Fields, Unreadable
from archive.reading.seed_names import article_id, folder, printable, stem

_LONGEST_TITLE = 500  # characters


def build_article(extraction: Extraction, name: str, format: str, number: int = 1) -> Article:
    """Build an article.

    Args:
        extraction: what the format's reader took out of the file.
        name: the file's path below ``seeds/``, as ``read_file`` takes it.
        format: the MIME type.
        number: which article of its file this is, from 1 on; the second's id ends in ``~2``.

    Raises:
        Unreadable: the extraction has neither words nor a title.
    """
    fields = extraction.fields
    header_date, text = run_in_header_date(extraction.text)
    given = one_line(next(iter(fields.get("title", ())), ""))[:_LONGEST_TITLE]
    if not text and not given:
        raise Unreadable("The file holds no text; put some into it or take it away.")
    lines = datelines(text)
    date, evidence = _date(fields, header_date, lines, name)
    spoken = language(f"{given}\n{text}" if given else text, _declared(fields))
    source = _first(fields, "source")
    stated = [agency for value in fields.get("agencies", ()) for agency in credited(value) or listed([value])]
    own = dict.fromkeys((*stated, *credited(source or ""), *agencies(text, (line.credit for line in lines))))
    return Article(
        id=article_id(name) + (f"~{number}" if number > 1 else ""),
        path=printable(name),
        title=given or title_from(text) or one_line(stem(name)),
        text=text,
        date=date.text if date else None,
        date_source=evidence,
        language=spoken,
        source=source,
        url=next((address for value in fields.get("url", ()) if (address := web_address(value))), None),
        authors=stated_authors(fields.get("authors", ())) or bylines(text),
        agencies=tuple(own),
        section=_first(fields, "section"),
        folder=folder(name),
        keywords=listed(fields.get("keywords", [])),
        places=places(f"{given}\n{text}", spoken),
        format=format,
    )


def _date(
    fields: Fields, header: PartialDate | None, lines: list[Dateline], name: str
) -> tuple[PartialDate | None, DateSource | None]:
    """The date and where it is from: what the file states, else what its text begins with, else its name."""
    for value in fields.get("date", ()):
        if found := written_date(value):
            return found, "metadata"
    if found := header or next((line.date for line in lines if line.date), None):
        return found, "text"
    found = date_in_file_name(stem(name))
    return found, "filename" if found else None


def _first(fields: Fields, field: Field) -> str | None:
    return next((line for value in fields.get(field, ()) if (line := one_line(value))), None)


def _declared(fields: Fields) -> str | None:
    return next((code for value in fields.get("language", ()) if (code := language_code(value))), None)
