"""The description of the HTTP interface, held against the application by schemathesis: what it allows is answered as it
says, what it does not is refused, and nothing breaks."""

from collections.abc import Iterator

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from archive.service import open_archive
from tests.conftest import BAHN, BRIEF, OLD, PARADE
from web import create_app

PLAIN = {"Accept-Encoding": "identity"}  # the test client unpacks nothing


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    seeds = tmp_path_factory.mktemp("home") / "seeds"
    seeds.mkdir()
    for name, text in (("parade", PARADE), ("brief", BRIEF), ("streik", BAHN), ("ende", OLD)):
        (seeds / f"{name}.txt").write_text(text, "utf-8")
    with open_archive(seeds.parent) as archive:
        archive.index()
        yield create_app(archive)


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_it_answers_as_described(app: Flask, mode: GenerationMode) -> None:
    operations = [found.ok() for found in schemathesis.openapi.from_wsgi("/api/openapi.json", app).get_all_operations()]
    assert {"/api/search", "/api/article/{id}", "/export.csv", "/feed.atom"} <= {each.path for each in operations}
    for operation in operations:
        if mode is GenerationMode.NEGATIVE and not operation.query:
            continue  # any id is a text

        @given(operation.as_strategy(generation_mode=mode))
        @settings(max_examples=20, derandomize=True, suppress_health_check=list(HealthCheck))
        def ask(case: schemathesis.Case) -> None:
            # A question that is well formed may still ask for a day that does not exist.
            case.call_and_validate(excluded_checks=[positive_data_acceptance], headers=PLAIN)

        ask()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # it leaves the file it is sent open
def test_every_answer_is_one_that_is_described(app: Flask) -> None:
    ids = {"id": "parade"}
    for found in schemathesis.openapi.from_wsgi("/api/openapi.json", app).get_all_operations():
        operation = found.ok()
        parameters = {"path_parameters": ids} if operation.path_parameters else {}
        answer = operation.Case(**parameters).call_and_validate(headers=PLAIN)
        assert answer.status_code == 200
        for query in (
            {"q": "Schoigu", "where": ["source=Nordblatt"], "since": "2023-07", "limit": 2},
            {"q": "Elefanz"},
        ):
            if operation.query:
                assert operation.Case(query=query).call_and_validate(headers=PLAIN).status_code == 200
        if operation.path_parameters:
            assert (
                operation.Case(path_parameters={"id": "nirgends"}).call_and_validate(headers=PLAIN).status_code == 404
            )


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE"])
def test_there_is_nothing_to_write(app: Flask, method: str) -> None:
    for url in ("/", "/api/search", "/api/article/parade", "/export.csv", "/original/parade", "/feed.atom", "/healthz"):
        answer = app.test_client().open(url, method=method, data="x" * 1000)
        assert answer.status_code == 405
        assert {"GET", "HEAD", "OPTIONS"} == set(answer.headers["Allow"].split(", "))


@pytest.mark.parametrize("name", ["q", "where", "since", "until", "sort", "limit", "page"])
@pytest.mark.parametrize(
    "text",
    [
        "%00",
        "%ED%A0%80",
        "%FF%FE",
        "%E2%80%A8",
        "x" * 20_000,
        "(" * 900,
        "-1",
        "1e3",
        "٣",
        "9" * 5000,
        "%F0%9F%98%80",
        "+",
    ],
    ids=lambda text: text[:10],
)
def test_odd_input_is_answered_or_refused_with_a_reason(app: Flask, name: str, text: str) -> None:
    for path in ("/", "/api/search", "/api/complete", "/api/suggest", "/export.jsonl", "/feed.atom"):
        answer = app.test_client().get(f"{path}?{name}={text}", buffered=True)
        assert answer.status_code in (200, 400), path
        if answer.status_code == 400 and path.startswith("/api"):
            assert answer.json["error"]["message"]  # type: ignore[index]
        answer.data.decode()


@pytest.mark.parametrize("id", ["%00", "%ED%A0%80", "%FF", "x" * 20_000, "..", "%2E%2E/x", "%0A", "%F0%9F%98%80", "~1"])
def test_no_odd_id_is_an_article(app: Flask, id: str) -> None:
    for path in ("/article/", "/api/article/", "/original/"):
        assert app.test_client().get(path + id, buffered=True).status_code == 404
