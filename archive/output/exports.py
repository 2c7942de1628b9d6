"""Writes all hits of a question as the lines of a file: CSV, JSON lines, RIS, BibTeX."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from archive.article import Article
from archive.output.characters import one_line
from archive.output.citations import bibtex_lines, ris_lines
from archive.output.contract_json import dump

_CSV_COLUMNS = ("id", "title", "date", "source", "authors", "agencies", "section", "folder", "places", "keywords",
                "language", "url", "path",
                "kicker", "subtitle", "teaser", "persons", "orgs", "page", "issue")  # fmt: skip
# Where a spreadsheet may begin a cell: at the start of ours and, since some part cells at semicolons, behind each of
# them; then signs that begin a formula, in full width too.
_FORMULA = re.compile(r"""((?:^|;)[\s"']*)(?=[=+\-@＝＋－＠])""")

_BYTE_ORDER_MARK = "\ufeff"
EXPORTS = ("csv", "jsonl", "ris", "bib")


def export_lines(
    form: str,
    hits: Iterable[tuple[Article, float]],
    *,
    spreadsheet: bool = False,
    notes: Mapping[str, str] | None = None,
) -> Iterator[str]:
    """Articles with their scores in one of the forms of EXPORTS, line by line.

    Args:
        spreadsheet: see ``csv_lines``.
        notes: of articles of a list: what was noted of each, by its id; None for hits of a search.
    """
    if form == "csv":
        yield from csv_lines((article for article, _ in hits), spreadsheet=spreadsheet, notes=notes)
    elif form == "jsonl":
        for article, score in hits:
            beside = {"score": score} if notes is None else {"note": notes.get(article.id, "")}
            yield dump(article.as_json() | beside)
    else:
        lines = ris_lines if form == "ris" else bibtex_lines
        for article, _ in hits:
            yield from lines(article, (notes or {}).get(article.id, ""))


def csv_lines(
    articles: Iterable[Article], *, spreadsheet: bool = False, notes: Mapping[str, str] | None = None
) -> Iterator[str]:
    """A table of articles, a line each after the names of the columns. What a spreadsheet would run as a formula is
    given a leading apostrophe (OWASP, CSV injection). A cell is one line, without control characters.

    Args:
        spreadsheet: begin with a byte order mark, without which Excel takes UTF-8 for another encoding, and part cells
            by semicolons, as German spreadsheets do.
        notes: see ``export_lines``; they are the last column.
    """
    delimiter = ";" if spreadsheet else ","
    columns = (*_CSV_COLUMNS, *(() if notes is None else ("note",)))
    yield (_BYTE_ORDER_MARK if spreadsheet else "") + _csv_line(columns, delimiter)
    for article in articles:
        data = article.as_json() | {"note": (notes or {}).get(article.id, "")}
        yield _csv_line([_cell(data[column]) for column in columns], delimiter)


def _cell(value: Any) -> str:
    text = "; ".join(value) if isinstance(value, list) else value or ""
    return _FORMULA.sub(r"\1'", one_line(text))


def _csv_line(cells: Iterable[str], delimiter: str) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="", delimiter=delimiter).writerow(cells)
    return line.getvalue()
