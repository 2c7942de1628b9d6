"""The same questions, the same answers in every engine: 200 questions through the command line."""

import json
import random
import shutil
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from archive.cli import cli
from archive.engines import nearness
from archive.errors import QueryError

ENGINES = ("whoosh", "tantivy", "opensearch")
QUESTIONS = 200
ROOT = Path(__file__).parents[1]
WORDS = ["Schoigu", "Nordkorea", "Parade", "Regierung", "Häuser", "Strasse", "Leuchtturm", "Minister", "Drohnen",
         "Stadt", "Wasser", "der", "und", "Bahn", "Brief", "Zug", "gehen", "Preise", "China",
         "Abgeordnete"]  # fmt: skip
FILTERS = ["year=2023", "year!=2023", "source=", "source!=Nordblatt", "place=China", "language=de", "month=2023-07",
           "agency=dpa", "folder=", "format=text/plain", "keyword!=Bahn", "author="]  # fmt: skip
DATES = ["date:2023", "date:2022..2023-06", "date:..1990", "date:none", "date:>=2023-07-27", "date:<2020", "added:1d"]


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory, module_address: str) -> dict[str, Path]:
    """The project's own articles and a hundred made ones, indexed by each engine."""
    first = tmp_path_factory.mktemp("first")
    shutil.copytree(ROOT / "seeds", first / "seeds")
    draw = random.Random(3)  # noqa: S311
    for number in range(100):
        date = draw.choice(["", f"Datum: {draw.randrange(1890, 2024)}\n", f"Datum: 2023-{draw.randrange(1, 13):02}\n",
                            f"Datum: 2023-07-{draw.randrange(1, 32):02}\n"])  # fmt: skip
        source = draw.choice(["", "Quelle: Nordblatt\n", "Quelle: NORDBLATT\n", "Quelle: Die Woche\n"])
        words = " ".join(draw.choices(WORDS, k=draw.randrange(3, 60)))
        text = f"Titel: {draw.choice(WORDS)} {number}\n{date}{source}\n{words}.{draw.choice([' (dpa)', ''])}\n"
        (first / "seeds" / f"m{number}.txt").write_text(text, "utf-8")
    homes = {engine: tmp_path_factory.mktemp(engine) for engine in ENGINES}
    for engine, home in homes.items():
        shutil.copytree(first / "seeds", home / "seeds", dirs_exist_ok=True)
        setting = module_address if engine == "opensearch" else engine
        assert invoke(home, "index", "--engine", setting, "--json")[1]["failed"] == 0
    return homes


def questions() -> Iterator[list[str]]:
    """Arguments of ``archive search``, ever new ones."""
    draw = random.Random(5)  # noqa: S311

    def word() -> str:
        return draw.choice(WORDS)

    shapes = [
        lambda: word(),
        lambda: f"{word()} {word()}",
        lambda: f"{word()} -{word()}",
        lambda: f"-{word()} NICHT {word()}",
        lambda: f"({word()} OR {word()}) {word()}",
        lambda: f'"{word()} {word()}"',
        lambda: f'"{word()} {word()}"~{draw.randrange(1, 9)}',
        lambda: f'"{word()} {word()} {word()}"~{draw.randrange(2, 30)}',
        lambda: f'"{word()}"',
        lambda: f"{word()[:3]}*",
        lambda: f"*{word()[-4:]}",
        lambda: f"{word()}~",
        lambda: f"title:{word()} {draw.choice(DATES)}",
        lambda: f"text:{word()} ODER {draw.choice(DATES)}",
        lambda: f"{word()} {draw.choice(DATES)}",
        lambda: draw.choice(DATES),
        lambda: "",
    ]
    while True:
        filters = [part for f in draw.sample(FILTERS, draw.choice([0, 0, 1, 2])) for part in ("--where", f)]
        sort = draw.choice(["relevance", "newest", "oldest"])
        yield ["--sort", sort, *filters, "--", draw.choice(shapes)()]


def invoke(home: Path, *arguments: str) -> tuple[int, Any]:
    result = CliRunner().invoke(cli, ["--home", str(home), *arguments])
    assert result.exit_code in (0, 1), result.output
    return result.exit_code, json.loads(result.stdout)


def test_200_questions_have_the_same_answers_in_all_engines(homes: dict[str, Path]) -> None:
    asked = {tuple(question): question for question in islice(questions(), 400)}
    found = 0
    for question in list(asked.values())[:QUESTIONS]:
        codes, answers = zip(*(invoke(homes[e], "search", "--json", "--limit", "500", *question) for e in ENGINES),
                             strict=True)  # fmt: skip
        for answer, engine in zip(answers, ENGINES, strict=True):
            assert (answer.pop("engine"), answer.pop("took_ms") >= 0) == (engine, True)
            for hit in answer["hits"]:
                hit.pop("score")
            if "relevance" in question:
                answer["hits"].sort(key=lambda hit: hit["id"])
        assert len(set(codes)) == 1
        assert answers[0] == answers[1], question
        assert answers[0] == answers[2], question
        found += answers[0]["total"] > 0
    assert len(asked) >= QUESTIONS
    assert found > 120, "most questions must find something to compare"


def test_what_one_engine_refuses_all_refuse(homes: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nearness, "NEAR_ARTICLES", 60)
    draw = random.Random(7)  # noqa: S311
    told = []
    for _ in range(60):
        clauses = [" ".join(draw.choices(WORDS, k=draw.choice([2, 3, 3, 4]))) for _ in range(draw.choice([1, 1, 4]))]
        question = " ODER ".join(f'"{words}"~{draw.randrange(2, 40)}' for words in clauses)
        answers = [
            CliRunner().invoke(cli, ["--home", str(home), "search", "--limit", "0", "--", question])
            for home in homes.values()
        ]
        errors = {str(answer.exception) if isinstance(answer.exception, QueryError) else answer.stdout.partition("(")[0]
                  for answer in answers}  # fmt: skip
        assert len(errors) == 1, (question, errors)
        told += errors
    assert 15 < sum("ask for rarer ones" in error for error in told) < 45
