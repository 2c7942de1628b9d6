"""The command line. ``main`` is the entry point."""

from archive.cli.main import cli as cli
from archive.cli.main import main as main

__all__ = ["cli", "main"]
