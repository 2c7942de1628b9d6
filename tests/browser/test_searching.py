"""Somebody looks for something: with mouse, with keys alone, without scripts, on a phone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import HOSTILE, Visit

PHONE = {"width": 360, "height": 740}


def query(page: Page) -> str:
    return page.url.partition("?")[2]


@pytest.mark.parametrize("scripts", (True, False), ids=("scripts", "no scripts"))
def test_from_a_word_to_an_article_and_back(visit: Visit, scripts: bool) -> None:
    page = visit("/", java_script_enabled=scripts)
    page.get_by_role("combobox" if scripts else "searchbox", name="Suchwörter").fill("Leuchtturm")
    page.get_by_role("button", name="Suchen").click()
    total = page.locator("#total strong")
    expect(total).to_have_text("12 Artikel")
    expect(page.locator(".snippet mark.exact").first).to_have_text("Leuchtturm")
    expect(page.locator(".snippet mark.inflection").first).to_have_attribute("title", "andere Form des Wortes")

    page.locator(".facet summary", has_text="Monat").click()
    page.get_by_role("link", name="Mai 2022", exact=True).first.click()
    expect(total).to_have_text("1 Artikel")
    page.locator(".chips a", has_text="Monat: Mai 2022").click()
    expect(total).to_have_text("12 Artikel")

    page.locator(".plot a").nth(2).click()
    expect(page.locator(".chips a")).to_contain_text("März 2022")
    page.go_back()
    expect(total).to_have_text("12 Artikel")

    page.get_by_role("link", name="Weiter", exact=True).click()
    expect(page.locator(".hit")).to_have_count(2)
    assert query(page) == "q=Leuchtturm&page=2"
    second = page.locator(".hit h2 a").nth(1)
    title = second.inner_text()
    second.click()
    expect(page.locator("h1")).to_have_text(title)
    expect(page.locator(".text mark")).to_have_count(4)
    page.get_by_role("link", name="Zurück zu den Treffern").click()
    expect(page.locator(".hit")).to_have_count(2)
    assert page.url.endswith("/?q=Leuchtturm&page=2#hit-2")


def test_match_levels_and_minus_narrow_what_is_found(visit: Visit) -> None:
    page = visit("/?q=Zug")
    page.locator(".match-levels a", has_text="Genau diese Wörter").click()
    expect(page.locator(".match-levels [aria-current]")).to_contain_text("Genau diese Wörter")
    page = visit("/?q=Nordkorea")
    before = int(re.sub(r"\D", "", page.locator("#total strong").inner_text()))
    page.locator("#facet-source .not").first.click()
    expect(page.locator(".chips a")).to_contain_text("nicht Quelle:")
    assert int(re.sub(r"\D", "", page.locator("#total strong").inner_text())) < before


def test_most_of_the_words_and_values_together(visit: Visit) -> None:
    page = visit("/?q=Leuchtturm Pjöngjang")
    expect(page.locator("#total")).to_contain_text("Nichts gefunden")
    expect(page.locator(".relaxed > h2")).to_contain_text("Artikel mit den meisten Wörtern")
    page.keyboard.press("j")
    expect(page.locator("#hit-1 h3 a")).to_be_focused()
    expect(page.locator("#hit-1 .missing")).to_contain_text("ohne „")

    page = visit("/?q=Leuchtturm OR Nordkorea&where=source=Hafenblatt")
    expect(page.locator(".understood")).to_have_text("Verstanden als: „Leuchtturm“ oder „Nordkorea“")
    before = int(re.sub(r"\D", "", page.locator("#total strong").inner_text()))
    other = page.locator("#facet-source li:not(:has([aria-current]))").first
    more = int(re.sub(r"\D", "", other.locator("> span").inner_text()))
    other.locator("a").first.click()
    expect(page.locator("#total strong")).to_have_text(f"{before + more} Artikel")
    expect(page.locator("#facet-source [aria-current]")).to_have_count(2)

    page = visit("/?where=place=China&where=place=Nordkorea")
    both = int(re.sub(r"\D", "", page.locator("#total strong").inner_text()))
    page.get_by_role("link", name="Eines davon genügt").click()
    expect(page.locator("#q")).to_have_value('place:("China" OR "Nordkorea")')
    assert int(re.sub(r"\D", "", page.locator("#total strong").inner_text())) >= both


def test_nothing_is_loaded_anew_and_the_focus_goes_along(visit: Visit) -> None:
    page = visit("/?q=Leuchtturm")
    page.evaluate("window.stays = true")
    page.locator("#facet-year summary, #facet-month summary").first.click()
    page.locator("#facet-month a", has_text="Juni 2022").first.click()
    expect(page.locator("#total strong")).to_have_text("1 Artikel")
    expect(page.locator("#total")).to_be_focused()
    expect(page).to_have_url(re.compile(r"where=month%3D2022-06"))
    assert page.locator("form.search input[name=where]").input_value() == "month=2022-06"
    page.go_back()
    expect(page.locator("#total strong")).to_have_text("12 Artikel")
    page.go_forward()
    expect(page.locator("#total strong")).to_have_text("1 Artikel")
    page.locator("#q").fill("Leuchtturm Licht")
    page.locator("#q").press("Enter")
    expect(page).to_have_title(re.compile("Leuchtturm Licht"))
    assert page.evaluate("window.stays") is True


def test_with_keys_alone(visit: Visit) -> None:
    page = visit("/status")
    keys = page.keyboard
    keys.press("/")
    expect(page.locator("#q")).to_be_focused()
    keys.type("leuchttu")
    expect(page.locator("[role=option]").first).to_be_visible()
    keys.press("ArrowDown")
    option = page.locator("[role=option][aria-selected=true]")
    expect(option).to_have_count(1)
    assert page.locator("#q").get_attribute("aria-activedescendant") == option.get_attribute("id")
    chosen = option.get_attribute("data-text")
    keys.press("Enter")
    expect(page.locator("#q")).to_have_value(chosen or "")
    expect(page.locator(".hit")).to_have_count(10)
    page = visit("/?q=Leuchtturm")
    keys = page.keyboard
    keys.press("j")
    keys.press("j")
    expect(page.locator("#hit-2 h2 a")).to_be_focused()
    keys.press("k")
    expect(page.locator("#hit-1 h2 a")).to_be_focused()
    keys.press("Enter")
    expect(page.locator("#marks")).to_have_text("4 Fundstellen")
    expect(page.locator("#marks[role=status]")).to_be_attached()
    for shown in ("1 von 4", "2 von 4"):
        keys.press("n")
        expect(page.locator("#marks")).to_have_text(shown)
    keys.press("N")
    expect(page.locator("#marks")).to_have_text("1 von 4")
    keys.press("N")
    expect(page.locator("#marks")).to_have_text("4 von 4")
    expect(page.locator("#m4")).to_be_in_viewport()
    keys.press("?")
    expect(page.locator("dialog h1")).to_have_text("So können Sie fragen")
    keys.press("Escape")
    expect(page.locator("dialog")).to_be_hidden()


def test_the_timeline_is_one_stop_and_arrows_walk_it(visit: Visit) -> None:
    page = visit("/?q=Leuchtturm")
    page.locator(".plot a").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator(".chips a")).to_contain_text("März 2022")
    assert page.locator(".plot a[tabindex='0']").count() == 1


def test_escape_closes_the_completions(visit: Visit) -> None:
    page = visit("/?q=x")
    page.locator("#q").fill("leuch")
    page.locator("#q").dispatch_event("input")
    page.locator("#q").focus()
    page.locator("#q").press_sequentially("t")
    expect(page.locator("#completions")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#completions")).to_be_hidden()
    assert page.locator("#q").get_attribute("aria-expanded") == "false"


def test_marks_are_walked_without_scripts(visit: Visit) -> None:
    page = visit("/article/leuchtturm3?q=Leuchtturm", java_script_enabled=False)
    page.get_by_role("link", name="Erste").click()
    for number in range(1, 4):
        expect(page.locator(f"#m{number}")).to_be_in_viewport()
        page.get_by_role("link", name="Nächste Fundstelle").click()
    expect(page.locator("#m4")).to_be_in_viewport()
    expect(page.get_by_role("link", name="Nächste Fundstelle")).to_have_count(0)


@pytest.mark.parametrize("path", ("/", "/?q=Zug&lang=en", "/?q=Nordkorea&where=place%3DChina&share=1",
                                  "/article/leuchtturm3?q=Leuchtturm",
                                  "/status", "/help", "/?q=date:x", "/?q=Wolkenkuckuck", "/?q=Leuchtturm+Pjöngjang",
                                  "/?where=place%3DChina&where=place%3DNordkorea"))  # fmt: skip
def test_nothing_sticks_out_of_a_phone(visit: Visit, path: str) -> None:
    page = visit(path, viewport=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    for target in page.locator("button:visible, .masthead a:visible, .pages a:visible, .chips a:visible").all():
        box = target.bounding_box()
        assert box is not None
        assert box["height"] >= 44, target.inner_text()


def test_it_is_dark_where_the_system_is(visit: Visit) -> None:
    paper = "getComputedStyle(document.body).backgroundColor.match(/[\\d.]+/g).map(Number)"
    assert max(visit("/", color_scheme="dark").evaluate(paper)[:3]) < 60
    assert min(visit("/", color_scheme="light").evaluate(paper)[:3]) > 200


def test_the_language_is_switched_and_kept(visit: Visit) -> None:
    page = visit("/?q=Leuchtturm")
    page.get_by_role("link", name="English").click()
    expect(page.locator("#total strong")).to_have_text("12 articles")
    page.goto("/status")
    expect(page.locator("h1")).to_have_text("What is in the archive")
    expect(visit("/?q=Leuchtturm", locale="en-GB").locator("time").first).to_have_text("December 15, 2022")


def test_hostile_texts_are_shown_and_do_nothing(visit: Visit) -> None:
    page = visit("/?q=Giftig")
    expect(page.locator(".hit h2")).to_contain_text("<img")
    expect(page.locator(".snippet")).to_contain_text("onerror")
    page.locator(".hit h2 a").click()
    expect(page.locator(".text")).to_contain_text(HOSTILE)
    expect(page.locator("#original")).to_contain_text("<b>böse.txt")
    page.goto("/status")
    expect(page.locator("#failures ~ table")).to_contain_text("<i>leer.txt")
    page.goto(f"/?q={HOSTILE}&where=source%3D{HOSTILE}")
    expect(page.locator(".chips")).to_contain_text("<img")
    page.locator("#q").fill("")
    page.locator("#q").press_sequentially("gift")
    expect(page.locator("[role=option]").first).to_be_visible()
    assert page.title() != "gehackt"
    assert page.locator("img").count() == 0


def test_the_linked_data_is_no_script_to_the_policy(visit: Visit) -> None:
    page = visit("/article/leuchtturm3")
    assert "NewsArticle" in page.locator("script[type='application/ld+json']").inner_text()
    # That the policy had nothing to refuse is asserted by visit().
