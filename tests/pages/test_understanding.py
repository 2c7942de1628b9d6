"""How the page tells what a question was read as, and what it finds beside the hits: articles that hold most words, and
values of a facet together."""

import re
from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from archive.service import open_archive
from tests.pages.html import href, one, page, total
from web import create_app

PLACES = {"a": "China", "b": "Japan", "c": "China und Japan", "d": "Kanada"}


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """Reactors in one paper, Fukushima in two others, a nuclear plant, and places."""
    seeds = tmp_path_factory.mktemp("home") / "seeds"
    seeds.mkdir()
    texts = {
        "r1": ("Der Reaktor ruht", "Nordblatt", "Die Reaktoren stehen still."),
        "f1": ("Fukushima heute", "Südblatt", "Viele kehren nach Fukushima zurück."),
        "f2": ("Fukushima morgen", "Ostblatt", "In Fukushima wird gebaut."),
        "k1": ("Am Netz", "Ostblatt", "Das Atomkraftwerk bleibt am Netz."),
    } | {f"p{name}": (f"Reise {name}", "Nordblatt", f"Eine Reise nach {places}.") for name, places in PLACES.items()}
    for name, (title, source, text) in texts.items():
        (seeds / f"{name}.txt").write_text(f"Titel: {title}\nDatum: 2023-05-01\nQuelle: {source}\n\n{text}\n", "utf-8")
    with open_archive(seeds.parent) as archive:
        archive.index()
        yield create_app(archive).test_client()


def relaxed(found: BeautifulSoup) -> dict[str, str]:
    """Title → what is told of the words it lacks."""
    return {one(hit, "h3").text: one(hit, ".missing").text for hit in found.select(".relaxed .hit")}


def test_articles_with_most_words_follow_apart(asked: FlaskClient) -> None:
    found = page(asked, "/?q=Fukushima+Reaktor")
    assert "Nichts gefunden" in one(found, "#total").text
    assert one(found, ".relaxed h2").text == "3 Artikel mit den meisten Wörtern"
    assert "ohne „" in one(found, ".relaxed > .about").text
    assert relaxed(found) == {
        "Fukushima heute": "ohne „Reaktor“", "Fukushima morgen": "ohne „Reaktor“",
        "Der Reaktor ruht": "ohne „Fukushima“",
    }  # fmt: skip
    assert all(hit.select("h3 mark") and hit.select(".snippet mark") for hit in found.select(".relaxed .hit"))
    text = found.text
    assert text.index("mit den meisten Wörtern") < text.index("Was helfen kann")
    opened = page(asked, href(one(found, "#hit-1 h3 a")))
    assert href(one(opened, ".back")) == "/?q=Fukushima+Reaktor#hit-1"


def test_they_stand_below_the_hits_and_are_not_counted(asked: FlaskClient) -> None:
    found = page(asked, "/?q=Fukushima+kehren", Accept_Language="en")
    assert total(found) == 1
    assert [hit.text for hit in found.select(".hit h2")] == ["Fukushima heute"]
    assert one(found, ".relaxed h2").text == "1 article with most of the words"
    assert relaxed(found) == {"Fukushima morgen": "without “kehren”"}
    assert [hit["id"] for hit in found.select(".hit")] == ["hit-1", "hit-2"]


def test_they_pass_the_filters_and_stand_behind_a_filter_that_hides_hits(asked: FlaskClient) -> None:
    found = page(asked, "/?q=Fukushima+gebaut&where=source%3DNordblatt&where=source%3DS%C3%BCdblatt")
    (hidden,) = found.select(".empty li")
    assert re.sub(r"\s+", " ", hidden.text.strip()) == "Ohne „Quelle: Nordblatt oder Quelle: Südblatt“ – 1 Artikel"
    assert total(page(asked, href(one(hidden, "a")))) == 1
    assert relaxed(found) == {"Fukushima heute": "ohne „gebaut“"}
    assert found.text.index("verdeckt") < found.text.index("mit den meisten Wörtern")


def test_one_word_has_nothing_to_leave_out(asked: FlaskClient) -> None:
    for url in ("/", "/?q=Fukushima", "/?q=Wolkenkuckuck", "/?q=Fukushima&page=2"):
        assert not page(asked, url).select(".relaxed"), url


@pytest.mark.parametrize(
    ("q", "german", "english"),
    [
        ("Reaktor OR Fukushima date:2010..2012",
         "„Reaktor“ oder („Fukushima“ und erschienen vom 1. Januar 2010 bis zum 31. Dezember 2012)",
         "“Reaktor” or (“Fukushima” and dated from January 1, 2010 to December 31, 2012)"),
        ('quelle:nordblatt -"am Netz"', "Quelle „Nordblatt“ und nicht genau „am Netz“",
         "source “Nordblatt” and not exactly “am Netz”"),
        ("AKW", "„AKW“ (auch „Atomkraftwerk“)", "“AKW” (also “Atomkraftwerk”)"),
        ("ort: date:none", None, None),
        ("title:Reaktor date:none", "„Reaktor“ im Titel und ohne Datum", "“Reaktor” in the title and without a date"),
    ],
)  # fmt: skip
def test_it_says_how_a_question_was_read(asked: FlaskClient, q: str, german: str | None, english: str | None) -> None:
    for language, said in (("de", german), ("en", english)):
        if said is None:
            continue
        found = page(asked, f"/?q={q}", Accept_Language=language)
        label = {"de": "Verstanden als: ", "en": "Understood as: "}[language]
        sentence = one(found, ".understood")
        for link in sentence.select("a"):  # the ways to switch a widening off
            link.decompose()
        assert sentence.text.rstrip() == label + said


def test_plain_words_need_no_telling(asked: FlaskClient) -> None:
    for url in ("/", "/?q=Fukushima+heute", "/?q=Reise&where=source%3DNordblatt"):
        assert not page(asked, url).select(".understood"), url


def test_a_synonym_is_marked_as_one(asked: FlaskClient) -> None:
    mark = one(page(asked, "/?q=AKW"), ".snippet mark")
    assert (mark.text, mark["class"], mark["title"]) == ("Atomkraftwerk", ["synonym"], "Synonym oder Abkürzung")
    assert one(page(asked, "/help"), ".legend mark.synonym")


def test_a_facet_of_single_values_adds_by_a_click(asked: FlaskClient) -> None:
    start = page(asked, "/?q=Fukushima+OR+Reaktor&where=quelle%3Dostblatt")
    facet = one(start, "#facet-source")
    assert one(facet, "p").text.startswith("Eines davon genügt")
    shown = [re.sub(r"\s+", " ", value.text).strip() for value in facet.select("li")]
    assert shown == ["Ostblatt ×1", "Nordblatt+weitere: 1", "Südblatt+weitere: 1"]
    for value in facet.select("li")[1:]:
        assert total(page(asked, href(one(value, "a")))) == total(start) + 1
    both = page(asked, href(facet.select("li a")[1]))
    assert len(both.select("#facet-source [aria-current]")) == 2
    removed = page(asked, href(one(both, "#facet-source li a")))
    assert total(removed) == 1
    assert not page(asked, href(one(start, "#facet-source li a"))).select(".chips a")


def test_a_bar_takes_the_place_of_other_values_of_its_field(asked: FlaskClient) -> None:
    found = page(asked, "/?where=year%3D2023&where=year%3D2022&where=month%3D2023-05&where=month%3D2023-06")
    for bar in found.select(".plot a"):
        assert total(page(asked, href(bar))) == int(bar.text.rpartition(" ")[2])


def test_several_values_of_one_article_must_all_hold_or_one(asked: FlaskClient) -> None:
    both = page(asked, "/?q=Reise+OR+Netz&where=place%3DChina&where=place%3DJapan&where=place!%3DKanada")
    assert total(both) == 1
    facet = one(both, "#facet-place")
    assert one(facet, "p").text.startswith("Alle davon müssen zutreffen.")
    either = page(asked, href(one(facet, "p a")))
    assert total(either) == 3
    assert one(either, "#q")["value"] == 'place:("China" OR "Japan") (Reise OR Netz)'
    assert [chip.text.split(" ×")[0] for chip in either.select(".chips a")] == ["nicht Ort: Kanada"]
    assert not page(asked, "/?where=place%3DChina").select("#facet-place p")
    assert not page(asked, "/?where=place%3DChina&where=place%3D").select("#facet-place p")


def test_either_is_not_offered_where_no_question_can_say_so(asked: FlaskClient) -> None:
    quotes = "%22%E2%80%9E%E2%80%9C%C2%BB%C2%AB"
    assert not page(asked, f"/?where=place%3DChina&where=place%3D{quotes}").select("#facet-place p")
    long = "x" * 990
    assert not page(asked, f"/?q={long}&where=place%3DChina&where=place%3DJapan").select("#facet-place p")


def test_each_widened_word_can_be_asked_for_alone(asked: FlaskClient) -> None:
    found = page(asked, "/?q=AKW+Netz")
    assert total(found) == 1
    link = one(found, ".understood a")
    assert link.text == "nur „AKW“"
    assert href(link) == "/?q=%22AKW%22+Netz"
    assert total(page(asked, href(link))) == 0
    assert not page(asked, "/?q=Netz").select(".understood a")


def test_a_word_that_too_much_hangs_on_is_left_out_by_a_link(asked: FlaskClient) -> None:
    found = page(asked, "/?q=Fukushima+Reaktor")
    links = {link.text: href(link) for link in found.select(".relaxed > .about a")}
    assert links == {"ohne „Reaktor“": "/?q=Fukushima", "ohne „Fukushima“": "/?q=Reaktor"}
    assert total(page(asked, "/?q=Fukushima")) == 2


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/?q=Fukushima&since=1990&until=1995", "Für diese Zeit ist nichts archiviert"),
        ("/?q=Fukushima+date:1990", "Für diese Zeit ist nichts archiviert"),
        ("/?q=Leuchtturm&since=2023&until=2024", "hat 8 Artikel aus dieser Zeit"),
        ("/?q=Leuchtturm&where=year%3D2023", "hat 8 Artikel aus dieser Zeit"),
    ],
)
def test_nothing_archived_is_told_apart_from_nothing_that_answers(asked: FlaskClient, path: str, told: str) -> None:
    found = page(asked, path)
    assert told in one(found, ".empty").text


def test_without_a_period_nothing_is_said_of_one(asked: FlaskClient) -> None:
    assert "Zeit" not in one(page(asked, "/?q=Leuchtturm"), ".empty").text
