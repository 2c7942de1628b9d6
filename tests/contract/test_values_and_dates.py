"""Whole values, dates, their ranges and counts."""

import pytest
from msgspec.structs import replace

from archive.answering.results import FacetValue, facet
from archive.engines.base import MOST_VALUES, Engine
from archive.german import fold_value
from archive.query.plan import VALUES, All, And, Node, Not, Or, Plan, Range, Term

from .making import article, first_second, last_second


def found(engine: Engine, node: Node) -> set[str]:
    return {id for id, _ in engine.search(Plan(node, limit=None)).hits}


def overlapping(first: str, last: str) -> Node:
    return And((Range("date_until", first_second(first), None), Range("date_from", None, last_second(last))))


def test_values_are_whole_and_folded(engine: Engine) -> None:
    engine.update(
        [
            article("a", source="Süddeutsche  Zeitung", agencies=("dpa", "Reuters")),
            article("b", source="SUEDDEUTSCHE ZEITUNG", agencies=("DPA",)),
            article("c", source="Zeitung", section="dpa"),
        ]
    )
    assert found(engine, Term("source", "sueddeutsche zeitung")) == {"a", "b"}
    assert found(engine, Term("source", "zeitung")) == {"c"}
    assert found(engine, Term("source", "Zeitung")) == set()  # a plan is folded already
    assert found(engine, Term("agency", "dpa")) == {"a", "b"}
    assert found(engine, And((Term("agency", "dpa"), Term("agency", "reuters")))) == {"a"}


def test_none_is_asked_for_with_the_empty_value(engine: Engine) -> None:
    engine.update([article("with", source="dpa", date="2023"), article("without")])
    assert found(engine, Term("source", "")) == {"without"}
    assert found(engine, Not(Term("source", ""))) == {"with"}
    assert found(engine, Term("year", "")) == {"without"}
    assert found(engine, Term("month", "")) == {"with", "without"}
    assert found(engine, Term("cluster", "")) == {"with", "without"}
    assert found(engine, Term("cluster", "x")) == set()


def test_year_and_month_are_as_precise_as_the_date(engine: Engine) -> None:
    engine.update([article("y", date="2023"), article("m", date="2023-07"), article("d", date="2023-07-27")])
    assert found(engine, Term("year", "2023")) == {"y", "m", "d"}
    assert found(engine, Term("month", "2023-07")) == {"m", "d"}


@pytest.mark.parametrize("id", ["ordner/größe.html", "<b>", "a b'\"%~1", "x/y/z~12", "日本", "OR", "id:1"])
def test_ids_are_taken_as_they_are(engine: Engine, id: str) -> None:
    engine.update([article(id), article(id + "x"), article(id.swapcase() + "y")])
    assert found(engine, Term("id", fold_value(id))) == {id}
    assert engine.get([id])[id].id == id
    engine.update([], [id])
    assert id not in {stored.id for stored in engine.scan()}


def test_a_range_of_days_in_1945_finds_those_days_only(engine: Engine) -> None:
    engine.update([article("may", date="1945-05-08"), article("june", date="1945-06-17"), article("year", date="1945")])
    assert found(engine, overlapping("1945-06-15", "1945-06-20")) == {"june", "year"}
    assert found(engine, overlapping("1945-05-08", "1945-05-08")) == {"may", "year"}
    assert found(engine, overlapping("1945-05-09", "1945-06-16")) == {"year"}


def test_years_before_1900_and_far_off_are_dates_too(engine: Engine) -> None:
    engine.update(
        [article("first", date="0001-01-01"), article("old", date="1848-03-18"), article("last", date="9999-12-31")]
    )
    assert found(engine, overlapping("1848", "1848")) == {"old"}
    assert found(engine, Range("date_from", None, last_second("1900"))) == {"first", "old"}
    assert found(engine, Range("date_until", last_second("9999"), None)) == {"last"}
    assert [id for id, _ in engine.search(Plan(All(), sort="oldest")).hits] == ["first", "old", "last"]


def test_open_ends_are_open_and_never_find_undated(engine: Engine) -> None:
    engine.update(
        [article("a", date="1969-12-31"), article("b", date="1970-01-01"), article("c", date="2023"), article("none")]
    )
    assert found(engine, Range("date_from", 0, None)) == {"b", "c"}
    assert found(engine, Range("date_from", None, -1)) == {"a"}
    assert found(engine, Range("date_from", None, None)) == {"a", "b", "c"}
    assert found(engine, Not(Range("date_from", None, None))) == {"none"}
    assert found(engine, Range("date_from", 1, 0)) == set()


def test_a_month_overlaps_its_days_and_a_time_is_a_moment(engine: Engine) -> None:
    engine.update([article("month", date="2023-07"), article("time", date="2023-07-27T10:15:00+02:00")])
    assert found(engine, overlapping("2023-07-27", "2023-07-27")) == {"month", "time"}
    assert found(engine, overlapping("2023-07-28", "2023-07-31")) == {"month"}
    assert found(engine, overlapping("2023-08-01", "2023-08-01")) == set()
    ten = first_second("2023-07-27") + 10 * 3600
    assert found(engine, And((Term("id", "time"), Range("date_from", ten + 900, ten + 900)))) == {"time"}


def test_added_is_a_range_of_its_own(engine: Engine) -> None:
    engine.update(
        [article("a", added="2026-11-20T21:30:00Z"), article("b", added="2026-11-21T00:00:00Z"), article("c")]
    )
    assert found(engine, Range("added", first_second("2026-11-20"), last_second("2026-11-20"))) == {"a"}
    assert found(engine, Range("added", None, None)) == {"a", "b"}


def test_counts_are_of_all_hits_and_equal_the_total_after_the_term(engine: Engine) -> None:
    engine.update(
        article(
            f"{n}", body="wort" if n % 5 else "anderes", source=("Die Zeit", "DIE ZEIT", None, "Größe")[n % 4],
            agencies=(("dpa",), ("Reuters", "dpa"), ())[n % 3], date=("2023", "2023-07", "1945-05-08", None)[n % 4],
            places=("China", "Österreich")[: n % 3], language="de", folder=None if n % 2 else "ordner/x",
        )
        for n in range(60)
    )  # fmt: skip
    word = Term("body", "wort")
    counts = engine.search(Plan(word, limit=3, counts=VALUES)).counts
    assert set(counts) == set(VALUES)
    assert counts["agency"] == {"dpa": 32, "Reuters": 16}
    assert counts["month"] == {"2023-07": 12, "1945-05": 12}
    for name in VALUES:
        assert "" not in counts[name]
        clicks: dict[str, int] = {}
        for value, count in counts[name].items():
            clicks[fold_value(value)] = clicks.get(fold_value(value), 0) + count
        for value, count in clicks.items():
            assert engine.search(Plan(And((word, Term(name, value))), limit=0)).total == count, (name, value)


def test_dates_are_counted_by_day_with_the_undated(engine: Engine) -> None:
    dates = ("2023", "2023-07", "2023-07-27", "2023-07-27T10:15:00+02:00", None, None)
    engine.update([article(f"{n}", date=date) for n, date in enumerate(dates)])
    counted = engine.search(Plan(All(), limit=0, counts=("date",))).counts
    assert counted == {"date": {"2023": 1, "2023-07": 1, "2023-07-27": 2, "": 2}}
    assert engine.search(Plan(Term("id", "5"), counts=("date", "source"))).counts == {"date": {"": 1}, "source": {}}
    assert engine.search(Plan(Or(()), counts=("date",))).counts == {"date": {}}


def test_an_article_has_a_bounded_number_of_values_and_keeps_them_all_for_its_reader(engine: Engine) -> None:
    made = article("a", authors=tuple(f"Autor {n}" for n in range(66_000)), keywords=("x",))
    engine.update([made])
    counts = engine.search(Plan(All(), counts=("author", "keyword"))).counts
    assert counts == {"author": {f"Autor {n}": 1 for n in range(MOST_VALUES)}, "keyword": {"x": 1}}
    assert found(engine, Term("author", fold_value(f"Autor {MOST_VALUES - 1}"))) == {"a"}
    assert found(engine, Term("author", fold_value(f"Autor {MOST_VALUES}"))) == set()
    assert len(engine.get(["a"])["a"].authors) == 66_000


def test_a_facet_of_very_many_values_is_cut_at_most_and_then_said_to_be(engine: Engine) -> None:
    engine.update(
        article(f"{n:03}", keywords=(*(f"{n}/{value}" for value in range(MOST_VALUES - 1)), "alle"),
                authors=tuple(f"{n}/{value}" for value in range(150)), source="dpa")
        for n in range(360)
    )  # fmt: skip
    found = engine.search(Plan(All(), limit=0, counts=("keyword", "author", "source", "date")))
    assert found.total == 360
    assert (found.counts["source"], found.counts["date"]) == ({"dpa": 360}, {"": 360})
    assert len(found.counts["author"]) == 360 * 150  # 54,000: fewer than any engine's limit
    values = found.counts["keyword"]
    assert len(values) == 360 * (MOST_VALUES - 1) + 1 if found.exact else len(values) >= 60_000
    assert values["alle"] == 360
    some = engine.search(Plan(All(), limit=0, counts=("keyword", "author", "source"), most=50))
    assert facet(some.counts["keyword"], 50).values[0] == FacetValue("alle", 360)
    few = engine.search(Plan(Term("id", "000"), limit=0, counts=("keyword", "author")))
    assert (len(few.counts["keyword"]), len(few.counts["author"]), few.exact) == (MOST_VALUES, 150, True)


def test_the_most_frequent_values_are_told_and_how_many_others_there_are(engine: Engine) -> None:
    spellings = ("Die Zeit", "Die Zeit", "DIE ZEIT", "die zeit")
    engine.update(
        article(
            f"{n}", body="wort" if n else "anderes", source=spellings[n % 4], date=f"{1900 + n}",
            persons=("Alle", *(f"Viele {m}" for m in range(9) if n % (m + 2) == 0), f"Eine {n}"),
            authors=(f"Paar {n // 2}",), places=("Ort",) if n == 7 else (),
        )
        for n in range(41)
    )  # fmt: skip
    engine.update([], ["40"])
    plan = Plan(Term("body", "wort"), limit=0, counts=VALUES)
    full = engine.search(plan)
    assert not full.more
    for most in (1, 3, 8, 50):
        some = engine.search(replace(plan, most=most))
        for name in VALUES:
            expected = facet(full.counts[name], most)
            assert facet(some.counts[name], most, some.more.get(name, 0)) == expected, (name, most)
        assert len(some.counts["year"]) == 39  # a timeline is drawn of them
    assert facet(full.counts["source"]).values == (FacetValue("Die Zeit", 39),)
