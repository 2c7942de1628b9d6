"""The command ``archive follow``: saved searches, and what is new for each."""

import sys
from typing import TYPE_CHECKING

import click

from archive.cli import options

if TYPE_CHECKING:
    from archive.saved_searches import News
    from archive.service import Archive


@click.command()
@click.argument("name", required=False)
@options.home
@click.option("--exec", "program", metavar="CMD", help="Give the new articles to a program, a JSON object a line.")
@options.jsonl
@click.option("--save", metavar="QUERY", help="Save a search under NAME; what it finds now is not new.")
@click.option(
    "--where", multiple=True, metavar="FIELD=VALUE", help="With --save: a filter; may be given several times."
)
@click.option("--delete", is_flag=True, help="Forget the saved search.")
def follow(
    name: str | None,
    home: str | None,
    program: str | None,
    jsonl: bool,
    save: str | None,
    where: tuple[str, ...],
    delete: bool,
) -> None:
    """Say what is new for a saved search since it was last looked at. Without NAME: for how many articles each.

    CMD is started without a shell. What is new stays new if it fails.
    """
    if sum((program is not None, jsonl, save is not None, delete)) > 1:
        raise click.UsageError("Choose one of --exec, --jsonl, --save and --delete.")
    if name is None and (program is not None or jsonl or save is not None or delete):
        raise click.UsageError("Name the saved search.")
    if where and save is None:
        raise click.UsageError("--where belongs to --save.")
    with options.open_home(home) as archive:
        if name is None:
            found = _print_all(archive)
        elif save is not None:
            found = _save(archive, name, save, where)
        elif delete:
            archive.saved_searches.delete(name)
            found = True
        else:
            found = _follow(archive, name, program, jsonl)
    options.done(0 if found else 1)


def _print_all(archive: "Archive") -> bool:
    from archive.output import terminal

    numbers = [(one.name, archive.saved_searches.number_of_new(one)) for one in archive.saved_searches.all()]
    options.print_lines(terminal.saved_search_lines(numbers))
    if not numbers:
        click.echo('No search is saved. Save one: archive follow NAME --save "QUERY".')
    return any(number for _, number in numbers)


def _save(archive: "Archive", name: str, query: str, where: tuple[str, ...]) -> bool:
    from archive.output import terminal
    from archive.request import SearchRequest

    saved = archive.saved_searches.save(name, SearchRequest(query, where))
    options.print_lines(terminal.saved_search_lines([(saved.name, 0)]))
    return True


def _follow(archive: "Archive", name: str, program: str | None, jsonl: bool) -> bool:
    from archive.output import contract_json, terminal

    news = archive.saved_searches.news(name)
    articles = archive.saved_searches.articles(news.ids)
    if program is not None and news.ids:
        _run(archive, program, news)
    elif jsonl:
        options.print_lines(contract_json.dump(article.as_json()) for article in articles)
    else:
        options.print_lines(terminal.news_lines(articles, colour=options.colour()))
    sys.stdout.flush()  # what nobody could read stays new
    archive.saved_searches.look(news)
    return bool(news.ids)


def _run(archive: "Archive", program: str, news: "News") -> None:
    """Start a program and give it the new articles.

    Raises:
        ArchiveError: it cannot be started, or fails.
    """
    import os
    import shlex
    import subprocess

    from archive.errors import ArchiveError
    from archive.output import contract_json

    hint = "What is new stays new; mend the program and run this again."
    try:
        command = shlex.split(program, posix=os.name == "posix")
        started = subprocess.Popen(command, stdin=subprocess.PIPE)  # noqa: S603 -- whoever runs this names it
    except (OSError, ValueError, IndexError) as error:
        raise ArchiveError(f"{program} cannot be started ({error}).", hint) from error
    assert started.stdin is not None  # noqa: S101 -- it is a pipe
    try:
        with started.stdin as lines:
            for article in archive.saved_searches.articles(news.ids):
                lines.write(contract_json.dump(article.as_json()).encode() + b"\n")
    except BrokenPipeError:  # it reads no more; its exit status tells whether that is well
        pass
    if status := started.wait():
        raise ArchiveError(f"{program} failed with status {status}.", hint)
