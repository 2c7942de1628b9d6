"""Any text may be asked, in any way: no traceback, no 500. The long form also tells how long the answers took."""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings

from archive.service import Archive, open_archive
from benchmarks.texts import write_seeds
from tests.conftest import PARADE
from tests.torture.hostile_questions import QUESTIONS, Timings, ask_everywhere, ask_somewhere
from web import create_app

SHORT, LONG = 200, 10_000
LONG_ARTICLES = 1_000
_CHECKS = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]


def test_any_question_has_an_answer_or_one_sentence(archive: Archive, client: FlaskClient) -> None:
    turns = count()

    @settings(max_examples=SHORT, suppress_health_check=_CHECKS)
    @given(question=QUESTIONS)
    def ask(question: str) -> None:
        ask_somewhere(archive, client, question, Timings(), next(turns))

    ask()


@pytest.mark.parametrize(
    "question", ["", "Schoigu", "date:morgens", "\x00", "../../etc/passwd", "\u202e\x1b[31m" * 100]
)
def test_a_question_is_asked_everywhere(archive: Archive, client: FlaskClient, question: str) -> None:
    ask_everywhere(archive, client, question, Timings())


@pytest.fixture
def client(archive: Archive) -> FlaskClient:
    return create_app(archive).test_client()


@pytest.fixture
def large(tmp_path: Path, engine: str) -> Iterator[Archive]:
    write_seeds(tmp_path / "seeds", LONG_ARTICLES)
    (tmp_path / "seeds" / "parade.txt").write_text(PARADE, "utf-8")
    with open_archive(tmp_path) as archive:
        archive.index()
        yield archive


@pytest.mark.torture
def test_ten_thousand_questions_of_which_none_takes_200_ms(
    archive: Archive, client: FlaskClient, record_property: Callable[[str, object], None]
) -> None:
    record_property("times", LONG)
    timings = _ask(archive, client, LONG)
    assert len(timings.taken["Python"]) >= LONG * 0.9
    assert timings.slow_again(archive, client) == []


@pytest.mark.torture
def test_a_thousand_questions_over_a_thousand_articles(
    large: Archive, record_property: Callable[[str, object], None]
) -> None:
    timings = _ask(large, create_app(large).test_client(), LONG // 10)
    record_property("times", LONG // 10)
    record_property("told", "\n".join(timings.lines()))


def _ask(archive: Archive, client: FlaskClient, number: int) -> Timings:
    timings = Timings()

    @settings(max_examples=number, suppress_health_check=_CHECKS, database=None)
    @given(question=QUESTIONS)
    def ask(question: str) -> None:
        ask_somewhere(archive, client, question, timings, len(timings.taken["Python"]))

    ask()
    return timings
