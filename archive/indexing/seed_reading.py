"""Reads one seed into analysed articles, in this process. Never raises for what a file holds."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from archive.article import Article
from archive.engines.base import AnalyzedArticle
from archive.errors import ReadError
from archive.german import analyzer
from archive.german.analyzer import SpanFields
from archive.home import Home
from archive.indexing.analysis import analyze_article
from archive.indexing.forgotten import Forgotten
from archive.indexing.scan import Seed, seed_at
from archive.indexing.tuning import GROWING_PAUSE_SECONDS, GROWING_TRIES, MOST_CHARACTERS_OF_FILE
from archive.reading import printable, read_file


@dataclass(frozen=True, slots=True)
class Outcome:
    """What reading a seed gave: articles, or the reason why there are none; neither if the file has gone meanwhile.

    Attributes:
        seed: the file as it was when it was read.
        read_ns: when that was, nanoseconds since 1970; 0 if the next run is to read it again, whether or not it has
            changed: it failed, and not for what it holds.
        forgotten: how many of its articles were taken out for good; they are not analysed, so that their words are
            written nowhere.
    """

    seed: Seed
    read_ns: int
    articles: tuple[AnalyzedArticle, ...] = ()
    reason: str | None = None
    forgotten: int = 0


def read_seed(folder: Path, seed: Seed, before_article: Callable[[], object] = lambda: None) -> Outcome:
    """Read and analyse one seed. Never raises for what a file holds.

    Args:
        folder: the one that its name starts from.
        before_article: called before each article is looked for.

    Raises:
        MemoryError: there is not enough for this file.
    """
    path = folder / seed.name
    for _ in range(GROWING_TRIES):
        read_ns = time.time_ns()
        try:
            now = seed_at(path, seed.name)
            articles, error, left_out = _articles(path, seed.name, before_article, _forgotten(folder))
            after = seed_at(path, seed.name)
        except FileNotFoundError:
            return Outcome(seed, read_ns)
        except OSError as system:
            return Outcome(seed, 0, reason=f"cannot be read ({system.strerror}); check its permissions")
        if after == now:
            if error is None:
                return Outcome(now, read_ns, articles, forgotten=left_out)
            return Outcome(now, read_ns if error.in_content else 0, articles, error.reason, left_out)
        time.sleep(GROWING_PAUSE_SECONDS)
    return Outcome(seed, 0, reason="is still being written; run the index again when it is complete")


def _forgotten(folder: Path) -> Forgotten | None:
    """What was taken out of the archive whose seeds are in ``folder``; None if nothing was."""
    path = Home(folder.parent).forgotten
    try:
        stat = path.stat()
    except OSError:
        return None
    return _forgotten_as(path, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=4)
def _forgotten_as(path: Path, mtime_ns: int, size: int) -> Forgotten:  # the last two are only the cache's key
    return Forgotten(path)


def _articles(
    path: Path, name: str, before_article: Callable[[], object], forgotten: Forgotten | None
) -> tuple[tuple[AnalyzedArticle, ...], ReadError | None, int]:
    """The articles of a file without those that were taken out for good, an error that tells what of it cannot be read,
    and how many were taken out."""
    articles: list[Article] = []
    analyzed: list[AnalyzedArticle] = []
    left_out: set[str] = set()
    errors: list[ReadError] = []
    characters = 0
    before_article()
    try:
        for read in read_file(path, name):
            if isinstance(read, ReadError):
                errors.append(read)
            else:
                characters += len(read.text)
                if characters > MOST_CHARACTERS_OF_FILE:
                    rest = f"{len(articles):,} articles of it are taken; the rest is too much for one file: split it."
                    errors.append(ReadError(printable(name), rest))
                    break
                articles.append(read)
            before_article()
        left_out = forgotten.among(articles) if forgotten else set()
        for article in articles:
            if article.id not in left_out:
                analyzed.append(analyze_article(article))
                before_article()
    except MemoryError:
        raise
    except Exception as error:  # a reader's defect must cost one file, not the run
        defect = f"cannot be read ({type(error).__name__}: {error}); please report this file"
        errors.append(ReadError(printable(name), defect))
    if not errors:
        return tuple(analyzed), None, len(left_out)
    first = errors[0]
    reason = first.reason if first.path == printable(name) else f"{first.path}: {first.reason}"
    if len(errors) > 1:
        reason += f" ({len(errors) - 1} more parts of the file cannot be read.)"
    told = ReadError(printable(name), reason, all(error.in_content for error in errors))
    return tuple(analyzed), told, len(left_out)


def take_met(outcomes: Sequence[Outcome]) -> dict[str, dict[str, SpanFields]]:
    """What the spans of these articles, just read in this process, became: a ``Met``."""
    used = {analyzer(analyzed.article.language) for outcome in outcomes for analyzed in outcome.articles}
    return {words.language: words.take_met() for words in used}
