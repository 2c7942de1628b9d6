"""Batches: what one commit writes, so large that few segments are left of all."""

from pathlib import Path

import pytest
import tantivy

from archive.indexing.batches import batch_articles, batches
from archive.indexing.scan import Seed
from archive.indexing.seed_reading import Outcome
from archive.indexing.tuning import BATCH_ARTICLES, MOST_BATCH_ARTICLES


def seeds(count: int, size: int = 2_000) -> list[Seed]:
    return [Seed(f"{number}.txt", size, 0) for number in range(count)]


@pytest.mark.parametrize(
    ("files", "articles"), [(0, 2_500), (100, 2_500), (5_000, 5_000), (30_000, 3_750), (100_000, 6_250)]
)
def test_the_batches_of_many_files_are_of_one_size_between_the_bounds(files: int, articles: int) -> None:
    assert batch_articles(seeds(files)) == articles
    assert BATCH_ARTICLES <= articles <= MOST_BATCH_ARTICLES


def test_long_articles_make_smaller_batches_but_large_files_do_not_make_tiny_ones() -> None:
    assert batch_articles(seeds(20_000, 4_400)) == 2_500  # eight batches of eleven million characters
    assert batch_articles(seeds(20_000, 1_000_000)) == 2_500


@pytest.mark.parametrize("files", [20_000, 50_000, 100_000])
def test_tantivy_leaves_no_more_than_two_segments_of_such_batches(tmp_path: Path, files: int) -> None:
    size = batch_articles(seeds(files))
    index = tantivy.Index(tantivy.SchemaBuilder().add_integer_field("number").build(), str(tmp_path))
    for start in range(0, files, size):
        writer = index.writer(64_000_000, 1)  # as the engine: one for each commit, which waits for what is merged
        for number in range(start, min(start + size, files)):
            writer.add_document(tantivy.Document(number=number))
        writer.commit()
        writer.wait_merging_threads()
    index.reload()
    assert index.searcher().num_docs == files
    assert index.searcher().num_segments <= 2


def test_files_without_articles_fill_a_batch_more_slowly() -> None:
    outcomes = [Outcome(seed, 0) for seed in seeds(50)]
    assert [len(batch) for batch in batches(outcomes, 10)] == [20, 20, 10]
