"""Did you mean, and completion: from the forms people wrote, never from stems."""

from collections.abc import Callable
from datetime import date
from math import log10

from archive.engines.base import Engine, WordCount, WordMatch
from archive.german import analyzer, pattern
from archive.german.typing_errors import typing_cost
from archive.query import tree
from archive.query.parse import parse
from archive.query.plan import Plan, Term

FEW = 3  # articles: a question that finds more is not doubted, nor is a word that is in more
_CANDIDATES = 200
_REACH = 100_000  # characters of an article in which a word is looked for as it is written
_MIN_LETTERS = 4  # shorter words have too many neighbours
_MORE = 20  # times as frequent as the word typed, if that is written anywhere
_FREQUENCY = 0.3  # what ten times the frequency is worth, in typing errors
_DEAREST = 2.0  # typing errors that are believed


def suggest(query: str, found: int, engine: Engine, count: Callable[[str], int]) -> str | None:
    """The whole question with unknown or hardly known words mended, or None.

    Args:
        found: number of articles that the question finds; the suggestion finds more.
        count: number of articles any question finds.
    """
    mended = query
    # From the right, so that places further left stay true.
    for word in sorted(tree.words(parse(query, date.today())), key=lambda word: -word.start):
        form = analyzer().word(word.text).form
        if len(form) < _MIN_LETTERS:
            continue
        known = engine.words(WordMatch("exact", form), 1)
        if known and known[0].count > FEW:
            continue
        better = _neighbour(form, known[0].count if known else 0, engine)
        if better:
            end = word.start + len(word.text)
            mended = mended[: word.start] + as_written(better, engine) + mended[end:]
    return mended if mended != query and count(mended) > found else None


def complete(text: str, engine: Engine, limit: int) -> list[WordCount]:
    """Ways to go on with the last word of ``text``, as people wrote them, most frequent first; each is all of ``text``
    with that word completed, and the number of articles that word is in."""
    before, _, last = text.rpartition(" ")
    form = analyzer().word(last).form
    if not form or not last[-1].isalnum():
        return []
    prefix, expression = pattern(f"{last}*")
    words = engine.words(WordMatch("pattern", expression, prefix=prefix), limit)
    lead = f"{before} " if before else ""
    return [WordCount(lead + as_written(word.text, engine), word.count) for word in words]


def _neighbour(form: str, known: int, engine: Engine) -> str | None:
    """The form that was most probably meant: few and likely typing errors, and frequent."""
    candidates = [
        (typing_cost(form, word.text) - _FREQUENCY * log10(word.count), word.text)
        for word in engine.words(WordMatch("fuzzy", form, distance=2), _CANDIDATES)
        if word.text != form and word.count >= _MORE * known and typing_cost(form, word.text) <= _DEAREST
    ]
    return min(candidates)[1] if candidates else None


def as_written(form: str, engine: Engine) -> str:
    """The form as an article has it: with its capitals and its own spelling."""
    for field in ("body_forms", "title_forms"):
        for article in engine.get([id for id, _ in engine.search(Plan(Term(field, form), limit=1)).hits]).values():
            text = article.title if field == "title_forms" else article.text
            for unit in analyzer(article.language).units(text[:_REACH]):
                for token, word in ((unit.token, unit.word), *unit.pieces):
                    if word.form == form:
                        return token.text
    return form
