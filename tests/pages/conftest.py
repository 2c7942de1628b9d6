"""The WSGI application over a real archive."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from archive.service import Archive
from web import create_app


@pytest.fixture
def client(archive: Archive) -> FlaskClient:
    return create_app(archive).test_client()


@pytest.fixture
def hostile(home: Path) -> Path:
    """The home with a seed whose name, title, source and text hold markup and scripts."""
    (home / "seeds" / "<b>.txt").write_text(
        'Titel: "><img src=x onerror=alert(1)>\nQuelle: <i>Blatt</i>\n\n'
        "Giftig <script>alert(1)</script> ]]> & \x0b\ufffe.",
        "utf-8",
    )
    return home
