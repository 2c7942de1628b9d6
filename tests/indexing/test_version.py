"""An index is outdated when what it was made with differs: our own rules, or a library's data."""

import sqlite3
from contextlib import closing
from importlib import metadata
from pathlib import Path

import pytest

from archive.german.morphology.dictionary import FOLDER, SOURCES
from archive.indexing.state import version
from archive.service import open_archive


@pytest.mark.parametrize("library", ["PyStemmer", "anyascii", "Babel", "langdetect"])
def test_another_release_of_a_library_with_data_is_another_version(
    library: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = version()
    assert version() == before
    _with_release(library, monkeypatch)
    assert version() != before


def test_another_dictionary_is_another_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = version()
    text = (FOLDER / SOURCES).read_text("utf-8")
    (tmp_path / SOURCES).write_text(text[:-3] + ("a" if text[-3] != "a" else "b") + text[-2:], "utf-8")
    monkeypatch.setattr("archive.german.sources.FOLDER", tmp_path)
    assert version() != before


def test_an_index_that_another_release_made_is_outdated_until_it_is_built_anew(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_archive(home) as archive:
        archive.index()
        assert not archive.status().outdated
        _with_release("PyStemmer", monkeypatch)
        assert archive.status().outdated
        archive.index()
        assert not archive.status().outdated


def test_files_of_another_layout_are_no_damage_where_another_version_wrote_them(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_archive(home) as archive:
        archive.index()
        (surfaces,) = (home / "index").rglob("surfaces.sqlite")
        with closing(sqlite3.connect(surfaces)) as db:
            db.execute("DROP TABLE run")
        assert "is damaged" in archive.status().problems[0], "of this version it is"
        _with_release("PyStemmer", monkeypatch)
        assert archive.status().outdated and archive.status().problems == ()
        (notice,) = archive.index().notices
        assert "another version" in notice and "damaged" not in notice
        assert not archive.status().outdated and archive.status().problems == ()


def _with_release(library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Has this library another release than it has."""
    real = metadata.version

    def other(name: str) -> str:
        return "0.0.1" if name == library else real(name)

    monkeypatch.setattr("importlib.metadata.version", other)
