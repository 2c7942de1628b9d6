"""The command ``archive list``: lists of articles, with notes."""

from typing import TYPE_CHECKING

import click

from archive.cli import options

if TYPE_CHECKING:
    from archive.service import Archive

_ACTIONS = ("add", "remove", "show", "export")


@click.command("list")
@click.argument("name", metavar="[NAME", required=False)
@click.argument("action", metavar="[add|remove|show|export", required=False)
@click.argument("ids", metavar="[ID...]]]", nargs=-1)
@options.home
@click.option("--note", help="With add: what to note of these articles.")
@click.option("--place", type=click.IntRange(1), help="With add: where to put them in the list, from 1 on.")
@options.json
@options.jsonl
@click.option("--csv", "as_csv", is_flag=True, help="With export: as a table; this is the default.")
@click.option("--ris", is_flag=True, help="With export: as RIS, for reference managers.")
@click.option("--bibtex", is_flag=True, help="With export: as BibTeX.")
@click.option("--excel", is_flag=True, help="With export: a table for spreadsheets, with semicolons.")
def lists(
    name: str | None,
    action: str | None,
    ids: tuple[str, ...],
    home: str | None,
    note: str | None,
    place: int | None,
    as_json: bool,
    jsonl: bool,
    as_csv: bool,
    ris: bool,
    bibtex: bool,
    excel: bool,
) -> None:
    """Lists of articles, with notes. Without NAME: which there are. A list is made by what is added to it.

    The lists are files that you may edit: lists/NAME.toml in the archive's folder.
    """
    forms = [form for form, wanted in (("csv", as_csv), ("jsonl", jsonl), ("ris", ris), ("bib", bibtex)) if wanted]
    action = action or "show"
    if action not in _ACTIONS:
        raise click.UsageError(f'"{action}" is none of {", ".join(_ACTIONS)}.')
    if len(forms) + as_json > 1:
        raise click.UsageError("Choose one of --json, --jsonl, --csv, --ris, --bibtex.")
    if (action in ("add", "remove")) != bool(ids):
        raise click.UsageError(f"{action} takes {'the ids of articles' if not ids else 'no ids'}.")
    if (forms or excel) and action != "export":
        raise click.UsageError("--jsonl, --csv, --excel, --ris and --bibtex belong to export.")
    if as_json and action != "show":
        raise click.UsageError("--json belongs to show.")
    if (note is not None or place is not None) and action != "add":
        raise click.UsageError("--note and --place belong to add.")
    with options.open_home(home) as archive:
        if name is None:
            found = _print_lists(archive, as_json)
        elif action == "add":
            archive.lists.add(name, *ids, note=note, place=place)
            found = _print_summary(archive, name)
        elif action == "remove":
            archive.lists.remove(name, *ids)
            found = _print_summary(archive, name)
        elif action == "export":
            found = _print_export(archive, name, forms[0] if forms else "csv", excel)
        else:
            found = _print_list(archive, name, as_json)
    options.done(0 if found else 1)


def _print_lists(archive: "Archive", as_json: bool) -> bool:
    from archive.output import contract_json, terminal

    summaries = archive.lists.summaries()
    options.print_lines([contract_json.lists_json(summaries)] if as_json else terminal.lists_lines(summaries))
    if not summaries and not as_json:
        click.echo("There are no lists.")
    return bool(summaries)


def _print_summary(archive: "Archive", name: str) -> bool:
    from archive.output import terminal

    options.print_lines(terminal.lists_lines([archive.lists.summary(name)]))
    return True


def _print_list(archive: "Archive", name: str, as_json: bool) -> bool:
    import shutil

    from archive.output import contract_json, terminal

    entries = archive.lists.articles(name)
    if as_json:
        data = contract_json.list_json(name, entries)
        click.echo(contract_json.dump(data))
        return bool(data["articles"])
    width = min(shutil.get_terminal_size().columns, 100)
    options.print_lines(terminal.list_lines(entries, colour=options.colour(), width=width))
    if not archive.lists.entries(name):
        click.echo("The list is empty.")
        return False
    return True


def _print_export(archive: "Archive", name: str, form: str, spreadsheet: bool) -> bool:
    from archive.output import exports

    notes = {entry.id: entry.note for entry in archive.lists.entries(name)}
    hits = ((article, 0.0) for _, article in archive.lists.articles(name) if article)
    options.print_lines(exports.export_lines(form, hits, spreadsheet=spreadsheet, notes=notes))
    return bool(notes)
