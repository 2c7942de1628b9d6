"""Known-item search: the rank of the one right article, as MRR@20, compared with no stemming and with Snowball alone.

The questions are the titles of Wikinews articles, for which the article's body is the right one among 4,643 texts, and
questions written by people (XQuAD), for which the passage that answers them is. Each question is an OR of its words; no
title is searched. Questions from titles are divided into pools by what their article's body has of their words:
``exact``: every word as asked; ``inflection``: every word in some form; ``compounds``: some only inside a compound;
``partial``: some not at all.

    MRR@20 = mean over questions of 1 / rank of the right article, 0 if it is not among the first 20 (Voorhees 1999)

python -m benchmarks.quality_search
"""

import gzip
import json
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import log
from pathlib import Path
from statistics import fmean

from archive.german import Word, analyzer, question_analyzer
from archive.service import Archive, open_archive

CORPUS = Path(__file__).parents[2] / "shared" / "corpus"
# By rising difficulty; "questions" are those written by people.
POOLS = ("exact", "inflection", "compounds", "partial", "questions")
DEPTH = 20  # ranks that count


@dataclass(frozen=True, slots=True)
class Question:
    """A question, the id of the one right article, and the pool it belongs to."""

    words: tuple[str, ...]
    id: str
    pool: str


def load() -> tuple[dict[str, str], list[Question]]:
    """The bodies of the texts by id, and the questions."""
    bodies: dict[str, str] = {}
    titles: dict[str, str] = {}
    with gzip.open(CORPUS / "articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            bodies[record["id"]] = record["text"]
            if record["source"] == "wikinews_de":
                titles[record["id"]] = record["title"]
    for line in (CORPUS / "questions" / "docs.jsonl").read_text("utf-8").split("\n"):
        if line:
            record = json.loads(line)
            bodies[record["id"]] = record["text"]
    questions = []
    for id, title in titles.items():
        words = content_words(title)
        if words:
            questions.append(Question(tuple(word.text for word in words), id, pool(words, bodies[id])))
    relevant = dict(line.split("\t")[0:3:2] for line in _lines("qrels.tsv"))
    for line in _lines("queries.tsv"):
        number, text = line.split("\t")
        questions.append(Question(tuple(word.text for word in content_words(text)), relevant[number], "questions"))
    return bodies, questions


def _lines(name: str) -> list[str]:
    return [line for line in (CORPUS / "questions" / name).read_text("utf-8").split("\n") if line]


def content_words(text: str) -> list[Word]:
    """The words of a text without its function words."""
    return [word for _, word in question_analyzer().words(text) if word.terms]


def pool(asked: Iterable[Word], body: str) -> str:
    """The pool of a question: the least that finds all words ``asked`` in ``body``."""
    words = [word for _, word in analyzer().words(body)]
    forms = {word.form for word in words}
    terms = {term for word in words for term in word.terms}
    parts = {part for word in words for part in word.parts}
    needs = 0
    for word in asked:
        if word.form not in forms:
            needs = max(needs, 1 if terms.intersection(word.terms) else 2 if parts.intersection(word.terms) else 3)
    return POOLS[needs]


# The ids of the articles found for a question, best first, at most DEPTH.
Rank = Callable[[Question], list[str]]


def baseline(bodies: dict[str, str], stem: Callable[[str], str]) -> Rank:
    """BM25 (Robertson & Zaragoza 2009; k1 1.2, b .75) over one field of stems."""
    postings: defaultdict[str, dict[str, int]] = defaultdict(dict)
    lengths: dict[str, int] = {}
    for id, body in bodies.items():
        stems = [stem(word.text.casefold()) for _, word in analyzer().words(body)]
        lengths[id] = len(stems)
        for word in stems:
            postings[word][id] = postings[word].get(id, 0) + 1
    average = fmean(lengths.values())

    def rank(question: Question) -> list[str]:
        scores: defaultdict[str, float] = defaultdict(float)
        for word in question.words:
            found = postings.get(stem(word.casefold()), {})
            rarity = log(1 + (len(bodies) - len(found) + 0.5) / (len(found) + 0.5))
            for id, count in found.items():
                scores[id] += rarity * count * 2.2 / (count + 1.2 * (0.25 + 0.75 * lengths[id] / average))
        return sorted(scores, key=lambda id: (-scores[id], id))[:DEPTH]

    return rank


def ours(archive: Archive) -> Rank:
    """The archive itself, asked in its own query language."""

    def rank(question: Question) -> list[str]:
        return [hit.id for hit in archive.search(f"text:({' OR '.join(question.words)})", limit=DEPTH).hits]

    return rank


def mean_reciprocal_ranks(rank: Rank, questions: Iterable[Question]) -> dict[str, float]:
    """MRR@20 by pool."""
    scores: defaultdict[str, list[float]] = defaultdict(list)
    for question in questions:
        found = rank(question)
        scores[question.pool].append(1 / (found.index(question.id) + 1) if question.id in found else 0.0)
    return {name: fmean(scores[name]) for name in POOLS if scores[name]}


def main() -> None:
    """Print the table."""
    if not CORPUS.is_dir():
        print("Known-item search is not measured: there is no ../shared/corpus beside this repository.")
        return
    import Stemmer

    snowball = Stemmer.Stemmer("german", 0).stemWord
    bodies, questions = load()
    sizes = {name: sum(question.pool == name for question in questions) for name in POOLS}
    print(f"{'MRR@20':18}" + "".join(f"{name:>12}" for name in POOLS))
    print(f"{'(questions)':18}" + "".join(f"{sizes[name]:12}" for name in POOLS))
    with tempfile.TemporaryDirectory() as folder:
        seeds = Path(folder, "seeds")
        seeds.mkdir()
        for id, body in bodies.items():
            (seeds / f"{id}.txt").write_text(body, "utf-8")
        with open_archive(folder) as archive:
            archive.index()
            for name, rank in (
                ("no stemming", baseline(bodies, lambda word: word)),
                ("Snowball alone", baseline(bodies, snowball)),
                ("ours on Whoosh", ours(archive)),
            ):
                found = mean_reciprocal_ranks(rank, questions)
                print(f"{name:18}" + "".join(f"{found.get(pool, 0):12.3f}" for pool in POOLS))


if __name__ == "__main__":
    main()
