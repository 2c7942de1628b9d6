"""Answers to the questions that were asked last: many readers ask the same, and an index changes less often."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Any, TypeVar, cast

T = TypeVar("T")
KEPT = 128  # answers, some 50 kB each


class RecentAnswers:
    """Keeps answers in memory as long as the index is of the same version. Safe to use from several threads; several
    that ask the same at once wait for one of them.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._version: object = None
        self._known: OrderedDict[Hashable, Future[Any]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._known)

    def answer(self, version: object, question: Hashable, ask: Callable[[], T]) -> T:
        """The answer to a question; errors are not kept.

        Args:
            version: what the answer depends on beside the question, by ``==``; None: ask.
            ask: finds the answer.
        """
        if version is None:
            return ask()
        with self._lock:
            if self._version != version:
                self._version = version
                self._known = OrderedDict()
            known = self._known
            found = known.get(question)
            is_first = found is None
            if found is None:
                found = known[question] = Future()
                if len(known) > KEPT:
                    known.popitem(last=False)
            known.move_to_end(question)
        if is_first:
            try:
                found.set_result(ask())
            except BaseException as error:
                with self._lock:
                    known.pop(question, None)
                found.set_exception(error)
        return cast(T, found.result())
