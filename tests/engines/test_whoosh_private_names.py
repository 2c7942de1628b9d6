"""The private names of Whoosh that its engine touches are listed in one place."""

import ast
from pathlib import Path

from archive.engines import whoosh
from archive.engines.whoosh import PRIVATE_NAMES

# The only importer of Whoosh (test_architecture): its objects do not leave this module.
NODES = list(ast.walk(ast.parse(Path(whoosh.__file__).with_name("index.py").read_text("utf-8"))))


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")


def test_the_list_of_private_names_is_what_the_sources_use() -> None:
    """Private names used on any object, without those that the module gives to its own: of functions, classes and what
    they assign to ``self``."""
    attributes = [node for node in NODES if isinstance(node, ast.Attribute) and is_private(node.attr)]
    ours = {node.attr for node in attributes if isinstance(node.ctx, ast.Store) and ast.unparse(node.value) == "self"}
    ours |= {node.name for node in NODES if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    used = {node.attr for node in attributes} - ours
    imported = {
        alias.name
        for node in NODES
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "whoosh"
        for alias in node.names
        if is_private(alias.name)
    }
    assert used | imported == set(PRIVATE_NAMES)
    assert all(PRIVATE_NAMES.values()), "each has its reason"
