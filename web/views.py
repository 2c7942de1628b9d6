"""The pages."""

from flask import Blueprint, abort, current_app, render_template, request
from flask.blueprints import BlueprintSetupState

from archive.answering.results import Piece
from archive.answering.searcher import MARKED_CHARACTERS
from archive.answering.versions import changes
from archive.errors import EngineUnavailable, QueryError
from archive.indexing.watch import Watcher
from archive.output.citations import bibtex_lines, citation, citation_meta, json_ld, ris_lines
from archive.query.parse import MAX_CHARACTERS
from archive.request import MAX_REACH
from web.article_page import paragraphs, pdf_page, place_among_hits, results_link
from web.coverage import by_month, by_source
from web.facets import chips, facets, hidden
from web.help import EXAMPLES
from web.labels import FIELD_LABELS, MATCH_KIND_LABELS, MATCH_LEVEL_LABELS, value_label
from web.language import language, told
from web.question import Question, archive, kept
from web.reasons import translated
from web.rewording import exactly, without
from web.start_page import start_page
from web.timeline import COUNTED, chart
from web.values_page import values_page

WATCHING_ENDED = "Seeds are watched no more: start “archive serve” again."
SIMILAR = 5  # articles that are shown beside one
MAX_ID_CHARACTERS = 5_000
pages = Blueprint("pages", __name__)


@pages.record
def _add_labels(state: BlueprintSetupState) -> None:
    state.app.jinja_env.globals.update(
        value_label=value_label,
        field_labels=FIELD_LABELS,
        match_kind_labels=MATCH_KIND_LABELS,
        match_level_labels=MATCH_LEVEL_LABELS,
    )
    state.app.jinja_env.filters["reason"] = translated


@pages.get("/")
def search() -> str:
    """The search page."""
    question = Question.of_request()
    results = question.ask()
    counted = COUNTED[results.timeline.unit]
    asked = question.search_request()
    total = None if asked.match else results.total
    everything = archive().coverage(counted)[counted] if question.share else None
    return render_template(
        "search.html",
        question=question,
        results=results,
        start=start_page(results) if question.is_open and question.page == 1 and results.total else None,
        last_page=min(results.pages, MAX_REACH // question.limit) if question.limit else 0,
        understood=results.understood and archive().understood(asked, told),
        exactly=exactly(question) if results.understood else [],
        without=without,
        in_period=None if results.total else archive().in_period(asked),
        match_levels=kept("match levels", asked, lambda: archive().match_levels(asked, total)),
        chips=chips(question),
        hidden=[] if results.total else hidden(question),
        facets=facets(question, results),
        chart=chart(results.timeline, question, everything, [value.value for value in results.facets["month"].values]),
    )


@pages.get("/values/<field>")
def values(field: str) -> str:
    """All values of a field among the hits of a question, to choose several of."""
    question = Question.of_request()
    page = values_page(field, question)
    if page is None:
        abort(404)
    return render_template("values.html", page=page, question=question)


@pages.get("/article/<id:id>")
def article(id: str) -> str:
    """An article, with the words of ``q`` marked, and the way back to the results it was found in."""
    found = archive().article(id)
    try:
        pieces = archive().marked_text(request.args.get("q", "")[:MAX_CHARACTERS], found)
    except QueryError:  # the article is shown all the same
        pieces = (Piece(found.text),)
    text = paragraphs(pieces)
    back = results_link(request.args.get("back", ""))
    return render_template(
        "article.html",
        article=found,
        paragraphs=text,
        marks=sum(piece.number > 0 for paragraph in text for piece in paragraph),
        reach=MARKED_CHARACTERS,
        back=back and request.script_root + back,
        place=place_among_hits(back),
        pdf_page=pdf_page(found, pieces),
        linked=json_ld(found),
        meta=citation_meta(found),
        citation=citation(found, language()),
        records=(("RIS", "ris", ris_lines(found)), ("BibTeX", "bib", bibtex_lines(found))),
        similar=archive().similar(id, limit=SIMILAR).hits,
        versions=archive().versions(found),
    )


@pages.get("/changes/<path:id>")
def changed(id: str) -> str:
    """What differs between a version of an article and the newer one that ``to`` names."""
    older, newer = archive().article(id), archive().article(request.args.get("to", "")[:MAX_ID_CHARACTERS])
    return render_template(
        "changes.html",
        older=older,
        newer=newer,
        title=changes(older.title, newer.title),
        text=changes(older.text, newer.text),
    )


@pages.get("/help")
def help() -> str:
    """How to ask, with examples to try."""
    return render_template("help.html", examples=EXAMPLES)


@pages.get("/status")
def status() -> str:
    """How the archive stands, and what it covers."""
    state, counts = archive().status(), archive().coverage("year", "month", "source")
    watcher = _watcher()
    return render_template(
        "status.html",
        status=state,
        problems=(*state.problems, *filter(None, (_watching_ended(), watcher.problem if watcher else None))),
        question=Question(),
        chart=chart(archive().history(), Question()),
        years=by_month(counts["year"], counts["month"]),
        sources=by_source(counts["source"], state.articles),
    )


@pages.get("/healthz")
def health() -> tuple[str, dict[str, str]]:
    """Whether the page and its index answer, and new seeds still appear."""
    archive().count()
    if ended := _watching_ended():
        raise EngineUnavailable(ended)
    return "ok", {"Content-Type": "text/plain"}


def _watcher() -> Watcher | None:
    found: Watcher | None = current_app.extensions["watcher"]
    return found


def _watching_ended() -> str | None:
    watcher = _watcher()
    return WATCHING_ENDED if watcher and watcher.has_ended else None
