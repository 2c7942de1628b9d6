"""What many readers ask is asked of the index once, and anew as soon as anything could answer otherwise."""

import threading
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from archive.service import Archive
from web import create_app
from web.recent import KEPT, RecentAnswers

PATHS = ("/api/search?q={}", "/?q={}", "/api/complete?q={}", "/feed.atom?q={}")


@pytest.fixture
def client(archive: Archive) -> FlaskClient:
    return create_app(archive).test_client()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the archive is asked from now on."""
    calls: list[str] = []
    for name in ("search", "match_levels", "complete", "latest"):
        method = getattr(Archive, name)

        def noted(self: Archive, *given: object, name: str = name, method: object = method, **named: object) -> object:
            calls.append(name)
            return method(self, *given, **named)  # type: ignore[operator]

        monkeypatch.setattr(Archive, name, noted)
    return calls


@pytest.mark.parametrize("path", PATHS)
def test_a_question_that_was_asked_before_is_not_asked_again(client: FlaskClient, asked: list[str], path: str) -> None:
    first = client.get(path.format("Parade"))
    calls = list(asked)
    assert calls
    again = client.get(path.format("Parade"))
    assert asked == calls
    assert first.status_code == again.status_code == 200
    if path.startswith("/api/search"):
        one, two = first.json, again.json
        assert one and two and one.pop("took_ms") >= 0 and two.pop("took_ms") >= 0
        assert one == two
    client.get(path.format("Brief"))
    assert len(asked) == 2 * len(calls)


def test_what_a_run_changes_is_seen_at_once(archive: Archive, home: Path, client: FlaskClient) -> None:
    def totals() -> list[int]:
        found = client.get("/api/search?q=Parade").json, client.get("/api/search?q=Pjoengjang").json
        return [one["total"] for one in found if one]

    assert totals() == totals() == [1, 1]
    for number in range(3):
        (home / "seeds" / f"new{number}.txt").write_text("Noch eine Parade.", "utf-8")
        archive.index()
        assert totals() == [2 + number, 1]
    (home / "seeds" / "parade.txt").unlink()
    archive.index()
    assert totals() == [3, 0]
    archive.index(rebuild=True)
    assert totals() == [3, 0]


def test_what_a_list_of_names_changes_is_seen_at_once(home: Path, client: FlaskClient) -> None:
    assert client.get("/api/search?q=Lichtner").json["total"] == 0  # type: ignore[index]
    (home / "names.toml").write_text('Schoigu = ["Lichtner"]\n', "utf-8")
    assert client.get("/api/search?q=Lichtner").json["total"] == 2  # type: ignore[index]


def test_what_is_no_facet_is_not_repeated_in_every_link(client: FlaskClient) -> None:
    plain = len(client.get("/?q=Parade").data)
    assert len(client.get(f"/?q=Parade&more={'x' * 900}").data) < plain + 1_000


def test_errors_are_not_kept(client: FlaskClient, asked: list[str]) -> None:
    for _ in range(2):
        assert client.get("/api/search?q=date:morgens").status_code == 400
    assert asked == ["search", "search"]


def test_the_same_question_at_once_is_asked_once_and_few_answers_are_kept() -> None:
    recent, began, go_on = RecentAnswers(), threading.Event(), threading.Event()
    answers: list[object] = []

    def slowly() -> object:
        began.set()
        assert go_on.wait(10)
        return object()

    threads = [threading.Thread(target=lambda: answers.append(recent.answer(1, "a", slowly))) for _ in range(4)]
    threads[0].start()
    assert began.wait(10)
    for thread in threads[1:]:
        thread.start()
    assert recent.answer(1, "b", lambda: 7) == 7  # others do not wait
    go_on.set()
    for thread in threads:
        thread.join()
    assert len(answers) == 4 and len(set(map(id, answers))) == 1
    for number in range(2 * KEPT):
        recent.answer(1, number, lambda: None)
    assert len(recent) == KEPT
    assert recent.answer(2, "b", lambda: 8) == 8
    assert recent.answer(None, "b", lambda: 9) == 9
    assert len(recent) == 1
