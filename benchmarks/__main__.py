"""``python -m benchmarks`` (``make bench``): the speed and memory of Archive, beside other programs, in one run.

python -m benchmarks [--sizes 1000,10000,100000] [--corpus DIR|FILE.jsonl(.gz)] [--only index,questions …] [--write]
python -m benchmarks compare ONE.json OTHER.json   whether two runs lead to the same conclusions
python -m benchmarks report FILE.json [--write]    make the report again
python -m benchmarks opensearch                    a cluster on this machine, beside the plain client

Temporary files go where TMPDIR says: some 1 GB for 100,000 articles.
"""

import argparse
import sys
import time
from dataclasses import replace
from pathlib import Path

from benchmarks import compare, report
from benchmarks.results import Results
from benchmarks.runs import PARTS, QUICK, Extent
from benchmarks.whole import WHOOSH_ARTICLES, measure_all


def main() -> int:
    """Measure, compare or report; the exit code: 1 if two runs contradict each other, 2 for an error."""
    arguments = sys.argv[1:]
    if arguments[:1] == ["opensearch"]:
        from benchmarks import bench_opensearch

        del sys.argv[1]
        bench_opensearch.main()
        return 0
    try:
        if arguments[:1] == ["compare"]:
            return _compare(arguments[1:])
        if arguments[:1] == ["report"]:
            return _report(arguments[1:])
        return _measure(arguments)
    except (OSError, ValueError, RuntimeError) as error:
        print(f"benchmarks: {error}", file=sys.stderr)
        return 2


def _compare(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks compare", description=compare.__doc__)
    parser.add_argument("one", type=Path)
    parser.add_argument("other", type=Path)
    given = parser.parse_args(arguments)
    found = compare.compare(Results.load(given.one), Results.load(given.other))
    print(compare.told(found))
    return 1 if found.contradicted else 0


def _report(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks report", description="Make the report of a run again.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--write", action="store_true", help="write BENCHMARKS.md and docs/benchmarks/, print nothing")
    given = parser.parse_args(arguments)
    results = Results.load(given.file)
    if given.write:
        report.write(results)
    else:
        print(report.markdown(results))
    return 0


def _measure(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)  # fmt: skip
    parser.add_argument("--sizes", type=_sizes, help="numbers of articles (1000,10000,100000; all of a corpus)")
    parser.add_argument("--whoosh", type=int, default=WHOOSH_ARTICLES, metavar="N",
                        help="articles at most on Whoosh (%(default)s)")  # fmt: skip
    parser.add_argument("--corpus", type=Path, help="a folder of articles, or JSON lines; else they are made")
    parser.add_argument("--only", type=_parts, default=PARTS, metavar="PARTS", help=f"of {', '.join(PARTS)}")
    parser.add_argument("--rounds", type=_positive, help="how often everything is repeated (3)")
    parser.add_argument("--quick", action="store_true", help="little of everything: a trial, no measurement")
    parser.add_argument("--write", action="store_true", help="write BENCHMARKS.md and docs/benchmarks/, too")
    parser.add_argument("--out", type=Path, help="where the raw results go (build/benchmarks/TIME.json)")
    given = parser.parse_args(arguments)
    sizes = given.sizes or ([100, 200] if given.quick else None)
    parts = [part for part in given.only if part != "real" or not given.quick]
    extent = replace(QUICK if given.quick else Extent(), parts=parts)
    if given.rounds:
        extent = replace(extent, rounds=given.rounds, newcomers=given.rounds)
    shown = [
        word if not word.startswith(("/", "~", "..")) else Path(word).name for word in arguments
    ]  # without this machine's paths
    results = Results.begun(" ".join(["python -m benchmarks", *shown]))
    out = given.out or Path("build/benchmarks") / f"{results.started.replace(' ', '-').replace(':', '')}.json"
    begun = time.perf_counter()
    try:
        measure_all(results, extent, sizes, given.whoosh, given.corpus)
    finally:  # also what was measured until an interruption
        results.seconds = time.perf_counter() - begun
        if results.series:
            results.save(out)
    print(report.summary(results))
    print(f"raw results: {out}", file=sys.stderr)
    if given.write:
        report.write(results)
    return 0


def _sizes(text: str) -> list[int]:
    return sorted({_positive(size) for size in text.split(",")})


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is less than 1")
    return number


def _parts(text: str) -> list[str]:
    parts = text.split(",")
    if unknown := set(parts) - set(PARTS):
        raise argparse.ArgumentTypeError(f"{', '.join(sorted(unknown))} is none of {', '.join(PARTS)}")
    return parts


if __name__ == "__main__":
    sys.exit(main())
