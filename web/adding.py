"""Adding from the page: files that are sent, notes that are written, and what was read of them, to be put right."""

from collections.abc import Callable, Mapping
from typing import BinaryIO, cast

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState

from archive.adding import FIELDS, MAX_FIELD_CHARACTERS, MAX_TEXT_CHARACTERS
from archive.errors import ArchiveError, InputError
from archive.reading import SUFFIXES
from archive.service import Archive
from web.access import Access, AddingOff, writers_only
from web.question import archive

adding = Blueprint("adding", __name__)

TEXT_BYTES = 10_000_000  # of a request's fields that are no files
MOST_FILES = 20  # of a request


@adding.record
def _add_functions(state: BlueprintSetupState) -> None:
    state.app.jinja_env.globals.update(may_add=lambda: may_add(archive(), current_app.extensions["access"]))


def may_add(archive: Archive, access: Access) -> bool:
    """Whether the page adds files: its archive.toml allows it, and a password or this machine tells who asks."""
    return archive.settings.adding == "true" and access.may_write


def may_upload(archive: Archive, access: Access) -> Callable[[str, Mapping[str, str]], bool]:
    """What tells by a request's path and headers whether it may bring files."""
    allowed = may_add(archive, access)

    def may(path: str, headers: Mapping[str, str]) -> bool:
        return allowed and path.endswith("/add") and access.admits(headers.get("AUTHORIZATION", ""))

    return may


def _adders_only() -> None:
    writers_only()
    if not may_add(archive(), current_app.extensions["access"]):
        raise AddingOff("Nothing is added from this page.", 'Write "adding = true" in archive.toml, and serve it anew.')


@adding.get("/add")
def form() -> str:
    """The forms; for each ``seed`` that was added, what was read of it; and each ``refused`` file."""
    _adders_only()
    names = request.args.getlist("seed")[:MOST_FILES]
    return render_template(
        "adding.html",
        readings=[archive().adding.read(name) for name in names],
        refused=request.args.getlist("refused")[:MOST_FILES],
        suffixes=",".join(filter(None, SUFFIXES)),
        max_field=MAX_FIELD_CHARACTERS,
        max_text=MAX_TEXT_CHARACTERS,
    )


@adding.post("/add")
def add() -> Response:
    """Add the ``file``s that are sent, or the article of the fields title, date, source and text."""
    _adders_only()
    request.max_form_memory_size = TEXT_BYTES
    files = [file for file in request.files.getlist("file") if file.filename][:MOST_FILES]
    if not files:
        fields = [request.form.get(name, "") for name in ("title", "text", "date", "source")]
        return _shown([archive().adding.add_note(*fields)], [])
    added: list[str] = []
    refused: list[str] = []
    problem: ArchiveError | None = None
    for file in files:
        try:
            added.append(archive().adding.add_file(file.filename or "", cast(BinaryIO, file.stream)))
        except InputError as error:  # the others are added all the same
            refused.append(file.filename or "")
            problem = problem or error
    if problem is not None and not added:
        raise problem
    return _shown(added, refused)


@adding.post("/add/correct")
def correct() -> Response:
    """State the fields of a ``seed`` in its sidecar."""
    _adders_only()
    name = request.form.get("seed", "")
    fields = {field: request.form[field] for field in FIELDS if field in request.form}
    archive().adding.correct(name, fields)
    return _shown([name], [])


def _shown(names: list[str], refused: list[str]) -> Response:
    response = redirect(url_for("adding.form", seed=names, refused=refused), 303)
    assert isinstance(response, Response)  # noqa: S101 -- Flask's own, not Werkzeug's
    return response
