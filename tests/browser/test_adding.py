"""Adding in a real browser: files chosen and dragged, a note, and what was read put right; also without scripts."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_accessibility import violations
from tests.serving import serving

TEXT = "Titel: Der Turm\nDatum: 2020-01-02\n\nEr steht am Meer.\n"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    home = tmp_path_factory.mktemp("adding")
    (home / "seeds").mkdir()
    (home / "seeds" / "a.txt").write_text("Ein Leuchtturm.", "utf-8")
    (home / "archive.toml").write_text("adding = true\n", "utf-8")
    with serving(home) as server:
        yield server.url


def opened(chromium: Browser, address: str, width: int, scripts: bool) -> Page:
    context = chromium.new_context(
        locale="de-DE", base_url=address, viewport={"width": width, "height": 800}, java_script_enabled=scripts
    )
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.goto("/")
    page.get_by_role("link", name="Hinzufügen").click()
    page.wait_for_url("**/add")  # and for its scripts, which take what is dragged
    return page


@pytest.mark.parametrize("width", [320, 390, 1440])
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "none"])
def test_a_file_is_sent_and_put_right(
    chromium: Browser, address: str, tmp_path: Path, width: int, scripts: bool
) -> None:
    page = opened(chromium, address, width, scripts)
    seed = tmp_path / f"turm {width} {scripts}.txt"
    seed.write_text(TEXT, "utf-8")
    page.get_by_label("Dateien auswählen").set_input_files(seed)
    page.get_by_role("button", name="Senden").click()
    expect(page.locator(".added h2")).to_have_text(seed.name)
    expect(page.locator(".added dl")).to_contain_text("2. Januar 2020")
    page.locator(".added summary").click()
    page.locator(".added").get_by_label("Datum").fill("1998-07")
    if scripts:
        assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator(".added").get_by_role("button", name="Speichern").click()
    expect(page.locator(".added dl")).to_contain_text("Juli 1998")
    page.context.close()


def test_a_file_is_dragged_in(chromium: Browser, address: str) -> None:
    page = opened(chromium, address, 1440, True)
    moved = page.evaluate_handle(
        "([name, text]) => { const data = new DataTransfer(); data.items.add(new File([text], name)); return data; }",
        ["gezogen.txt", TEXT],
    )
    for event in ("dragenter", "dragover", "drop"):
        page.dispatch_event(".drop", event, {"dataTransfer": moved})
    expect(page.locator(".added h2")).to_have_text("gezogen.txt")
    page.context.close()


def test_a_note_is_written(chromium: Browser, address: str) -> None:
    page = opened(chromium, address, 390, True)
    form = page.locator("form.adding").last
    form.get_by_label("Titel").fill("Eine Notiz")
    form.get_by_label("Text").fill("Der Leuchtturm brennt.")
    form.get_by_role("button", name="Speichern").click()
    expect(page.locator(".added dl a")).to_have_text("Eine Notiz")
    page.context.close()
