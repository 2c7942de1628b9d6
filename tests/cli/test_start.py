"""What a command loads before it answers: a start is nearly all imports."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

# What a search of a Tantivy index has no use for: the page, readers of formats, builders of the dictionary, other
# engines, and parts of the standard library that take milliseconds each.
NOT_FOR_A_SEARCH = {
    "web", "flask", "werkzeug", "jinja2", "waitress", "babel", "flask_babel",
    "archive.reading", "bs4", "lxml", "yaml", "markdown_it", "charset_normalizer", "langdetect",
    "archive.indexing.run", "archive.indexing.analysis", "filelock", "watchfiles",
    "simplemma", "wordfreq", "anyascii",
    "whoosh", "opensearchpy", "urllib3", "orjson", "archive.engines.whoosh", "archive.engines.opensearch.server",
    "archive.output.exports", "archive.output.citations", "archive.output.contract_json",
    "archive.answering.similar", "archive.answering.suggestions", "rapidfuzz",
    "asyncio", "concurrent", "multiprocessing", "subprocess", "email", "http", "html", "xml", "csv", "logging",
    "hashlib", "pickle", "tomllib", "importlib.metadata", "importlib.resources",
}  # fmt: skip
FOR_HELP = {"archive", "archive.cli", "archive.cli.main", "archive.cli.options", "archive.cli.searching",
            "archive.cli.following", "archive.cli.lists",
            "archive.cli.serving", "archive.errors", "archive.__main__"}  # fmt: skip
NOT_FOR_HELP = NOT_FOR_A_SEARCH | {"tantivy", "marisa_trie", "sqlite3", "dataclasses", "json", "pathlib"}


@pytest.fixture
def at(home: Path) -> str:
    """The path of a home with a Tantivy index, in which each question finds so much that nothing else is suggested."""
    for number in range(20):
        text = f"Titel: Lage {number}\n\nSchoigu sah Drohnen in Nordkorea. Der Streik bei der Bahn geht weiter.\n"
        (home / "seeds" / f"lage-{number}.txt").write_text(text, "utf-8")
    run("--home", str(home), "index", "--engine", "tantivy")
    return str(home)


def run(*arguments: str, options: tuple[str, ...] = ("-m", "archive")) -> subprocess.CompletedProcess[str]:
    env = {name: value for name, value in os.environ.items() if not name.startswith("ARCHIVE_HOME")}
    command = [sys.executable, *options, *arguments]
    answer = subprocess.run(command, capture_output=True, text=True, env=env, encoding="utf-8")
    assert answer.returncode == 0, answer.stderr
    return answer


def imported(*arguments: str) -> set[str]:
    """The names of all modules that a command imports, and of the packages above them."""
    told = run(*arguments, options=("-X", "importtime", "-m", "archive")).stderr
    names = re.findall(r"^import time: +\d+ \| +\d+ \| +(\S+)$", told, re.MULTILINE)
    assert "click" in names
    return {".".join(parts[:length]) for name in names for parts in [name.split(".")] for length in range(1, 9)}


@pytest.mark.parametrize("question", [["Nordkorea"], ["Streik", "Bahn"], ["Drohnen", "--sort", "newest"]])
def test_a_search_imports_only_what_it_needs(at: str, question: list[str]) -> None:
    found = imported("--home", at, "search", *question)
    assert {"tantivy", "archive.service"} <= found
    assert sorted(found & NOT_FOR_A_SEARCH) == []


def test_a_run_that_finds_nothing_new_imports_no_word_lists_and_no_readers(at: str) -> None:
    found = imported("--home", at, "index")
    assert {"archive.indexing.run", "archive.reading"} <= found
    assert sorted(found & {"archive.reading.build_article", "archive.reading.formats", "langdetect", "bs4"}) == []


def test_help_imports_the_commands_alone() -> None:
    found = imported("--help")
    assert {name for name in found if name.startswith("archive")} <= FOR_HELP
    assert sorted(found & NOT_FOR_HELP) == []


@pytest.mark.parametrize(
    ("command", "at_once"), [(["search", "Schoigu"], True), (["status"], True), (["index"], False)]
)
def test_a_command_that_only_asks_ends_without_taking_apart_what_it_loaded(
    at: str, command: list[str], at_once: bool
) -> None:
    code = "import atexit; atexit.register(print, 'taken apart'); from archive.cli import main; main()"
    *lines, last = run("--home", at, *command, options=("-c", code)).stdout.splitlines()
    assert lines
    assert (last != "taken apart") is at_once
