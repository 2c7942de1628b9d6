"""Writes results, articles and reports as the contract's JSON."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from archive.answering.results import FacetValue, Hit, Piece, Results
from archive.german import Word
from archive.indexing.report import Failure, Report, Status
from archive.output.characters import escaped_in_json

if TYPE_CHECKING:
    from archive.answering.name_candidates import Candidate
    from archive.article import Article
    from archive.indexing.doctor import Diagnosis
    from archive.lists import Entry, ListSummary


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
        "hits": [_hit(hit) for hit in results.hits],
        "facets": {name: {"values": _values(f.values), "more": f.more} for name, f in results.facets.items()},
        "timeline": {
            "unit": results.timeline.unit, "bars": _values(results.timeline.bars),
            "coarse": results.timeline.coarse, "undated": results.timeline.undated,
        },
        "suggestion": results.suggestion,
        "relaxed": None if results.relaxed is None else {
            "total": results.relaxed.total, "hits": [_hit(hit) for hit in results.relaxed.hits],
        },
        "understood": results.understood,
    }  # fmt: skip


def _hit(hit: Hit) -> dict[str, Any]:
    extra = {"because": hit.because, "missing": hit.missing}
    return {
        "id": hit.id, "title": hit.title, "date": hit.date, "source": hit.source,
        "agencies": list(hit.agencies), "score": hit.score,
        "snippets": [[_piece(piece) for piece in snippet] for snippet in hit.snippets],
    } | {name: list(words) for name, words in extra.items() if words is not None}  # fmt: skip


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


def diagnosis_json(diagnosis: "Diagnosis") -> dict[str, Any]:
    """What a comparison of seeds, ledger and index found, as the contract's JSON."""
    differences = [{"kind": found.kind, "id": found.id, "path": found.path} for found in diagnosis.differences]
    return {"ok": diagnosis.ok, "differences": differences}


def failure_json(failure: Failure) -> dict[str, Any]:
    """A file that could not be read, as ``archive read`` tells it."""
    return {"path": failure.path, "error": failure.reason}


def candidates_json(found: "Iterable[Candidate]") -> str:
    """Candidates for names as one JSON document."""
    return dump([asdict(candidate) for candidate in found])


def lists_json(summaries: "Iterable[ListSummary]") -> str:
    """All lists as one JSON document."""
    return dump([{"name": one.name, "articles": one.entries, "problem": one.problem} for one in summaries])


def list_json(name: str, entries: "Iterable[tuple[Entry, Article | None]]") -> dict[str, Any]:
    """A list as JSON; of an article that the index does not hold just now, only the id and the note are known."""
    return {
        "name": name,
        "articles": [
            {
                "id": entry.id, "note": entry.note, "title": article and article.title,
                "date": article and article.date, "source": article and article.source,
            }
            for entry, article in entries
        ],
    }  # fmt: skip


def dump(data: Any, *, indent: int | None = None) -> str:
    """One JSON document, safe to print; lone surrogates, which UTF-8 cannot write, are replaced."""
    text = json.dumps(data, ensure_ascii=False, indent=indent)
    return escaped_in_json(text.encode("utf-8", "replace").decode("utf-8"))
