"""One whole run: all sizes and corpora, and what is to be known of the machine."""

import os
import platform
import re
import sqlite3
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

from benchmarks import measuring, programs, texts
from benchmarks.measuring import run
from benchmarks.results import GIVEN, MADE, REAL, Case, Results
from benchmarks.runs import OF_ONE_ARCHIVE, Extent, measure, newcomer

SIZES = (1_000, 10_000, 100_000)
WHOOSH_ARTICLES = 2_000  # what an archive moves to Tantivy above
REAL_CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus" / "known_items" / "articles.jsonl.gz"
SEEDS = Path(__file__).resolve().parents[1] / "seeds"
_MARKS = (10_000, 100_000, 1_000_000, 3_000_000)  # words after which the distinct ones are counted
_EVERYTHING = 10**9
_LIBRARIES = ("tantivy", "Whoosh-Reloaded", "simplemma", "wordfreq", "PyStemmer", "flask", "waitress")


def measure_all(
    results: Results, extent: Extent, sizes: Sequence[int] | None, whoosh: int, corpus: Path | None
) -> None:
    """Measure archives of all sizes, made or of ``corpus``, then real German if it lies beside the project.

    Args:
        sizes: numbers of articles; None: ``SIZES``, or all of ``corpus``.
        whoosh: archives are measured on Whoosh up to this size, and one of this size.
    """
    _describe(results)
    if corpus is not None and not corpus.exists():
        raise ValueError(f"{corpus} is not there; name a folder or a file of JSON lines after --corpus.")
    run(measuring.archive(SEEDS.parent, "analyze", "Haus"))  # builds the dictionary, which happens once a machine
    if "newcomer" in extent.parts:
        newcomer(results, SEEDS, extent)
    if not set(extent.parts) & OF_ONE_ARCHIVE:
        return
    wanted = sizes or ((_EVERYTHING,) if corpus else SIZES)
    _measure_corpus(results, extent, wanted, whoosh, GIVEN if corpus else MADE, corpus)
    if "real" in extent.parts and corpus is None and REAL_CORPUS.exists():
        fewer = replace(extent, rounds=min(2, extent.rounds))
        _measure_corpus(results, fewer, (_EVERYTHING,), whoosh, REAL, REAL_CORPUS)


def _measure_corpus(
    results: Results, extent: Extent, sizes: Sequence[int], whoosh: int, name: str, source: Path | None
) -> None:
    small = sorted({min(whoosh, size) for size in sizes if whoosh})
    plan = [("whoosh", size) for size in small] + [("tantivy", size) for size in sizes]
    for engine, size in plan:
        with tempfile.TemporaryDirectory(prefix="benchmarks-") as folder:
            home = Path(folder)
            count = texts.write_seeds(home / "seeds", size, source)
            if not count:
                raise ValueError("The corpus holds no article.")
            case = Case(name, count)
            results.text_bytes[case] = measuring.size_of(home / "seeds")
            if size == sizes[-1]:
                bodies = (path.read_text("utf-8", errors="replace") for path in texts.files(home / "seeds"))
                results.growth[name] = texts.growth(bodies, _MARKS)
            largest = engine == "tantivy" and size == sizes[-1] and name != REAL
            measure(results, case, home, engine, extent, largest=largest)


def _describe(results: Results) -> None:
    """What the machine is, without its name and paths; what is installed and what is missing."""
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 0
    results.machine = {
        "cores": str(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()),
        "memory": f"{pages / 1e9:.0f} GB" if pages else "not known",
        "system": f"{platform.system()} {platform.machine()}",
        "Python": platform.python_version(),
    }
    results.versions = {name: version(name) for name in _LIBRARIES} | {"SQLite": sqlite3.sqlite_version}
    for program in (programs.RECOLL, programs.RIPGREP):
        if not program.installed:
            results.missing[program.name] = program.install
    if programs.RIPGREP.installed:
        told = subprocess.run(["rg", "--version"], capture_output=True, text=True).stdout.split()
        results.versions["ripgrep"] = told[1]
    if programs.RECOLL.installed:
        with tempfile.TemporaryDirectory() as folder:  # else it makes one in the user's home
            shown = subprocess.run(["recollindex", "-c", folder, "-h"], capture_output=True, text=True)
        found = re.search(r"Recoll (\d[\d.]*)", shown.stdout + shown.stderr)
        results.versions["Recoll"] = found[1] if found else "of unknown version"
