"""What wildcards and misspelt words of one question stand for is bounded, each and together."""

from datetime import date

import pytest

from archive.errors import QueryError
from archive.query.parse import parse
from archive.query.plan import WordCount, WordMatch
from archive.query.planner import EXPANSION_LIMIT, EXPANSIONS_LIMIT, Planner


class _Words:
    """Words of an index in which every pattern stands for so many words."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.asked: list[WordMatch] = []

    def __call__(self, match: WordMatch, limit: int) -> list[WordCount]:
        self.asked.append(match)
        return [WordCount(f"w{len(self.asked)}x{number}", 1) for number in range(min(limit, self.number))]


def _plan(planner: Planner, question: str) -> None:
    planner.node(parse(question, date(2024, 1, 1)))


def test_together_they_stand_for_so_many_words_and_no_more() -> None:
    words = _Words(EXPANSION_LIMIT)
    _plan(Planner(words), "milit* OR raket*")
    with pytest.raises(QueryError, match=f"more than {EXPANSIONS_LIMIT:,} words together"):
        _plan(Planner(words), "milit* OR raket* OR nord*")
    many = " OR ".join(f"wort{first}{second}~2" for first in "abcdefg" for second in "uvwxyz")
    with pytest.raises(QueryError, match="together"):
        _plan(Planner(_Words(EXPANSIONS_LIMIT // 40)), many)
    _plan(Planner(_Words(EXPANSIONS_LIMIT // 50)), many)


def test_each_is_looked_up_once_for_all_plans_of_a_question() -> None:
    words = _Words(EXPANSION_LIMIT)
    planner = Planner(words)
    question = "milit* raket*"
    _plan(planner, question)
    assert planner.required(parse(question, date(2024, 1, 1)))
    _plan(planner, "milit* raket* Weizen")
    assert len([match for match in words.asked if match.how == "pattern"]) == 2


def test_a_plan_grows_with_the_question_however_many_pairs_of_words_are_words_when_joined() -> None:
    def every(match: WordMatch, limit: int) -> list[WordCount]:
        return [WordCount(word, 1) for word in match.text.split()[:3]] if match.how == "any" else []

    def size(words: int) -> int:
        names = [f"wort{first}{second}" for first in "abcdefgh" for second in "uvwxyz"][:words]
        # Pairs that a quoted word parts: each of them, and no other two words, may be one word.
        question = " ".join(f'{one} {two} "und"' for one, two in zip(names[::2], names[1::2], strict=True))
        return str(Planner(every).node(parse(question, date(2024, 1, 1)))).count("Term(")

    assert size(16) < size(32) < 3 * size(16)
