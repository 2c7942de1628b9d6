"""The ledger: what it tells of files without reading all of them."""

import os
from pathlib import Path

from archive.indexing.first_seen import FirstSeen
from archive.indexing.ledger import FileEntry, Ledger

_STRANGE = os.fsdecode(b"ordner/a\xff.txt")
_ENTRIES = [
    FileEntry("one.txt", 10, 20, 30, None, {"one": ("h1", "2026"), "one~2": ("h2", "2026")}),
    FileEntry("two.txt", 11, 21, 31, "is empty"),
    FileEntry(_STRANGE, 12, 22, 32, None, {"ordner/a%FF": ("h3", "2025")}),
]


def test_stamps_entries_and_ids(tmp_path: Path) -> None:
    with Ledger(tmp_path / "ledger.sqlite", write=True) as ledger:
        ledger.record(_ENTRIES)
        assert ledger.stamps() == {"one.txt": (10, 20, 30), "two.txt": (11, 21, 31), _STRANGE: (12, 22, 32)}
        assert ledger.files([_STRANGE, "unknown.txt", "one.txt", "two.txt"]) == [_ENTRIES[2], _ENTRIES[0], _ENTRIES[1]]
        assert ledger.ids() == {"one", "one~2", "ordner/a%FF"}
        assert ledger.ids(but_of=["one.txt", "unknown.txt"]) == {"ordner/a%FF"}
        assert ledger.ids(but_of=[_STRANGE]) == {"one", "one~2"}


def test_what_was_seen_before_keeps_its_date(tmp_path: Path) -> None:
    with FirstSeen(tmp_path) as first_seen:
        assert first_seen.dates(["a", "b"], "2025") == {"a": "2025", "b": "2025"}
        assert first_seen.dates(["b", "c"], "2026") == {"b": "2025", "c": "2026"}
        assert first_seen.dates(["c", "b"], "2027") == {"b": "2025", "c": "2026"}
        assert first_seen.dates([], "2027") == {}
