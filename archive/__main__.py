"""``python -m archive`` is ``archive``."""

from archive.cli import main

main()
