"""The front end: pages and JSON over HTTP for one archive. ``create_app`` makes the Flask application."""

from flask import Flask, Response
from werkzeug.routing import PathConverter

from archive.indexing.watch import Watcher
from archive.output.characters import without_directions_in_utf8
from archive.service import Archive
from web.access import Access, guard
from web.compression import compressed
from web.recent import RecentAnswers

_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # with no-referrer, browsers would not name the Origin of our own forms
    "Cross-Origin-Opener-Policy": "same-origin",
}


def create_app(archive: Archive, access: Access | None = None, watcher: Watcher | None = None) -> Flask:
    """A WSGI application that serves ``archive``.

    Args:
        archive: open; the caller closes it.
        access: who may read; None: everybody.
        watcher: keeps the archive up to date meanwhile; what troubles it is told on the page.
    """
    from web import adding, api, errors, exports, feeds, files, language, lists, openapi, saved, views

    app = Flask(__name__)
    app.json.sort_keys = False  # type: ignore[attr-defined]  # the order of the fields is part of the JSON interface
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.url_map.converters["id"] = _Id
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True  # makes pages smaller
    app.extensions["archive"] = archive
    app.extensions["watcher"] = watcher
    app.extensions["recent"] = RecentAnswers()
    language.register(app)
    for blueprint in (
        views.pages, adding.adding, api.api, exports.exports, feeds.feeds, files.files, lists.lists, saved.saved,
        openapi.description,
    ):  # fmt: skip
        app.register_blueprint(blueprint)
    errors.register(app)
    guard(app, access or Access())

    @app.after_request
    def secure(response: Response) -> Response:
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        if response.mimetype == "text/html" and not response.direct_passthrough:  # an article's own file stays as it is
            _make_inert(response)
        return compressed(response)

    return app


class _Id(PathConverter):
    """An article's id in a path, with slashes and, unlike Werkzeug's own converter, line breaks."""

    regex = "(?s:[^/].*?)"


def _make_inert(response: Response) -> None:
    """Take from a page the characters that reorder what stands beside them; a page whole costs less than its texts one
    by one."""
    if response.is_streamed:
        response.response = map(without_directions_in_utf8, response.iter_encoded())
    else:
        response.set_data(without_directions_in_utf8(response.get_data()))
