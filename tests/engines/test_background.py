"""Work in the background: who asks for the results does what is left, waits for the rest, and gets the first error."""

import threading

import pytest

from archive.engines import background
from archive.engines.background import begin


@pytest.fixture(autouse=True)
def one_processor_to_spare(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background, "_SPARE", threading.BoundedSemaphore(1))


def thread_name() -> str:
    return threading.current_thread().name


def test_the_caller_goes_on_while_the_work_is_done() -> None:
    begun, may_end = threading.Event(), threading.Event()

    def work() -> str:
        begun.set()
        assert may_end.wait(10)
        return thread_name()

    result = begin([work])
    assert result and begin([work]) is None, "no other processor is to spare"
    assert begun.wait(10)
    may_end.set()  # reached although the work cannot have ended
    assert result() == result() == ["counting"] != [thread_name()]
    again = begin([threading.active_count])
    assert again and len(again()) == 1, "the processor is to spare again"


def test_who_asks_for_the_results_does_what_is_left() -> None:
    begun, left_done = threading.Event(), threading.Event()

    def first() -> str:
        begun.set()
        assert left_done.wait(10), "the second was not done meanwhile"
        return thread_name()

    def second() -> str:
        left_done.set()
        return thread_name()

    result = begin([first, second])
    assert result and begun.wait(10)
    assert result() == ["counting", thread_name()], "in the order of the works"


def test_an_error_is_raised_each_time_the_result_is_asked_for() -> None:
    done: list[str] = []

    def fail() -> None:
        raise ValueError("damaged")

    result = begin([fail, lambda: done.append("after")] * 50)
    assert result
    for _ in range(2):
        with pytest.raises(ValueError, match="damaged"):
            result()
    assert len(done) < 50, "what is left is not done after an error"


def test_nothing_is_begun_without_another_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    with monkeypatch.context() as patch:
        patch.setattr(threading.Thread, "start", refuse)
        assert begin([threading.active_count]) is None
    assert begin([threading.active_count]), "the processor is to spare again"
