"""The house's rules, read from its own sources."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FILES = sorted([*ROOT.glob("archive/**/*.py"), *ROOT.glob("web/**/*.py")])

# Rooms from the bottom to the top: a room may import those of lower rank, and itself.
RANKS = {
    "archive.errors": -1, "archive.address": 0, "archive.article": 0, "archive.home": 1, "archive.german": 1,
    "archive.names": 2,
    "archive.reading": 2, "archive.query": 2, "archive.results": 3, "archive.engines": 4, "archive.snippets": 5,
    "archive.suggesting": 5, "archive.name_candidates": 6, "archive.report": 5, "archive.analysis": 5,
    "archive.scanning": 5, "archive.ledger": 6, "archive.generations": 6, "archive.seed_reader": 6,
    "archive.joining": 6.5, "archive.former": 6.5,
    "archive.citing": 1, "archive.path_reading": 6, "archive.similar": 6, "archive.current_index": 7,
    "archive.indexing": 7, "archive.answering": 8, "archive.service": 9, "archive": 9, "archive.printing": 10,
    "archive.overview": 10, "archive.watching": 10, "web": 11, "archive.cli_options": 12, "archive.cli_searching": 13,
    "archive.cli_serving": 13, "archive.cli": 14,
}  # fmt: skip
ONE_IMPORTER = ("whoosh", "tantivy", "opensearchpy", "orjson", "bs4", "langdetect", "simplemma", "Stemmer", "wordfreq",
                "babel", "flask_babel", "anyascii", "watchfiles", "waitress")  # fmt: skip


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def room_of(module: str) -> str:
    return max((room for room in RANKS if module == room or module.startswith(f"{room}.")), key=len)


def imports_of(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            module = node.module or ""
            deeper = [
                f"{module}.{a.name}" for a in node.names if (ROOT / module.replace(".", "/") / f"{a.name}.py").exists()
            ]
            found.update(deeper or [module])
    return found


@pytest.mark.parametrize("path", FILES, ids=module_of)
def test_a_room_imports_only_rooms_below_it(path: Path) -> None:
    room = room_of(module_of(path))
    for module in imports_of(path):
        if module.split(".")[0] in ("archive", "web"):
            below = room_of(module)
            assert below == room or RANKS[below] < RANKS[room] or (room == "archive"), f"{room} imports {module}"


@pytest.mark.parametrize("library", ONE_IMPORTER)
def test_a_foreign_library_has_exactly_one_importer(library: str) -> None:
    importers = [module_of(path) for path in FILES if any(name.split(".")[0] == library for name in imports_of(path))]
    assert len(importers) == 1, importers


def test_files_stay_short_and_have_a_subject() -> None:
    sizes = {module_of(path): len(path.read_text("utf-8").split("\n")) for path in FILES}
    assert not {name: size for name, size in sizes.items() if size > 301}
    assert sorted(sizes.values())[len(sizes) // 2] <= 120
    assert not [name for name in sizes if name.split(".")[-1] in ("utils", "util", "helpers", "common", "misc")]
