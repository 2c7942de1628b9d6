"""What the pages promise: every count is what its link finds, every state is a link, every text is in the reader's
language."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from archive.service import open_archive
from tests.pages.html import href, one, page, total
from web import create_app

ASKED = ("/", "/?q=Schoigu", "/?q=Nordkorea&where=source!=Nordblatt", "/?q=Schoigu+OR+Haus&since=2023&share=1")


@pytest.mark.parametrize("url", ASKED)
def test_every_facet_finds_its_count_and_every_minus_the_others(client: FlaskClient, url: str) -> None:
    start = page(client, url)
    for choice in start.select(".facet li:has(.not)"):
        count = int(one(choice, "span").text)
        assert total(page(client, href(one(choice, "a")))) == count, choice.text
        assert total(page(client, href(one(choice, ".not")))) == total(start) - count, choice.text


@pytest.mark.parametrize("url", ASKED)
def test_every_bar_finds_exactly_what_it_counts(client: FlaskClient, url: str) -> None:
    start = page(client, url)
    bars = start.select(".plot a")
    rows = start.select(".timeline tbody tr")
    assert len(bars) == len(rows) > 0
    for bar, row in zip(bars, rows, strict=True):
        count = int(one(row, "td").text)
        assert total(page(client, href(bar))) == count, bar.text
        assert href(one(row, "a")) == href(bar)
        assert bar.text.startswith(f"{one(row, 'th').text}: {count}")
    asides = sum(int(one(aside, "a, span").find_next_sibling(string=True) or 0) for aside in start.select(".aside"))
    assert sum(int(one(row, "td").text) for row in rows) + asides == total(start)


def test_a_day_is_asked_for_as_it_was_counted(client: FlaskClient) -> None:
    start = page(client, "/?q=Schoigu")
    assert [bar.text for bar in start.select(".plot a")] == ["27. Juli 2023: 1"]  # one more says only "Juli 2023"
    coarse = page(client, href(one(start, ".aside a")))
    assert [hit.text for hit in coarse.select(".hit h2")] == ["Putin schreibt einen Brief"]
    assert "ohne Tag" in one(coarse, ".chips").text
    assert total(page(client, "/?q=Schoigu&since=2023-07-27&until=2023-07-27")) == 2


def test_undated_articles_have_a_link_of_their_own(client: FlaskClient) -> None:
    link = next(link for link in page(client, "/").select(".aside a") if link.text == "ohne Datum")
    found = page(client, href(link))
    assert [hit.text for hit in found.select(".hit h2")] == ["Das Ende des Krieges"]
    assert one(found, ".chips a").text.startswith("ohne Datum")


def test_gaps_are_as_wide_as_the_time_they_last(home: Path) -> None:
    for number, month in enumerate(("2020-01", "2020-02", "2020-12")):
        (home / "seeds" / f"luecke{number}.txt").write_text(
            f"Titel: Lücke {number}\nDatum: {month}-03\n\nLücke.", "utf-8"
        )
    with open_archive(home) as archive:
        archive.index()
        found = page(create_app(archive).test_client(), "/?q=Lücke")
    starts = [float(str(path["d"])[1:].split(" ")[0]) for path in found.select(".plot path")]
    assert starts == [0, 26, 26 * 11]


def test_the_vertical_axis_ends_with_a_round_number(home: Path) -> None:
    axes = {1: "1 0", 3: "4 2 0", 11: "20 10 0", 40: "40 20 0", 41: "60 30 0"}
    for highest in axes:
        for number in range(highest):
            (home / "seeds" / f"turm{highest}-{number}.txt").write_text(
                f"Datum: 2020-01-03\nQuelle: Q{highest}\n\nLeuchtturm.", "utf-8"
            )
    with open_archive(home) as archive:
        archive.index()
        client = create_app(archive).test_client()
        for highest, axis in axes.items():
            found = page(client, f"/?q=Leuchtturm&where=source=Q{highest}")
            assert [label.text for label in found.select(".scale span")] == axis.split()


def test_shares_are_of_all_articles_of_that_time(client: FlaskClient) -> None:
    found = page(client, "/?q=Streik+OR+Drohne&share=1")
    assert [[cell.text for cell in row("td")] for row in found.select(".timeline tbody tr")] == [
        ["1", "50\xa0%"], ["1", "100\xa0%"],
    ]  # fmt: skip


def test_every_match_level_finds_what_it_adds_up_to(client: FlaskClient) -> None:
    start = page(client, "/?q=Schoigu")
    levels = start.select(".match-levels a")
    assert [re.sub(r"\s+", " ", level.text) for level in levels] == [
        "Genau diese Wörter 1", "auch andere Formen +weitere: 1",
    ]  # fmt: skip
    assert [total(page(client, href(level))) for level in levels] == [1, 2]
    assert levels[-1].get("aria-current") == "true"
    exact = page(client, href(levels[0]))
    assert one(exact, ".match-levels [aria-current]").text.startswith("Genau diese Wörter")
    assert total(page(client, href(one(exact, ".chips a")))) == 2


def test_marks_tell_their_kind_to_eyes_mouse_and_ears(client: FlaskClient) -> None:
    found = page(client, "/?q=Schoigu")
    marks = {mark.text: mark for mark in found.select(".snippet mark")}
    assert marks["Schoigu"]["class"] == ["exact"]
    assert (marks["Schoigus"]["class"], marks["Schoigus"]["title"]) == (["inflection"], "andere Form des Wortes")
    assert marks["Schoigus"].find_next_sibling("span").text == " (andere Form des Wortes)"  # type: ignore[union-attr]


def test_chips_remove_themselves_and_all(client: FlaskClient) -> None:
    found = page(
        client, "/?q=Schoigu&where=source%3DNordblatt&where=place!%3DChina&since=2023&until=2023-12&match=exact"
    )
    chips = found.select(".chips a:not(.plain)")
    assert [chip.text.split(" ×")[0] for chip in chips] == [
        "Quelle: Nordblatt", "nicht Ort: China", "ab 2023", "bis Dezember 2023", "Genau diese Wörter",
    ]  # fmt: skip
    for chip in chips:
        assert len(page(client, href(chip)).select(".chips a:not(.plain)")) == len(chips) - 1
    assert not page(client, href(one(found, ".chips .plain"))).select(".chips a")


def test_an_empty_result_says_which_filter_hides_how_many(client: FlaskClient) -> None:
    found = page(client, "/?q=Schoigu&where=source%3DNordblatt&where=year%3D1953&sort=oldest")
    assert total(found) == 0
    (hidden,) = found.select(".empty li")
    assert re.sub(r"\s+", " ", hidden.text.strip()) == "Ohne „Jahr: 1953“ – 1 Artikel"
    assert total(page(client, href(one(hidden, "a")))) == 1
    assert "sort=oldest" in href(one(hidden, "a"))
    assert page(client, "/?q=Wolkenkuckuck").select(".empty li a[href='/help']")


def test_long_facets_open_by_a_link(home: Path) -> None:
    for number in range(60):
        (home / "seeds" / f"q{number}.txt").write_text(
            f"Titel: T{number}\nQuelle: Blatt {number}\n\nLeuchtturm.", "utf-8"
        )
    with open_archive(home) as archive:
        archive.index()
        client = create_app(archive).test_client()
        start = page(client, "/?q=Leuchtturm")
        assert len(start.select("#facet-source li")) == 9
        more = one(start, "#facet-source .more")
        assert more.text == "52 weitere …"
        opened = page(client, href(more))
        assert len(opened.select(".values li")) == 60


def test_all_values_are_listed_found_and_chosen(home: Path) -> None:
    for number in range(320):
        (home / "seeds" / f"w{number}.md").write_text(
            f"---\nschlagworte: [Wort {number}, Ähre{' Nord' if number < 2 else ''}]\n---\n\nLeuchtturm.", "utf-8"
        )
    with open_archive(home) as archive:
        archive.index()
        client = create_app(archive).test_client()
        first = page(client, "/values/keyword?q=Leuchtturm")
        assert "322 Werte" in one(first, "[role=status]").text
        assert re.sub(r"\s+", " ", one(first, "li label").text.strip()) == "Ähre 318"
        second = page(client, href(one(first, "[rel=next]")))
        names = [one(label, "span").text for label in (*first.select("li > label"), *second.select("li > label"))]
        assert len({name for name in names if name.startswith("Wort")}) == 320
        by_name = page(
            client, "/values/keyword?q=Leuchtturm&order=name&contains=aehre&where=keyword!=Wort 7&where=keyword="
        )
        assert [one(row, "span").text for row in by_name.select("li")] == ["Wort 7", "Ähre", "Ähre Nord"]
        kept = [(str(field["name"]), str(field["value"])) for field in by_name.select(".choosing input[type=hidden]")]
        assert kept == [("q", "Leuchtturm"), ("where", "keyword="), ("order", "name")]
        checked = [str(box["value"]) for box in by_name.select("li input[checked]")]
        assert checked == ["keyword!=Wort 7"]
        found = page(client, "/?q=Leuchtturm&where=keyword=Ähre&where=keyword!=Wort 7&contains=&order=name")
        assert total(found) == 317
    assert client.get("/values/nichts").status_code == 404


def test_pages_lead_on_and_a_page_too_far_leads_back(home: Path) -> None:
    for number in range(25):
        (home / "seeds" / f"q{number}.txt").write_text(f"Titel: T{number}\n\nLeuchtturm.", "utf-8")
    with open_archive(home) as archive:
        archive.index()
        client = create_app(archive).test_client()
        seen: list[str] = []
        found = page(client, "/?q=Leuchtturm")
        for _ in range(2):
            seen += [hit.text for hit in found.select(".hit h2")]
            found = page(client, href(one(found, "[rel=next]")))
        seen += [hit.text for hit in found.select(".hit h2")]
        assert len(set(seen)) == 25
        assert not found.select("[rel=next]")
        assert len(page(client, href(one(page(client, "/?q=Leuchtturm&page=9"), ".beyond a"))).select(".hit")) == 5


def test_what_is_found_can_be_saved_and_followed(client: FlaskClient) -> None:
    found = page(client, "/?q=Schoigu&where=year%3D2023&limit=1&share=1")
    lines = client.get(href(one(found, ".save a[href^='/export.jsonl']"))).text.split("\n")
    assert len([line for line in lines if line]) == total(found) == 2
    for link in (one(found, ".save a[href^='/feed.atom']"), one(found, "link[rel=alternate]")):
        assert client.get(href(link)).text.count("<entry>") == 2


def test_the_overview_counts_what_is_there_and_what_failed(home: Path) -> None:
    (home / "seeds" / "leer.txt").write_bytes(b"")
    with open_archive(home) as archive:
        archive.index()
        client = create_app(archive).test_client()
        found = page(client, "/status")
        for link in [*found.select(".months td a"), *found.select(".plot a")]:
            promised = str(link.get("aria-label") or link.text)
            assert total(page(client, href(link))) == int(re.findall(r"\d+", promised)[-1]), promised
        for row in found.select(".sources tbody tr"):
            assert total(page(client, href(one(row, "a")))) == int(one(row, "td").text), row.text
    assert "leer.txt" in one(found, "#failures ~ table").text
    assert one(found, "dd time").text.count("UTC") == 1


def test_the_page_speaks_the_readers_language(client: FlaskClient) -> None:
    assert one(page(client, "/"), "html")["lang"] == "de"
    english = page(client, "/?q=Schoigu", Accept_Language="en-GB,en;q=0.9")
    assert one(english, "html")["lang"] == "en"
    assert "2 articles" in one(english, "#total").text
    assert one(english, "time").text in ("July 27, 2023", "July 2023")
    assert {time.text for time in page(client, "/?q=Schoigu").select("time")} == {"27. Juli 2023", "Juli 2023"}
    assert one(page(client, "/", Accept_Language="fr"), "html")["lang"] == "de"
    answer = client.get("/?q=Schoigu&where=year%3D2023")
    assert {"Accept-Language", "Cookie"} <= set(answer.vary)
    switch = one(BeautifulSoup(answer.text, "lxml"), "[hreflang=en]")
    switched = page(client, "/" + href(switch))
    assert (one(switched, "html")["lang"], total(switched)) == ("en", 2)
    assert one(page(client, "/status", Accept_Language="de"), "html")["lang"] == "en"  # remembered


@pytest.mark.parametrize(
    ("url", "status", "german", "english"),
    (
        ("/?q=date:morgens", 400, "kennt", "does not know"),
        ("/?match=best", 400, "eines von", "is one of"),
        ("/article/nirgends", 404, "nicht zu finden", "not here"),
        ("/nirgends", 404, "nicht zu finden", "not here"),
    ),
)
def test_errors_are_pages_in_the_readers_language(
    client: FlaskClient, url: str, status: int, german: str, english: str
) -> None:
    assert german in one(page(client, url, status), "main").text
    assert english in one(page(client, url, status, Accept_Language="en"), "main").text


def test_the_first_page_of_a_rich_archive_is_light(home: Path) -> None:
    for number in range(240):
        (home / "seeds" / f"r{number}.md").write_text(
            f"---\ntitel: Ein Titel von gewöhnlicher Länge {number}\n"
            f"datum: {2010 + number % 10}-{1 + number % 12:02}-05\n"
            f"quelle: Blatt {number % 70}\nautor: Person {number % 90}\nressort: Ressort {number % 30}\n"
            f"schlagworte: [Wort {number}, Wort {number % 60}]\n---\n\n" + "Viele Wörter stehen hier. " * 40,
            "utf-8",
        )
    with open_archive(home) as archive:
        archive.index()
        client = create_app(archive).test_client()
        first = client.get("/").data
        head = BeautifulSoup(first, "lxml").select("[rel=stylesheet], [rel=icon], script")
        size, sent = len(first), len(client.get("/", headers={"Accept-Encoding": "gzip"}).data)
        for tag in head:
            path = str(tag.get("href") or tag.get("src"))
            with client.get(path) as answer, client.get(path, headers={"Accept-Encoding": "gzip"}) as packed:
                size, sent = size + len(answer.data), sent + len(packed.data)
    assert len(head) == 3
    assert size <= 60_000, size
    assert sent <= 15_000, sent
