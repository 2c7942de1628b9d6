"""Lists in a real browser: stars with and without scripts, on a phone and on a wide screen."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.test_accessibility import violations

WIDTHS = pytest.mark.parametrize("width", [390, 1440])


@WIDTHS
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "none"])
def test_a_hit_is_marked_noted_and_printed(visit: Visit, width: int, scripts: bool) -> None:
    name = f"Leuchttürme {width} {scripts}"
    page = visit("/lists", viewport={"width": width, "height": 800}, java_script_enabled=scripts)
    page.get_by_label("Neue Liste").fill(name)
    page.get_by_role("button", name="Anlegen").click()
    expect(page.locator("h1")).to_have_text(name)
    page.goto("/?q=Leuchtturm&sort=oldest")
    stars = page.locator(".hit .star")
    box = stars.nth(1).bounding_box()
    assert box is not None
    assert box["width"] >= 44
    assert box["height"] >= 44
    for star in (stars.nth(1), stars.nth(0)):
        expect(star).to_have_attribute("aria-pressed", "false")
        star.click()
        expect(star).to_have_attribute("aria-pressed", "true")
    if not scripts:
        assert page.url.endswith("/?q=Leuchtturm&sort=oldest#hit-1")
    page.goto("/article/leuchtturm0")
    page.locator("#noting summary").click()
    page.get_by_label("Notiz").fill("Zuerst\nprüfen")
    page.get_by_role("button", name="Speichern").click()
    page.get_by_role("link", name="Listen").click()
    page.get_by_role("link", name=name).click()
    expect(page.locator(".entries h2")).to_have_text(["Der Leuchtturm im Monat 2", "Der Leuchtturm im Monat 1"])
    page.get_by_role("button", name="Nach unten: Der Leuchtturm im Monat 2").click()
    expect(page.locator(".entries h2")).to_have_text(["Der Leuchtturm im Monat 1", "Der Leuchtturm im Monat 2"])
    expect(page.locator("#entry-1 textarea")).to_have_value("Zuerst\nprüfen")
    page.get_by_role("link", name="Pressespiegel zum Drucken").click()
    expect(page.locator(".reviewed .note")).to_have_text("Zuerst\nprüfen", use_inner_text=True)
    expect(page.locator(".reviewed")).to_have_count(2)


def test_a_star_that_cannot_be_written_says_so(visit: Visit) -> None:
    page = visit("/?q=Leuchtturm")
    page.route("**/mark*", lambda route: route.abort(), times=1)
    page.locator(".hit .star").first.click()
    expect(page.locator(".hit .star").first).to_have_attribute("aria-pressed", "true")  # by the form
    assert "#hit-1" in page.url
    page.locator(".hit .star").first.click()
    expect(page.locator(".hit .star").first).to_have_attribute("aria-pressed", "false")


@pytest.mark.parametrize("width", [320, 1440])
def test_axe_finds_nothing_and_nothing_is_too_wide(visit: Visit, width: int) -> None:
    page = visit("/lists", viewport={"width": width, "height": 800})
    page.get_by_label("Neue Liste").fill("Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen")
    page.get_by_role("button", name="Anlegen").click()
    address = Path(page.url).name
    page.goto("/article/leuchtturm1")
    page.locator("#noting summary").click()
    page.get_by_label("Notiz").fill("Wort" * 60)
    page.get_by_role("button", name="Speichern").click()
    for path in ("/lists", f"/lists/{address}", f"/lists/{address}/print", "/article/leuchtturm1", "/?q=Leuchtturm"):
        page.goto(path)
        for summary in page.locator("summary:visible").all():
            summary.click()
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
