"""The questions that speed is measured with."""

from collections import Counter
from pathlib import Path

import pytest

from archive.query.parse import parse
from benchmarks import texts
from benchmarks.questions import MIXED, OPENING, Question, Questions, dumps, loads


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("questions") / "seeds"
    texts.write_seeds(folder, 100)
    return folder


def test_no_two_questions_are_the_same(seeds: Path) -> None:
    questions = Questions(seeds, ["source=Nordblatt", "year=2010"])
    words = [Question("word", word) for word in questions.words(20)]
    asked = [
        OPENING,
        *questions.mixed(1_500),
        *words,
        *questions.common(20),
        *questions.rare(100),
        *questions.mixed(100),
    ]
    assert len(asked) == 1_741
    assert len({question.key for question in asked}) == len(asked)


def test_they_are_of_all_kinds_and_the_same_again(seeds: Path) -> None:
    asked = Questions(seeds, ["source=Nordblatt"]).mixed(200)
    assert Counter(question.kind for question in asked) == {kind: 10 * count for kind, count in Counter(MIXED).items()}
    assert Questions(seeds, ["source=Nordblatt"]).mixed(200) == asked
    assert loads(dumps(asked)) == asked
    assert not {"Titel", "Datum", "Quelle", "Ressort"} & {word for question in asked for word in question.query.split()}
    by_kind = {question.kind: question for question in asked}
    assert by_kind["wildcard"].query.endswith("*")
    assert by_kind["phrase"].query.startswith('"')
    assert " OR " in by_kind["either"].query
    assert by_kind["filter"].where == ("source=Nordblatt",)
    assert by_kind["dates"].since
    assert any(question.query.endswith("~") for question in asked)


def test_each_can_be_asked(seeds: Path) -> None:
    from datetime import date

    for question in Questions(seeds, []).mixed(200):
        parse(question.query, date(2024, 1, 1))


def test_where_articles_give_too_few_questions_there_are_fewer(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Kurze Meldung Berlin", "utf-8")
    assert 3 <= len(Questions(tmp_path, []).mixed(500)) < 100
