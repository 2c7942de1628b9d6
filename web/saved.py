"""Saved searches: to save a question, to see what is new for it, and to note that it was looked at."""

from flask import Blueprint, Response, g, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState

from archive.errors import FileInvalid, InputError
from archive.saved_searches import SavedSearch
from archive.toml_files import MAX_NAME_CHARACTERS, checked_name
from web.access import writers_only
from web.question import Question, archive

saved = Blueprint("saved", __name__)

SHOWN = 100  # new articles of a search on its page


@saved.record
def _add_functions(state: BlueprintSetupState) -> None:
    state.app.jinja_env.globals.update(
        saved_searches=saved_searches, name_for=name_for, max_search_name=MAX_NAME_CHARACTERS
    )


def saved_searches() -> list[tuple[str, int]]:
    """The names of all saved searches, each with the number of new articles; none while their file is broken."""
    if "saved" not in g:
        try:
            found = archive().saved_searches
            g.saved = [(one.name, found.number_of_new(one)) for one in found.all()]
        except (FileInvalid, InputError):  # the page of the archive's state tells the first
            g.saved = []
    names: list[tuple[str, int]] = g.saved
    return names


def name_for(question: Question) -> str:
    """A name for a question that is to be saved; "" if its text is none."""
    try:
        return checked_name(question.q)
    except InputError:
        return ""


def question_of(search: SavedSearch) -> Question:
    """The question of a saved search."""
    asked = search.request
    return Question(
        asked.query, asked.where, asked.since or "", asked.until or "", sort="newest", match=asked.match or ""
    )


@saved.post("/saved")
def save() -> Response:
    """Save the question that the form's fields ask for, as its ``name``."""
    writers_only()
    kept = archive().saved_searches.save(
        request.form.get("name", ""), Question.of_arguments(request.form).search_request()
    )
    return _to(kept.name)


@saved.get("/saved/<name>")
def one(name: str) -> str:
    """What is new for a saved search. To see it changes nothing: browsers and programs may fetch a page unasked."""
    writers_only()
    news = archive().saved_searches.news(name)
    articles = list(archive().saved_searches.articles(news.ids[:SHOWN]))
    return render_template(
        "saved.html",
        search=news.search,
        question=question_of(news.search),
        total=len(news.ids),
        articles_found=articles,
        looked_at=news.marker.looked_at,
    )


@saved.post("/saved/<name>")
def change(name: str) -> Response:
    """Do what the button ``do`` says: ``look`` notes that what was shown was looked at, ``delete`` forgets the
    search."""
    writers_only()
    if request.form.get("do") == "delete":
        archive().saved_searches.delete(name)
        return _back(url_for("pages.search"))
    if request.form.get("do") == "look":
        news = archive().saved_searches.news(name)
        # Where more has come since the page was made, it is shown first.
        if (str(len(news.ids)), news.marker.looked_at) == (request.form.get("total"), request.form.get("looked_at")):
            archive().saved_searches.look(news)
    return _to(name)


def _to(name: str) -> Response:
    return _back(url_for("saved.one", name=name))


def _back(address: str) -> Response:
    response = redirect(address, 303)
    assert isinstance(response, Response)  # noqa: S101 -- Flask's own, not Werkzeug's
    return response
