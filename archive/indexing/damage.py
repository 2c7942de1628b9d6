"""What proves that an index is damaged, and what makes a run look for proof.

To check everything takes reading everything, so it is not done at each run. An index is suspected when a reader or a
run meets an error of a library, or when something wrote into its files after the commit. Then its files are checked
once, by their checksums, and its databases by SQLite's own check. Only what they prove makes a run build the index
anew, beside the old one.
"""

import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

from archive.engines.choice import damaged_files, touched
from archive.engines.integrity import DamagedFile, missing, replace_file, written_after
from archive.engines.opensearch.address import is_address
from archive.errors import EngineUnavailable, IndexDamaged
from archive.indexing import generations
from archive.indexing.first_seen import FILE as DATES
from archive.indexing.first_seen import TABLES as DATE_TABLES
from archive.indexing.generations import POINTER, Generation
from archive.indexing.ledger import TABLES as LEDGER_TABLES
from archive.indexing.ledger import connect_to_read, sqlite_errors
from archive.indexing.sorted_runs import TABLES as SURFACE_TABLES
from archive.indexing.sorted_runs import damage as damage_of_rows

_SUSPECT = "suspect"  # in a generation's folder: its files are to be checked by the next run
_VERIFIED = "verified"  # what was written there after the commit, and was found to be sound


def damage_of(generation: Generation) -> list[DamagedFile]:
    """Every file of a generation that is damaged or gone; of one in a cluster the ledger alone.

    Raises:
        IndexLocked, EngineUnavailable: a file cannot be read just now.
    """
    found = damaged_ledger(generation)
    if is_address(generation.engine):
        return found
    found += damaged_database(generation.surfaces, SURFACE_TABLES, damage_of_rows)
    return found + damaged_files(generation.engine, generation.folder / generation.engine)


def damaged_ledger(generation: Generation) -> list[DamagedFile]:
    """The finding if a generation's ledger is damaged or gone; errors as ``damaged_database``."""
    return damaged_database(generation.ledger, LEDGER_TABLES)


def damaged_dates(index: Path) -> list[DamagedFile]:
    """The finding if the file that keeps when articles were first seen is damaged or gone; errors as
    ``damaged_database``."""
    return damaged_database(index / DATES, DATE_TABLES)


def damaged_database(
    path: Path, tables: tuple[str, ...], check: Callable[[sqlite3.Connection], str | None] = lambda db: None
) -> list[DamagedFile]:
    """The finding if a SQLite file is damaged, gone, or lacks one of these tables.

    Args:
        check: of what SQLite's own check does not look at; says what is damaged.

    Raises:
        IndexLocked, EngineUnavailable: it cannot be read just now.
    """
    if found := _opened_badly(path, tables):
        return found
    try:
        with sqlite_errors(path, f"The file {path.name}"), closing(connect_to_read(path)) as db:
            (told,) = db.execute("PRAGMA quick_check(1)").fetchone()
            if told == "ok":
                told = check(db)
            if told:
                return [DamagedFile(path, f"is damaged ({' '.join(str(told).split())})")]
    except IndexDamaged as error:
        return [_damaged(path, error)]
    return []


def _opened_badly(path: Path, tables: tuple[str, ...]) -> list[DamagedFile]:
    """The finding if a SQLite file is gone, or damaged so that it can be seen without reading all of it.

    Raises:
        IndexLocked, EngineUnavailable: it cannot be read just now.
    """
    if not path.exists():
        return [missing(path)]
    try:
        with sqlite_errors(path, f"The file {path.name}"), closing(connect_to_read(path)) as db:
            for table in tables:
                db.execute(f"SELECT * FROM {table} LIMIT 1").fetchall()  # noqa: S608 -- names of ours
    except IndexDamaged as error:
        return [_damaged(path, error)]
    return []


def _damaged(path: Path, error: IndexDamaged) -> DamagedFile:
    return DamagedFile(path, f"is damaged ({error.__cause__ if isinstance(error.__cause__, sqlite3.Error) else error})")


def signs(index: Path, generation: Generation) -> list[DamagedFile]:
    """What can be seen at once of damage that hinders no search: of the surface forms, of the dates, and what readers
    suspected. It takes some milliseconds, whatever the size; only ``damage_of`` finds all there is."""
    found = _opened_badly(index / DATES, DATE_TABLES) if generation.ledger.exists() else []
    if not is_address(generation.engine):
        found += _opened_badly(generation.surfaces, SURFACE_TABLES)
        if not found and (generation.folder / _SUSPECT).exists():
            found.append(DamagedFile(generation.folder, "could not be read by somebody"))
    return found


def suspect(generation: Generation) -> None:
    """Let the next run check the files of a generation. Does nothing where nobody may write."""
    with suppress(OSError):
        (generation.folder / _SUSPECT).touch()


def is_suspected(generation: Generation) -> bool:
    """Whether a run must check a generation before it goes on with it.

    Raises:
        IndexLocked, EngineUnavailable: its surface forms cannot be read just now.
    """
    if (generation.folder / _SUSPECT).exists():
        return True
    if not is_address(generation.engine) and _opened_badly(generation.surfaces, SURFACE_TABLES):
        return True
    found = _touched(generation)
    return bool(found) and found != _verified(generation)


def trust(generation: Generation) -> None:
    """Write down that a generation was checked and is sound."""
    with suppress(OSError):
        (generation.folder / _SUSPECT).unlink(missing_ok=True)
        found = _touched(generation)
        if found != _verified(generation):
            replace_file(generation.folder / _VERIFIED, found)


def alarm(index: Path) -> str | None:
    """What asks for a run although no seed has changed: an index that is suspected, damaged or gone. Each occasion has
    a text of its own; None if there is nothing."""
    try:
        generation = generations.current(index)
        if generation is None:
            return "missing"
        marked = (generation.folder / _SUSPECT).stat()
        return f"{generation.folder.name} {marked.st_mtime_ns}"
    except IndexDamaged:
        return "pointer"
    except (OSError, EngineUnavailable):
        return None


def proved(generation: Generation) -> DamagedFile | None:
    """The first damage of a generation that another process may be writing to; the next run will check it, too.

    Raises:
        IndexLocked, EngineUnavailable: a file cannot be read just now.
    """
    # A commit meanwhile deletes files that were just listed: only what is found twice is damaged.
    first = {found.path for found in damage_of(generation)}
    again = [found for found in damage_of(generation) if found.path in first] if first else []
    if not again or not generation.folder.is_dir():
        return None
    suspect(generation)
    return again[0]


def lost_pointer(index: Path) -> list[DamagedFile]:
    """The finding that the pointer has gone, although generations are there."""
    folders = [path for path in index.iterdir() if path.is_dir()] if index.is_dir() else []
    return [missing(index / POINTER)] if folders and not (index / POINTER).exists() else []


def _touched(generation: Generation) -> str:
    try:
        folder = generation.folder / generation.engine
        found = touched(generation.engine, folder)
        if not is_address(generation.engine):  # surface forms are written before the commit of the articles
            newest = max(folder.iterdir(), key=lambda path: path.stat().st_mtime_ns)
            found += written_after(newest, [generation.surfaces])
        return found
    except (OSError, ValueError):
        return ""  # gone: opening it will tell


def _verified(generation: Generation) -> str:
    try:
        return (generation.folder / _VERIFIED).read_text("utf-8", "replace")
    except OSError:
        return ""
