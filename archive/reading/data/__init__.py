"""Word lists and tables as TOML files, for people to add to: each says above its entries what they are for.

Whoever changes one changes what is read from files, and raises ``READING_VERSION``.
"""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """The content of ``<name>.toml`` in this folder; read once, when first asked for."""
    return tomllib.loads((files(__name__) / f"{name}.toml").read_text("utf-8"))
