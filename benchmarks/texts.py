"""German-like texts of words that are drawn at random by their frequency in German, so that inflections, compounds and
common words occur as in real news. The same arguments give the same texts on every machine."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path

SOURCES = ["Nordblatt", "Die Woche", "Abendpost", "Tagesbote", "Südkurier", "Morgenecho"]
_DAYS = 3_650  # over which the dates of the texts are spread
_CHARACTERS = 2_000  # of a text at most


def texts(number: int, seed: int = 1) -> Iterator[str]:
    """``number`` texts of 280 words and at most 2,000 characters, without titles."""
    import wordfreq

    words = [word for word in wordfreq.top_n_list("de", 60_000) if word.isalpha()]
    # The list has nouns in small letters; the analysis of words costs the same whatever their case.
    weights = list(accumulate(wordfreq.word_frequency(word, "de") for word in words))
    draw = random.Random(seed)
    for _ in range(number):
        chosen = draw.choices(words, cum_weights=weights, k=280)
        sentences = [chosen[start : start + 14] for start in range(0, len(chosen), 14)]
        lines = (" ".join([sentence[0].capitalize(), *sentence[1:]]) + "." for sentence in sentences)
        yield " ".join(lines)[:_CHARACTERS]


def write_seeds(folder: Path, number: int, seed: int = 1) -> None:
    """Write ``number`` texts as files with header lines for title, date and source, 1,000 files a folder."""
    for count, text in enumerate(texts(number, seed)):
        part = folder / f"{count // 1000:04}"
        if count % 1000 == 0:
            part.mkdir(parents=True)
        day = date(2014, 1, 1) + timedelta(days=count % _DAYS)
        header = f"Titel: {' '.join(text.split()[:6])}\nDatum: {day}\nQuelle: {SOURCES[count % len(SOURCES)]}\n\n"
        (part / f"{count:07}.txt").write_text(header + text, "utf-8")
