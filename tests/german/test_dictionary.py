"""The dictionary lies in a cache folder and does without one."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from archive.german.morphology.dictionary import dictionary
from archive.german.morphology.dictionary_build import entries

_LOOK_UP = "from archive.german import analyzer; print(analyzer().word('Häuser').terms)"


@pytest.fixture(scope="module")
def trie() -> Path:
    """The dictionary's file as it lies in this machine's cache folder."""
    from archive.german.morphology import dictionary as module

    dictionary()
    return next(folder / module._file_name() for folder in module._folders() if (folder / module._file_name()).exists())


def surroundings(folder: Path, temporary: Path) -> dict[str, str]:
    """An environment with this cache folder and temporary files of its own."""
    temporary.mkdir(exist_ok=True)
    return {**os.environ, "ARCHIVE_CACHE": str(folder), **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(temporary))}


def look_up(folder: Path, temporary: Path) -> "subprocess.CompletedProcess[str]":
    environment = surroundings(folder, temporary)
    return subprocess.run([sys.executable, "-c", _LOOK_UP], capture_output=True, text=True, env=environment, check=True)


def test_two_processes_that_build_at_once_both_succeed(tmp_path: Path, trie: Path) -> None:
    environment = surroundings(tmp_path / "new", tmp_path / "temporary")
    both = [
        subprocess.Popen([sys.executable, "-c", _LOOK_UP], stdout=subprocess.PIPE, text=True, env=environment)
        for _ in range(2)
    ]
    assert [process.communicate()[0].strip() for process in both] == ["('haus',)"] * 2
    assert [path.name for path in (tmp_path / "new").iterdir()] == [trie.name]
    assert (tmp_path / "new" / trie.name).read_bytes() == trie.read_bytes()


def test_a_spoilt_file_is_made_anew(tmp_path: Path, trie: Path) -> None:
    (tmp_path / trie.name).write_bytes(b"no trie")
    assert look_up(tmp_path, tmp_path / "temporary").stdout.strip() == "('haus',)"
    assert (tmp_path / trie.name).stat().st_size == trie.stat().st_size


def test_a_new_file_takes_the_place_of_older_layouts_and_of_nothing_else(tmp_path: Path, trie: Path) -> None:
    layout = int(trie.name.split("-")[1])
    older = [f"german-{layout - 1}-1-2.trie", "german-2-1345008-3622737.trie", "german-9-1-2.triex7_k"]
    others = [f"german-{layout}-1-2.trie", f"german-{layout + 1}-1-2.trie", "german-1.trie", "notes.txt"]
    for name in (*older, *others):
        (tmp_path / name).write_text("x")
    look_up(tmp_path, tmp_path / "temporary")
    left = {path.name for path in tmp_path.iterdir() if path.is_file()}
    assert left == {trie.name, *others}


def test_a_cache_folder_that_cannot_be_made_does_not_stop_anybody(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert look_up(tmp_path / "file" / "cache", tmp_path / "temporary").stdout.strip() == "('haus',)"


def test_frequencies_tell_common_from_rare() -> None:
    frequency = dictionary().frequency
    assert frequency("haus") > frequency("parade") > frequency("schoigu") > 0 == frequency("xqzv")


def test_entries_are_keys_with_kinds() -> None:
    key, value = next(entries())
    assert key and value[:1] == b"f"
