"""Reads one seed into analysed articles, in this process. Never raises for what a file holds."""

import time
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from msgspec import Struct

from archive.article import Article
from archive.engines.base import AnalyzedArticle
from archive.errors import ReadError
from archive.german import analyzer
from archive.german.analyzer import SpanFields
from archive.home import Home
from archive.indexing import tuning
from archive.indexing.analysis import analyze_article
from archive.indexing.forgotten import Entry, Forgotten
from archive.indexing.scan import Seed, seed_at
from archive.indexing.tuning import GROWING_PAUSE_SECONDS, GROWING_TRIES
from archive.reading import printable, read_file


class Outcome(Struct, frozen=True):
    """What reading a seed gave: articles, or the reason why there are none; neither if the file has gone meanwhile.

    Attributes:
        seed: the file as it was when it was read.
        read_ns: when that was, nanoseconds since 1970; 0 if the next run is to read it again, whether or not it has
            changed: it failed, and not for what it holds.
        forgotten: how many of its articles were taken out for good; they are not analysed, so that their words are
            written nowhere.
        more: this is a part of a file of very many articles, and another outcome of the same seed follows.
    """

    seed: Seed
    read_ns: int
    articles: tuple[AnalyzedArticle, ...] = ()
    reason: str | None = None
    forgotten: int = 0
    more: bool = False


def read_seed(
    folder: Path, seed: Seed, before_article: Callable[[], object] = lambda: None, part: int | None = None
) -> Iterator[Outcome]:
    """Read and analyse one seed. Never raises for what a file holds.

    Args:
        folder: the one that its name starts from.
        before_article: called before each article is looked for.
        part: how many characters of articles make an outcome; None: PART_CHARACTERS.

    Yields:
        One outcome; of a file of very many articles several, so that few of them are in memory together.

    Raises:
        MemoryError: there is not enough for this file.
    """
    path = folder / seed.name
    is_begun = False
    for _ in range(GROWING_TRIES):
        read_ns = time.time_ns()
        try:
            now = seed_at(path, seed.name)
            reading = _Reading(path, seed.name, before_article, _forgotten(folder), part or tuning.PART_CHARACTERS)
            last: tuple[AnalyzedArticle, ...] = ()
            for number, articles in enumerate(reading.parts()):
                if number:
                    yield Outcome(now, read_ns, last, forgotten=reading.take_left_out(), more=True)
                    is_begun = True
                last = articles
            after = seed_at(path, seed.name)
        except FileNotFoundError:
            gone = "was taken away while it was read; the next run looks again"
            yield Outcome(seed, 0, reason=gone) if is_begun else Outcome(seed, read_ns)
            return
        except OSError as system:
            yield Outcome(seed, 0, reason=f"cannot be read ({system.strerror}); check its permissions")
            return
        if after == now:
            error = reading.error()
            in_content = error is None or error.in_content
            reason = error.reason if error else None
            yield Outcome(now, read_ns if in_content else 0, last, reason, reading.take_left_out())
            return
        if is_begun:  # what was handed on cannot be taken back
            break
        time.sleep(GROWING_PAUSE_SECONDS)
    yield Outcome(seed, 0, reason="is still being written; run the index again when it is complete")


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


class _Reading:
    """One reading of a file.

    Args:
        before_article: called before each article is looked for.
        forgotten: what was taken out of the archive for good; None if nothing was.
        part: how many characters of articles make a part.
    """

    def __init__(
        self, path: Path, name: str, before_article: Callable[[], object], forgotten: Forgotten | None, part: int
    ) -> None:
        self._path = path
        self._name = name
        self._before_article = before_article
        self._forgotten = forgotten
        self._part = part
        self._first_error: ReadError | None = None
        self._errors = 0
        self._all_in_content = True
        self._left_out = 0

    def parts(self) -> Iterator[tuple[AnalyzedArticle, ...]]:
        """The file's articles, but those that were taken out, in parts; the last one may be empty."""
        try:
            moved: set[Entry] = set()
            for number, (articles, is_last) in enumerate(self._read()):
                if self._forgotten and not number and not is_last:
                    moved = self._moved(self._forgotten)
                left_out = self._forgotten.among(articles, moved) if self._forgotten else set()
                self._left_out += len(left_out)
                analyzed: list[AnalyzedArticle] = []
                for article in articles:
                    if article.id not in left_out:
                        analyzed.append(analyze_article(article))
                        self._before_article()
                yield tuple(analyzed)
        except MemoryError:
            raise
        except Exception as error:  # a reader's defect must cost one file, not the run
            defect = f"cannot be read ({type(error).__name__}: {error}); please report this file"
            self._note(ReadError(printable(self._name), defect))

    def _read(self) -> Iterator[tuple[list[Article], bool]]:
        """The articles in parts, and whether a part is the last."""
        articles: list[Article] = []
        characters = 0
        self._before_article()
        for read in read_file(self._path, self._name):
            if isinstance(read, ReadError):
                self._note(read)
            else:
                if characters >= self._part:
                    yield articles, False
                    articles, characters = [], 0
                articles.append(read)
                characters += len(read.text)
            self._before_article()
        yield articles, True

    def _moved(self, forgotten: Forgotten) -> set[Entry]:
        """Which articles that were taken out the whole file holds, wherever in it they stand now."""
        found: set[Entry] = set()
        for read in read_file(self._path, self._name):
            if not isinstance(read, ReadError):
                found |= forgotten.by_content([read])
            self._before_article()
        return found

    def _note(self, error: ReadError) -> None:
        self._first_error = self._first_error or error
        self._errors += 1
        self._all_in_content &= error.in_content

    def take_left_out(self) -> int:
        """How many articles were left out since the last call, because they were taken out for good."""
        left_out, self._left_out = self._left_out, 0
        return left_out

    def error(self) -> ReadError | None:
        """What of the file could not be read; None if all of it was."""
        first = self._first_error
        if first is None:
            return None
        reason = first.reason if first.path == printable(self._name) else f"{first.path}: {first.reason}"
        if self._errors > 1:
            reason += f" ({self._errors - 1} more parts of the file cannot be read.)"
        return ReadError(printable(self._name), reason, self._all_in_content)


def take_met(outcomes: Sequence[Outcome]) -> dict[str, dict[str, SpanFields]]:
    """What the spans of these articles, just read in this process, became: a ``Met``."""
    used = {analyzer(analyzed.article.language) for outcome in outcomes for analyzed in outcome.articles}
    return {words.language: words.take_met() for words in used}
