"""Work that a library does without Python's lock, in a thread beside what Python does meanwhile."""

import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def begin(work: Callable[[], T]) -> Callable[[], T]:
    """Begin some work in a thread of its own.

    Returns:
        Waits for the end of the work, and gives its result or raises its error, each time it is called.
    """
    results: list[T] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            results.append(work())
        except BaseException as error:  # it is raised where the result is asked for
            errors.append(error)

    # No daemon: a process that ends waits for it, for a library must not come back to a Python that is gone.
    thread = threading.Thread(target=run, name="counting")
    try:
        thread.start()
    except RuntimeError:  # the system has no thread left
        run()

    def result() -> T:
        if thread.ident is not None:
            thread.join()
        if errors:
            raise errors[0]
        return results[0]

    return result
