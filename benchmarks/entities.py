"""``python -m benchmarks.entities``: how well persons, organisations and places are found in sixty articles.

The texts are read from ``../shared/corpus/known_items/articles.jsonl.gz`` (or the path given); the labels lie in
``benchmarks/data/entities.tsv``. The first thirty are what the rules were tuned on.
"""

import argparse
import gzip
import json
import statistics
import time
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from archive.reading.evidence.authors import bylines, run_in_authors
from archive.reading.evidence.entities import Entities, entities

_TUNED_ON = 30
_ROUNDS = 15
_FACETS = ("persons", "orgs", "places")


class Labels(NamedTuple):
    """Values that an article must give, and values that it may give, of each facet."""

    id: str
    wanted: dict[str, set[str]]
    allowed: dict[str, set[str]]


def labels() -> Iterator[Labels]:
    """The labelled articles in order."""
    for line in files("benchmarks.data").joinpath("entities.tsv").read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        id, *columns = line.split("\t")
        values = dict(zip(_FACETS, (set(filter(None, column.split("; "))) for column in columns), strict=True))
        yield Labels(
            id,
            {facet: {value for value in values[facet] if value[0] != "?"} for facet in _FACETS},
            {facet: {value[1:] for value in values[facet] if value[0] == "?"} for facet in _FACETS},
        )


def texts(path: Path, ids: set[str]) -> dict[str, str]:
    """Title and text of the articles with these ids."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        articles = (json.loads(line) for line in lines)
        return {each["id"]: f"{each['title']}\n{each['text']}" for each in articles if each["id"] in ids}


def main() -> None:
    """Print the figures, and with ``--errors`` each value that is wrong or missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", nargs="?", type=Path, default=Path("../shared/corpus/known_items/articles.jsonl.gz"))
    parser.add_argument("--errors", action="store_true", help="show the errors on the articles that are tuned on")
    parser.add_argument("--held-out-errors", action="store_true", help="show the errors on the others")
    options = parser.parse_args()
    labelled = list(labels())
    found = texts(options.path, {each.id for each in labelled})
    for name, part, show in (
        ("tuned on", labelled[:_TUNED_ON], options.errors),
        ("held out", labelled[_TUNED_ON:], options.held_out_errors),
    ):
        _report(name, part, found, show)
    print(f"CPU ms for 4,000 characters (median): {_milliseconds(list(found.values())):.2f}")


def _report(name: str, part: list[Labels], found: dict[str, str], show: bool) -> None:
    right, wrong, missed = (dict.fromkeys(_FACETS, 0) for _ in range(3))
    for each in part:
        text = found[each.id]
        given = entities(text, "de")
        authors = {*bylines(text), *run_in_authors(text)}
        for facet in _FACETS:
            values = set(getattr(given, facet)) - (authors if facet == "persons" else set())
            errors = values - each.wanted[facet] - each.allowed[facet]
            gone = each.wanted[facet] - values
            right[facet] += len(values & each.wanted[facet])
            wrong[facet] += len(errors)
            missed[facet] += len(gone)
            if show and (errors or gone):
                print(f"  {each.id} {facet}: wrong {sorted(errors)}, missed {sorted(gone)}")
    for facet in _FACETS:
        precision = right[facet] / max(1, right[facet] + wrong[facet])
        recall = right[facet] / max(1, right[facet] + missed[facet])
        print(f"{name:9} {facet:8} precision {precision:.3f}  recall {recall:.3f}  of {right[facet] + missed[facet]}")


def _milliseconds(every: list[str]) -> float:
    """CPU milliseconds of one call for 4,000 characters, median of several rounds over all texts."""
    whole = "\n".join(every)
    pieces = [whole[start : start + 4000] for start in range(0, len(whole) - 4000, 4000)]
    rounds = []
    for _ in range(_ROUNDS):
        started = time.process_time()
        results: list[Entities] = [entities(piece, "de") for piece in pieces]
        rounds.append((time.process_time() - started) * 1000 / len(results))
    return statistics.median(rounds)


if __name__ == "__main__":
    main()
