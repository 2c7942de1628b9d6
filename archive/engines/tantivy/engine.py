"""The Tantivy engine as the archive sees it: one writer and any number of readers, in threads and processes."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from archive.article import Article
from archive.engines.background import begin
from archive.engines.base import Analyze, AnalyzedArticle, Counts, Found, Stored, WordCount, WordMatch
from archive.engines.embedded import WRITER_PATIENCE, EmbeddedEngine, library_errors
from archive.engines.lexicon import LEXICONS, literal_beginning, most_frequent, named_words, wanted
from archive.engines.tantivy.checksums import deleted_articles
from archive.engines.tantivy.counting import Counted
from archive.engines.tantivy.entries import entry, stored
from archive.engines.tantivy.index import Index, Snapshot
from archive.engines.tantivy.tuning import GROUPS, GROUPS_FROM
from archive.query.plan import (
    WORDS,
    All,
    And,
    AtLeast,
    Best,
    Boosted,
    Constant,
    Near,
    Node,
    Or,
    Phrase,
    Plan,
    Term,
    unranked,
)


class TantivyEngine(EmbeddedEngine[Snapshot]):
    """An index in a folder; satisfies ``Engine``. Scores are Tantivy's own BM25, and 0 where hits are sorted by date.

    Args:
        analyze: gives an article its words as they were indexed. Tantivy shows no positions, so nearness that it cannot
            tell is verified in these.
    """

    def __init__(
        self, folder: Path, *, analysis: int, analyze: Analyze, writable: bool = True, patience: float = WRITER_PATIENCE
    ) -> None:
        self._analyze = analyze
        super().__init__(folder, analysis=analysis, writable=writable, patience=patience)

    def _open(self) -> None:
        self._index = Index(self._folder, self._analyze, create=self._writable)

    def _version(self) -> object:
        return self._index.version()

    def _deleted(self) -> int:
        return deleted_articles(self._folder)

    def _read(self, previous: Snapshot | None) -> Snapshot:
        return self._index.snapshot()

    def update(self, articles: Iterable[AnalyzedArticle], remove: Iterable[str] = ()) -> None:
        """See ``Engine``.

        Raises:
            IndexLocked: another process is writing.
            EngineError: the index could not be written (the disk is full); it is as it was.
        """
        self._check_writable()
        with self._writing, self._index.writing(self._patience) as commit:
            put = {analyzed.article.id: analyzed for analyzed in articles}  # the last of equal ids wins
            old = {*put, *remove}
            with library_errors("The index could not be written"):
                if put or self._snapshot().holds_any(old):
                    commit(map(entry, put.values()), old)

    def search(self, plan: Plan) -> Found:
        """See ``Engine``."""
        with library_errors("The index could not be searched"):
            snapshot = self._snapshot()
            query = snapshot.query(plan.node)
            # Collecting values asks the query once more; what only orders hits need not be asked then.
            matching = snapshot.query(unranked(plan.node)) if plan.counts else query
            # Tantivy takes memory for as many hits as it is asked for, whether or not there are so many articles.
            stop = snapshot.size if plan.limit is None else min(plan.offset + plan.limit, snapshot.size)
            hits: list[tuple[str, float]] = []
            if plan.limit == 0 or plan.offset >= stop:
                total = snapshot.count(query)
            elif plan.sort == "relevance" and _scores(plan.node):
                total, hits = snapshot.best(query, stop)
            else:
                total, keys = snapshot.keys(query, "oldest" if plan.sort == "oldest" else "newest", stop)
                hits = [(stored(key).id, 0.0) for key in keys]

            def count(names: Sequence[str]) -> dict[str, Counted]:
                with library_errors("The index could not be searched"):
                    return snapshot.counts(matching, names, total, plan.most)

            # Tantivy counts without Python's lock: the articles of the hits are read and marked meanwhile.
            works = [partial(count, names) for names in _groups(plan.counts, total)]
            counting = begin(works) if works and (hits or len(works) > 1) else None
            if counting:
                return Found(total, tuple(hits[plan.offset :]), lambda: _merged(counting()))
            return Found(total, tuple(hits[plan.offset :]), _merged([count(plan.counts)]))

    def get(self, ids: Sequence[str]) -> dict[str, Article]:
        """See ``Engine``."""
        with library_errors("The index could not be read"):
            return self._snapshot().articles(ids)

    def scan(self, plan: Plan | None = None) -> Iterator[Stored]:
        """See ``Engine``."""
        with library_errors("The index could not be read"):
            snapshot = self._snapshot()
            _, keys = snapshot.keys(snapshot.query(plan.node if plan else All()), "newest", max(1, snapshot.size))
            return map(stored, keys)

    def words(self, match: WordMatch, limit: int) -> list[WordCount]:
        """See ``Engine``."""
        with library_errors("The words could not be read"):
            snapshot = self._snapshot()
            named = named_words(match)
            if named is not None:
                fields = LEXICONS[match.of]
                return most_frequent({w: max(snapshot.frequency(field, w) for field in fields) for w in named}, limit)
            found = snapshot.lexicon(match.of, literal_beginning(match))
            return most_frequent({word: found[word] for word in wanted(sorted(found), match)}, limit)


def _groups(names: Sequence[str], total: int) -> list[Sequence[str]]:
    """The fields to count, in the groups that are counted at the same time: each group asks the query once more, which
    pays where the values of very many articles are counted."""
    number = GROUPS if total >= GROUPS_FROM else 1
    return [group for start in range(number) if (group := names[start::number])]


def _merged(groups: Iterable[dict[str, Counted]]) -> Counts:
    counted = {name: found for group in groups for name, found in group.items()}
    return Counts(
        {name: found.values for name, found in counted.items()},
        all(found.exact for found in counted.values()),
        {name: found.more for name, found in counted.items() if found.more},
    )


def _scores(node: Node) -> bool:
    """Whether any article may score more than 0."""
    match node:
        case And(nodes) | Or(nodes) | Best(nodes) | AtLeast(nodes):
            return any(map(_scores, nodes))
        case Boosted(child, by):
            return _scores(child) or _scores(by)
        case Constant(_, score):
            return score > 0
        case Term(field, _, weight):
            return weight > 0 and field in WORDS
        case Phrase() | Near():
            return node.weight > 0
        case _:
            return False
