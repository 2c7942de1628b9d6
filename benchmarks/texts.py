"""German-like texts, made from a seed: words drawn by their frequency in German, so that stems, compounds and common
words occur as in real news. The same number gives the same texts everywhere."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path

SOURCES = ["Nordblatt", "Die Woche", "Abendpost", "Tagesbote", "Südkurier", "Morgenecho"]
_DAYS = 3_650
_BYTES = 2_000


def texts(number: int, seed: int = 1) -> Iterator[str]:
    """``number`` bodies of about 2,000 bytes."""
    import wordfreq

    words = [word for word in wordfreq.top_n_list("de", 60_000) if word.isalpha()]
    # Nouns are written small in the list; a capital now and then is enough for analysis and costs the same.
    weights = list(accumulate(wordfreq.word_frequency(word, "de") for word in words))
    draw = random.Random(seed)
    for _ in range(number):
        chosen = draw.choices(words, cum_weights=weights, k=280)
        sentences = [chosen[start : start + 14] for start in range(0, len(chosen), 14)]
        lines = (" ".join([sentence[0].capitalize(), *sentence[1:]]) + "." for sentence in sentences)
        yield " ".join(lines)[:_BYTES]


def write_seeds(folder: Path, number: int, seed: int = 1) -> None:
    """The texts as files with a title, a date and a source, 1,000 a folder."""
    for count, text in enumerate(texts(number, seed)):
        part = folder / f"{count // 1000:04}"
        if count % 1000 == 0:
            part.mkdir(parents=True)
        day = date(2014, 1, 1) + timedelta(days=count % _DAYS)
        header = f"Titel: {' '.join(text.split()[:6])}\nDatum: {day}\nQuelle: {SOURCES[count % len(SOURCES)]}\n\n"
        (part / f"{count:07}.txt").write_text(header + text, "utf-8")
