"""The front end: pages and JSON over HTTP for one archive. ``create_app`` makes the Flask application."""

from flask import Flask, Response

from archive.indexing.watch import Watcher
from archive.service import Archive
from web.access import Access, guard

_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def create_app(archive: Archive, access: Access | None = None, watcher: Watcher | None = None) -> Flask:
    """A WSGI application that serves ``archive``.

    Args:
        archive: open; the caller closes it.
        access: who may read; None: everybody.
        watcher: keeps the archive up to date meanwhile; what troubles it is told on the page.
    """
    from web import api, errors, exports, feeds, files, language, openapi, views

    app = Flask(__name__)
    app.json.sort_keys = False  # type: ignore[attr-defined]  # the order of the fields is part of the JSON interface
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True  # makes pages smaller
    app.extensions["archive"] = archive
    app.extensions["watcher"] = watcher
    language.register(app)
    for blueprint in (views.pages, api.api, exports.exports, feeds.feeds, files.files, openapi.description):
        app.register_blueprint(blueprint)
    errors.register(app)
    guard(app, access or Access())

    @app.after_request
    def secure(response: Response) -> Response:
        response.headers.update(_HEADERS)
        return response

    return app
