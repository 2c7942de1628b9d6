"""The articles to measure with: made by chance, like German news, or taken from a folder or a file of JSON lines.

Made texts are the same for the same seed and the same versions of wordfreq and simplemma on every machine; the first
1,000 of 100,000 are the 1,000 that are made alone. All are streamed to disk.
"""

import gzip
import json
import os
import random
import re
import shutil
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

from benchmarks.vocabulary import Draw, full_name, vocabulary

SOURCES = ["Nordblatt", "Die Woche", "Abendpost", "Tagesbote", "Südkurier", "Morgenecho"]
SECTIONS = ["Politik", "Wirtschaft", "Kultur", "Sport", "Wissenschaft", "Panorama"]
AGENCIES = ["dpa", "Reuters", "AFP", "epd", "KNA"]
WORDS_OF_A_TEXT = (240, 320)  # drawn evenly: some 2 kB
WORD = re.compile(r"\w+(?:-\w+)*")

_AUTHORS = 400  # different ones of all texts
_FIRST_DAY = date(2004, 1, 1)
_DAYS = 7_300  # over which the dates of the texts are spread
_FOLDER_TEXTS = 1_000
_AGE_SECONDS = 3_600  # of the files: a run reads one again that was written in the moment before it was read


@dataclass(frozen=True, slots=True)
class Text:
    """An article: what its file says.

    Attributes:
        header: the lines above the text by their labels (``Titel``, ``Datum``, ``Quelle`` …).
        body: the text, in paragraphs.
    """

    header: dict[str, str]
    body: str

    def file(self) -> str:
        """The content of its file."""
        return "".join(f"{label}: {value}\n" for label, value in self.header.items()) + f"\n{self.body}\n"


def made(number: int, seed: int = 1) -> Iterator[Text]:
    """``number`` texts of some 2 kB, made by chance."""
    for count in range(number):
        yield _made(random.Random(f"{seed}/{count}"), count)


def texts(number: int, seed: int = 1) -> Iterator[str]:
    """The bodies of made texts."""
    return (text.body for text in made(number, seed))


def _made(draw: Draw, count: int) -> Text:
    words = vocabulary().words(draw, draw.randint(*WORDS_OF_A_TEXT))
    body = "\n\n".join(_paragraphs(draw, words))
    if draw.random() < 0.4:
        body += f" ({draw.choice(AGENCIES)})"
    telling = [word for word in words if word[0].isupper()]
    title = _title(draw, telling or words)
    header = {"Titel": title, "Datum": str(_FIRST_DAY + timedelta(days=count * 37 % _DAYS)),
              "Quelle": draw.choices(SOURCES, weights=(6, 5, 4, 3, 2, 1))[0]}  # fmt: skip
    if draw.random() < 0.7:
        header["Autor"] = full_name(random.Random(f"author/{int(draw.paretovariate(0.6)) % _AUTHORS}"))
    if draw.random() < 0.8:
        header["Ressort"] = draw.choice(SECTIONS)
    return Text(header, body)


def _title(draw: Draw, telling: Sequence[str]) -> str:
    links = ["und", "gegen", "in der", "vor dem", "ohne", "für", "nach der"]
    return f"{draw.choice(telling)} {draw.choice(links)} {draw.choice(telling)}: {draw.choice(telling)} am Ende"


def _paragraphs(draw: Draw, words: list[str]) -> Iterator[str]:
    """The words in sentences of eight to twenty-two words, with commas and quotes, four to seven in a paragraph."""
    sentences: list[str] = []
    rest = iter(words)
    length = draw.randint(4, 7)
    while sentence := list(islice(rest, draw.randint(8, 22))):
        if len(sentence) > 12:
            sentence[draw.randint(3, 8)] += ","
        first = sentence[0]
        sentence[0] = first[0].upper() + first[1:]
        line = " ".join(sentence).rstrip(",") + "."
        sentences.append(f"„{line}“" if draw.random() < 0.06 else line)
        if len(sentences) == length:
            yield " ".join(sentences)
            sentences, length = [], draw.randint(4, 7)
    if sentences:
        yield " ".join(sentences)


def read(source: Path) -> Iterator[Text]:
    """The articles of a file of JSON lines (``.jsonl``, ``.jsonl.gz``) with the keys ``text`` and, if there are any,
    ``title``, ``date``, ``source`` or ``publisher``."""
    labels = {"title": "Titel", "date": "Datum", "source": "Quelle", "publisher": "Quelle"}
    with gzip.open(source, "rt", encoding="utf-8") if source.suffix == ".gz" else source.open(encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            header = {label: " ".join(str(row[key]).split()) for key, label in labels.items() if row.get(key)}
            yield Text(header, row["text"])


def write(seeds: Path, articles: Iterable[Text]) -> None:
    """Write each text into a file of its own, 1,000 files a folder."""
    for count, text in enumerate(articles):
        folder = seeds / f"{count // _FOLDER_TEXTS:04}"
        if count % _FOLDER_TEXTS == 0:
            folder.mkdir(parents=True)
        (folder / f"{count:07}.txt").write_text(text.file(), "utf-8")


def write_seeds(seeds: Path, number: int, source: Path | None = None) -> int:
    """Write at most ``number`` articles as files below ``seeds``, and date all files there an hour back.

    Args:
        source: None: texts are made; a file of JSON lines; or a folder, whose files are copied.

    Returns:
        The number of files written.
    """
    if source is None:
        write(seeds, made(number))
    elif source.is_dir():
        for path in islice((path for path in sorted(source.rglob("*")) if path.is_file()), number):
            target = seeds / path.relative_to(source)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
    else:
        write(seeds, islice(read(source), number))
    written = time.time() - _AGE_SECONDS
    paths = list(files(seeds))
    for path in paths:
        os.utime(path, (written, written))
    return len(paths)


def files(seeds: Path) -> Iterator[Path]:
    """The files below a folder, in the order of their names."""
    return (path for path in sorted(seeds.rglob("*")) if path.is_file())


def growth(bodies: Iterable[str], marks: Sequence[int]) -> dict[int, int]:
    """How many distinct words, as they are written, texts have after so many words: Heaps' law (Heaps 1978).

    Returns:
        The number of distinct words by the marks that the texts are long enough for.
    """
    found: dict[int, int] = {}
    seen: set[str] = set()
    count = 0
    left = sorted(marks, reverse=True)
    for body in bodies:
        for word in WORD.findall(body):
            count += 1
            seen.add(word)
            if left and count == left[-1]:
                found[left.pop()] = len(seen)
        if not left:
            break
    return found
