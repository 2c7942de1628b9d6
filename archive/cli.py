"""The command line: arguments in, lines and exit codes out. 0 found or done, 1 nothing found, 2 error, as in grep."""

import gc
import os
import shutil
import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import click

from archive.errors import ArchiveError, ArticleNotFound

if TYPE_CHECKING:
    from archive.service import Archive

# Everything else is imported by the command that needs it: the start counts.

_home = click.option("--home", metavar="DIR", help="The archive's folder.")
_engine = click.option("--engine", metavar="E", help="What to build: auto, whoosh or tantivy.")
_json = click.option("--json", "as_json", is_flag=True, help="One JSON document.")
_jsonl = click.option("--jsonl", is_flag=True, help="A JSON object a line.")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@_home
@click.version_option(package_name="zeitungsarchiv", prog_name="archive")
@click.pass_context
def cli(context: click.Context, home: str | None) -> None:
    """Makes a folder of news articles searchable: seeds/ holds them, index/ is built from them."""
    context.obj = home


def _open(home: str | None, **settings: str | None) -> "Archive":
    from archive.service import open_archive

    return open_archive(home or click.get_current_context().obj, **settings)


def _colour() -> bool:
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line, color=True)  # escape codes are only there where they are wanted


@cli.command()
@_home
@_engine
@_json
@click.option("--rebuild", is_flag=True, help="Read everything again.")
@click.option("--prune", is_flag=True, help="Empty the index even if seeds/ is empty or missing.")
def index(home: str | None, engine: str | None, as_json: bool, rebuild: bool, prune: bool) -> None:
    """Bring the index up to date with seeds/."""
    from archive import printing

    with _open(home, engine=engine) as archive:
        report = archive.index(rebuild=rebuild, prune=prune, progress=_progress() if sys.stderr.isatty() else None)
    if as_json:
        for notice in report.notices:
            click.echo(notice, err=True)
        click.echo(printing.dump(printing.report_json(report)))
    else:
        _print(printing.report_lines(report))


def _progress() -> Callable[[int, int], None]:
    bar: list[Any] = []

    def show(done: int, total: int) -> None:
        if not bar:
            bar.append(click.progressbar(length=total, label="Reading", file=sys.stderr))
        bar[0].update(done - bar[0].pos)
        if done >= total:
            bar[0].render_finish()

    return show


class _Query(click.Command):
    """A command whose words may begin with a dash: with one it is text (``-China``), with two an unknown option is a
    slip, and after a lone ``--`` all is text."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        cut = args.index("--") if "--" in args else len(args)
        rest = super().parse_args(ctx, args[:cut])
        for word in ctx.params["words"]:
            if word.startswith("--"):
                raise click.NoSuchOption(word, ctx=ctx)
        ctx.params["words"] += tuple(args[cut + 1 :])
        return rest


@cli.command(cls=_Query, context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]})
@click.argument("words", metavar="QUERY...", nargs=-1, type=click.UNPROCESSED)
@_home
@click.option("--where", metavar="FIELD=VALUE", multiple=True, help="Only articles with this value; != without it.")
@click.option("--since", metavar="DATE", help="Only articles of this date or later.")
@click.option("--until", metavar="DATE", help="Only articles of this date or earlier.")
@click.option("--sort", type=click.Choice(["relevance", "newest", "oldest"]), default="relevance", show_default=True)
@click.option("--limit", type=int, help="Hits a page; 10, or all where all are listed.")
@click.option("--page", type=int, default=1, show_default=True)
@_json
@_jsonl
@click.option("--csv", "as_csv", is_flag=True, help="All hits as a table.")
def search(
    words: tuple[str, ...], home: str | None, limit: int | None, as_json: bool, jsonl: bool, as_csv: bool, **asked: Any
) -> None:
    """Find articles. A word that begins with a single dash excludes it: archive search Schoigu -China"""
    from archive import printing

    if as_json + jsonl + as_csv > 1:
        raise click.UsageError("Choose one of --json, --jsonl, --csv.")
    query = " ".join(words)
    with _open(home) as archive:
        if jsonl or as_csv:
            hits = archive.export(query, limit=limit, **asked)
            first = next(hits, None)
            found = first is not None
            everything = (hit for hits in ([first] if first else [], hits) for hit in hits)
            if as_csv:
                _print(printing.csv_lines(article for article, _ in everything))
            else:
                _print(printing.dump(article.as_json() | {"score": score}) for article, score in everything)
        else:
            results = archive.search(query, limit=10 if limit is None else limit, **asked)
            found = results.total > 0
            if as_json:
                click.echo(printing.dump(printing.results_json(results)))
            else:
                width = shutil.get_terminal_size().columns
                _print(printing.results_lines(results, colour=_colour(), width=min(width, 100)))
    sys.exit(0 if found else 1)


@cli.command()
@click.argument("id")
@_home
@_json
def show(id: str, home: str | None, as_json: bool) -> None:
    """Print a whole article."""
    from archive import printing

    with _open(home) as archive:
        article = archive.article(id)
    if as_json:
        click.echo(printing.dump(article.as_json()))
    else:
        _print(printing.article_lines(article, colour=_colour()))


@cli.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path())
@_home
@_jsonl
def read(paths: tuple[str, ...], home: str | None, jsonl: bool) -> None:
    """Parse files or folders and print the articles; index nothing."""
    from archive import printing
    from archive.article import Article
    from archive.service import read_paths

    any_read = False
    for found in read_paths(paths):
        if isinstance(found, Article):
            if any_read and not jsonl:
                click.echo()
            any_read = True
            lines = [printing.dump(found.as_json())] if jsonl else printing.article_lines(found, colour=_colour())
            _print(lines)
        elif jsonl:
            click.echo(printing.dump(printing.failure_json(found)))
        else:
            click.echo(f"{printing.clean(found.path)}: {printing.clean(found.reason)}", err=True)
    sys.exit(0 if any_read else 2)


@cli.command()
@click.argument("words", metavar="WORD...|-", nargs=-1, required=True)
@_home
@_jsonl
def analyze(words: tuple[str, ...], home: str | None, jsonl: bool) -> None:
    """Tell what each word becomes in the index, and why; "-" takes words from standard input, one a line."""
    from archive import printing
    from archive.german import analyzer, explain

    asked = (line.rstrip("\r\n") for line in sys.stdin) if words == ("-",) else words
    for word in asked:
        if word and jsonl:
            click.echo(printing.dump(printing.word_json(analyzer().word(word))))
        elif word:
            _print(explain(word))


@cli.group()
def names() -> None:
    """Spellings of names, for the archive's names.toml."""


@names.command("suggest")
@_home
@_json
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True)
def suggest_names(home: str | None, as_json: bool, limit: int) -> None:
    """Offer spellings found in the archive that may be of one name, as lines for names.toml. Applies none."""
    from archive import printing

    with _open(home) as archive:
        found = archive.name_candidates(limit)
    _print([printing.candidates_json(found)] if as_json else printing.candidate_lines(found))
    sys.exit(0 if found else 1)


@cli.command()
@_home
@_json
def status(home: str | None, as_json: bool) -> None:
    """Counts, engine, and the files that failed with their reasons."""
    from archive import printing

    with _open(home) as archive:
        found = archive.status()
    if as_json:
        click.echo(printing.dump(printing.status_json(found)))
    else:
        _print(printing.status_lines(found))


@cli.command()
@_home
@_engine
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
def serve(home: str | None, engine: str | None, host: str, port: int) -> None:
    """Bring the index up to date and serve the page."""
    from waitress.server import create_server

    from web import create_app

    if host not in ("127.0.0.1", "localhost", "::1"):
        raise ArchiveError("The page has no password yet.", "Serve it on 127.0.0.1, behind a proxy that asks for one.")
    with _open(home, engine=engine) as archive:
        archive.index()
        try:
            server = create_server(create_app(archive), host=host, port=port, threads=8)
        except OSError as error:
            raise ArchiveError(
                f"Port {port} cannot be used ({error.strerror}).", "Choose another with --port."
            ) from error
        click.echo(f"http://{host}:{port}/ (end with Ctrl+C)")
        server.run()


def main() -> None:
    """The console script ``archive``."""
    gc.set_threshold(100_000, 20, 20)  # what a command loads it keeps: looking for garbage costs a tenth of a search
    try:
        cli.main(prog_name="archive", standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        sys.exit(2)
    except click.ClickException as error:
        _fail(error.format_message(), 'See "archive --help".')
    except ArticleNotFound as error:
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
    click.echo(f"archive: {' '.join(filter(None, (message, hint)))}", err=True)
    sys.exit(code)
