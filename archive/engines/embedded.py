"""What engines in a folder of this machine share: what the folder tells of itself, and how their errors are told."""

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from archive.engines.base import SCHEMA_VERSION, IndexInfo
from archive.errors import ArchiveError, EngineError, EngineUnavailable

_ABOUT = "about.json"  # the versions an index was made with


def tell_versions(folder: Path, analysis: int) -> None:
    """Write down which versions a new index is made with; those of an old one stay."""
    if not (folder / _ABOUT).exists():
        (folder / _ABOUT).write_text(json.dumps({"schema": SCHEMA_VERSION, "analysis": analysis}), "utf-8")


def info(folder: Path, articles: int) -> IndexInfo:
    """What the index in a folder is."""
    about = json.loads((folder / _ABOUT).read_text("utf-8"))
    total = 0
    for file in folder.iterdir():
        with suppress(OSError):  # deleted while we look
            total += file.stat().st_size
    return IndexInfo(articles, total, about["schema"], about["analysis"])


@contextmanager
def wrapped(what: str) -> Iterator[None]:
    """Let a library's errors leave the block as ours; ``what`` begins the sentence."""
    try:
        yield
    except ArchiveError:
        raise
    except FileNotFoundError as error:
        raise EngineUnavailable("There is no index, or it is gone.", 'Run "archive index".') from error
    except Exception as error:
        if isinstance(error, PermissionError) or "PermissionDenied" in str(error):  # so Tantivy tells it
            hint = "Give this user the right to write there: engines lock what they read."
            raise EngineError(f"{what}: its folder is not this user's to write in.", hint) from error
        raise EngineError(f"{what}: {error}.", 'If this happens again, run "archive index --rebuild".') from error
