"""Commands that stay until they are interrupted: serve, watch."""

import gc
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from archive.cli import options
from archive.errors import EngineUnavailable

if TYPE_CHECKING:
    from archive.indexing.report import Report
    from archive.indexing.watch import Watcher
    from archive.service import Archive

_PATIENCE = 2.0  # seconds that an archive with an index waits for the first run, before the old index answers


# Of ``gc``: each request leaves cycles behind. With the rarer collections of short commands they took 20 MB.
_GARBAGE_THRESHOLDS = (5_000, 10, 5)


@click.command()
@options.home
@options.engine
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--no-watch", is_flag=True, help="Bring the index up to date once and do not watch seeds/.")
@click.option("--public", is_flag=True, help="Let everybody read who reaches the host; ask for no password.")
@click.option("--no-access-log", is_flag=True, help="Do not write a line for each request to standard error.")
@click.option("--prefix", default="", help="Of all paths, such as /archiv, below which a proxy shows the archive.")
@click.option("--proxy", metavar="ADDRESS", help="The proxy whose X-Forwarded-For and X-Forwarded-Proto are believed.")
def serve(
    home: str | None,
    engine: str | None,
    host: str,
    port: int,
    no_watch: bool,
    public: bool,
    prefix: str,
    proxy: str | None,
    no_access_log: bool,
) -> None:
    """Serve the page, and keep the index up to date meanwhile.

    Beyond this machine it asks for the password in ARCHIVE_PASSWORD, with any user name.
    """
    from archive.indexing.limits import share_one_arena
    from archive.indexing.watch import Watcher
    from web import create_app
    from web.access import access
    from web.access_log import start_access_log
    from web.adding import may_upload
    from web.server import Proxy, checked_prefix, make_server

    share_one_arena()  # before there are threads: else each that answers keeps some memory for itself
    behind = Proxy(checked_prefix(prefix), proxy)
    allowed = access(host, os.environ.get("ARCHIVE_PASSWORD"), public)
    with options.open_home(home, engine=engine) as archive, _interruptible():
        watcher = Watcher(archive.home, archive.index, lambda report: None, options.print_problem)
        app = create_app(archive, allowed, None if no_watch else watcher)
        server = make_server(app, host, port, behind, may_upload(archive, allowed))
        try:
            with _kept_up_to_date(archive, None if no_watch else watcher):
                shown = f"[{host}]" if ":" in host else host
                click.echo(f"http://{shown}:{port}{behind.prefix}/ (end with Ctrl+C)")
                if not no_access_log:
                    start_access_log()
                gc.freeze()  # what is loaded by now stays: collections, which stop every thread, need not walk it
                gc.set_threshold(*_GARBAGE_THRESHOLDS)
                server.run()
        finally:
            server.close()


@click.command()
@options.home
@options.engine
def watch(home: str | None, engine: str | None) -> None:
    """Keep the index up to date with seeds/ until interrupted.

    Where the system tells of no changes, as for some network folders, WATCHFILES_FORCE_POLLING=1 looks at all files
    again and again.
    """
    from archive.indexing.watch import Watcher

    with (
        options.open_home(home, engine=engine) as archive,
        _interruptible(),
        Watcher(archive.home, archive.index, _change_printer(), options.print_problem) as watcher,
    ):
        click.echo(f"Watching {archive.home.seeds} (end with Ctrl+C)")
        watcher.wait()


@contextmanager
def _interruptible() -> Iterator[None]:
    """Ctrl+C, and the end that a service manager asks for, end the block as if it were done.

    A run of the index that does not stop then, for an engine is writing, is ended with this process, as by a kill: the
    next run goes on where it was.
    """
    former = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    except KeyboardInterrupt:
        pass
    finally:
        signal.signal(signal.SIGTERM, former)
    from archive.indexing.watch import THREAD

    if any(thread.name == THREAD for thread in threading.enumerate()):
        sys.stdout.flush()
        os._exit(0)  # an orderly end of the interpreter would let the thread run into what is being taken down


@contextmanager
def _kept_up_to_date(archive: "Archive", watcher: "Watcher | None") -> Iterator[None]:
    """Begins when the index is up to date, or soon, if there is an old one that can answer meanwhile. Without a watcher
    it is brought up to date once."""
    if watcher is None:
        archive.index()
        yield
        return
    with watcher:
        while not watcher.wait_for_first_run(_PATIENCE):
            try:
                archive.search(limit=0)
                break
            except EngineUnavailable:
                continue
        yield


def _change_printer() -> Callable[["Report"], None]:
    """Prints a line for each run that changed something, and below it the failures and notices that are new."""
    known: set[str] = set()

    def show(report: "Report") -> None:
        from archive.output import terminal

        count, *others = terminal.report_lines(report)
        new = [line for line in others if line not in known]
        known.clear()
        known.update(others)
        if new or report.added or report.changed or report.removed:
            options.print_lines([count, *new])

    return show
