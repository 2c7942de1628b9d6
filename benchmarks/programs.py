"""The programs that are measured beside Archive: how they index the same files, and how they are asked.

Tantivy, Whoosh and SQLite are used as libraries with one field of text, without dates and facets, each in a process of
its own (``python -m benchmarks.programs tantivy SEEDS FOLDER`` indexes); Recoll and ripgrep are programs.
"""

import shutil
import sqlite3
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from benchmarks.questions import Question
from benchmarks.texts import files

Ask = Callable[[Question], int]
"""Answers a plain question with ten texts, snippets or (Whoosh) ids; gives the number of hits."""

RAW = ("tantivy", "whoosh", "sqlite")


@dataclass(frozen=True, slots=True)
class Program:
    """A program beside Archive.

    Attributes:
        name: as the tables have it.
        command: what it is started by; None: a library that is always there.
        install: how one gets it.
    """

    name: str
    command: str | None = None
    install: str = ""

    @property
    def installed(self) -> bool:
        """Whether it is here."""
        return self.command is None or shutil.which(self.command) is not None


TANTIVY, WHOOSH, SQLITE = Program("Tantivy alone"), Program("Whoosh alone"), Program("SQLite FTS5")
RECOLL = Program("Recoll", "recollindex", "apt install recollcmd, or https://www.recoll.org/pages/download.html")
RIPGREP = Program("ripgrep", "rg", "apt install ripgrep, or https://github.com/BurntSushi/ripgrep#installation")
LIBRARIES: Mapping[str, str] = MappingProxyType({TANTIVY.name: "tantivy", WHOOSH.name: "whoosh", SQLITE.name: "sqlite"})


def index_command(program: Program, seeds: Path, folder: Path) -> list[str]:
    """Prepare the folder of an index of this program, and give the command that indexes the files below ``seeds``."""
    folder.mkdir(parents=True)
    if program is RECOLL:
        settings = f"topdirs = {seeds}\nindexstemminglanguages = german\n"
        (folder / "recoll.conf").write_text(settings, "utf-8")
        return recollindex(folder)
    return [sys.executable, "-m", "benchmarks.programs", LIBRARIES[program.name], str(seeds), str(folder)]


def recollindex(folder: Path) -> list[str]:
    """The command that brings Recoll's index up to date."""
    return ["recollindex", "-c", str(folder)]


def word_command(program: Program, word: str, seeds: Path, folder: Path) -> list[str]:
    """The command that asks a program for a word."""
    if program is RIPGREP:
        return ["rg", "-liw", word, str(seeds)]
    return ["recollq", "-c", str(folder), "-n", "10", word]


def _index_tantivy(seeds: Path, folder: Path) -> None:
    import tantivy

    schema = tantivy.SchemaBuilder().add_text_field("body", stored=True, tokenizer_name="de_stem").build()
    writer = tantivy.Index(schema, str(folder)).writer(128_000_000, 2)
    for path in files(seeds):
        writer.add_document(tantivy.Document(body=path.read_text("utf-8", errors="replace")))
    writer.commit()
    writer.wait_merging_threads()


def _open_tantivy(folder: Path) -> Ask:
    import tantivy

    index = tantivy.Index.open(str(folder))
    searcher = index.searcher()

    def ask(question: Question) -> int:
        found = searcher.search(index.parse_query(_tantivy_query(question), ["body"]), 10)
        for _, address in found.hits:
            searcher.doc(address)["body"]
        total: int = found.count  # type: ignore[attr-defined]  # its stubs have no count
        return total

    return ask


def _tantivy_query(question: Question) -> str:
    if question.kind in ("two words", "three words"):
        return " ".join(f"+{word}" for word in question.words)
    return question.query


def _index_whoosh(seeds: Path, folder: Path) -> None:
    """One process and one commit: Whoosh as it is fastest, but for its own processes."""
    from whoosh.analysis import StemmingAnalyzer
    from whoosh.fields import ID, TEXT, Schema
    from whoosh.index import create_in

    schema = Schema(id=ID(unique=True, stored=True), body=TEXT(analyzer=StemmingAnalyzer()))
    writer = create_in(str(folder), schema).writer(limitmb=256)
    for count, path in enumerate(files(seeds)):
        writer.add_document(id=str(count), body=path.read_text("utf-8", errors="replace"))
    writer.commit()


def _open_whoosh(folder: Path) -> Ask:
    from whoosh.index import open_dir
    from whoosh.qparser import QueryParser

    index = open_dir(str(folder))
    searcher, parser = index.searcher(), QueryParser("body", index.schema)

    def ask(question: Question) -> int:
        found = searcher.search(parser.parse(question.query), limit=10)
        for hit in found:
            hit["id"]
        return len(found)

    return ask


def _index_sqlite(seeds: Path, folder: Path) -> None:
    database = sqlite3.connect(folder / "fts.sqlite")
    database.execute("CREATE VIRTUAL TABLE texts USING fts5(body)")
    bodies = ((path.read_text("utf-8", errors="replace"),) for path in files(seeds))
    database.executemany("INSERT INTO texts VALUES (?)", bodies)
    database.commit()
    database.close()


def _open_sqlite(folder: Path) -> Ask:
    database = sqlite3.connect(folder / "fts.sqlite")
    shown = "SELECT snippet(texts, 0, '', '', '', 30) FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT 10"

    def ask(question: Question) -> int:
        join = {"either": " OR ", "phrase": " + "}.get(question.kind, " AND ")
        query = join.join(f'"{word}"' for word in question.words)
        total: int = database.execute("SELECT count(*) FROM texts WHERE texts MATCH ?", (query,)).fetchone()[0]
        database.execute(shown, (query,)).fetchall()
        return total

    return ask


INDEX: Mapping[str, Callable[[Path, Path], None]] = MappingProxyType(
    {"tantivy": _index_tantivy, "whoosh": _index_whoosh, "sqlite": _index_sqlite}
)
OPEN: Mapping[str, Callable[[Path], Ask]] = MappingProxyType(
    {"tantivy": _open_tantivy, "whoosh": _open_whoosh, "sqlite": _open_sqlite}
)

if __name__ == "__main__":
    INDEX[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
