"""Work in the background: its result waits for its end, its error is raised where the result is asked for."""

import threading

import pytest

from archive.engines import background
from archive.engines.background import begin


@pytest.fixture(autouse=True)
def one_processor_to_spare(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background, "_SPARE", threading.BoundedSemaphore(1))


def test_the_caller_goes_on_while_the_work_is_done() -> None:
    may_end = threading.Event()

    def work() -> str:
        assert may_end.wait(10)
        return threading.current_thread().name

    result = begin(work)
    assert result and begin(work) is None, "no other processor is to spare"
    may_end.set()  # reached although the work cannot have ended
    assert result() == result() == "counting" != threading.current_thread().name
    again = begin(work)
    assert again and again() == "counting"


def test_an_error_is_raised_each_time_the_result_is_asked_for() -> None:
    def work() -> None:
        raise ValueError("damaged")

    result = begin(work)
    assert result
    for _ in range(2):
        with pytest.raises(ValueError, match="damaged"):
            result()


def test_nothing_is_begun_without_another_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    with monkeypatch.context() as patch:
        patch.setattr(threading.Thread, "start", refuse)
        assert begin(threading.active_count) is None
    assert begin(threading.active_count), "the processor is to spare again"
