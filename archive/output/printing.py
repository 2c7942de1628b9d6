"""Results → JSON, lines of a terminal, files to export. No input or output here: only what is to be printed."""

import csv
import io
import json
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from archive.answering.results import Facet, FacetValue, Piece, Results, Snippet
from archive.article import Article
from archive.german import Word
from archive.indexing.report import Failure, Report, Status
from archive.output.citations import bibtex_lines, ris_lines

if TYPE_CHECKING:
    from archive.answering.name_candidates import Candidate

_BOLD, _DIM, _RESET = "\x1b[1m", "\x1b[2m", "\x1b[0m"
_CSV_COLUMNS = ("id", "title", "date", "source", "authors", "agencies", "section", "folder", "places", "keywords",
                "language", "url", "path")  # fmt: skip


def results_json(results: Results) -> dict[str, Any]:
    """Results as the contract's JSON."""
    return {
        "query": results.query,
        "total": results.total,
        "total_is_exact": results.total_is_exact,
        "page": results.page,
        "pages": results.pages,
        "limit": results.limit,
        "took_ms": results.took_ms,
        "engine": results.engine,
        "hits": [
            {
                "id": hit.id, "title": hit.title, "date": hit.date, "source": hit.source,
                "agencies": list(hit.agencies), "score": hit.score,
                "snippets": [[_piece(piece) for piece in snippet] for snippet in hit.snippets],
            } | ({} if hit.because is None else {"because": list(hit.because)})
            for hit in results.hits
        ],
        "facets": {name: {"values": _values(f.values), "more": f.more} for name, f in results.facets.items()},
        "timeline": {
            "unit": results.timeline.unit, "bars": _values(results.timeline.bars),
            "coarse": results.timeline.coarse, "undated": results.timeline.undated,
        },
        "suggestion": results.suggestion,
    }  # fmt: skip


def _piece(piece: Piece) -> dict[str, str]:
    return {"text": piece.text, "match": piece.match} if piece.match else {"text": piece.text}


def _values(values: Iterable[FacetValue]) -> list[dict[str, str | int]]:
    return [{"value": value.value, "count": value.count} for value in values]


def report_json(report: Report) -> dict[str, Any]:
    """A run's report as the contract's JSON."""
    return {
        "added": report.added, "changed": report.changed, "removed": report.removed, "unchanged": report.unchanged,
        "failed": report.failed, "failures": [asdict(failure) for failure in report.failures],
        "engine": report.engine, "took_ms": round(report.took_ms, 1),
    }  # fmt: skip


def status_json(status: Status) -> dict[str, Any]:
    """A status as the contract's JSON."""
    return asdict(status) | {"failures": [asdict(failure) for failure in status.failures]}


def word_json(word: Word) -> dict[str, Any]:
    """An analysed word as the contract's JSON."""
    return {"word": word.text, "form": word.form, "terms": list(word.terms), "parts": list(word.parts)}


def failure_json(failure: Failure) -> dict[str, Any]:
    """A file that could not be read, as ``archive read`` tells it."""
    return {"path": failure.path, "error": failure.reason}


def candidates_json(found: "Iterable[Candidate]") -> str:
    """Candidates for names as one JSON document."""
    return dump([asdict(candidate) for candidate in found])


def candidate_lines(found: "Iterable[Candidate]") -> Iterator[str]:
    """Candidates for names as lines of a names.toml."""
    for pair in found:
        name, other = (json.dumps(clean(text), ensure_ascii=False) for text in (pair.name, pair.other))
        yield f"{name} = [{other}]  # in {pair.name_count} and {pair.other_count} articles"


def dump(data: Any, *, indent: int | None = None) -> str:
    """One JSON document; lone surrogates, which UTF-8 cannot write, are replaced."""
    text = json.dumps(data, ensure_ascii=False, indent=indent)
    return text.encode("utf-8", "replace").decode("utf-8")


EXPORTS = ("csv", "jsonl", "ris", "bib")


def export_lines(form: str, hits: Iterable[tuple[Article, float]]) -> Iterator[str]:
    """Articles with their scores in one of the forms of EXPORTS, line by line."""
    if form == "csv":
        yield from csv_lines(article for article, _ in hits)
    elif form == "jsonl":
        yield from (dump(article.as_json() | {"score": score}) for article, score in hits)
    else:
        lines = ris_lines if form == "ris" else bibtex_lines
        for article, _ in hits:
            yield from lines(article)


def csv_lines(articles: Iterable[Article]) -> Iterator[str]:
    """A table of articles, a line each after the names of the columns. A cell that a spreadsheet would run as a formula
    is given a leading apostrophe (OWASP, CSV injection)."""
    yield _csv_line(_CSV_COLUMNS)
    for article in articles:
        data = article.as_json()
        yield _csv_line([_cell(data[column]) for column in _CSV_COLUMNS])


def _cell(value: Any) -> str:
    text = "; ".join(value) if isinstance(value, list) else value or ""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _csv_line(cells: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(cells)
    return line.getvalue()


def results_lines(results: Results, *, colour: bool, width: int) -> Iterator[str]:
    """Results for a terminal of ``width`` columns."""
    if not results.total:
        yield "Nothing found."
    elif results.limit:
        first = (results.page - 1) * results.limit + 1
        if results.hits:
            shown = f"{first}–{first + len(results.hits) - 1} of " if results.pages > 1 else ""
            yield _dim(f"{shown}{_count(results.total)} ({results.took_ms:.0f} ms, {results.engine})", colour)
        else:
            yield f"Page {results.page} is past the last page, {results.pages}, of {_count(results.total)}."
    else:
        yield _count(results.total)
    if results.suggestion:
        yield f"Did you mean: {results.suggestion}"
    for hit in results.hits:
        about = " · ".join(filter(None, (hit.date or "undated", hit.source, "/".join(hit.agencies), hit.id)))
        yield ""
        yield _strong(clean(hit.title), colour)
        yield _dim(clean(about), colour)
        if hit.because:
            yield from textwrap.wrap(f"because of {clean(', '.join(hit.because))}", width, subsequent_indent="  ")
        for snippet in hit.snippets:
            yield from _wrap(snippet, colour, width)
    if results.hits:
        for name in ("year", "source", "place"):
            line = _facet_line(results.facets[name])
            if line:
                yield ""
                yield from textwrap.wrap(f"{name}: {line}", width, subsequent_indent="  ")


def _facet_line(facet: Facet) -> str:
    shown = facet.values[:8]
    more = len(facet.values) - len(shown) + facet.more
    return ", ".join(f"{clean(v.value)} ({v.count})" for v in shown) + (f", {more} more" if more else "")


def _wrap(snippet: Snippet, colour: bool, width: int) -> Iterator[str]:
    # Private-use letters stand for the marks while lines are broken, so that escape codes do not count as columns.
    text = " ".join("".join(f"\ue000{clean(p.text)}\ue001" if p.match else clean(p.text) for p in snippet).split())
    for line in textwrap.wrap(text, max(20, width - 2), initial_indent="  ", subsequent_indent="  "):
        yield line.replace("\ue000", _BOLD if colour else "").replace("\ue001", _RESET if colour else "")


def clean(text: str) -> str:
    """Text of others for a terminal: one line, without control characters, which could command it."""
    return "".join(c if c.isprintable() else " " for c in text if c not in "\ue000\ue001")


def report_lines(report: Report) -> Iterator[str]:
    """A run's report for people: the counts, then what else there is to know."""
    yield (
        f"{report.added} added, {report.changed} changed, {report.removed} removed, {report.unchanged} unchanged, "
        f"{report.failed} failed ({report.engine}, {report.took_ms / 1000:.1f} s)"
    )
    yield from report.notices
    yield from (f"  {clean(failure.path)}: {clean(failure.reason)}" for failure in report.failures)


def status_lines(status: Status) -> Iterator[str]:
    """A status for people."""
    yield f"{_count(status.articles)} from {status.files} files, {status.failed} failed"
    if status.dated_from:
        yield f"dated from {status.dated_from} to {status.dated_until}"
    yield f"engine {status.engine}, {status.index_bytes:,} bytes, last run {status.last_run or 'never'}"
    if status.outdated:
        yield 'The index was written by another version of Archive; run "archive index".'
    yield from (f"  {clean(failure.path)}: {clean(failure.reason)}" for failure in status.failures)


def article_lines(article: Article, *, colour: bool) -> Iterator[str]:
    """A whole article for people."""
    yield _strong(clean(article.title), colour)
    about = {
        "id": article.id, "date": article.date, "source": article.source, "agencies": ", ".join(article.agencies),
        "authors": ", ".join(article.authors), "section": article.section, "places": ", ".join(article.places),
        "keywords": ", ".join(article.keywords), "language": article.language, "url": article.url,
    }  # fmt: skip
    yield from (_dim(f"{name}: {clean(value)}", colour) for name, value in about.items() if value)
    yield ""
    yield from (clean(line) for line in article.text.split("\n"))


def _count(number: int) -> str:
    return f"{number} article" if number == 1 else f"{number} articles"


def _strong(text: str, colour: bool) -> str:
    return f"{_BOLD}{text}{_RESET}" if colour else text


def _dim(text: str, colour: bool) -> str:
    return f"{_DIM}{text}{_RESET}" if colour else text
