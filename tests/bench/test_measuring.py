"""Processes, memory and the page cache."""

import os
import sys
from pathlib import Path

import pytest

from benchmarks import measuring

MEASURABLE = Path("/proc/self/smaps_rollup").exists()


def test_memory_counts_a_process_and_its_children() -> None:
    child = "held = bytearray(60_000_000); import time; time.sleep(.6)"
    parent = (  # from a thread, as indexing starts its workers
        "import subprocess, sys, threading; held = bytearray(40_000_000);"
        f"threading.Thread(target=subprocess.run, args=([sys.executable, '-c', {child!r}],)).start()"
    )
    finished = measuring.run([sys.executable, "-c", parent], memory=True)
    assert finished.seconds > 0.5
    if MEASURABLE:
        assert finished.megabytes is not None
        assert 95 < finished.megabytes < 160
    else:
        assert finished.megabytes is None


def test_a_command_that_fails_is_an_error_with_what_it_said() -> None:
    with pytest.raises(RuntimeError, match="no luck"):
        measuring.run([sys.executable, "-c", "import sys; print('no luck', file=sys.stderr); sys.exit(3)"])
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        measuring.run([sys.executable, "-c", "1 / 0"])


def test_files_are_dropped_from_the_page_cache_and_read_into_it(tmp_path: Path) -> None:
    (tmp_path / "index").write_bytes(os.urandom(5_000_000))
    left = measuring.empty_cache(tmp_path)
    if hasattr(os, "posix_fadvise"):
        assert left is not None
        assert left < 0.05
        measuring.fill_cache(tmp_path)
        cached, pages = measuring._cached_pages(tmp_path / "index")
        assert cached == pages == -(-5_000_000 // os.sysconf("SC_PAGE_SIZE"))
    else:
        assert left is None


def test_own_memory_is_without_mapped_files() -> None:
    found = measuring.own_megabytes(os.getpid())
    if MEASURABLE:
        assert found is not None
        assert 5 < found < 5_000
    else:
        assert found is None
