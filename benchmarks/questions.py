"""Questions that people ask a news archive, each different from all others, made from the articles themselves."""

import json
import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import cycle
from pathlib import Path
from typing import Any

from benchmarks import texts

# Of twenty questions. Those above are asked of the other programs, too: all have such words and phrases.
PLAIN = ("word",) * 4 + ("two words",) * 4 + ("three words",) * 3 + ("either",) + ("phrase",) * 3
MIXED = (*PLAIN, "wildcard", "misspelt", "filter", "dates", "without")
MOST_TEXTS = 2_000  # that questions are made from, evenly over the archive
COMMON = (0.05, 0.3)  # a common word is in this share of the articles
RARE = 10  # a rare word is in so many articles at most
_SHORTEST = 4  # letters of a word that is asked for
_TRIES = 200  # to make a question that is new
_HEADER = re.compile(r"\A(?:\w+: .*\n)+\n")  # lines for title, date, source …: nobody asks for their labels
_LETTERS = re.compile(r"[^\W\d_]+")
_RUNS = re.compile(r"(?<=[ \n])[^\W\d_]+(?: [^\W\d_]+)+")


@dataclass(frozen=True, slots=True)
class Question:
    """A question and what it is narrowed down by.

    Attributes:
        kind: of ``MIXED``, or ``common``, ``rare``, ``opening``.
        query: in Archive's query language.
        words: the words of a plain question, for programs with other languages.
    """

    kind: str
    query: str
    words: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None

    @property
    def key(self) -> tuple[str, tuple[str, ...], str | None, str | None]:
        """What makes it another question: case does not."""
        return self.query.casefold(), self.where, self.since, self.until

    def json(self) -> dict[str, Any]:
        """It as a JSON object without what is empty."""
        return {name: value for name, value in asdict(self).items() if value}

    @classmethod
    def of_json(cls, found: Mapping[str, Any]) -> "Question":
        """The question that ``json`` gave."""
        given: dict[str, Any] = {
            **found,
            "words": tuple(found.get("words", ())),
            "where": tuple(found.get("where", ())),
        }
        return cls(**given)


OPENING = Question("opening", "Anfang", ("Anfang",))  # asked first of every process, and told apart


def dumps(questions: Sequence[Question]) -> str:
    """Questions as a JSON list."""
    return json.dumps([question.json() for question in questions], ensure_ascii=False)


def loads(text: str) -> list[Question]:
    """The questions of a JSON list."""
    return [Question.of_json(found) for found in json.loads(text)]


class Questions:
    """Makes questions about the articles below ``seeds``; never the same twice."""

    def __init__(self, seeds: Path, values: Sequence[str], seed: int = 1) -> None:
        """
        Args:
            values: filters (``source=Nordblatt``) that some articles pass.
            seed: with the same one the questions are the same.
        """
        paths = list(texts.files(seeds))
        step = max(1, len(paths) // MOST_TEXTS)
        read = (path.read_text("utf-8", errors="replace") for path in paths[::step])
        self._texts = [_HEADER.sub("", text) for text in read]
        self._values = list(values)
        self._draw = random.Random(seed)
        self._asked: set[object] = {OPENING.key}
        self._kinds = cycle(MIXED)

    def mixed(self, number: int) -> list[Question]:
        """``number`` questions of all kinds, in turn; fewer where the articles do not give as many."""
        found = (self._new(next(self._kinds)) for _ in range(number))
        return [question for question in found if question]

    def words(self, number: int) -> list[str]:
        """``number`` words to ask one by one; fewer where the articles do not give as many."""
        found = (self._new("word") for _ in range(number))
        return [question.query for question in found if question]

    def common(self, number: int) -> list[Question]:
        """Words that are in many articles of the sample; with their inflections and compounds they are in more."""
        least, most = (share * len(self._texts) for share in COMMON)
        found = [word for word, count in self._articles_of().items() if least <= count <= most / 2]
        return self._one_by_one("common", found, number)

    def rare(self, number: int) -> list[Question]:
        """Words that are in one article of the sample."""
        return self._one_by_one("rare", [word for word, count in self._articles_of().items() if count == 1], number)

    def _articles_of(self) -> Counter[str]:
        found: Counter[str] = Counter()
        for text in self._texts:
            found.update({word for word in _LETTERS.findall(text) if len(word) >= _SHORTEST})
        return found

    def _one_by_one(self, kind: str, words: list[str], number: int) -> list[Question]:
        drawn = self._draw.sample(words, len(words))
        made = (Question(kind, word, (word,)) for word in drawn)
        return [question for question, _ in zip(self._unasked(made), range(number), strict=False)]

    def _unasked(self, questions: Iterator[Question]) -> Iterator[Question]:
        for question in questions:
            if question.key not in self._asked:
                self._asked.add(question.key)
                yield question

    def _new(self, kind: str) -> Question | None:
        made = (self._make(kind) for _ in range(_TRIES))
        return next(self._unasked(question for question in made if question), None)

    def _make(self, kind: str) -> Question | None:
        draw, text = self._draw, self._draw.choice(self._texts)
        words = [word for word in _LETTERS.findall(text) if len(word) >= _SHORTEST and word[0].isupper()]
        if len(words) < 3:
            return None
        first, second, third = draw.sample(words, 3)
        match kind:
            case "word":
                return Question(kind, first, (first,))
            case "two words":
                return Question(kind, f"{first} {second}", (first, second))
            case "three words":
                return Question(kind, f"{first} {second} {third}", (first, second, third))
            case "either":
                return Question(kind, f"{first} OR {second}", (first, second))
            case "phrase":
                runs = [run.split() for run in _RUNS.findall(text)]
                if not runs:
                    return None
                run = draw.choice(runs)
                start = draw.randrange(len(run) - 1)
                phrase = tuple(run[start : start + draw.choice((2, 2, 3))])
                return Question(kind, f'"{" ".join(phrase)}"', phrase)
            case "wildcard":
                return Question(kind, first[: draw.randint(_SHORTEST, max(_SHORTEST, len(first) - 1))] + "*")
            case "misspelt":
                place = draw.randrange(1, len(first) - 1)
                wrong = first[:place] + first[place + 1 :]
                return Question(kind, wrong + draw.choice(("", "", "~")))
            case "filter":
                return Question(kind, first, where=(draw.choice(self._values),)) if self._values else None
            case "dates":
                year = draw.randint(2005, 2021)
                until = f"{year + draw.randint(0, 4)}-{draw.randint(1, 12):02}"
                return Question(kind, first, since=f"{year}-01", until=until)
            case "without":
                return Question(kind, f"{first} -{second}")
        raise ValueError(kind)
