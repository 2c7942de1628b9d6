"""Programs that are missing or fail do not end a run."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.results import Results

ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(os.name == "nt", reason="the program that fails is a script of a POSIX shell")
def test_what_is_missing_is_named_and_what_fails_is_left_out(tmp_path: Path) -> None:
    failing = tmp_path / "bin" / "recollindex"
    failing.parent.mkdir()
    failing.write_text("#!/bin/sh\necho out of luck >&2\nexit 3\n", "utf-8")
    failing.chmod(0o755)
    raw = tmp_path / "raw.json"
    command = [sys.executable, "-m", "benchmarks", "--quick", "--sizes", "20", "--whoosh", "0", "--rounds", "1",
               "--only", "index,unchanged,commands", "--out", str(raw)]  # fmt: skip
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "PATH": str(failing.parent)},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    results = Results.load(raw)
    assert list(results.missing) == ["ripgrep"]
    assert "github.com/BurntSushi/ripgrep" in results.missing["ripgrep"]
    assert any("Recoll" in note and "out of luck" in note for note in results.notes)
    assert {series.program for series in results.series if series.figure == "command"} == {"Archive, Tantivy"}
    assert {series.program for series in results.series if series.figure == "index_rate"} == {
        "Archive, Tantivy",
        "Tantivy alone",
        "SQLite FTS5",
    }


def test_what_is_asked_wrongly_is_told_in_a_sentence() -> None:
    for options, said in (
        (["--corpus", "nowhere"], "nowhere is not there"),
        (["--only", "speed"], "speed is none of index"),
        (["--rounds", "0"], "0 is less than 1"),
        (["compare", "nowhere.json", "nowhere.json"], "nowhere.json"),
    ):
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks", *options], cwd=ROOT, capture_output=True, text=True, encoding="utf-8"
        )
        assert done.returncode == 2
        assert said in done.stderr
        assert "Traceback" not in done.stderr
