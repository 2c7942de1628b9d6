"""Lists of articles on the page: stars that put hits on the current list, the lists themselves, and a list to print.

Everything is a form that works without JavaScript. Which list the stars write to is remembered in a cookie.
"""

from collections.abc import Sequence
from datetime import date
from textwrap import shorten
from urllib.parse import quote, unquote, urlsplit

from flask import Blueprint, Response, g, jsonify, redirect, render_template, request, stream_template, url_for
from flask.blueprints import BlueprintSetupState

from archive.article import Article
from archive.errors import FileInvalid, InputError, ListNotFound
from archive.lists import Entry
from archive.toml_files import MAX_NAME_CHARACTERS, MAX_NOTE_CHARACTERS, checked_name
from web.access import writers_only
from web.article_page import paragraphs
from web.question import archive

lists = Blueprint("lists", __name__)

FIRST = "Merkliste"  # the list that stars write to until another is chosen
SHOWN = 50  # entries of a page
EXCERPT_CHARACTERS = 600
_COOKIE = "list"
_COOKIE_SECONDS = 365 * 24 * 3600


@lists.record
def _add_functions(state: BlueprintSetupState) -> None:
    state.app.jinja_env.globals.update(
        is_marked=is_marked, current_list=current_list, lists_of=lists_of, list_names=list_names, here=here,
        max_name=MAX_NAME_CHARACTERS, max_note=MAX_NOTE_CHARACTERS,
    )  # fmt: skip


def current_list() -> str:
    """The name of the list that stars write to."""
    try:
        return checked_name(unquote(request.cookies.get(_COOKIE, ""), errors="replace"))
    except InputError:
        return FIRST


def is_marked(id: str) -> bool:
    """Whether an article is on the current list."""
    if "marked" not in g:
        try:
            g.marked = {entry.id for entry in archive().lists.entries(current_list())}
        except (ListNotFound, FileInvalid):  # the page of the lists tells it
            g.marked = set()
    return id in g.marked


def lists_of(id: str) -> list[tuple[str, Entry]]:
    """The names of the lists that hold an article, each with its entry there."""
    found = []
    for name in archive().lists.names():
        try:
            found += [(name, entry) for entry in archive().lists.entries(name) if entry.id == id]
        except (ListNotFound, FileInvalid):
            continue
    return found


def list_names() -> list[str]:
    """The names of all lists, the current one first."""
    current = current_list()
    return [current, *(name for name in archive().lists.names() if name != current)]


def here() -> str:
    """The address of this page below the application's root, to come back to after a form was sent."""
    return request.full_path.removesuffix("?")


@lists.post("/mark")
def mark() -> Response:
    """Put the article ``add`` on a list, with a note if one is given, or take ``remove`` off it. A program that takes
    JSON is told what became of it; a browser goes back to where it was."""
    writers_only()
    name = request.form.get("list") or current_list()
    marked = "add" in request.form
    if marked:
        archive().lists.add(name, request.form["add"], note=request.form.get("note"))
    else:
        archive().lists.remove(name, request.form.get("remove", ""))
    if request.accept_mimetypes.best == "application/json":
        return jsonify({"marked": marked, "list": checked_name(name), "articles": len(archive().lists.entries(name))})
    anchor = request.args.get("at", "")
    return _back(_own_path(request.form.get("back", "")) + (f"#{quote(anchor)}" if anchor else ""))


@lists.get("/lists")
def overview() -> str:
    """All lists."""
    writers_only()
    return render_template("lists.html", lists=archive().lists.summaries())


@lists.post("/lists")
def create() -> Response:
    """Make a list; stars write to it from now on."""
    writers_only()
    return _chosen(archive().lists.create(request.form.get("name", "")))


@lists.get("/lists/<name>")
def one(name: str) -> str:
    """A list, to read and to edit."""
    writers_only()
    total = len(archive().lists.entries(name))
    pages = max(1, -(-total // SHOWN))
    page = min(max(request.args.get("page", 1, int), 1), pages)
    entries = list(archive().lists.articles(name, (page - 1) * SHOWN, SHOWN))
    return render_template(
        "list.html", list_name=checked_name(name), total=total, page=page, pages=pages, first=(page - 1) * SHOWN + 1,
        entries=entries,
    )  # fmt: skip


@lists.post("/lists/<name>")
def change(name: str) -> Response:
    """Do what the button ``do`` says: ``note`` what is noted of the article ``id``, move it ``up`` or ``down``, or
    ``remove`` it; ``choose`` the list for the stars, or ``delete`` it."""
    writers_only()
    found, id = archive().lists, request.form.get("id", "")
    match request.form.get("do"):
        case "choose":
            found.entries(name)
            return _chosen(checked_name(name))
        case "delete":
            found.delete(name)
            return _back(url_for("lists.overview"))
        case "remove":
            place = _place(name, id)
            found.remove(name, id)
            return _to_entry(name, max(place - 1, 1))
        case "note":
            found.add(name, id, note=request.form.get("note", ""))
        case "up" | "down" as way:
            found.add(name, id, place=max(1, _place(name, id) + (1 if way == "down" else -1)))
    return _to_entry(name, _place(name, id))


@lists.get("/lists/<name>/print")
def printed(name: str) -> Response:
    """A list as one page to print, with an excerpt of each article, or with ``text=full`` all of it."""
    writers_only()
    is_full = request.args.get("text") == "full"
    entries = ((entry, article) for entry, article in archive().lists.articles(name) if article)
    return Response(
        stream_template(
            "list_printed.html",
            list_name=checked_name(name),
            total=len(archive().lists.entries(name)),
            entries=entries,
            is_full=is_full,
            today=date.today().isoformat(),
            excerpt=excerpt,
            full=_paragraphs,
        )
    )


def excerpt(article: Article) -> str:
    """What a press review shows of an article: its teaser, or else the beginning of its text."""
    return shorten(article.teaser or article.text[: EXCERPT_CHARACTERS * 10], EXCERPT_CHARACTERS, placeholder=" …")


def _paragraphs(article: Article) -> Sequence[str]:
    from archive.answering.results import Piece

    return ["".join(piece.text for piece in paragraph) for paragraph in paragraphs((Piece(article.text),))]


def _place(name: str, id: str) -> int:
    """The place of an article on a list, from 1 on; 1 if it is not there."""
    return next((place for place, entry in enumerate(archive().lists.entries(name), 1) if entry.id == id), 1)


def _to_entry(name: str, place: int) -> Response:
    page = (place - 1) // SHOWN + 1
    return _back(url_for("lists.one", name=name, page=page if page > 1 else None, _anchor=f"entry-{place}"))


def _chosen(name: str) -> Response:
    response = _back(url_for("lists.one", name=name))
    response.set_cookie(
        _COOKIE, quote(name), max_age=_COOKIE_SECONDS, path=request.script_root or "/", samesite="Lax", httponly=True
    )
    return response


def _own_path(address: str) -> str:
    """The path on this site that a form gives to come back to, or the start page if it is none."""
    parts = urlsplit(address) if address.startswith("/") and address.isprintable() else None
    if parts is None or parts.scheme or parts.netloc or address.startswith(("//", "/\\")):
        return request.script_root + "/"
    return request.script_root + address


def _back(address: str) -> Response:
    response = redirect(address, 303)
    assert isinstance(response, Response)  # noqa: S101 -- Flask's own, not Werkzeug's
    return response
