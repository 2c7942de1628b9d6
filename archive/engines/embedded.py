"""What engines in a folder of this machine share: snapshots of the newest commit, the versions kept beside the index,
and how errors of their libraries become ours."""

import json
import threading
from abc import abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from archive.engines.base import SCHEMA_VERSION, IndexInfo
from archive.engines.integrity import DamagedFile, missing, replace_file, unreadable
from archive.errors import ArchiveError, EngineError, IndexMissing

_ABOUT = "about.json"  # the file with the versions that an index was made with
WRITER_PATIENCE = 2.0  # seconds that an update waits for another writer: longer than one small commit takes


class _Snapshot(Protocol):
    """What a commit holds; ``version`` differs after each commit, ``size`` is its number of articles."""

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

    def __init__(
        self, folder: Path, *, analysis: int, writable: bool = True, patience: float = WRITER_PATIENCE
    ) -> None:
        self._folder = folder
        self._patience = patience
        self._writable = writable
        self._closed = False
        self._current: S | None = None
        self._opening = threading.Lock()
        self._writing = threading.Lock()
        with library_errors("The index could not be opened"):
            self._open()
            if not writable:
                self._snapshot()  # now: the folder may be dropped before the first question
            elif not (folder / _ABOUT).exists():
                about = {"schema": SCHEMA_VERSION, "analysis": analysis, **self._begin()}
                replace_file(folder / _ABOUT, json.dumps(about))

    @abstractmethod
    def _open(self) -> None:
        """Open the library's index, or make it."""

    def _begin(self) -> dict[str, object]:
        """Write what else goes with a new index; give what is kept about it beside its versions."""
        return {}

    def _deleted(self) -> int:
        """See ``IndexInfo.deleted``."""
        return 0

    @abstractmethod
    def _version(self) -> object:
        """The ``version`` of the newest commit; None if the folder is gone."""

    @abstractmethod
    def _read(self, previous: S | None) -> S:
        """Open the newest commit; it may share with the snapshot of a previous one what has not changed."""

    def _snapshot(self) -> S:
        """The newest commit. If the folder is gone, the one that is open: its files stay open, and whoever dropped them
        has told readers where to go next. Snapshots of earlier commits stay readable for those who hold them."""
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
        with library_errors("The index could not be read"):
            articles = self._snapshot().size
            about = json.loads((self._folder / _ABOUT).read_text("utf-8"))
            total = 0
            for file in self._folder.iterdir():
                with suppress(OSError):  # a writer may delete files meanwhile
                    total += file.stat().st_size
            return IndexInfo(articles, total, about["schema"], about["analysis"], self._deleted())

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
def library_errors(what: str) -> Iterator[None]:
    """Turn a library's errors in the block into ours; ``what`` begins the sentence.

    Raises:
        EngineUnavailable: a file was not there.
        EngineError: anything else failed, also by a panic; its cause is the library's error. It proves no damage: only
            the files do (``choice.damaged_files``).
    """
    try:
        yield
    except ArchiveError:
        raise
    except FileNotFoundError as error:
        raise IndexMissing("There is no index, or it is gone.", 'Run "archive index".') from error
    except BaseException as error:
        if not isinstance(error, Exception) and not _is_panic(error):
            raise
        if isinstance(error, PermissionError) or "PermissionDenied" in str(error):  # Tantivy tells it in words only
            hint = "Give this user the right to read them, and to write them if it is to index."
            raise EngineError(f"{what}: this user has no right to its files.", hint) from error
        hint = 'If this happens again, run "archive doctor"; "archive index --rebuild" builds the index anew.'
        raise EngineError(f"{what}: {error}.", hint) from error


def _is_panic(error: BaseException) -> bool:
    """Whether a library written in Rust has panicked, as Tantivy does over damaged files. Its binding (PyO3) raises
    that as an exception that is no ``Exception`` and cannot be imported."""
    return type(error).__module__ == "pyo3_runtime" and type(error).__name__ == "PanicException"


def read_about(folder: Path) -> tuple[dict[str, object], list[DamagedFile]]:
    """What is kept about an index, and the finding if that is damaged or gone.

    Raises:
        EngineUnavailable: it cannot be read just now.
    """
    path = folder / _ABOUT
    try:
        about = json.loads(path.read_bytes())
        if isinstance(about["schema"], int) and isinstance(about["analysis"], int):
            return about, []
    except FileNotFoundError:
        return {}, [missing(path)]
    except OSError as error:
        raise unreadable(path, error) from error
    except (ValueError, LookupError, TypeError):
        pass
    return {}, [DamagedFile(path, "is not what was written")]
