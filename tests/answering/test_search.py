"""What a question finds, through the whole house: parsed, planned, asked, shown."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from archive.answering.results import FACETS
from archive.errors import ArticleNotFound, QueryError
from archive.service import Archive, open_archive

Found = Callable[..., set[str]]


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("Schoigu", {"parade", "brief"}),
        ("schoigus", {"parade", "brief"}),
        ("Schoigu Nordkorea", {"parade", "brief"}),
        ("Schoigu UND Brief", {"brief"}),
        ("Putin Hauptstadt", {"brief"}),  # one in the title, one in the text
        ('"Tag des Sieges"', {"parade"}),
        ('"Sieges des Tag"', set()),
        ("Parade", {"parade"}),
        ('"Parade"', set()),
        ('"Schoigus"', {"brief"}),
        ('"Kim Tribüne"~5', {"parade"}),
        ('"Tribüne Kim"~5', {"parade"}),
        ('"Kim Tribüne"~3', set()),
        ("Streik ODER Parade", {"parade", "bahn/streik"}),
        ("-Schoigu", {"bahn/streik", "ende"}),
        ("NICHT Schoigu", {"bahn/streik", "ende"}),
        ("NOT NOT Schoigu", {"parade", "brief"}),
        ("(Streik OR Schoigu) -Brief", {"parade", "bahn/streik"}),
        ("Militär*", {"parade"}),
        ("*parade", {"parade"}),
        ("Rak?ten", {"parade"}),
        ("H?user", {"ende"}),
        ("Shoigu~", {"parade"}),
        ("title:Brief", {"brief"}),
        ("titel:Hauptstadt", set()),
        ("text:Hauptstadt", {"brief"}),
        ("source:nordblatt", {"parade", "bahn/streik"}),
        ('quelle:"Die Woche"', {"brief"}),
        ("agency:dpa", {"parade", "bahn/streik"}),
        ("folder:bahn", {"bahn/streik"}),
        ("ressort:politik", {"parade"}),
        ("id:bahn/streik", {"bahn/streik"}),
        ("year:2023", {"parade", "brief"}),
        ("month:2023-07", {"parade", "brief"}),
        ("date:2023-07-27", {"parade", "brief"}),
        ("date:2023-07-28", {"brief"}),
        ("date:>=2024", {"bahn/streik"}),
        ("datum:..2023", {"parade", "brief"}),
        ("date:none", {"ende"}),
        ("Strasse", {"ende"}),
        ("Haeuser", {"ende"}),
        ("Haus", {"ende"}),
        ("China", {"brief"}),
        ("die Parade", {"parade"}),
        ("ging", set()),
        ("der", {"parade", "bahn/streik"}),
        ("an", {"bahn/streik"}),
        ("", {"parade", "brief", "ende", "bahn/streik"}),
        ("?!", set()),
        ("Quelle: Nordblatt", set()),
    ],
)
def test_a_question_finds_exactly_these(found: Found, query: str, ids: set[str]) -> None:
    assert found(query) == ids


def test_case_in_a_question_changes_nothing_and_in_an_article_tells_nouns_from_verbs(tmp_path: Path) -> None:
    texts = {
        "noun": "Über die Folgen der Macht.",
        "verb": "Was folgt daraus? Er macht sich Sorgen.",
        "plural": "Alle Mächte.",
        "past": "Er hat es gemacht, weil sie ihm gefolgt sind.",
    }
    (tmp_path / "seeds").mkdir()
    for name, text in texts.items():
        (tmp_path / "seeds" / f"{name}.txt").write_text(text, "utf-8")
    with open_archive(tmp_path) as opened:
        opened.index()

        def found(query: str) -> set[str]:
            return {hit.id for hit in opened.search(query).hits}

        for query in ("macht", "Macht", "MACHT"):
            assert found(query) == set(texts)
        assert found("mächte") == found("Mächte") == {"noun", "plural"}
        assert found("machte") == found("Machte") == {"verb", "past"}
        assert found("folge") == found("Folge") == {"noun", "verb", "past"}
        assert found("folgt") == {"verb", "past"}


@pytest.mark.parametrize(
    "query", ["NOT", "AND", "((((", '"', "*", "?", "[", "n:abc", "(" * 1000, "a ) b", "-", "~", "☃"]
)
def test_odd_text_is_a_question_like_any_other(archive: Archive, query: str) -> None:
    assert archive.search(query).total >= 0


@pytest.mark.parametrize(
    "query", ["x" * 20_000, "wort " * 3_000, "Mi*", "date:morgens", "date:2023-13", "(" * 33 + "a" + ")" * 33]
)
def test_what_cannot_be_asked_is_one_sentence(archive: Archive, query: str) -> None:
    with pytest.raises(QueryError) as error:
        archive.search(query)
    assert str(error.value).endswith(".")
    assert "\n" not in str(error.value)


def test_filters_all_hold_and_can_exclude_and_ask_for_none(found: Found) -> None:
    assert found("", where=["source=Nordblatt", "agency=Reuters"]) == {"bahn/streik"}
    assert found("", where=["source!=Nordblatt"]) == {"brief", "ende"}
    assert found("", where=["source="]) == {"ende"}
    assert found("", since="2023-07-27", until="2023-12") == {"parade", "brief"}
    with pytest.raises(QueryError):
        found("", where=["sorce=Nordblatt"])


def test_a_facet_count_equals_the_total_after_the_click(archive: Archive) -> None:
    for query in ("", "Schoigu", "der"):
        results = archive.search(query)
        assert set(results.facets) == set(FACETS)
        for name, facet in results.facets.items():
            for value in facet.values:
                narrowed = archive.search(query, where=[f"{name}={value.value}"])
                assert narrowed.total == value.count, (query, name, value)


def test_the_timeline_adds_up(archive: Archive) -> None:
    for query in ("", "Schoigu", "Bahn", "nirgends"):
        results = archive.search(query)
        timeline = results.timeline
        assert sum(bar.count for bar in timeline.bars) + timeline.coarse + timeline.undated == results.total


def test_order_by_date_puts_undated_last_in_both_directions(archive: Archive) -> None:
    newest = [hit.id for hit in archive.search("", sort="newest").hits]
    oldest = [hit.id for hit in archive.search("", sort="oldest").hits]
    assert newest == ["bahn/streik", "brief", "parade", "ende"]
    assert oldest == ["brief", "parade", "bahn/streik", "ende"]
    assert [hit.id for hit in archive.search("").hits] == newest


def test_the_exact_form_ranks_above_the_inflection_and_the_whole_word_above_the_compound(archive: Archive) -> None:
    assert archive.search("Schoigus").hits[0].id == "brief"
    assert archive.search("Schoigu").hits[0].id == "parade"


def test_snippets_are_verbatim_and_tell_the_kind_of_match(archive: Archive) -> None:
    def marks(query: str) -> set[tuple[str, str]]:
        found = set()
        for hit in archive.search(query).hits:
            text = archive.article(hit.id).text
            assert 1 <= len(hit.snippets) <= 3
            for snippet in hit.snippets:
                assert "".join(piece.text for piece in snippet) in text
                found |= {(piece.text, piece.match) for piece in snippet if piece.match}
        return found

    assert marks("Schoigu") == {("Schoigu", "exact"), ("Schoigus", "inflection")}
    assert marks("Parade") == {("Militärparade", "compound")}
    assert marks("Shoigu~") == {("Schoigu", "fuzzy")}
    assert marks("Rak?ten") == {("Raketen", "wildcard")}
    assert marks('"Tag des Sieges"') == {("Tag", "exact"), ("des", "exact"), ("Sieges", "exact")}
    assert marks("") == set()


def test_a_very_long_article_has_its_snippets_from_its_first_pages(archive: Archive, home: Path) -> None:
    filler = "Worte folgen auf Worte. " * 2_000
    text = f"{filler} Ein Leuchtturm. {filler * 10} Ein Wal."
    (home / "seeds" / "lang.txt").write_text(text, "utf-8")
    archive.index()
    (hit,) = archive.search("Leuchttürme").hits
    assert [(p.text, p.match) for s in hit.snippets for p in s if p.match] == [("Leuchtturm", "inflection")]
    assert "".join(piece.text for piece in hit.snippets[0]) in text
    (late,) = archive.search("Wal").hits
    assert [piece.match for snippet in late.snippets for piece in snippet] == [None]


def test_pages_and_limits(archive: Archive) -> None:
    results = archive.search("", limit=3, page=2)
    assert (results.total, results.pages, len(results.hits)) == (4, 2, 1)
    past = archive.search("", limit=3, page=9)
    assert (past.total, past.hits) == (4, ())
    none = archive.search("", limit=0)
    assert (none.total, none.pages, none.hits) == (4, 0, ())
    assert archive.search("nirgendwo").pages == 0
    for bad in ({"limit": -1}, {"page": 0}, {"limit": 100, "page": 101}):
        with pytest.raises(QueryError):
            archive.search("", **bad)  # type: ignore[arg-type]


def test_did_you_mean_mends_the_whole_question_and_only_if_that_finds_more(archive: Archive) -> None:
    assert archive.search("Schoigo Brief").suggestion == "Schoigu Brief"
    assert archive.search("Lokomotivfürer").suggestion == "Lokomotivführer"
    assert archive.search("Schoigu").suggestion is None
    assert archive.search("Xylophonbauer").suggestion is None


def test_words_relative_to_a_day(found: Found) -> None:
    assert found("date:7d", today=date(2024, 3, 10)) == {"bahn/streik"}
    assert found("date:heute", today=date(2024, 3, 7)) == {"bahn/streik"}
    assert found("date:gestern..gestern", today=date(2023, 7, 28)) == {"parade", "brief"}


def test_export_gives_all_in_order(archive: Archive) -> None:
    assert [article.id for article, _ in archive.export("", sort="oldest")] == [
        "brief",
        "parade",
        "bahn/streik",
        "ende",
    ]
    assert [article.id for article, _ in archive.export("", sort="oldest", limit=2)] == ["brief", "parade"]


def test_an_article_by_id(archive: Archive) -> None:
    article = archive.article("parade")
    assert (article.title, article.date, article.source) == ("Militärparade in Pjöngjang", "2023-07-27", "Nordblatt")
    with pytest.raises(ArticleNotFound):
        archive.article("gibt es nicht")


def test_status(archive: Archive) -> None:
    status = archive.status()
    assert (status.articles, status.files, status.failed, status.outdated) == (4, 4, 0, False)
    assert (status.dated_from, status.dated_until) == ("2023-07-01", "2024-03-07")
    assert status.index_bytes > 0
    assert status.last_run


def test_several_values_of_a_field_that_an_article_has_once_are_either(found: Callable[..., set[str]]) -> None:
    assert found("", where=["source=Nordblatt", "source=Die Woche"]) == found('source:(Nordblatt OR "Die Woche")')
    assert found("", where=["source=Nordblatt", "source=Die Woche", "year=2023"]) == {"parade", "brief"}
    assert found("", where=["place=China", "place=Nordkorea"]) == {"brief"}
    assert found("place:(China OR Deutschland)") == {"brief", "bahn/streik"}


@pytest.mark.parametrize(
    "query",
    ["hat Peking", "(hat Peking)", "hat", "Peking hat Wein", "hat OR Peking", "-hat Peking", "hat -Peking", "der die",
     "(der OR Peking) Wein", "der (die OR Wein)", '"hat" Peking', "title:hat Peking", "Militär* hat"],
)  # fmt: skip
def test_without_finds_exactly_what_the_question_does_not(home: Path, engine: str, query: str) -> None:
    texts = {
        "a": "Peking schweigt.",
        "b": "Er hat Wein.",
        "c": "Peking hat Wein, der aus Peking kommt.",
        "d": "Die Elbe.",
    }
    for name, text in texts.items():
        (home / "seeds" / f"{name}.txt").write_text(text, "utf-8")
    with open_archive(home) as archive:
        archive.index()
        everything = {hit.id for hit in archive.search(limit=100).hits}
        found = {hit.id for hit in archive.search(query, limit=100).hits}
        without = {hit.id for hit in archive.search(f"-({query})", limit=100).hits}
    assert not found & without
    assert found | without == everything
