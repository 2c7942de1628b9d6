"""What engines in a folder of this machine share: the newest commit kept open, what the folder tells of itself."""

import errno
import json
import pickle
import struct
import threading
from abc import abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from archive.engines.base import SCHEMA_VERSION, IndexInfo
from archive.errors import ArchiveError, EngineError, IndexDamaged, IndexMissing

_ABOUT = "about.json"  # the versions an index was made with
# Raised where bytes were read and are not what an index has; Whoosh mostly leaves it at that.
_UNREADABLE = (
    struct.error,
    EOFError,
    LookupError,
    TypeError,
    UnicodeError,
    json.JSONDecodeError,
    pickle.UnpicklingError,
)
# Tantivy raises ValueError for everything, Whoosh an IndexError of its own: words of what they say of damaged files.
_DAMAGE = ("corrupt", "FileDoesNotExist", "different architecture")


class _Snapshot(Protocol):
    """What a commit holds; ``version`` is another one after each commit, ``size`` its number of articles."""

    @property
    def version(self) -> object: ...

    @property
    def size(self) -> int: ...


S = TypeVar("S", bound=_Snapshot)


class EmbeddedEngine(Generic[S]):
    """An index in a folder, read through snapshots of its newest commit.

    Args:
        folder: where its files lie; made if there is none and ``writable``.
        analysis: version of the analysis of the words, kept with a new index; ``info`` tells that of an old one.
        writable: whether a missing index is made and ``update`` allowed.
        patience: seconds that ``update`` waits for another process that is writing.

    Raises:
        IndexMissing: there is no index and it may not be made.
    """

    def __init__(self, folder: Path, *, analysis: int, writable: bool = True, patience: float = 2.0) -> None:
        self._folder = folder
        self._patience = patience
        self._writable = writable
        self._closed = False
        self._current: S | None = None
        self._opening = threading.Lock()
        self._writing = threading.Lock()
        with wrapped("The index could not be opened"):
            self._open()
            if not writable:
                self._snapshot()  # now: the folder may be dropped before the first question
            elif not (folder / _ABOUT).exists():
                about = {"schema": SCHEMA_VERSION, "analysis": analysis}
                (folder / _ABOUT).write_text(json.dumps(about), "utf-8")

    @abstractmethod
    def _open(self) -> None:
        """Open the library's index, or make it."""

    @abstractmethod
    def _version(self) -> object:
        """The newest commit's ``version``; None: the folder is gone."""

    @abstractmethod
    def _read(self, former: S | None) -> S:
        """The newest commit, which may share with a former one what has not changed."""

    def _snapshot(self) -> S:
        """The newest commit; the open one if that is it, or if the folder is gone: its files stay open, and whoever
        dropped them has told readers where to go next. Former ones stay readable for those who hold them."""
        self._check_open()
        current = self._current
        if current is not None and self._version() in (current.version, None):
            return current
        with self._opening:
            current = self._current
            if current is None or self._version() not in (current.version, None):
                current = self._read(current)
                if not self._closed:
                    self._current = current
            return current

    def info(self) -> IndexInfo:
        """See ``Engine``."""
        with wrapped("The index could not be read"):
            articles = self._snapshot().size
            about = json.loads((self._folder / _ABOUT).read_text("utf-8"))
            total = 0
            for file in self._folder.iterdir():
                with suppress(OSError):  # deleted while we look
                    total += file.stat().st_size
            return IndexInfo(articles, total, about["schema"], about["analysis"])

    def close(self) -> None:
        """See ``Engine``. Questions that are being answered are answered to their end."""
        self._closed = True
        self._current = None

    def _check_open(self) -> None:
        if self._closed:
            raise EngineError("This index was closed.", "Open it again.")

    def _check_writable(self) -> None:
        self._check_open()
        if not self._writable:
            raise EngineError("This index was opened for reading only.", "Open it for writing.")


@contextmanager
def wrapped(what: str) -> Iterator[None]:
    """Let a library's errors leave the block as ours; ``what`` begins the sentence."""
    try:
        yield
    except ArchiveError:
        raise
    except FileNotFoundError as error:
        raise IndexMissing("There is no index, or it is gone.", 'Run "archive index".') from error
    except Exception as error:
        if isinstance(error, PermissionError) or "PermissionDenied" in str(error):  # so Tantivy tells it
            hint = "Give this user the right to write there: engines lock what they read."
            raise EngineError(f"{what}: its folder is not this user's to write in.", hint) from error
        kind = IndexDamaged if _proves_damage(error) else EngineError
        raise kind(f"{what}: {error}.", 'If this happens again, run "archive index --rebuild".') from error


def _proves_damage(error: Exception) -> bool:
    """Whether an error can only come from what lies in the files, not from reading them (a lock, a disk, memory)."""
    if isinstance(error, OSError):
        return error.errno == errno.EINVAL  # a place was looked for that no file has
    return isinstance(error, _UNREADABLE) or any(word in str(error) for word in _DAMAGE)
