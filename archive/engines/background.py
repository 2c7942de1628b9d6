"""Work that a library does without Python's lock, in a thread beside what Python does meanwhile."""

import os
import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
_SPARE = threading.BoundedSemaphore(max(0, (os.cpu_count() or 1) - 1))  # processors beside the one that asks


def begin(work: Callable[[], T]) -> Callable[[], T] | None:
    """Begin some work in a thread of its own, if a processor is to spare for it.

    Returns:
        Waits for the end of the work, and gives its result or raises its error, each time it is called; None if nothing
        was begun.
    """
    if not _SPARE.acquire(blocking=False):
        return None
    results: list[T] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            results.append(work())
        except BaseException as error:  # it is raised where the result is asked for
            errors.append(error)
        finally:
            _SPARE.release()

    # No daemon: a process that ends waits for it, for a library must not come back to a Python that is gone.
    thread = threading.Thread(target=run, name="counting")
    try:
        thread.start()
    except RuntimeError:  # the system has no thread left
        _SPARE.release()
        return None

    def result() -> T:
        thread.join()
        if errors:
            raise errors[0]
        return results[0]

    return result
