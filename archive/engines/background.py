"""Work that a library does without Python's lock, in a thread beside what Python does meanwhile."""

import os
import threading
from collections import deque
from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")
_SPARE = threading.BoundedSemaphore(max(0, (os.cpu_count() or 1) - 1))  # processors beside the one that asks


def begin(works: Sequence[Callable[[], T]]) -> Callable[[], list[T]] | None:
    """Begin some work in a thread of its own, if a processor is to spare for it.

    Args:
        works: what is to be done, in any order, some of it at the same time.

    Returns:
        Does what is not begun yet, waits for the end of the rest, and gives the results in the order of ``works`` or
        raises the first error, each time it is called; None if nothing was begun.
    """
    if not _SPARE.acquire(blocking=False):
        return None
    left = deque(enumerate(works))
    results: dict[int, T] = {}
    errors: list[BaseException] = []

    def run() -> None:
        while True:
            try:
                place, work = left.popleft()
            except IndexError:
                return
            try:
                results[place] = work()
            except BaseException as error:  # it is raised where the results are asked for
                errors.append(error)
                left.clear()

    def run_beside() -> None:
        try:
            run()
        finally:
            _SPARE.release()

    # No daemon: a process that ends waits for it, for a library must not come back to a Python that is gone.
    thread = threading.Thread(target=run_beside, name="counting")
    try:
        thread.start()
    except RuntimeError:  # the system has no thread left
        _SPARE.release()
        return None

    def result() -> list[T]:
        run()  # who asks for the results would only wait
        thread.join()
        if errors:
            raise errors[0]
        return [results[place] for place in sorted(results)]

    return result
