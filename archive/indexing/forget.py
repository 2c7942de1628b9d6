"""Takes articles out of an archive for good: out of its index and all made from it, and, if asked, their seeds."""

import shutil
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from archive.article import Article
from archive.engines.opensearch.address import is_address
from archive.errors import ArchiveError, ArticleNotFound, EngineUnavailable, IndexLocked, SeedNotFound
from archive.home import Home
from archive.indexing import generations
from archive.indexing.first_seen import FirstSeen
from archive.indexing.forgotten import Forgotten
from archive.indexing.ledger import Ledger, sqlite_errors
from archive.indexing.report import Progress
from archive.indexing.run import update_index
from archive.indexing.scan import scan
from archive.indexing.tuning import FORGET_PATIENCE_SECONDS, TICK_SECONDS
from archive.reading import article_id, printable

_SIDECAR = ".toml"  # NAME.toml beside NAME says what NAME does not


@dataclass(slots=True)
class Forgetting:
    """What was taken out.

    Attributes:
        ids: of the articles.
        seeds: names below seeds/ of the files that were deleted or moved.
        notices: sentences for people: what still holds an article.
    """

    ids: tuple[str, ...]
    seeds: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an article lies: the name of its file below seeds/, and the ids of all that the index has of this file."""

    name: str
    ids: frozenset[str]


def forget(
    home: Home,
    engine: str,
    ids: Sequence[str],
    *,
    delete: bool = False,
    move: Path | None = None,
    progress: Progress | None = None,
) -> Forgetting:
    """Take articles out for good. The next answer is without them; when this returns, so is every file of the index,
    which is built anew for that.

    First they are written down as forgotten, then their files go, then the index changes: cut off anywhere, they do not
    come back, and the same call again does the rest. Without ``delete`` and ``move`` the files stay in seeds/.

    Args:
        engine: the setting, as ``update_index`` takes it.
        delete: delete the files, unless they hold other articles too.
        move: move them into this folder, with their path below seeds/.

    Raises:
        ArticleNotFound: of one of the ids; nothing was done then.
        ArchiveError: a file cannot be deleted or moved, or the index is in use by another run.
    """
    if move and move.resolve().is_relative_to(home.seeds.resolve()):
        raise ArchiveError(f"{move} lies in seeds/, where articles are read.", "Choose a folder elsewhere.")
    if not home.seeds.is_dir():
        raise ArchiveError(f"There is no folder {home.seeds}.", "Mount it first: the index is built anew from it.")
    forgotten = Forgotten(home.forgotten)
    articles, places = _look_up(home, engine, ids, forgotten)
    forgotten.add(articles)
    done = Forgetting(tuple(ids))
    if delete or move:
        for place in dict.fromkeys(places.values()):
            _take_away(home.seeds, place, set(ids), forgotten, move, done)
    elif places:
        done.notices.append("The files stay in seeds/; --delete or --move DIR takes them away, too.")
    _renew(home, engine, [place.name for place in places.values()], progress, done)
    return done


def _look_up(
    home: Home, setting: str, ids: Sequence[str], forgotten: Forgotten
) -> tuple[list[Article], dict[str, _Place]]:
    """The articles of ``ids`` that the index holds, and where each of ``ids`` lies.

    Raises:
        ArticleNotFound: there is no such article, and none was forgotten.
    """
    generation = generations.current(home.index, setting)
    if generation is None:
        raise EngineUnavailable("There is no index yet.", 'Run "archive index".')
    with closing(generation.open()) as engine:
        found = engine.get(ids)
    in_files: dict[str, str] = {}
    if generation.ledger.exists():
        with sqlite_errors(generation.ledger, "The ledger"), Ledger(generation.ledger) as ledger:
            in_files = {id: name for name, entry in ledger.all_files().items() for id in entry.articles}
    in_files |= {id: article.path for id, article in found.items() if id not in in_files}
    for id in set(ids) - found.keys():
        if not forgotten.holds(id):
            raise ArticleNotFound(id)
    if missing := set(ids) - in_files.keys():  # forgotten before; maybe the file is still there
        in_files |= {id: seed.name for seed in scan(home.seeds).seeds if (id := article_id(seed.name)) in missing}
    places = {
        id: _Place(in_files[id], frozenset(other for other, name in in_files.items() if name == in_files[id]))
        for id in ids
        if id in in_files
    }
    return list(found.values()), places


def _take_away(
    seeds: Path, place: _Place, ids: set[str], forgotten: Forgotten, move: Path | None, done: Forgetting
) -> None:
    """Delete or move the file at ``place`` with its sidecar, if it holds nothing but what is forgotten."""
    shown = printable(place.name)
    if any(id not in ids and not forgotten.holds(id) for id in place.ids):
        done.notices.append(f"{shown} holds other articles too and stays: take the article out of it by hand.")
        return
    path = seeds / place.name
    if not path.parent.resolve().is_relative_to(seeds.resolve()) or not path.is_file():
        if path.is_symlink() or path.exists():
            raise SeedNotFound(place.name)
        return  # somebody took it away before
    try:
        for one in (path, path.with_name(path.name + _SIDECAR)):
            if not one.is_file():
                continue
            if move is None:
                one.unlink()
                continue
            target = move / one.relative_to(seeds)
            if target.exists():
                raise ArchiveError(f"{target} exists.", "Choose another folder, or remove that file.")
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(one, target)
    except OSError as error:
        raise ArchiveError(f"{shown} cannot be taken away ({error.strerror}).", "Check its permissions.") from error
    done.seeds.append(shown)


def _renew(home: Home, engine: str, names: Sequence[str], progress: Progress | None, done: Forgetting) -> None:
    """Take the articles of these files out of the index, then build it anew: an engine keeps what was deleted on the
    disk until it merges, and a generation's other files keep what they once learned."""
    until = time.monotonic() + FORGET_PATIENCE_SECONDS
    empties = not scan(home.seeds).seeds  # what lay there was taken away just now, or there are none but refused files
    for rebuild in (False, True):
        generation = generations.current(home.index, engine)
        if rebuild and generation and is_address(generation.engine):
            index = generation.engine_name
            done.notices.append(
                f"The cluster keeps deleted articles on its disks until it merges: ask it for "
                f"_forcemerge?only_expunge_deletes=true of {index}."
            )
            break
        while True:
            try:
                if not rebuild and generation and generation.ledger.exists():
                    with generations.writing(home.index), Ledger(generation.ledger, write=True) as ledger:
                        ledger.doubt(names)  # so that the run reads them, and leaves out what is forgotten
                update_index(home, engine, rebuild=rebuild, prune=empties, progress=progress)
                break
            except IndexLocked:
                if time.monotonic() > until:
                    raise
                time.sleep(TICK_SECONDS)
    with generations.writing(home.index), FirstSeen(home.index) as first_seen:
        first_seen.forget(done.ids)
        first_seen.compact()
