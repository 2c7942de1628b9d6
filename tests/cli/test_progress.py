"""Progress on a terminal."""

import os
import pty
import subprocess
import sys
from pathlib import Path


def test_a_terminal_shows_the_rate(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    for number in range(3):
        (tmp_path / "seeds" / f"{number}.txt").write_text("Die Stadt plant eine Schule.", "utf-8")
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", "from archive.cli import main; main()", "index", "--home", str(tmp_path)]
    done = subprocess.run(command, stderr=theirs, stdout=subprocess.PIPE, check=True)
    os.close(theirs)
    shown = b""
    while True:
        try:
            some = os.read(ours, 4096)
        except OSError:  # what Linux gives at the end
            break
        if not some:
            break
        shown += some
    os.close(ours)
    assert b"files/s" in shown and b"100%" in shown
    assert b"3 added" in done.stdout
