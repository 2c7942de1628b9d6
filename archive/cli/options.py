"""Options that several commands share, and how they open the archive, print lines and end."""

import os
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, NoReturn

import click

from archive.errors import ArchiveError

if TYPE_CHECKING:
    from archive.service import Archive

home = click.option("--home", metavar="DIR", help="The archive's folder.")
engine = click.option(
    "--engine", metavar="E", help="What to build: auto, whoosh, tantivy or opensearch://host:9200/name."
)
json = click.option("--json", "as_json", is_flag=True, help="One JSON document.")
jsonl = click.option("--jsonl", is_flag=True, help="A JSON object a line.")


def open_home(home: str | None, **settings: str | None) -> "Archive":
    """The archive of ``--home``, given behind the command's name or before it."""
    from archive.service import open_archive

    folder = home or click.get_current_context().obj
    if folder and not os.path.isdir(folder):  # noqa: PTH112 -- pathlib takes a while to load
        raise ArchiveError(f"There is no folder {folder}.", "Make it, or name another one: --home.")
    return open_archive(folder, on_problem=print_problem, **settings)


def print_problem(problem: str) -> None:
    """Print a sentence about what is amiss on standard error."""
    from archive.output.terminal import clean

    click.echo(f"archive: {clean(problem)}", err=True)


def colour() -> bool:
    """Whether lines may be coloured."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def print_lines(lines: Iterable[str]) -> None:
    """Print lines as they come."""
    for line in lines:
        click.echo(line, color=True)  # escape codes are only there where they are wanted


class Done(SystemExit):
    """A command is done, has printed everything, and leaves no file, thread or process that is still to be closed."""

    code: int


def done(code: int = 0) -> NoReturn:
    """End a command that only asks.

    Raises:
        Done: always; ``main`` then ends the process at once, for to take apart what a search has loaded costs a tenth
            of it.
        BrokenPipeError: nobody reads the lines any more.
    """
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
    raise Done(code)
