"""Archive and the programs beside it, measured on one archive: all take turns, so that they meet the same load."""

import json
import shutil
import sys
import tempfile
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from benchmarks import measuring, programs, texts
from benchmarks.measuring import Finished, run
from benchmarks.programs import LIBRARIES, RECOLL, RIPGREP, SQLITE, TANTIVY, WHOOSH, Program
from benchmarks.questions import OPENING, PLAIN, Question, Questions, dumps
from benchmarks.results import ARCHIVE, Asking, Case, Results
from benchmarks.serving import ask_pages

BESIDE: Mapping[str, tuple[Program, ...]] = MappingProxyType(
    {"tantivy": (TANTIVY, SQLITE, RECOLL, RIPGREP), "whoosh": (WHOOSH,)}
)
LONG = 100.0  # seconds
PARTS = ("index", "unchanged", "commands", "questions", "pages", "newcomer", "real")
OF_ONE_ARCHIVE = frozenset(PARTS) - {"newcomer", "real"}

# Looks at all files as a run over unchanged ones must at least; as a whole process.
_SCAN = """
import os, sys
def scan(folder):
    for entry in os.scandir(folder):
        if entry.is_dir(follow_symlinks=False): scan(entry.path)
        else: entry.stat()
scan(sys.argv[1])
"""


@dataclass(frozen=True, slots=True)
class Extent:
    """How much is measured.

    Attributes:
        rounds: of everything that is repeated.
        newcomers: first indexes of the project's own seeds.
        long: seconds; what takes longer is not repeated.
        unchanged: runs over unchanged files in a round.
        words: asked one by one, as commands.
        questions: of one process, once the page cache has the index; asked for as pages, too.
        cold: questions of a process when it has not.
        served: different questions for the server of the largest archive, after which its memory is looked at.
        single: common words, and as many rare ones times five.
        parts: of ``PARTS``.
    """

    rounds: int = 3
    newcomers: int = 3
    long: float = LONG
    unchanged: int = 5
    words: int = 15
    questions: int = 500
    cold: int = 100
    served: tuple[int, ...] = (100, 1_000, 10_000)
    single: int = 30
    parts: Collection[str] = field(default=PARTS)


QUICK = Extent(rounds=2, newcomers=1, unchanged=1, words=3, questions=20, cold=20, served=(20, 40), single=15)


def measure(results: Results, case: Case, home: Path, engine: str, extent: Extent, *, largest: bool) -> None:
    """Measure the archive at ``home``, which has its seeds, and the programs beside it.

    Args:
        results: where the figures are kept.
        largest: whether the server's memory is measured with all of ``extent.served``.
    """
    _Measuring(results, case, home, engine, extent).all(largest=largest)


class _Measuring:
    def __init__(self, results: Results, case: Case, home: Path, engine: str, extent: Extent) -> None:
        self.results, self.case, self.home, self.engine, self.extent = results, case, home, engine, extent
        self.name = ARCHIVE[engine]
        self.seeds, self.own = home / "seeds", home / "index"
        self.beside = [program for program in BESIDE[engine] if program.installed]
        self.folders = {program.name: home / "beside" / program.name for program in self.beside}

    def all(self, *, largest: bool) -> None:
        """Measure what ``extent.parts`` names; indexes are made in any case."""
        self.index()
        parts = self.extent.parts
        if "unchanged" in parts:
            self.unchanged()
        if not {"commands", "questions", "pages"} & set(parts):
            return
        questions = Questions(self.seeds, self.values())
        if "commands" in parts and self.engine == "tantivy":
            self.commands(questions.words(self.extent.words))
        if "questions" in parts:
            self.questions(questions)
        if "pages" in parts:
            self.pages(questions, self.extent.served if largest else ())

    def say(self, what: str) -> None:
        print(f"{self.case}, {self.engine}: {what}", file=sys.stderr, flush=True)

    def index(self) -> None:
        """Index the files, each program in turn, in a new process and from nothing."""
        rounds = self.extent.rounds if "index" in self.extent.parts else 1
        names = [self.name, *(name for name in self.folders if name != RIPGREP.name)]
        by_name = {program.name: program for program in self.beside}
        took: dict[str, list[Finished]] = {name: [] for name in names}
        for number in range(rounds):
            for name in turn(names, number):
                if name not in took or (took[name] and took[name][0].seconds > self.extent.long):
                    continue
                self.say(f"{name} indexes")
                folder = self.folders.get(name, self.own)
                shutil.rmtree(folder, ignore_errors=True)
                if name == self.name:
                    command = measuring.archive(self.home, "index", "--engine", self.engine, "--json")
                else:
                    command = programs.index_command(by_name[name], self.seeds, folder)
                try:
                    took[name].append(run(command, memory=True))
                except RuntimeError as error:
                    if name == self.name:
                        raise
                    self.leave_out(name, str(error))
                    del took[name]
        if "index" not in self.extent.parts:
            return
        text_bytes = self.results.text_bytes[self.case]
        for name, finished in took.items():
            size = measuring.size_of(self.folders.get(name, self.own))
            self.add(name, "index_rate", [self.case.articles / one.seconds for one in finished])
            self.add(name, "index_bytes", [size / text_bytes])
            self.add(name, "index_memory", [one.megabytes for one in finished if one.megabytes])
        report = json.loads(took[self.name][0].output)
        if report["failed"]:
            self.results.notes.append(f"{self.case}: {report['failed']} files could not be read.")

    def leave_out(self, name: str, reason: str) -> None:
        """Go on without a program beside that has failed."""
        self.results.notes.append(f"{self.case}: {name} is left out, as it failed ({reason.splitlines()[0]}).")
        self.beside = [program for program in self.beside if program.name != name]
        del self.folders[name]

    def unchanged(self) -> None:
        """Run again over the same files."""
        commands = {self.name: measuring.archive(self.home, "index", "--engine", self.engine, "--json")}
        if RECOLL.name in self.folders:
            commands[RECOLL.name] = programs.recollindex(self.folders[RECOLL.name])
        commands["a bare scan"] = [sys.executable, "-c", _SCAN, str(self.seeds)]
        self.say("nothing has changed")
        took: dict[str, list[float]] = {name: [] for name in commands}
        for number in range(self.extent.rounds * self.extent.unchanged):
            for name in turn(list(commands), number):
                took[name].append(run(commands[name]).seconds * 1000)
        for name, values in took.items():
            self.add(name, "unchanged", values)

    def commands(self, words: list[str]) -> None:
        """Ask for words, each as a process of its own."""
        self.say("commands")
        asked = [program for program in self.beside if program in (RECOLL, RIPGREP)]
        took: dict[str, list[float]] = {name: [] for name in (self.name, *(program.name for program in asked))}
        by_name = {program.name: program for program in asked}
        for number, word in enumerate(words):
            for name in turn(list(took), number):
                program = by_name.get(name)
                if program:
                    command = programs.word_command(program, word, self.seeds, self.folders[name])
                else:
                    command = measuring.archive(self.home, "search", word)
                took[name].append(run(command).seconds * 1000)
        for name, values in took.items():
            self.add(name, "command", values)

    def questions(self, questions: Questions) -> None:
        """Ask questions that are all new, in processes that are new: with a warm cache in several rounds, with a cold
        one once; then common and rare words alone."""
        libraries = [program for program in self.beside if program.name in LIBRARIES]
        for number in range(self.extent.rounds):
            self.say("questions")
            asked = [OPENING, *questions.mixed(self.extent.questions)]
            plain = [OPENING, *(question for question in asked if question.kind in PLAIN)]
            for name in turn([self.name, *(program.name for program in libraries)], number):
                self.ask(name, "warm", asked if name == self.name else plain)
        self.say("questions, cold")
        cold = [OPENING, *questions.mixed(self.extent.cold)]
        left = measuring.empty_cache(self.own)
        if left is None:
            self.results.notes.append(f"{self.case}: this system cannot empty its page cache; cold is not measured.")
        else:
            self.add(self.name, "still_cached", [left * 100])
            self.ask(self.name, "cold", cold)
        words = [OPENING, *questions.common(self.extent.single), *questions.rare(self.extent.single * 5)]
        self.ask(self.name, "words", words)

    def ask(self, name: str, mode: str, asked: list[Question]) -> None:
        """Have a new process ask a program."""
        library = LIBRARIES.get(name)
        folder = self.folders[name] if library else self.home
        if mode != "cold":
            measuring.fill_cache(self.folders.get(name, self.own))
        command = [sys.executable, "-m", "benchmarks.asking", library or "archive", str(folder)]
        found = json.loads(run(command, given=dumps(asked)).output)
        self.results.askings.append(Asking(self.case, name, mode, asked, found["ms"], found["totals"]))

    def pages(self, questions: Questions, marks: tuple[int, ...]) -> None:
        """Ask the server for pages of questions that are all new."""
        self.say("pages")
        asked = questions.mixed(max(self.extent.questions, *marks, 0))
        measuring.fill_cache(self.own)
        served = ask_pages(self.home, self.engine, asked, marks)
        self.results.askings.append(
            Asking(self.case, self.name, "pages", asked, served.ms, served.totals, served.megabytes)
        )

    def values(self) -> list[str]:
        """Filters that some articles pass, by the facets."""
        found = json.loads(run(measuring.archive(self.home, "search", "--limit", "0", "--json", "")).output)
        wanted = ((name, found["facets"][name]["values"]) for name in ("source", "year", "section"))
        return [f"{name}={value['value']}" for name, values in wanted for value in values]

    def add(self, name: str, figure: str, values: list[float]) -> None:
        self.results.add(self.case, name, figure, values)


def newcomer(results: Results, seeds: Path, extent: Extent) -> None:
    """Measure the first index that somebody makes of the project's own seeds: nothing is in the cache yet."""
    count = sum(1 for _ in texts.files(seeds))
    print(f"first index of {count} articles", file=sys.stderr, flush=True)
    took = []
    for _ in range(extent.newcomers):
        with tempfile.TemporaryDirectory() as folder:
            home, cache = Path(folder) / "home", Path(folder) / "cache"
            shutil.copytree(seeds, home / "seeds")
            command = measuring.archive(home, "index", "--json")
            took.append(run(command, environment={"ARCHIVE_CACHE": str(cache)}).seconds * 1000)
    results.add(Case("seeds/", count), "Archive", "newcomer", took)


def turn(names: list[str], number: int) -> Iterator[str]:
    """The names, beginning with another one in each round."""
    start = number % len(names)
    yield from names[start:]
    yield from names[:start]
