"""Parts what a run reads into batches, each of which becomes one commit."""

from collections.abc import Iterable, Iterator, Sequence

from archive.indexing import tuning
from archive.indexing.scan import Seed
from archive.indexing.seed_reading import Outcome

_MERGED = 8  # segments of about one size that Tantivy merges into one; each commit makes one


def batch_articles(seeds: Sequence[Seed]) -> int:
    """The number of articles of each batch that leaves few segments when all of these files are read.

    Most files hold one article. Where files hold more text than one article, or less, or several articles, the batches
    are others, and so are the segments; nothing else changes.
    """
    characters = sum(seed.size for seed in seeds)
    most = max(1, -(-len(seeds) // tuning.BATCH_ARTICLES))
    least = max(-(-len(seeds) // tuning.MOST_BATCH_ARTICLES), -(-characters // tuning.PLANNED_BATCH_CHARACTERS), 1)
    number = min(range(min(least, most), most + 1), key=_segments)
    return max(tuning.BATCH_ARTICLES, -(-len(seeds) // number))


def _segments(commits: int) -> int:
    """How many segments are left of so many commits of the same size."""
    left = 0
    while commits:
        commits, rest = divmod(commits, _MERGED)
        left += rest
    return left


def batches(outcomes: Iterable[Outcome], size: int) -> Iterator[list[Outcome]]:
    """Outcomes in groups of so many articles, or fewer where these are long; files without articles count a little,
    too."""
    batch: list[Outcome] = []
    articles = characters = 0
    for outcome in outcomes:
        batch.append(outcome)
        articles += len(outcome.articles)
        characters += sum(len(analyzed.article.text) for analyzed in outcome.articles)
        if articles >= size or characters >= tuning.BATCH_CHARACTERS or len(batch) >= 2 * size:
            yield batch
            batch, articles, characters = [], 0, 0
    if batch:
        yield batch
