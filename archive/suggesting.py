"""Did you mean: the whole question mended, offered only if it finds more."""

from collections.abc import Callable, Iterator
from datetime import date

from archive.engines.base import Engine, WordMatch
from archive.german import analyzer
from archive.query import tree
from archive.query.parse import parse
from archive.query.plan import Plan, Term

_CANDIDATES = 5
_MIN_LETTERS = 4  # shorter words have too many neighbours


def suggest(query: str, engine: Engine, count: Callable[[str], int]) -> str | None:
    """The question with each unknown word replaced by the most frequent word people wrote one or two errors away.

    Args:
        count: number of articles a question finds.
    """
    mended = query
    # From the right, so that places further left stay true.
    for word in sorted(_words(parse(query, date.today())), key=lambda word: -word.start):
        form = analyzer().word(word.text).form
        if len(form) < _MIN_LETTERS or engine.words(WordMatch("exact", form), 1):
            continue
        better = _neighbour(form, engine)
        if better:
            end = word.start + len(word.text)
            mended = mended[: word.start] + _as_written(better, engine) + mended[end:]
    return mended if mended != query and count(mended) else None


def _words(node: tree.Node) -> Iterator[tree.Word]:
    match node:
        case tree.And(nodes) | tree.Or(nodes):
            for child in nodes:
                yield from _words(child)
        case tree.Word():
            yield node


def _neighbour(form: str, engine: Engine) -> str | None:
    for distance in (1, 2):
        found = engine.words(WordMatch("fuzzy", form, distance=distance), _CANDIDATES)
        if found:
            return found[0].text
    return None


def _as_written(form: str, engine: Engine) -> str:
    """The form as an article has it: with its capitals and its own spelling."""
    for field in ("title_forms", "body_forms"):
        for article in engine.get([id for id, _ in engine.search(Plan(Term(field, form), limit=1)).hits]).values():
            text = article.title if field == "title_forms" else article.text
            for token, word in analyzer(article.language).words(text):
                if word.form == form:
                    return token.text
    return form
