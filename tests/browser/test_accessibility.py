"""axe-core finds nothing to mend, on any page, in both colour schemes."""

from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
PAGES = (
    "/", "/?q=Leuchtturm", "/?q=Nordkorea&where=place%3DChina&where=source!%3DX&since=2001&share=1",
    "/values/place?q=Nordkorea&where=place%3DChina&where=place!%3DJapan",
    "/?q=Leuchtturm&where=year%3D1812", "/?q=Wolkenkuckuck", "/?q=Leuchtturn", "/?q=Leuchtturm+Pjöngjang",
    "/?q=AKW+OR+Zug&where=source%3DHafenblatt&where=source%3DX", "/?where=place%3DChina&where=place%3DNordkorea",
    "/article/leuchtturm3?q=Leuchtturm&back=%2F%3Fq%3Dx#m2", "/status", "/help", "/?q=date:x", "/nirgends",
)  # fmt: skip


def violations(page: Page) -> list[str]:
    page.evaluate(AXE)
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        rules = page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
        found += [f"{scheme}, {rule['id']}: {node['html'][:200]}" for rule in rules for node in rule["nodes"]]
    return found


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(visit: Visit, path: str) -> None:
    assert violations(visit(path)) == []


def test_axe_finds_nothing_in_what_opens(visit: Visit) -> None:
    page = visit("/?q=x")
    page.locator("#q").fill("")
    page.locator("#q").press_sequentially("leuch")
    expect(page.locator("#completions")).to_be_visible()
    page.keyboard.press("ArrowDown")
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.locator("#total").focus()
    page.keyboard.press("?")
    expect(page.locator("dialog h1")).to_be_visible()
    assert violations(page) == []
    page = visit("/?q=Leuchtturm", viewport={"width": 360, "height": 740})
    for summary in page.locator("summary").all():
        summary.click()
    assert violations(page) == []
