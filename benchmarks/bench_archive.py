"""The speed of the whole archive on Whoosh, compared with Whoosh alone with one analysed field, in one run.

python -m benchmarks.bench_archive [--articles 10000]
"""

import argparse
import json
import tempfile
import time
from pathlib import Path
from statistics import median

from archive.service import Archive, open_archive
from benchmarks.bench_engines import WORDS
from benchmarks.measuring import run
from benchmarks.texts import texts, write_seeds


def raw_whoosh_rate(number: int) -> float:
    """Articles per second that Whoosh alone indexes: one stemmed field with positions, one process, one commit."""
    from whoosh.analysis import StemmingAnalyzer
    from whoosh.fields import ID, TEXT, Schema
    from whoosh.index import create_in

    bodies = list(texts(number))
    with tempfile.TemporaryDirectory() as folder:
        schema = Schema(id=ID(unique=True, stored=True), body=TEXT(analyzer=StemmingAnalyzer()))
        started = time.perf_counter()
        writer = create_in(folder, schema).writer(limitmb=256)
        for count, body in enumerate(bodies):
            writer.add_document(id=str(count), body=body)
        writer.commit()
        return number / (time.perf_counter() - started)


def queries(archive: Archive) -> list[float]:
    """The milliseconds of one-word searches with facets, timeline and ten snippets, after a first search."""
    archive.search("Anfang")
    took = []
    for word in WORDS * 2:
        started = time.perf_counter()
        archive.search(word)
        took.append((time.perf_counter() - started) * 1000)
    return took


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000)
    number = parser.parse_args().articles
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        write_seeds(home / "seeds", number)
        run(home / "seeds", "analyze", "Haus")  # builds the dictionary, which happens once a machine
        seconds, peak, _ = run(home, "index", "--engine", "whoosh", "--json")
        raw = raw_whoosh_rate(number)
        rate = number / seconds
        print(f"{number:,} texts of about 2 kB")
        print(f"index, all fields, as a process   {rate:8.0f} articles/s   {rate / raw:.2f} × raw Whoosh ({raw:.0f}/s)")
        print(f"memory of indexing, peak          {peak:8.0f} MB")
        again = median(run(home, "index", "--engine", "whoosh", "--json")[0] for _ in range(3))
        print(f"index, nothing changed            {again * 1000:8.0f} ms")
        with open_archive(home) as archive:
            took = queries(archive)
            totals = [archive.search(word, limit=0).total for word in WORDS]
        print(f"word query, facets, snippets      {median(took):8.1f} ms median, {max(took):.1f} worst")
        print(f"  (its words are in {min(totals)} to {max(totals)} articles, median {median(totals):.0f})")
        process = median(run(home, "search", word)[0] for word in WORDS[:9])
        print(f"archive search, as a process      {process * 1000:8.0f} ms median")
        status = json.loads(run(home, "status", "--json")[2])
        print(f"index on disk                     {status['index_bytes'] / 1e6:8.1f} MB")


if __name__ == "__main__":
    main()
