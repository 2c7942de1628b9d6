"""Build the clauses that order the hits of a question.

They score neighbouring words, function words, parts of compounds and the lead, and never decide which articles are
found.
"""

from collections.abc import Callable, Iterator, Sequence
from math import log

from msgspec import Struct

from archive.german import Word, question_analyzer
from archive.query import tree
from archive.query.plan import Best, Constant, Near, Node, Phrase, Term, WordCount, WordMatch
from archive.query.weights import (
    BY_KIND,
    FULL_NEARNESS,
    FUNCTION_WORD,
    LEAD,
    MOST_PAIRS,
    NEAR_FORMS,
    NEAR_FORMS_DISTANCE,
    NEAR_TERMS,
    NEAR_TERMS_DISTANCE,
    PART,
    PART_WITHIN,
    RARE_ARTICLES,
    RARE_SHARE,
    REACH,
    ROW,
)
from archive.query.widening import FIELDS, is_content, scored


class _Asked(Struct, frozen=True):
    """A word of the question, or one piece of a word with hyphens; ``name`` is the index field that scores it."""

    word: Word
    name: str
    is_content: bool


def ranking(node: tree.Node, words: Callable[[WordMatch, int], Sequence[WordCount]], articles: int) -> tuple[Node, ...]:
    """Return clauses that add to the score of the articles that a question finds.

    The scores for words near each other follow Metzler and Croft, "A Markov Random Field Model for Term
    Dependencies", SIGIR 2005; ``weights`` holds the numbers.

    Args:
        node: the tree of the question.
        words: looks up words of the index, as ``Engine.words`` does.
        articles: the number of articles in the index.
    """
    units = [(unit, word.field) for word in tree.words(node) for unit in question_analyzer().units(word.text)]
    asked = [
        _Asked(word, FIELDS[of][-1], is_content(word)) for unit, of in units for _, word in unit.pieces
    ]  # fmt: skip
    clauses: list[Node] = []
    has_content = any(one.is_content for one in asked)
    for one in dict.fromkeys(asked):
        if one.is_content:
            clauses += _lead_and_parts(one)
        elif has_content:
            clauses.append(Term(f"{one.name}_forms", one.word.form, FUNCTION_WORD))
    for unit, of in units:
        if unit.has_hyphens:
            clauses += [_piece(word, FIELDS[of][-1]) for _, word in unit.pieces if is_content(word)]
    if len(asked) > 1:
        clauses += _Neighbours(asked, words, articles).clauses()
    return tuple(dict.fromkeys(clauses))


def _lead_and_parts(one: _Asked) -> Iterator[Node]:
    """Yield clauses that score a word in the lead, and the parts of a compound."""
    if one.name == "body":
        yield Best(tuple(Term("lead", term, LEAD, "inflection") for term in one.word.terms))
    for part in one.word.parts:
        yield Term(one.name, part, PART, "compound")
        yield Term(f"{one.name}_parts", part, PART_WITHIN, "compound")


def _piece(word: Word, name: str) -> Node:
    """Return the node that scores a piece of a word with hyphens as a word of its own."""
    clauses: list[Node] = [Term(f"{name}_forms", word.form, BY_KIND["exact"])]
    clauses += [Term(name, term, BY_KIND["inflection"], "inflection") for term in word.terms]
    clauses += [Term(f"{name}_parts", term, BY_KIND["compound"], "compound") for term in word.terms]
    return scored(clauses, clauses)


class _Neighbours:
    """Pairs of words that stand near each other in the question, and are scored where they do so in an article."""

    def __init__(
        self, asked: list[_Asked], words: Callable[[WordMatch, int], Sequence[WordCount]], articles: int
    ) -> None:
        self._asked = asked
        self._articles = articles
        self._forms = _counts(words, "forms", {one.word.form for one in asked})
        content = sum(one.is_content for one in asked)
        # The more words are asked for, the more pairs there are: together they shall not outweigh the words.
        self._share = min(1.0, FULL_NEARNESS / max(1, content - 1))
        self._terms = _counts(words, "terms", {term for one in asked if one.is_content for term in one.word.terms})

    def clauses(self) -> Iterator[Node]:
        """Yield at most three clauses for each pair: in a row, near each other as typed, near each other in any
        inflection.
        """
        for first, second in list(zip(self._asked, self._asked[1:], strict=False))[:MOST_PAIRS]:
            if (first.is_content or second.is_content) and first.name == second.name:
                forms = first.word.form, second.word.form
                if self._tells(self._forms, forms):
                    yield Constant(Phrase(f"{first.name}_forms", forms), ROW * self._rarity(self._forms, forms))
        content = [one for one in self._asked if one.is_content]
        pairs = [(content[place], other) for place in range(len(content))
                 for other in content[place + 1 : place + 1 + REACH]]  # fmt: skip
        for first, second in pairs[:MOST_PAIRS]:
            if first.name == second.name:
                yield from self._near(first, second)

    def _near(self, first: _Asked, second: _Asked) -> Iterator[Node]:
        """Yield the clauses that score two words near each other, as typed and in any inflection."""
        forms = first.word.form, second.word.form
        if forms[0] != forms[1] and self._tells(self._forms, forms):
            near = Near(f"{first.name}_forms", forms, NEAR_FORMS_DISTANCE)
            yield Constant(near, NEAR_FORMS * self._share * self._rarity(self._forms, forms))
        terms = self._main_term(first.word), self._main_term(second.word)
        if terms[0] and terms[1] and terms[0] != terms[1] and self._tells(self._terms, (terms[0], terms[1])):
            near = Near(first.name, (terms[0], terms[1]), NEAR_TERMS_DISTANCE)
            yield Constant(near, NEAR_TERMS * self._rarity(self._terms, (terms[0], terms[1])))

    def _tells(self, counts: dict[str, int], words: tuple[str, str]) -> bool:
        """Return whether a pair is informative and cheap to look for: both words exist, and one of them is rare."""
        fewest = min(counts.get(word, 0) for word in words)
        return 0 < fewest <= max(RARE_ARTICLES, RARE_SHARE * self._articles)

    def _main_term(self, word: Word) -> str | None:
        """Return the term of a word that most articles hold, or None if no article holds any."""
        return max((term for term in word.terms if term in self._terms), key=self._terms.__getitem__, default=None)

    def _rarity(self, counts: dict[str, int], words: tuple[str, str]) -> float:
        """Return the sum of the inverse document frequencies of two words, as BM25 defines them."""
        return sum(log(1 + (self._articles - counts[word] + 0.5) / (counts[word] + 0.5)) for word in words)


def _counts(
    words: Callable[[WordMatch, int], Sequence[WordCount]], of: str, asked: set[str]
) -> dict[str, int]:  # fmt: skip
    """Return the number of articles for each word of ``asked`` that the index holds; ``of`` is "terms" or "forms"."""
    match = WordMatch("any", " ".join(sorted(asked)), of="terms" if of == "terms" else "forms")
    return {word.text: word.count for word in words(match, len(asked))} if asked else {}
