"""A real Chromium before the real ``archive serve``."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.chromium import MEND, launched, program
from tests.serving import serving

ROOT = Path(__file__).parents[2]
HOSTILE = "<img src=x onerror=document.title='gehackt'>"

Visit = Callable[..., Page]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a served archive: the project's own seeds, a dozen more for a second page, and hostile ones."""
    home = tmp_path_factory.mktemp("site")
    seeds = home / "seeds"
    shutil.copytree(ROOT / "seeds", seeds)
    for number in range(12):
        (seeds / f"leuchtturm{number}.txt").write_text(
            f"Titel: Der Leuchtturm im Monat {number + 1}\nDatum: 2022-{number + 1:02}-15\nQuelle: Hafenblatt\n\n"
            f"Der Leuchtturm steht noch. Auch andere Leuchttürme stehen.\n\nDas Leuchtturmfest war schön."
            f"\n\n{'Meer. ' * 400}\n\nDes Leuchtturms Licht brennt.",
            "utf-8",
        )
    (seeds / "<b>böse.txt").write_text(f'Titel: "><{HOSTILE}\nQuelle: {HOSTILE}\n\nGiftig {HOSTILE} ist das.', "utf-8")
    (seeds / "<i>leer.txt").write_bytes(b"")
    with serving(home) as server:
        yield server.url


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The installed Chromium. Where there is none, the tests are skipped, but never where CI is set."""
    if program() is None:
        pytest.fail(MEND) if os.environ.get("CI") else pytest.skip(MEND)
    with launched() as browser:
        yield browser


@pytest.fixture
def visit(chromium: Browser, site: str) -> Iterator[Visit]:
    """Opens an address of the site in a fresh profile; keywords are Playwright's (``viewport``, ``locale``,
    ``color_scheme``, ``java_script_enabled`` …). At the end no page may have had an error of a script or of the CSP."""
    contexts = []
    complaints: list[str] = []

    def open_page(path: str = "/", **profile: Any) -> Page:
        context = chromium.new_context(**({"locale": "de-DE", "base_url": site} | profile))
        contexts.append(context)
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if _is_complaint(said.text) else None)
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def _is_complaint(text: str) -> bool:
    return "Content Security Policy" in text or "Refused to" in text
