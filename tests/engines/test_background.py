"""Work in the background: its result waits for its end, its error is raised where the result is asked for."""

import threading

import pytest

from archive.engines.background import begin


def test_the_caller_goes_on_while_the_work_is_done() -> None:
    may_end = threading.Event()

    def work() -> str:
        assert may_end.wait(10)
        return threading.current_thread().name

    result = begin(work)
    may_end.set()  # reached although the work cannot have ended
    assert result() == result() == "counting" != threading.current_thread().name


def test_an_error_is_raised_each_time_the_result_is_asked_for() -> None:
    def work() -> None:
        raise ValueError("damaged")

    result = begin(work)
    for _ in range(2):
        with pytest.raises(ValueError, match="damaged"):
            result()


def test_without_another_thread_the_work_is_done_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refuse)
    assert begin(lambda: threading.current_thread().name)() == threading.current_thread().name
