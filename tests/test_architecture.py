"""The house's rules, read from its own sources."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FILES = sorted([*ROOT.glob("archive/**/*.py"), *ROOT.glob("web/**/*.py")])

# Rooms from the bottom to the top: a room may import itself and those of the floors below it.
FLOORS = (
    {"archive.errors"},
    {"archive.article", "archive.home", "archive.toml_files"},
    {"archive.german"},
    {"archive.reading", "archive.query"},
    {"archive.request"},
    {"archive.engines"},
    {"archive.indexing"},
    {"archive.answering"},
    {"archive.lists", "archive.saved_searches", "archive.adding"},
    {"archive.service", "archive"},
    {"archive.output"},
    {"web"},
    {"archive.cli"},
    {"archive.__main__"},
)
RANKS = {room: rank for rank, floor in enumerate(FLOORS) for room in floor}
ENGINES = {"whoosh": "archive.engines.whoosh", "tantivy": "archive.engines.tantivy",
           "opensearchpy": "archive.engines.opensearch", "orjson": "archive.engines.opensearch"}  # fmt: skip
ONE_IMPORTER = ("bs4", "yaml", "markdown_it", "langdetect",
                "simplemma", "Stemmer", "wordfreq", "flask_babel", "anyascii", "watchfiles",
                "waitress", "tomlkit", *ENGINES)  # fmt: skip


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
def test_a_room_imports_only_itself_and_rooms_below_it(path: Path) -> None:
    room = room_of(module_of(path))
    for module in imports_of(path):
        if module.split(".")[0] in ("archive", "web") and room != "archive":
            below = room_of(module)
            assert below == room or RANKS[below] < RANKS[room], f"{room} imports {module}"


@pytest.mark.parametrize("library", ONE_IMPORTER)
def test_a_foreign_library_has_exactly_one_importer(library: str) -> None:
    importers = [module_of(path) for path in FILES if any(name.split(".")[0] == library for name in imports_of(path))]
    assert len(importers) == 1, importers
    assert importers[0].startswith(ENGINES.get(library, "")), importers


def test_flask_is_the_page_s_alone() -> None:
    users = {module_of(path) for path in FILES if any(name.split(".")[0] == "flask" for name in imports_of(path))}
    assert users
    assert all(room_of(user) == "web" for user in users), users


def test_no_file_is_a_drawer_without_a_subject() -> None:
    names = {path.stem for path in FILES}
    assert not names & {"utils", "util", "helpers", "helper", "common", "misc"}
