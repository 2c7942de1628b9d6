"""What lies beyond a cluster's own limits: more than 10,000 hits of one search, more values than one facet may have."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.article import Article
from archive.engines.base import MOST_VALUES
from archive.engines.opensearch.address import Address
from archive.engines.opensearch.engine import OpenSearchEngine
from archive.engines.opensearch.tuning import MANY_BUCKETS
from archive.errors import QueryError
from archive.german import ANALYSIS_VERSION
from archive.indexing.analysis import analyze_article
from archive.query.plan import All, Plan, Term
from archive.service import Archive, open_archive

NUMBER = 10_050
VALUES = MOST_VALUES  # keywords of each article that has some
# As many of source "Archiv" have some: together exactly the limit. One more has some too.
TAGGED = MANY_BUCKETS // VALUES


@pytest.fixture(scope="module")
def engine(module_address: str) -> Iterator[OpenSearchEngine]:
    """Short articles, newest first by number."""
    engine = OpenSearchEngine(Address.parse(module_address), analysis=ANALYSIS_VERSION, analyze=analyze_article)
    engine.update(
        analyze_article(
            Article(
                id=f"a{n:05}", path=f"a{n:05}.txt", title="", text="Leuchtturm", date=f"{9999 - n // 2:04}",
                language="de", source="Archiv" if n < TAGGED else "Hafen",
                keywords=tuple(f"{n}/{value}" for value in range(VALUES)) if n <= TAGGED else (),
            )
        )
        for n in range(NUMBER)
    )  # fmt: skip
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def archive(
    engine: OpenSearchEngine, module_address: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Archive]:
    """A front end on it."""
    home: Path = tmp_path_factory.mktemp("front")
    with open_archive(home, engine=module_address) as opened:
        yield opened


def test_a_facet_of_as_many_values_as_a_cluster_counts_is_exact(engine: OpenSearchEngine) -> None:
    found = engine.search(Plan(Term("source", "archiv"), limit=0, counts=("keyword", "year")))
    assert (found.total, found.exact) == (TAGGED, True)
    assert set(found.counts["keyword"].values()) == {1}
    assert len(found.counts["keyword"]) == MANY_BUCKETS
    assert sum(found.counts["year"].values()) == TAGGED


def test_a_facet_of_more_values_is_cut_and_said_to_be(engine: OpenSearchEngine, archive: Archive) -> None:
    found = engine.search(Plan(All(), limit=0, counts=("keyword", "year")))
    assert (found.total, found.exact) == (NUMBER, False)
    assert set(found.counts["keyword"].values()) == {1}
    assert len(found.counts["keyword"]) == MANY_BUCKETS
    assert len(found.counts["year"]) == NUMBER // 2
    assert set(found.counts["year"].values()) == {2}
    assert not archive.search("Leuchtturm", limit=0).total_is_exact


def test_the_last_page_that_may_be_asked_for_is_there(archive: Archive) -> None:
    found = archive.search("Leuchtturm", sort="newest", limit=100, page=100)
    assert found.total == NUMBER
    assert [hit.id for hit in found.hits] == [f"a{n:05}" for n in range(9_900, 10_000)]
    with pytest.raises(QueryError):
        archive.search("Leuchtturm", limit=100, page=101)


def test_all_hits_are_there_however_many(engine: OpenSearchEngine, archive: Archive) -> None:
    everything = [f"a{n:05}" for n in range(NUMBER)]
    assert [article.id for article, _ in archive.export("Leuchtturm", sort="newest")] == everything
    assert sorted(article.id for article, _ in archive.export("Leuchtturm")) == everything
    whole = engine.search(Plan(Term("body_forms", "leuchtturm"), "newest", limit=10_000))
    assert [id for id, _ in whole.hits] == everything[:10_000]
    beyond = engine.search(Plan(Term("body_forms", "leuchtturm"), "newest", limit=20, offset=10_020))
    assert [id for id, _ in beyond.hits] == everything[10_020:10_040]
    assert sorted(stored.id for stored in engine.scan()) == everything
