"""The pages."""

from flask import Blueprint, render_template

from archive.results import FACETS
from web.question import Question, archive

pages = Blueprint("pages", __name__)

_FACET_NAMES = {
    "year": "Jahr", "month": "Monat", "source": "Quelle", "agency": "Agentur", "author": "Autor", "section": "Ressort",
    "place": "Ort", "keyword": "Schlagwort", "folder": "Ordner", "language": "Sprache", "format": "Format",
}  # fmt: skip


@pages.get("/")
def search() -> str:
    """The search page."""
    question = Question.of_request()
    results = question.ask()
    facets = [(name, _FACET_NAMES[name], results.facets[name]) for name in FACETS if results.facets[name].values]
    return render_template("search.html", question=question, results=results, facets=facets)


@pages.get("/article/<path:id>")
def article(id: str) -> str:
    """An article."""
    return render_template("article.html", article=archive().article(id))


@pages.get("/healthz")
def health() -> tuple[str, dict[str, str]]:
    """Whether the page and its index answer."""
    archive().search(limit=0)
    return "ok", {"Content-Type": "text/plain"}
