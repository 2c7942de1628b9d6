"""Saved searches in a real browser, with and without scripts, on a phone and on a wide screen."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.test_accessibility import violations


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "none"])
def test_a_search_is_saved_and_found_again(visit: Visit, width: int, scripts: bool) -> None:
    name = f"Leuchttürme {width} {scripts}"
    page = visit("/?q=Leuchtturm", viewport={"width": width, "height": 800}, java_script_enabled=scripts)
    page.locator(".save summary").click()
    page.get_by_label("Suche speichern als").fill(name)
    page.get_by_role("button", name="Speichern").click()
    expect(page.locator("h1")).to_have_text(name)
    expect(page.locator("main")).to_contain_text("Nichts Neues")
    if scripts:
        assert violations(page) == []
    page.goto("/")
    page.get_by_role("link", name=name).click()
    page.get_by_role("link", name="Alles, was sie findet").click()
    expect(page.locator("#total")).to_contain_text("12 Artikel")
    page.goto("/?q=Leuchtturm")
    page.locator(".save summary").click()
    if scripts:
        assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
