"""What somebody does all day with the page: on a phone and on a wide screen."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Visit

PHONE = {"width": 390, "height": 844}
WIDE = {"width": 1440, "height": 900}
SCREENS = pytest.mark.parametrize("screen", (PHONE, WIDE), ids=("phone", "wide"))


def requests_of(page: Page) -> list[str]:
    """The addresses that the page asks for from now on, without its own files; the list grows."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/static/" not in request.url else None)
    return asked


@SCREENS
def test_a_jump_within_the_page_stays_where_it_lands(visit: Visit, screen: dict[str, int]) -> None:
    page = visit("/?q=Leuchtturm", viewport=screen)
    asked = requests_of(page)
    page.locator(".skip").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#main$"))
    page.evaluate("location.hash = 'hit-8'")
    expect(page.locator("#hit-8")).to_be_in_viewport()
    page.wait_for_timeout(300)  # in which an answer would have moved the page
    expect(page.locator("#hit-8")).to_be_in_viewport()
    page.go_back()
    page.go_back()
    assert asked == []
    expect(page.locator("#total strong")).to_have_text("12 Artikel")


@SCREENS
def test_all_of_a_column_of_the_timeline_is_its_link(visit: Visit, screen: dict[str, int]) -> None:
    page = visit("/?q=Leuchtturm OR Nordkorea&until=2022", viewport=screen)
    how = page.locator("details.how > summary")
    if how.is_visible():
        how.click()
    small = page.locator(".plot a").first
    bar, column = small.locator("path").bounding_box(), small.locator("rect").bounding_box()
    assert bar is not None and column is not None
    assert column["height"] > 60 > 2 <= bar["height"]
    page.mouse.move(column["x"] + column["width"] / 2, column["y"] + 2)
    expect(page.locator(".timeline output")).to_have_text(small.locator("title").text_content() or "")
    page.mouse.click(column["x"] + column["width"] / 2, column["y"] + 2)
    expect(page.locator(".chips")).to_contain_text("1953")
    assert page.locator(".scale span").all_inner_texts()[-1] == "0"


@SCREENS
@pytest.mark.parametrize("scripts", (True, False), ids=("scripts", "no scripts"))
def test_several_values_are_chosen_by_keys(visit: Visit, screen: dict[str, int], scripts: bool) -> None:
    page = visit("/values/place?q=Nordkorea", viewport=screen, java_script_enabled=scripts)
    keys = page.keyboard
    page.get_by_label("Nur Werte zeigen mit").fill("chin")
    if not scripts:
        keys.press("Enter")
    expect(page.locator(".values li")).to_have_count(1)
    page.locator(".values li input").first.focus()
    keys.press("Space")
    page.get_by_label("Nur Werte zeigen mit").fill("ukra")
    if not scripts:
        keys.press("Enter")
    expect(page.locator(".values h2")).to_have_text("Ausgewählt")
    expect(page.locator(".values li")).to_have_count(2)
    expect(page.locator(".values li").first).to_contain_text("China")
    page.get_by_label("ohne Ukraine").focus()
    keys.press("Space")
    page.get_by_role("button", name="Auswahl anwenden").press("Enter")
    expect(page.locator(".chips a").nth(0)).to_contain_text("Ort: China")
    expect(page.locator(".chips a").nth(1)).to_contain_text("nicht Ort: Ukraine")
    assert page.evaluate("document.documentElement.scrollWidth") <= screen["width"]


def test_a_phone_shows_hits_before_it_shows_controls(visit: Visit) -> None:
    page = visit("/?q=Zug", viewport=PHONE)
    first = page.locator(".hit").first.bounding_box()
    assert first is not None and first["y"] < 400
    expect(page.locator(".plot")).to_be_hidden()
    page.locator(".how > summary").click()
    expect(page.locator(".plot")).to_be_visible()
    expect(page.locator(".match-levels a").first).to_be_visible()
    page.locator(".under a", has_text="Anteil").click()
    expect(page.locator(".under [aria-current]")).to_have_text("Anteil")
    expect(page.locator(".plot")).to_be_visible()  # what was opened stays open


@pytest.mark.parametrize("scripts", (True, False), ids=("scripts", "no scripts"))
def test_a_wide_screen_shows_all_at_once(visit: Visit, scripts: bool) -> None:
    page = visit("/?q=Zug", viewport=WIDE, java_script_enabled=scripts)
    expect(page.locator(".how > summary")).to_be_hidden()
    expect(page.locator(".match-levels a").first).to_be_visible()
    page.locator(".plot a").first.click()
    expect(page.locator(".chips a")).to_have_count(1)


@pytest.mark.parametrize("scripts", (True, False), ids=("scripts", "no scripts"))
def test_a_phones_filters_are_a_sheet_from_below(visit: Visit, scripts: bool) -> None:
    page = visit("/?q=Leuchtturm", viewport=PHONE, java_script_enabled=scripts)
    opener = page.get_by_role("link", name="Eingrenzen")
    sheet = page.locator("#facets")
    for way in ("Schließen", "beside", *(["Escape"] if scripts else [])):
        opener.click()
        box = sheet.bounding_box()
        assert box is not None and PHONE["height"] * 0.15 < box["y"]
        assert round(box["y"] + box["height"]) == PHONE["height"]
        expect(page.get_by_role("link", name="Schließen")).to_be_in_viewport()
        if way == "Schließen":
            page.get_by_role("link", name="Schließen").click()
        elif way == "beside":
            page.mouse.click(200, 40)
        else:
            page.keyboard.press("Escape")
        expect(page.locator(".sheet")).to_be_hidden()
    opener.click()
    page.locator("#facet-month summary").click()
    page.locator("#facet-month a").first.click()
    expect(page.locator(".sheet")).to_be_hidden()
    expect(page.locator(".chips")).to_contain_text("2022")


def test_the_mark_of_a_title_leaves_the_line_above_free(visit: Visit) -> None:
    page = visit("/?q=Leuchtturm", viewport=PHONE)
    free = page.locator(".hit h2 mark.exact").first.evaluate("""mark => {
        const style = getComputedStyle(mark), box = mark.getBoundingClientRect();
        const [place, size] = [style.backgroundPositionY, style.backgroundSize.split(" ")[1]].map(parseFloat);
        const top = size ? (box.height - size) * place / 100 : 0;
        const context = document.createElement("canvas").getContext("2d");
        context.font = style.font;
        const all = context.measureText("gjpqy"), line = parseFloat(style.lineHeight);
        const baseline = all.fontBoundingBoxAscent; // of the mark, from its top; the line before has its own above it
        return top - (baseline - line + all.actualBoundingBoxDescent);
    }""")
    assert free >= 2  # pixels


@SCREENS
def test_marks_land_below_the_bar(visit: Visit, screen: dict[str, int]) -> None:
    page = visit("/article/leuchtturm3?q=Leuchtturm&back=%2F%3Fq%3DLeuchtturm%23hit-2", viewport=screen)
    expect(page.locator("#marks[role=status]")).to_be_attached()
    for _ in range(4):
        page.keyboard.press("n")
        page.wait_for_timeout(50)
        bar, mark = page.locator(".way").bounding_box(), page.locator(".text mark:target").bounding_box()
        assert bar is not None and mark is not None
        assert bar["y"] + bar["height"] <= mark["y"]
        expect(page.locator(".text mark:target")).to_be_in_viewport()


@pytest.mark.parametrize("scripts", (True, False), ids=("scripts", "no scripts"))
def test_from_hit_to_hit_within_articles(visit: Visit, scripts: bool) -> None:
    page = visit("/?q=Leuchtturm&sort=oldest", java_script_enabled=scripts)
    titles = page.locator(".hit h2").all_inner_texts()
    page.locator(".hit h2 a").nth(8).click()
    expect(page.locator(".among")).to_contain_text("Treffer 9")
    for _ in range(2):
        page.get_by_role("link", name="Nächster Treffer").click()
    expect(page.locator(".among")).to_contain_text("Treffer 11")
    page.get_by_role("link", name="Zurück zu den Treffern").click()
    expect(page).to_have_url(re.compile(r"/\?q=Leuchtturm&sort=oldest&page=2#hit-1$"))
    page.locator(".hit h2 a").nth(1).click()
    expect(page.get_by_role("link", name="Nächster Treffer")).to_have_count(0)
    if scripts:
        expect(page.locator("html.js")).to_be_attached()
        page.keyboard.press("k")
        expect(page.locator(".among")).to_contain_text("Treffer 11")
    for _ in range(1 if scripts else 2):
        page.get_by_role("link", name="Voriger Treffer").click()
    expect(page.locator("h1")).to_have_text(titles[9])


def test_original_citation_and_similar_articles_stand_beside_the_text(visit: Visit) -> None:
    page = visit("/article/leuchtturm3?q=Leuchtturm", viewport=WIDE)
    text = page.locator(".text").bounding_box()
    for part in ("#original", "#citation", ".related"):
        beside = page.locator(part).bounding_box()
        assert text is not None and beside is not None
        assert beside["x"] >= text["x"] + text["width"]
        assert beside["y"] < text["y"] + text["height"]
    page = visit("/article/leuchtturm3?q=Leuchtturm", viewport=PHONE)
    expect(page.locator("#citation")).to_be_hidden()
    page.get_by_text("Original und Zitat").click()
    expect(page.locator("#citation")).to_be_visible()


@SCREENS
def test_the_button_beside_a_citation_takes_no_part_in_its_lines(visit: Visit, screen: dict[str, int]) -> None:
    page = visit("/article/leuchtturm3", viewport=screen, permissions=["clipboard-read", "clipboard-write"])
    if not page.locator("#citation").is_visible():
        page.get_by_text("Original und Zitat").click()
    cited, button = page.locator("#citation"), page.locator("[data-copy=citation]")
    lines, below = cited.bounding_box(), button.bounding_box()
    assert lines is not None and below is not None and below["y"] >= lines["y"] + lines["height"]
    button.click()
    expect(button).to_have_text("Kopiert")
    assert page.evaluate("navigator.clipboard.readText()") == cited.inner_text()


@SCREENS
def test_the_start_page_offers_ways_in(visit: Visit, screen: dict[str, int]) -> None:
    page = visit("/", viewport=screen)
    example = page.locator(".start a:has(code)").first
    text = example.locator("code").inner_text()
    example.click()
    expect(page.locator("#q")).to_have_value(text)
    expect(page.locator(".hit").first).to_be_visible()
    page.get_by_role("link", name="Archiv", exact=True).click()
    page.locator(".start").get_by_role("link", name="Hafenblatt").click()
    expect(page.locator(".chips")).to_contain_text("Quelle: Hafenblatt")


def test_keys_of_one_letter_can_be_switched_off(visit: Visit) -> None:
    page = visit("/?q=Leuchtturm")
    page.keyboard.press("j")
    expect(page.locator("#hit-1 h2 a")).to_be_focused()
    page.keyboard.press("?")
    page.get_by_label("Diese Tasten gelten").uncheck()
    page.keyboard.press("Escape")
    page.locator("#total").focus()
    for key in ("j", "?", "/"):
        page.keyboard.press(key)
    expect(page.locator("#total")).to_be_focused()
    expect(page.locator("dialog")).to_be_hidden()
    page.goto("/help")  # it is kept
    expect(page.get_by_label("Diese Tasten gelten")).not_to_be_checked()
    page.get_by_label("Diese Tasten gelten").check()
    page.locator("main").focus()
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()


def test_what_is_typed_before_the_script_runs_is_completed(visit: Visit, site: str) -> None:
    page = visit("/help")
    held: list[Route] = []
    page.route("**/page.js", lambda route: held.append(route))
    page.goto(f"{site}/", wait_until="commit")
    page.locator("#q").press_sequentially("leuchttur")
    assert page.locator("#q").get_attribute("role") is None
    held[0].continue_()
    expect(page.locator("[role=option]").first).to_have_attribute("data-text", "Leuchtturm")


def test_completions_say_what_they_are(visit: Visit) -> None:
    page = visit("/help")
    page.locator("#q").press_sequentially("hafenb")
    source = page.locator("[role=option]", has_text="Quelle")
    expect(source).to_contain_text("Hafenblatt")
    source.click()
    expect(page.locator("#q")).to_have_value('source:"Hafenblatt"')
    expect(page.locator(".hit")).to_have_count(10)
    page.locator("#q").fill("")
    page.locator("#q").press_sequentially("leuchttur")
    expect(page.locator("[role=option]").first).to_have_attribute("data-text", "Leuchtturm")
    expect(page.locator("[role=option]", has_text=re.compile("^Leuchtt[uü]rm(s|e|en)? "))).to_have_count(1)
