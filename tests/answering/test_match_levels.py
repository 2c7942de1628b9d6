"""Match levels, what filters hide, and filters by what is surely of a time."""

from collections.abc import Callable

import pytest

from archive.errors import QueryError
from archive.query.match_levels import MATCH_LEVELS
from archive.service import Archive

Find = Callable[..., set[str]]


def test_each_level_finds_what_it_says_and_the_last_finds_all(archive: Archive, found: Find) -> None:
    for query in ("Schoigu", "Parade Schoigu", "Haus OR Schoigu", "Shoigu", "Brief -Drohne"):
        levels = archive.match_levels(query)
        assert [level.total for level in levels] == [len(found(query, match=level.match)) for level in levels], query
        assert sum(level.more for level in levels) == levels[-1].total == len(found(query)), query
        assert all(level.more > 0 for level in levels[1:]), query
        assert archive.match_levels(query, archive.count(query)) == levels, query


def test_a_level_leaves_out_the_kinds_behind_it(found: Find) -> None:
    assert found("Schoigu", match="exact") == {"parade"}
    assert found("Schoigu", match="inflection") == {"parade", "brief"}
    assert found("Parade", match="inflection") == set()
    assert found("Parade", match="compound") == {"parade"}
    assert found("Shoigu", match="inflection") == set()
    assert found("Shoigu", match="name") == {"parade", "brief"}


def test_what_is_excluded_stays_excluded_on_every_level(found: Find) -> None:
    for match in MATCH_LEVELS:
        assert found("-China", match=match) == found("-China") == {"parade", "bahn/streik", "ende"}
        assert found("-(Putin Schoigus)", match=match) == found("-(Putin Schoigus)")


def test_what_was_typed_as_a_pattern_stays_on_every_level(found: Find) -> None:
    assert found("Schoig*", match="exact") == {"parade", "brief"}
    assert found("Shoigu~", match="exact") == {"parade"}
    assert found("Schoig* Drohne", match="exact") == set()
    assert found("Schoig* Drohne", match="inflection") == {"parade"}


def test_filters_hold_on_every_level(found: Find) -> None:
    assert found("Schoigu source:Nordblatt", match="exact") == {"parade"}
    assert found("Schoigu", match="exact", where=["source!=Nordblatt"]) == set()


def test_questions_with_one_kind_of_match_have_no_levels(archive: Archive) -> None:
    for query in ("", '"Tag des Sieges"', '"Kim Schoigu"~9', "Schoig*", "source:Nordblatt", "-China"):
        assert archive.match_levels(query) == (), query


def test_a_level_that_is_none_is_refused(archive: Archive) -> None:
    with pytest.raises(QueryError, match="exact"):
        archive.search("Schoigu", match="best")  # type: ignore[arg-type]


def test_count_is_the_total(archive: Archive) -> None:
    assert archive.count("Schoigu", where=["source=Nordblatt"]) == 1
    assert archive.count("Schoigu", since="2024") == 0


def test_within_leaves_out_what_only_overlaps(found: Find) -> None:
    assert found("", where=["date=2023-07-27"]) == {"parade", "brief"}
    assert found("", where=["within=2023-07-27"]) == {"parade"}
    assert found("", where=["within=2023-07"]) == {"parade", "brief"}
    assert found("", where=["within!=2023-07-27"]) == {"brief", "bahn/streik", "ende"}
    with pytest.raises(QueryError):
        found("", where=["within=none"])


def test_dated_finds_what_is_just_so_precise(found: Find) -> None:
    assert found("", where=["dated=2023-07"]) == {"brief"}
    assert found("", where=["dated=2023-07-27"]) == {"parade"}
    assert found("", where=["dated=2023-07-27", "dated=2023-07"]) == {"parade", "brief"}
    assert found("", where=["dated!=2023-07"]) == {"parade", "bahn/streik", "ende"}
    assert found("", where=["dated=2023"]) == set()
    for bad in ("none", "..2023"):
        with pytest.raises(QueryError):
            found("", where=[f"dated={bad}"])


def test_every_word_of_an_article_is_marked_and_its_text_is_whole(archive: Archive) -> None:
    article = archive.article("parade")
    pieces = archive.marked_text("Schoigu Drohne", article)
    assert "".join(piece.text for piece in pieces) == article.text
    assert [(piece.text, piece.match) for piece in pieces if piece.match] == [
        ("Drohnen", "inflection"),
        ("Schoigu", "exact"),
    ]


def test_titles_are_marked(archive: Archive) -> None:
    (hit,) = archive.search("title:Parade").hits
    assert [(piece.text, piece.match) for piece in hit.marked_title if piece.match] == [("Militärparade", "compound")]


def test_coverage_counts_all_articles(archive: Archive) -> None:
    counts = archive.coverage("month", "source")
    assert counts["month"] == {"2023-07": 2, "2024-03": 1}
    assert counts["source"] == {"Nordblatt": 2, "Die Woche": 1}
    of_all = archive.history()
    assert (of_all.unit, [bar.value for bar in of_all.bars], of_all.undated) == ("month", ["2023-07", "2024-03"], 1)
