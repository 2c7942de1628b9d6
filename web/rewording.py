"""Rewordings of a question that its page offers as links: one form of a word alone, and a word less."""

from msgspec.structs import replace

from archive.query import tree
from archive.query.parse import parse
from web.question import Question, archive


def exactly(question: Question) -> list[tuple[str, Question]]:
    """The words of a question that are widened by spellings or synonyms; with each the question that asks for exactly
    this form in its place."""
    widened = archive().widened(question.search_request())
    return [
        (word.text, _replaced(question, word, f'"{word.text}"'))
        for word in (tree.words(parse(question.q)) if widened else ())
        if word.text in widened
    ]


def without(question: Question, text: str) -> Question | None:
    """The question without one of its bare words; None if ``text`` is none of them."""
    for word in tree.words(parse(question.q)):
        if word.text == text:
            return _replaced(question, word, "")
    return None


def _replaced(question: Question, word: tree.Word, text: str) -> Question:
    before, after = question.q[: word.start], question.q[word.start + len(word.text) :]
    return replace(question, q=" ".join(f"{before}{text}{after}".split()), page=1)
