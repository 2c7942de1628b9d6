"""Values are counted by number where many articles are found, and by name where that is not possible."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.answering.results import facet
from archive.engines.base import AnalyzedArticle
from archive.engines.tantivy import counting, entries, index
from archive.engines.tantivy.engine import TantivyEngine
from archive.query.plan import All, Plan
from tests.contract.making import analyzed, article


def opened(folder: Path) -> TantivyEngine:
    return TantivyEngine(folder, analysis=1, analyze=analyzed)


def made(number: int) -> Iterator[AnalyzedArticle]:
    for n in range(number):
        yield article(f"{n}", persons=("Alle", f"Zu zweit {n // 2}", f"Eine {n}"), source="dpa")


@pytest.mark.parametrize("most_named", [1, 200])
def test_values_that_share_a_count_are_all_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most_named: int
) -> None:
    monkeypatch.setattr(counting, "NUMBERS_FROM", 1)
    monkeypatch.setattr(counting, "MOST_NAMED", most_named)
    engine = opened(tmp_path)
    engine.update(made(40))
    found = engine.search(Plan(All(), limit=0, counts=("person", "source"), most=5))
    shown = facet(found.counts["person"], 5, found.more.get("person", 0))
    first = sorted(f"Zu zweit {n}" for n in range(20))[:4]
    assert [(value.value, value.count) for value in shown.values] == [("Alle", 40), *((text, 2) for text in first)]
    assert shown.more == 1 + 20 + 40 - 5
    assert len(found.counts["person"]) == (61 if most_named == 1 else 21)
    engine.close()


def test_a_field_of_too_many_values_to_count_beside_others_is_counted_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("NUMBERS_FROM", 1), ("MOST_BUCKETS", 60), ("NAMED_BUCKETS", 10)):
        monkeypatch.setattr(counting, name, value)
    engine = opened(tmp_path)
    engine.update(made(70))  # 36 persons are in several articles, 70 more in one
    for _ in range(2):  # the second time it is known
        found = engine.search(Plan(All(), limit=0, counts=("person", "source"), most=5))
        assert found.exact
        assert found.counts["source"] == {"dpa": 70}
        assert len(found.counts["person"]) == 36
        assert found.more["person"] == 70
    engine.close()


def test_an_index_of_an_older_version_counts_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "NUMBERS_FROM", 1)
    with monkeypatch.context() as older:
        older.setattr(index, "NUMBERS", {})
        older.setattr(index, "SPELLED", {})
        schema = index._schema()
    with monkeypatch.context() as older:
        older.setattr(index, "_schema", lambda: schema)
        older.setattr(entries, "NUMBERS", {})
        engine = opened(tmp_path)
        engine.update(made(10))
        engine.close()
    engine = opened(tmp_path)
    found = engine.search(Plan(All(), limit=0, counts=("person",), most=1))
    assert len(found.counts["person"]) == 16 and not found.more
    engine.close()
