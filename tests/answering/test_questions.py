"""Questions as people type them, each of the kinds that once found nothing or the wrong article first."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from archive.answering.results import Results
from archive.service import Archive, open_archive

ARTICLES = {
    "fukushima": "Titel: Kühlwasser aus Fukushima\nDatum: 2011-04-02\nQuelle: Nordblatt\n\n"
    "Vor der Küste von Fukushima fließt Wasser ins Meer. Die Fischer fürchten um ihre Arbeit.",
    "reaktor": "Titel: Reaktor wird abgeschaltet\nDatum: 2012-05-03\nQuelle: Nordblatt\n\n"
    "Der Reaktor an der Elbe geht vom Netz. Sein Rückbau dauert zwanzig Jahre.",
    "ahrtal": "Titel: Wiederaufbau im Ahrtal\nDatum: 2022-07-14\nQuelle: Die Zeit\n\n"
    "Ein Jahr danach warten viele Familien im Ahrtal auf Geld für ihre Häuser.",
    "hochwasser": "Titel: Hochwasser an der Oder\nDatum: 2010-05-25\nQuelle: Die Zeit\n\n"
    "Das Hochwasser steigt weiter. Helfer füllen Säcke mit Sand.",
    "merkel": "Titel: Merkel gibt den Parteivorsitz ab\nDatum: 2018-10-29\nAutor: Dr. Anna Haferkorn\n\n"
    "Angela Merkel verzichtet auf den Parteivorsitz. Drei Bewerber melden sich.",
    "nachfolge": "Titel: Streit um die Nachfolge\nDatum: 2018-12-01\nAutor: Jens Haferkorn-Vogt\n\n"
    "Wer folgt auf Merkel? Die Nachfolge spaltet die Partei.",
    "abgas": "Titel: Abgasskandal weitet sich aus\nDatum: 2015-09-25\n\n"
    "Im Abgasskandal gerät Volkswagen unter Druck. Der Konzern aus Wolfsburg schweigt.",
    "vw": "Titel: VW baut Stellen ab\nDatum: 2016-11-18\n\n"
    "VW streicht Arbeitsplätze in Emden. Der Betriebsrat stimmt zu.",
    "banken": "Titel: Die Bankenkrise erreicht Island\nDatum: 2008-10-07\n\n"
    "Die Bankenkrise trifft Reykjavik. Der Staat übernimmt drei Institute.",
    "lehman": "Titel: Lehman beantragt Gläubigerschutz\nDatum: 2008-09-15\n\n"
    "In New York tragen Angestellte von Lehman Kartons aus dem Haus.",
    "bahnstreik": "Titel: Bahnstreik zu Ostern\nDatum: 2015-04-20\n\n"
    "Der Bahnstreik beginnt am Montag. Die Züge stehen.",
    "bahn-streik": "Titel: Züge stehen still\nDatum: 2014-10-18\n\n"
    "Der Bahn-Streik legt den Verkehr lahm. Pendler steigen auf das Auto um.",
    "streik-der-bahn": "Titel: Lokführer wollen mehr Geld\nDatum: 2014-11-05\n\n"
    "Zum Streik bei der Bahn rufen die Lokführer auf. Er dauert vier Tage.",
    "weit": "Titel: Streik der Ärzte\nDatum: 2014-03-05\n\n"
    "Die Ärzte beginnen ihren Streik. Viele Patienten müssen lange auf "
    "einen neuen Termin warten, und manche fahren dafür in eine andere Stadt. Von dort kommen sie mit der Bahn zurück.",
    "akw": "Titel: AKW bleibt am Netz\nDatum: 2013-01-10\n\n"
    "Das AKW an der Weser läuft weiter. Neben dem AKW steht ein Turm.",
    "kernkraftwerk": "Titel: Proteste gegen Kernkraftwerk\nDatum: 2013-02-10\n\n"
    "Vor dem Kernkraftwerk demonstrieren Bürger. Sie fordern das Aus.",
    "atomkraftwerke": "Titel: Atomkraftwerke in Frankreich\nDatum: 2013-03-10\n\n"
    "Viele Atomkraftwerke in Frankreich müssen zur Prüfung. Der Strom wird knapp.",
    "zentralbank": "Titel: Zinsen sinken wieder\nDatum: 2014-06-05\n\n"
    "Der Rat der Europäischen Zentralbank senkt die Zinsen. Sparer klagen.",
    "ezb": "Titel: EZB kauft Anleihen\nDatum: 2015-01-22\n\nDie EZB kauft Anleihen der Staaten. Die Märkte jubeln.",
    "osama": "Titel: Osama bin Laden ist tot\nDatum: 2011-05-02\n\n"
    "Osama bin Laden wurde in Pakistan erschossen. Der Präsident sprach im Fernsehen.",
    "laden": "Titel: Der letzte Laden im Dorf\nDatum: 2011-06-02\n\n"
    "Ich bin gern hier, sagt die Frau im Laden. Der Laden schließt, und mit dem Laden geht ein Treffpunkt."
    " Läden fehlen.",
    "corona": "Titel: Zahlen aus dem Norden\nDatum: 2020-10-15\n\n"
    "Die Corona-Neuinfektionen steigen. Die Ämter suchen Personal.",
    "kriegsende": "Titel: Erinnerung an das Kriegsende\nDatum: 1995-05-08\nQuelle: Zeitung am Sonntag\n\n"
    "Zum Kriegsende vor fünfzig Jahren läuten die Glocken.",
    "deutschland": "Titel: Regen in Deutschland\nDatum: 2011-08-08\n\n"
    "In Deutschland regnet es seit Wochen. Die Bauern warten mit der Ernte.",
    "obama": "Titel: Obama in Berlin\nDatum: 2013-06-19\n\nObama spricht vor dem Tor. Viele wollen Obama hören.",
}  # fmt: skip
# So frequent that words like it would be taken for typing errors.
ARTICLES |= {
    f"obama{number}": f"Datum: 2012-01-{number:02}\n\nObama reist nach Ohio, Tag {number}." for number in range(1, 29)
}


@pytest.fixture(scope="module", params=("whoosh", "tantivy"))
def archive(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    home = tmp_path_factory.mktemp("questions")
    (home / "seeds").mkdir()
    for name, text in ARTICLES.items():
        (home / "seeds" / f"{name}.txt").write_text(text, "utf-8")
    with open_archive(home, engine=request.param) as opened:
        opened.index()
        yield opened


Found = Callable[..., list[str]]


@pytest.fixture
def found(archive: Archive) -> Found:
    """The ids that a question finds, best first."""

    def ask(query: str, **asked: object) -> list[str]:
        return [hit.id for hit in archive.search(query, limit=100, **asked).hits]  # type: ignore[arg-type]

    return ask


def kinds(results: Results) -> dict[str, set[str]]:
    """The kinds of match that are marked in each hit."""
    return {
        hit.id: {piece.match for text in (*hit.snippets, hit.marked_title) for piece in text if piece.match}
        for hit in results.hits
    }


def missing(results: Results) -> dict[str, tuple[str, ...]]:
    """The words that each relaxed hit lacks."""
    return {hit.id: hit.missing for hit in results.relaxed.hits} if results.relaxed else {}


@pytest.mark.parametrize(
    ("query", "relaxed"),
    [
        ("Fukushima Reaktor", {"fukushima": ("Reaktor",), "reaktor": ("Fukushima",)}),
        ("Hochwasser Ahrtal", {"hochwasser": ("Ahrtal",), "ahrtal": ("Hochwasser",)}),
        ("Bankenkrise Lehman", {"banken": ("Lehman",), "lehman": ("Bankenkrise",)}),
        ("Merkel Parteivorsitz Nachfolge", {"merkel": ("Nachfolge",), "nachfolge": ("Parteivorsitz",)}),
        # A word that is typed again is no second one: else an article with "Reaktor" held one of four.
        ("Fukushima Reaktor Fukushima Fukushima", {"fukushima": ("Reaktor",), "reaktor": ("Fukushima",)}),
    ],
)
def test_where_no_article_holds_all_words_those_with_most_of_them_follow_and_tell_what_they_lack(
    archive: Archive, query: str, relaxed: dict[str, tuple[str, ...]]
) -> None:
    results = archive.search(query)
    assert (results.total, results.hits) == (0, ())
    assert missing(results) == relaxed
    assert results.relaxed and results.relaxed.total == len(relaxed)
    assert results.suggestion is None  # every word is known


def test_relaxed_hits_are_never_among_the_hits_and_stand_on_the_first_page_alone(archive: Archive) -> None:
    results = archive.search("Merkel Parteivorsitz")
    assert [hit.id for hit in results.hits] == ["merkel"]
    assert missing(results) == {"nachfolge": ("Parteivorsitz",)}
    assert archive.search("Merkel Parteivorsitz", page=2).relaxed is None
    assert archive.search("Merkel OR Nachfolge").relaxed is None


def test_an_abbreviation_finds_what_it_stands_for_beside_other_words(archive: Archive) -> None:
    results = archive.search("Abgasskandal VW")
    assert kinds(results) == {"abgas": {"exact", "synonym"}}
    assert list(kinds(archive.search("Volkswagen"))) == ["abgas", "vw"]


@pytest.mark.parametrize(
    ("query", "first", "others"),
    [
        ("Bahnstreik", "bahnstreik", {"bahn-streik", "streik-der-bahn"}),
        ("Bahn-Streik", "bahn-streik", {"bahnstreik", "streik-der-bahn"}),
        ("Bahn Streik", "streik-der-bahn", {"bahnstreik", "bahn-streik", "weit"}),
    ],
)
def test_a_joined_word_and_its_pieces_find_each_other(
    found: Found, query: str, first: str, others: set[str]
) -> None:  # fmt: skip
    ids = found(query)
    assert set(ids) == {first, *others}
    if query != "Bahn Streik":
        assert ids[0] == first


def test_two_words_near_each_other_come_before_the_same_far_apart_and_before_the_joined_word(found: Found) -> None:
    ids = found("Bahn Streik")
    assert ids.index("streik-der-bahn") < ids.index("weit")
    assert ids.index("streik-der-bahn") < ids.index("bahnstreik")


def test_the_pieces_of_a_joined_word_are_a_match_as_compound(archive: Archive) -> None:
    assert kinds(archive.search("Bahnstreik"))["streik-der-bahn"] == {"compound"}
    assert found_up_to(archive, "Bahnstreik", "synonym") == {"bahnstreik", "bahn-streik"}


def found_up_to(archive: Archive, query: str, match: str) -> set[str]:
    """The ids that a question finds up to a match level."""
    return {hit.id for hit in archive.search(query, match=match, limit=100).hits}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("query", "own"),
    [("AKW", "akw"), ("Kernkraftwerk", "kernkraftwerk"), ("Kernkraftwerke", "kernkraftwerk"),
     ("Atomkraftwerk", "atomkraftwerke")],
)  # fmt: skip
def test_synonyms_find_each_other_below_the_words_own_inflections(archive: Archive, query: str, own: str) -> None:
    results = archive.search(query)
    assert {hit.id for hit in results.hits} == {"akw", "kernkraftwerk", "atomkraftwerke"}
    assert results.hits[0].id == own
    assert all(match == {"synonym"} for id, match in kinds(results).items() if id != own)
    assert results.understood and "also" in results.understood


@pytest.mark.parametrize("query", ['"Kernkraftwerk"', "text:Kernkraftwerk", "title:Kernkraftwerk"])
def test_quotes_switch_synonyms_off_and_fields_do_not(found: Found, query: str) -> None:
    assert (found(query) == ["kernkraftwerk"]) == query.startswith('"')


def test_the_match_level_of_names_leaves_out_synonyms(archive: Archive) -> None:
    assert found_up_to(archive, "Atomkraftwerk", "name") == {"atomkraftwerke"}
    assert found_up_to(archive, "Atomkraftwerk", "synonym") == {"akw", "kernkraftwerk", "atomkraftwerke"}


@pytest.mark.parametrize("query", ["EZB", "Europäische Zentralbank", "europaeischen Zentralbank"])
def test_an_abbreviation_and_its_words_in_any_inflection_find_each_other(found: Found, query: str) -> None:
    ids = found(query)
    assert set(ids) == {"ezb", "zentralbank"}
    assert ids[0] == ("ezb" if query == "EZB" else "zentralbank")


def test_an_archive_s_own_synonyms_add_to_the_shipped_ones_and_switch_them_off(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    for name in ("akw", "kernkraftwerk", "ezb", "zentralbank", "osama"):
        (tmp_path / "seeds" / f"{name}.txt").write_text(ARTICLES[name], "utf-8")
    with open_archive(tmp_path) as opened:
        opened.index()
        assert opened.count("Meiler") == 0
        (tmp_path / "synonyms.toml").write_text('"Meiler" = ["AKW", "Atommeiler"]\n"EZB" = []\n', "utf-8")
        assert {hit.id for hit in opened.search("Meiler").hits} == {"akw"}
        assert {hit.id for hit in opened.search("EZB").hits} == {"ezb"}
        assert {hit.id for hit in opened.search("AKW").hits} == {"akw", "kernkraftwerk"}


def test_a_name_in_a_row_comes_before_its_words_apart(found: Found) -> None:
    ids = found("bin Laden")
    assert ids[0] == "osama"
    assert set(ids) == {"osama", "laden"}
    assert found("Osama bin Laden") == ["osama"]


def test_what_was_found_by_its_name_gets_no_suggestion(archive: Archive) -> None:
    for query in ("Osama bin Laden", "Osama", "Laden Osama", "osama"):
        assert archive.search(query).suggestion is None, query


@pytest.mark.parametrize("query", ["Neuinfektionen", "Corona", '"Corona"', '"Neuinfektionen"', "Corona-Neuinfektionen"])
def test_the_pieces_of_a_word_with_hyphens_are_words(archive: Archive, query: str) -> None:
    assert kinds(archive.search(query)) == {"corona": {"exact"}}


@pytest.mark.parametrize("query", ['"Corona-Neuinfektionen"', '"Corona Neuinfektionen"', '"die corona neuinfektionen"'])
def test_in_quotes_a_hyphen_and_a_blank_are_the_same(found: Found, query: str) -> None:
    assert found(query) == ["corona"]
    assert found('"Neuinfektionen Corona"') == []


def test_the_end_of_a_compound_finds_it(archive: Archive) -> None:
    assert kinds(archive.search("Ende")) == {"kriegsende": {"compound"}}


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("author:Haferkorn", {"merkel", "nachfolge"}),
        ('autor:"Anna Haferkorn"', {"merkel"}),
        ('author:"Dr. Anna Haferkorn"', {"merkel"}),
        ("quelle:zeit", {"ahrtal", "hochwasser"}),  # not the Zeitung
        ('quelle:"die zeit"', {"ahrtal", "hochwasser"}),
        ("source:nordblatt", {"fukushima", "reaktor"}),
        ("quelle:blatt", set()),
        ("ort:Deutschland", {"deutschland"}),
        ("ort:Germany", {"deutschland"}),
        ("place:allemagne", {"deutschland"}),
        ("place:(Germany OR France)", {"deutschland", "atomkraftwerke"}),
        ("ort:Atlantis", set()),
    ],
)
def test_a_value_is_found_by_its_words_and_a_country_by_its_name_in_other_languages(
    found: Found, query: str, ids: set[str]
) -> None:
    assert set(found(query)) == ids


def test_a_filter_takes_whole_values_alone(found: Found) -> None:
    assert found("", where=["author=Haferkorn"]) == []
    assert found("", where=["author=Dr. Anna Haferkorn"]) == ["merkel"]
    assert found("", where=["place=Germany"]) == []


def test_a_whole_value_is_preferred_to_those_that_hold_its_words(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    for name, source in (("a", "Zeit"), ("b", "Die Zeit"), ("c", "Zeit Online")):
        (tmp_path / "seeds" / f"{name}.txt").write_text(f"Titel: Nachricht\nQuelle: {source}\n\nEin Text.", "utf-8")
    with open_archive(tmp_path) as opened:
        opened.index()
        assert {hit.id for hit in opened.search("quelle:zeit").hits} == {"a"}
        assert {hit.id for hit in opened.search("quelle:online").hits} == {"c"}


def test_it_is_told_what_a_date_beside_an_or_holds_for(archive: Archive) -> None:
    results = archive.search("Merkel OR EZB date:2010..2012")
    assert {hit.id for hit in results.hits} == {"merkel", "nachfolge"}  # the EZB's articles are later
    said = results.understood or ""
    assert said.startswith("“Merkel” or (“EZB”")
    assert "2010-01-01 to 2012-12-31" in said
    assert archive.search("Merkel Partei").understood is None


@pytest.mark.parametrize("query", ["Hochwasser", "Zinsen", "Fischer Fukushima", "Nachfolge Streit"])
def test_the_article_about_it_comes_first(found: Found, query: str) -> None:
    first = {"Hochwasser": "hochwasser", "Zinsen": "zentralbank", "Fischer Fukushima": "fukushima"}
    assert found(query)[0] == first.get(query, "nachfolge")


def test_words_in_the_title_and_words_near_each_other_come_first(tmp_path: Path) -> None:
    filler = "Am Abend sprachen alle noch lange miteinander und gingen dann müde nach Hause. "
    texts = {
        "titel": f"Titel: Brücke gesperrt\n\nDer Verkehr steht. {filler}Die Brücke ist alt. {filler}",
        "text": f"Titel: Nachrichten des Tages\n\nDer Verkehr steht. {filler * 8}Die Brücke ist alt. {filler}",
        "nah": f"Titel: Aus dem Rat\n\n{filler * 8}Der Minister will die neue Steuer. {filler}",
        "fern": f"Titel: Aus dem Haus\n\n{filler * 4}Der Minister kam. {filler * 4}Es ging um eine Steuer. {filler}",
    }
    (tmp_path / "seeds").mkdir()
    for name, text in texts.items():
        (tmp_path / "seeds" / f"{name}.txt").write_text(text, "utf-8")
    with open_archive(tmp_path) as opened:
        opened.index()
        assert [hit.id for hit in opened.search("Brücke").hits] == ["titel", "text"]
        assert [hit.id for hit in opened.search("Minister Steuer").hits] == ["nah", "fern"]


def test_relaxed_hits_are_counted_by_the_word_that_they_lack(archive: Archive) -> None:
    relaxed = archive.search("Fukushima Reaktor").relaxed
    assert relaxed
    assert sum(number for _, number in relaxed.without) == relaxed.total, "of two words each hit lacks one"
    for word, number in relaxed.without:
        other = {"Reaktor": "Fukushima", "Fukushima": "Reaktor"}[word]
        assert archive.count(f"{other} -{word}") == number
