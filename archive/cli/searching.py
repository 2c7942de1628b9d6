"""Commands that ask the index: search, similar, show."""

import gc
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

import click

from archive.cli import options

if TYPE_CHECKING:
    from archive.answering.results import Results


class _Query(click.Command):
    """A command whose words may begin with a dash: with one it is text (``-China``), with two an unknown option is a
    slip, and after a lone ``--`` all is text."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        cut = args.index("--") if "--" in args else len(args)
        # Not an option's name, for click would take -hafen for -h and more.
        rest = super().parse_args(ctx, ["--help" if word == "-h" else word for word in args[:cut]])
        for word in ctx.params["words"]:
            if word.startswith("--"):
                raise click.NoSuchOption(word, ctx=ctx)
        ctx.params["words"] += tuple(args[cut + 1 :])
        return rest


@click.command(cls=_Query, context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]})
@click.argument("words", metavar="QUERY...", nargs=-1, type=click.UNPROCESSED)
@options.home
@click.option("--where", metavar="FIELD=VALUE", multiple=True, help="Only articles with this value; != without it.")
@click.option("--since", metavar="DATE", help="Only articles of this date or later.")
@click.option("--until", metavar="DATE", help="Only articles of this date or earlier.")
@click.option("--sort", type=click.Choice(["relevance", "newest", "oldest"]), default="relevance", show_default=True)
@click.option("--limit", type=int, help="Hits a page; 10, or all where all are listed.")
@click.option("--page", type=int, default=1, show_default=True)
@options.json
@options.jsonl
@click.option("--csv", "as_csv", is_flag=True, help="All hits as a table.")
@click.option("--ris", is_flag=True, help="All hits as RIS, for reference managers.")
@click.option("--bibtex", is_flag=True, help="All hits as BibTeX.")
@click.option("--excel", is_flag=True, help="With --csv: for spreadsheets, with semicolons.")
@click.option("--no-marks", is_flag=True, help="No asterisks around what matches, where there is no colour.")
def search(
    words: tuple[str, ...],
    home: str | None,
    limit: int | None,
    as_json: bool,
    jsonl: bool,
    as_csv: bool,
    ris: bool,
    bibtex: bool,
    excel: bool,
    no_marks: bool,
    **asked: Any,
) -> None:
    """Find articles. A word that begins with a single dash excludes it: archive search Schoigu -China"""
    from archive.request import DEFAULT_LIMIT, SearchRequest

    forms = [name for name, wanted in (("csv", as_csv), ("jsonl", jsonl), ("ris", ris), ("bib", bibtex)) if wanted]
    if as_json + len(forms) > 1:
        raise click.UsageError("Choose one of --json, --jsonl, --csv, --ris, --bibtex.")
    request = SearchRequest(" ".join(words), limit=limit, **asked)
    with options.open_home(home) as archive:
        if forms:
            from archive.output import exports

            gc.enable()  # any number of hits
            hits = archive.export(request)
            first = list(islice(hits, 1))
            found = bool(first)
            options.print_lines(exports.export_lines(forms[0], chain(first, hits), spreadsheet=excel))
        else:
            results = archive.search(request, limit=DEFAULT_LIMIT if limit is None else limit)
            found = results.total > 0
            _print_results(results, as_json, marks=not no_marks)
    options.done(0 if found else 1)


def _print_results(results: "Results", as_json: bool, *, marks: bool = True) -> None:
    if as_json:
        from archive.output import contract_json

        click.echo(contract_json.dump(contract_json.results_json(results)))
    else:
        import shutil

        from archive.output import terminal

        width = min(shutil.get_terminal_size().columns, 100)
        options.print_lines(terminal.results_lines(results, colour=options.colour(), width=width, marks=marks))


@click.command()
@click.argument("id")
@options.home
@options.json
@click.option("--limit", type=int, default=10, show_default=True)
def similar(id: str, home: str | None, as_json: bool, limit: int) -> None:
    """Find articles like one, by the words they share that are rare elsewhere."""
    with options.open_home(home) as archive:
        results = archive.similar(id, limit)
    _print_results(results, as_json)
    options.done(0 if results.total else 1)


@click.command()
@click.argument("id")
@options.home
@options.json
def show(id: str, home: str | None, as_json: bool) -> None:
    """Print a whole article."""
    from archive.output import contract_json, terminal

    with options.open_home(home) as archive:
        article = archive.article(id)
    if as_json:
        click.echo(contract_json.dump(article.as_json()))
    else:
        options.print_lines(terminal.article_lines(article, colour=options.colour()))
    options.done()
