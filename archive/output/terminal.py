"""Writes results, articles and reports as lines for people at a terminal."""

import json
import textwrap
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archive.answering.name_candidates import Candidate
    from archive.answering.results import Facet, Hit, Results, Snippet
    from archive.article import Article, Origin
    from archive.indexing.doctor import Diagnosis
    from archive.indexing.forget import Forgetting
    from archive.indexing.report import Report, Status
    from archive.lists import Entry, ListSummary

_BOLD, _DIM, _RESET = "\x1b[1m", "\x1b[2m", "\x1b[0m"
_SHOWN_FACETS = ("year", "source", "place")
_ORIGINS: "dict[Origin, str]" = {
    "sidecar": "from the sidecar", "metadata": "stated", "text": "from the text", "filename": "from the name",
}  # fmt: skip


def results_lines(results: "Results", *, colour: bool, width: int, marks: bool = True) -> Iterator[str]:
    """Results for a terminal of ``width`` columns; without colour what matches stands between asterisks, if ``marks``
    is set."""
    around = (_BOLD, _RESET) if colour else ("*", "*") if marks else ("", "")
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
    if results.understood:
        yield from textwrap.wrap(f"Understood as: {clean(results.understood)}", width, subsequent_indent="  ")
    if results.suggestion:
        yield f"Did you mean: {clean(results.suggestion)}"
    for hit in results.hits:
        yield from _hit_lines(hit, colour, width, around)
    if results.relaxed:
        yield ""
        yield f"{_count(results.relaxed.total)} with most of the words:"
        left_out = [f"without {clean(word)}: {number}" for word, number in results.relaxed.without]
        yield from textwrap.wrap(", ".join(left_out), width, initial_indent="  ", subsequent_indent="  ")
        for hit in results.relaxed.hits:
            yield from _hit_lines(hit, colour, width, around)
    if results.hits:
        yield from _facet_lines(results, width)


def _facet_lines(results: "Results", width: int) -> Iterator[str]:
    """The first values of some facets, a row each."""
    shown = {name: line for name in _SHOWN_FACETS if (line := _facet_line(results.facets[name]))}
    column = max(map(len, shown), default=0) + 2
    for number, (name, line) in enumerate(shown.items()):
        if not number:
            yield ""
        yield from textwrap.wrap(line, width, initial_indent=name.ljust(column), subsequent_indent=" " * column)


def _hit_lines(hit: "Hit", colour: bool, width: int, around: tuple[str, str]) -> Iterator[str]:
    about = " · ".join(filter(None, (hit.date or "undated", hit.source, "/".join(hit.agencies), hit.id)))
    yield ""
    yield _strong(clean(hit.title), colour)
    yield _dim(clean(about), colour)
    for label, words in (("because of", hit.because), ("without", hit.missing)):
        if words:
            yield from textwrap.wrap(f"{label} {clean(', '.join(words))}", width, subsequent_indent="  ")
    for number, snippet in enumerate(hit.snippets):
        yield from _wrap(snippet, width, around, "… " if number else "")


def _facet_line(facet: "Facet") -> str:
    shown = facet.values[:8]
    more = len(facet.values) - len(shown) + facet.more
    return ", ".join(f"{clean(v.value)} ({v.count})" for v in shown) + (f", {more} more" if more else "")


def _wrap(snippet: "Snippet", width: int, around: tuple[str, str], lead: str) -> Iterator[str]:
    # Private-use letters stand for the marks while lines are broken, so that escape codes do not count as columns.
    text = " ".join("".join(f"\ue000{clean(p.text)}\ue001" if p.match else clean(p.text) for p in snippet).split())
    for line in textwrap.wrap(lead + text, max(20, width - 2), initial_indent="  ", subsequent_indent="  "):
        yield line.replace("\ue000", around[0]).replace("\ue001", around[1])


def clean(text: str) -> str:
    """Text of others for a terminal: one line, without control characters, which could command it."""
    if text.isprintable():  # private-use letters are not
        return text
    return "".join(c if c.isprintable() else " " for c in text if c not in "\ue000\ue001")


def report_lines(report: "Report") -> Iterator[str]:
    """A run's report for people: the counts, then what else there is to know."""
    yield (
        f"{report.added} added, {report.changed} changed, {report.removed} removed, {report.unchanged} unchanged, "
        f"{report.failed} failed ({report.engine}, {report.took_ms / 1000:.1f} s)"
    )
    yield from map(clean, report.notices)
    yield from (f"  {clean(failure.path)}: {clean(failure.reason)}" for failure in report.failures)


def forgetting_lines(done: "Forgetting") -> Iterator[str]:
    """For people, what was taken out for good."""
    yield f"{_count(len(done.ids))} taken out for good"
    yield from (f"  {clean(name)}" for name in done.seeds)
    yield from map(clean, done.notices)


def status_lines(status: "Status") -> Iterator[str]:
    """A status for people."""
    yield f"{_count(status.articles)} from {status.files} files, {status.failed} failed"
    if status.dated_from:
        yield f"dated from {status.dated_from} to {status.dated_until}"
    yield f"engine {status.engine}, {status.index_bytes:,} bytes, last run {status.last_run or 'never'}"
    if status.outdated:
        yield 'The index was written by another version of Archive; run "archive index".'
    yield from map(clean, status.problems)
    yield from (f"  {clean(failure.path)}: {clean(failure.reason)}" for failure in status.failures)


def diagnosis_lines(diagnosis: "Diagnosis") -> Iterator[str]:
    """What a comparison of seeds, ledger and index found, for people: a line for each kind, below it each place."""
    yield from map(clean, diagnosis.notices)
    if diagnosis.ok:
        yield "Seeds, ledger and index agree."
    for kind, some in groupby(diagnosis.differences, key=lambda found: found.kind):
        differences = list(some)
        yield f"{len(differences)} {kind}:"
        for found in differences:
            named = f" ({clean(found.id)})" if found.id and found.id not in (found.path, found.path[:-4]) else ""
            yield f"  {clean(found.path)}{named}: {clean(found.reason)}"
    if not diagnosis.ok:
        by_hand = (
            "A file that failed must be mended or removed by hand; the rest is kept until seeds/ is complete again."
        )
        yield by_hand if diagnosis.repaired else 'Mend it with "archive doctor --repair".'


def article_lines(article: "Article", *, colour: bool) -> Iterator[str]:
    """A whole article for people."""
    yield _strong(clean(article.title), colour) + _dim(_origin(article, "title"), colour)
    about = {
        "id": article.id, "kicker": article.kicker, "subtitle": article.subtitle, "date": article.date,
        "source": article.source, "page": article.page, "issue": article.issue,
        "agencies": ", ".join(article.agencies), "authors": ", ".join(article.authors), "section": article.section,
        "places": ", ".join(article.places), "persons": ", ".join(article.persons), "orgs": ", ".join(article.orgs),
        "keywords": ", ".join(article.keywords), "language": article.language, "url": article.url,
        "teaser": article.teaser,
    }  # fmt: skip
    for name, value in about.items():
        if value:
            yield _dim(f"{name}: {clean(value)}{_origin(article, name)}", colour)
    for name, other in article.extra.items():
        shown = other if isinstance(other, str) else json.dumps(other, ensure_ascii=False)
        yield _dim(f"{clean(name)}: {clean(shown)}", colour)
    if article.sha256:
        yield _dim(f"sha256: {article.sha256}", colour)
    yield ""
    yield from (clean(line) for line in article.text.split("\n"))


def candidate_lines(found: "Iterable[Candidate]") -> Iterator[str]:
    """Candidates for names as lines of a names.toml."""
    for pair in found:
        name, other = (json.dumps(clean(text), ensure_ascii=False) for text in (pair.name, pair.other))
        yield f"{name} = [{other}]  # in {pair.name_count} and {pair.other_count} articles"


def lists_lines(summaries: "Iterable[ListSummary]") -> Iterator[str]:
    """All lists for people, a line each."""
    for one in summaries:
        yield f"{one.name}: {clean(one.problem) if one.problem else _count(one.entries)}"


def saved_search_lines(numbers: "Iterable[tuple[str, int]]") -> Iterator[str]:
    """All saved searches for people, a line each, with the number of new articles."""
    for name, number in numbers:
        yield f"{name}: {number:,} new" if number else f"{name}: nothing new"


def news_lines(articles: "Iterable[Article]", *, colour: bool) -> Iterator[str]:
    """New articles for people: of each title and origin."""
    for article in articles:
        yield _strong(clean(article.title), colour)
        yield _dim(_about(article), colour)


def list_lines(entries: "Iterable[tuple[Entry, Article | None]]", *, colour: bool, width: int) -> Iterator[str]:
    """A list for people: of each article title, origin and note."""
    for number, (entry, article) in enumerate(entries):
        if number:
            yield ""
        if article is None:
            yield _dim(f"{clean(entry.id)} is not in the index just now.", colour)
        else:
            yield _strong(clean(article.title), colour)
            yield _dim(_about(article), colour)
        for line in entry.note.split("\n") if entry.note else ():
            yield from textwrap.wrap(clean(line), width - 2, initial_indent="  ", subsequent_indent="  ") or [""]


def _about(article: "Article") -> str:
    about = (article.date or "undated", article.source, "/".join(article.agencies), article.id)
    return clean(" · ".join(filter(None, about)))


def _origin(article: "Article", field: str) -> str:
    origin = article.origins.get(field)
    return f" ({_ORIGINS[origin]})" if origin else ""


def _count(number: int) -> str:
    return f"{number} article" if number == 1 else f"{number} articles"


def _strong(text: str, colour: bool) -> str:
    return f"{_BOLD}{text}{_RESET}" if colour else text


def _dim(text: str, colour: bool) -> str:
    return f"{_DIM}{text}{_RESET}" if colour else text
