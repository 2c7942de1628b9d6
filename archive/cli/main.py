"""The command line: arguments in, lines and exit codes out. 0 found or done, 1 nothing found, 2 error, as in grep."""

import gc
import os
import sys
import time
from collections.abc import Callable
from typing import Any

import click

from archive.cli import options
from archive.cli.following import follow
from archive.cli.lists import lists
from archive.cli.searching import search, show, similar
from archive.cli.serving import serve, watch
from archive.errors import ArchiveError, ArticleNotFound, ListNotFound

# Everything else is imported by the command that needs it: the start counts.

_SHORT = {"search", "similar", "show", "status"}  # commands that end before there is garbage worth looking for


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@options.home
@click.version_option(package_name="zeitungsarchiv", prog_name="archive")
@click.pass_context
def cli(context: click.Context, home: str | None) -> None:
    """Makes a folder of news articles searchable: seeds/ holds them, index/ is built from them."""
    context.obj = home
    if context.invoked_subcommand not in _SHORT:
        gc.enable()


for command in (search, similar, show, lists, follow, serve, watch):
    cli.add_command(command)


@cli.command()
@options.home
@options.engine
@options.json
@click.option("--rebuild", is_flag=True, help="Read everything again.")
@click.option("--prune", is_flag=True, help="Empty the index even if seeds/ is empty or missing.")
@click.option("--part", metavar="K/N", default="1/1", help="One of N indexers' parts of the files, into a cluster.")
def index(home: str | None, engine: str | None, as_json: bool, rebuild: bool, prune: bool, part: str) -> None:
    """Bring the index up to date with seeds/."""
    from archive.output import contract_json, terminal

    with options.open_home(home, engine=engine) as archive:
        progress = _progress() if sys.stderr.isatty() else None
        report = archive.index(rebuild=rebuild, prune=prune, part=part, progress=progress)
    if as_json:
        for notice in report.notices:
            options.print_problem(notice)
        click.echo(contract_json.dump(contract_json.report_json(report)))
    else:
        options.print_lines(terminal.report_lines(report))


@cli.command()
@click.argument("ids", metavar="ID...", nargs=-1, required=True)
@options.home
@click.option("--delete", is_flag=True, help="Delete their files in seeds/.")
@click.option("--move", metavar="DIR", type=click.Path(file_okay=False), help="Move their files to this folder.")
def forget(ids: tuple[str, ...], home: str | None, delete: bool, move: str | None) -> None:
    """Take articles out for good: they are never taken in again. The index is built anew without them."""
    from archive.output import terminal

    if delete and move:
        raise click.UsageError("Choose one of --delete, --move.")
    with options.open_home(home) as archive:
        done = archive.forget(*ids, delete=delete, move=move, progress=_progress() if sys.stderr.isatty() else None)
    options.print_lines(terminal.forgetting_lines(done))


def _progress() -> Callable[[int, int], None]:
    """Show a bar with the time left and the rate."""
    bar: list[Any] = []
    started = time.monotonic()

    def show(done: int, total: int) -> None:
        if not bar:
            bar.append(
                click.progressbar(length=total, label="Reading", file=sys.stderr, item_show_func=lambda rate: rate)
            )
        seconds = max(time.monotonic() - started, 0.001)
        bar[0].update(done - bar[0].pos, f"{done / seconds:,.0f} files/s" if done else None)
        if done >= total:
            bar[0].render_finish()

    return show


@cli.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path())
@options.home
@options.jsonl
def read(paths: tuple[str, ...], home: str | None, jsonl: bool) -> None:
    """Parse files or folders and print the articles; index nothing."""
    from archive.article import Article
    from archive.indexing.paths import read_paths
    from archive.output import contract_json, terminal

    any_read = False
    for found in read_paths(paths):
        if isinstance(found, Article):
            if any_read and not jsonl:
                click.echo()
            any_read = True
            lines = (
                [contract_json.dump(found.as_json())]
                if jsonl
                else terminal.article_lines(found, colour=options.colour())
            )
            options.print_lines(lines)
        elif jsonl:
            click.echo(contract_json.dump(contract_json.failure_json(found)))
        else:
            click.echo(f"{terminal.clean(found.path)}: {terminal.clean(found.reason)}", err=True)
    sys.exit(0 if any_read else 2)


@cli.command()
@click.argument("words", metavar="WORD...|-", nargs=-1, required=True)
@options.home
@options.jsonl
def analyze(words: tuple[str, ...], home: str | None, jsonl: bool) -> None:
    """Tell what each word becomes in the index, and why; "-" takes words from standard input, one a line."""
    from archive.german import analyzer, explain
    from archive.output import contract_json, terminal

    asked = (line.rstrip("\r\n") for line in sys.stdin) if words == ("-",) else words
    for word in asked:
        if word and jsonl:
            click.echo(contract_json.dump(contract_json.word_json(analyzer().word(word))))
        elif word:
            options.print_lines(map(terminal.clean, explain(word)))


@cli.group()
def names() -> None:
    """Spellings of names, for the archive's names.toml."""


@names.command("suggest")
@options.home
@options.json
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True)
def suggest_names(home: str | None, as_json: bool, limit: int) -> None:
    """Offer spellings found in the archive that may be of one name, as lines for names.toml. Applies none."""
    from archive.output import contract_json, terminal

    with options.open_home(home) as archive:
        found = archive.name_candidates(limit)
    options.print_lines([contract_json.candidates_json(found)] if as_json else terminal.candidate_lines(found))
    sys.exit(0 if found else 1)


@cli.command()
@options.home
@options.json
def status(home: str | None, as_json: bool) -> None:
    """Counts, engine, and the files that failed with their reasons."""
    from archive.output import contract_json, terminal

    with options.open_home(home) as archive:
        found = archive.status()
    if as_json:
        click.echo(contract_json.dump(contract_json.status_json(found)))
    else:
        options.print_lines(terminal.status_lines(found))
    options.done()


@cli.command()
@options.home
@options.json
@click.option(
    "--repair", is_flag=True, help="Mend what differs: read the files concerned again, take out what is gone."
)
def doctor(home: str | None, as_json: bool, repair: bool) -> None:
    """Compare seeds, ledger and index, and name what differs.

    Exits with 1 if anything differs, with --repair: still differs.
    """
    from archive.output import contract_json, terminal

    with options.open_home(home) as archive:
        found = archive.doctor(repair)
    if as_json:
        for notice in found.notices:
            click.echo(notice, err=True)
        click.echo(contract_json.dump(contract_json.diagnosis_json(found)))
    else:
        options.print_lines(terminal.diagnosis_lines(found))
    sys.exit(0 if found.ok else 1)


def main() -> None:
    """The console script ``archive``."""
    gc.disable()  # looking for garbage among what is just being imported costs a tenth of a search
    gc.set_threshold(100_000, 20, 20)  # a longer command keeps most of what it loads, too
    try:
        cli.main(prog_name="archive", standalone_mode=False)
    except options.Done as done:
        os._exit(done.code)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        sys.exit(2)
    except click.ClickException as error:
        _fail(error.format_message(), 'See "archive --help".')
    except (ArticleNotFound, ListNotFound) as error:
        _fail(str(error), error.hint, 1)
    except ArchiveError as error:
        _fail(str(error), error.hint)
    except BrokenPipeError:
        # The reader of our lines (head, less) has enough; Python must not try to flush again on its way out.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        _fail(f"{error.filename or 'The system'}: {error.strerror}.")
    except Exception as error:
        if os.environ.get("ARCHIVE_DEBUG"):
            raise
        _fail(f"{type(error).__name__}: {error}.", "This is a defect; please report what ARCHIVE_DEBUG=1 prints.")


def _fail(message: str, hint: str = "", code: int = 2) -> None:
    options.print_problem(" ".join(filter(None, (message, hint))))
    sys.exit(code)
