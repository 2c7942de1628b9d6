"""How early search shows the right article, beside SQLite FTS5 and Tantivy with its own German stemmer in the same run.

    MRR@20 = mean over questions of 1 / rank of the right article, 0 if it is not among the first 20 (Voorhees 1999)

Three tables, from the data in ../shared/corpus beside this repository:

- Known items: articles without their titles, the words of titles as questions, in four pools by what the article has of
  these words. They are asked joined by OR, and bare as people type them (all words must hold; for Archive the relaxed
  hits count behind those that hold all).
- Three nouns: the same articles with their titles, three telling nouns of one random sentence as a bare question.
- Other sources: Wikinews and Debian news without their titles, and passages that answer people's questions (XQuAD): a
  check that nothing is tuned to one newsroom.

Weights are tuned on the questions with even numbers and told for those with odd ones; a mean is the mean of the pools.

python -m benchmarks.quality_search [--tables known nouns other] [--articles 2000] [--questions 200] [--keep FOLDER]
python -m benchmarks.quality_search --engines: how far the engines agree about the first ten hits
"""

import argparse
import gzip
import json
import os
import random
import re
import sqlite3
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, median

import tantivy

from archive.german import analyzer
from archive.german.function_words import auxiliaries
from archive.query.tokens import OPERATORS
from archive.service import Archive, open_archive

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
TABLES = ("known", "nouns", "other")
DEPTH = 20  # ranks that count
SAME_RANKS = 10  # ranks that engines are compared by
NOUN_ARTICLES = (2, 0.015)  # a telling noun stands in this number of articles at least, in this part of them at most
COMMON = 25  # a noun that stands in so many articles is common: three such make a harder question
_SEED = 13  # of the random sentences and nouns

_SENTENCE_END = re.compile(r'(?<=[.!?])\s+(?=[A-ZÄÖÜ„"])')
_WORD = re.compile(r"\w+(?:[-'’]\w+)*")
_BETWEEN_WORDS = re.compile(r'[\s:()*"„“”»«]+')
_PUNCTUATION = "+-–—.,;!?…'‚‘’&/"


@dataclass(frozen=True, slots=True)
class Article:
    """An article as it is indexed; ``title`` is empty where it must not be found by it."""

    id: str
    title: str
    date: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """The words of a question, and the id of the one right article.

    Attributes:
        number: even questions are for tuning, odd ones for telling.
        pool: the kind of question; every pool counts the same in a mean.
        common: all words are in COMMON articles or more.
    """

    number: int
    pool: str
    words: tuple[str, ...]
    id: str
    common: bool = False


Rank = Callable[[Question], Sequence[str]]
"""Gives the ids of the articles found for a question, best first, at most DEPTH."""


# --- Questions and articles


def typed_words(text: str) -> tuple[str, ...]:
    """The words of a text as a person would type them: without punctuation around them, hyphenated ones whole, and none
    that reads as an operator or a field of the query language."""
    stripped = (word.strip(_PUNCTUATION) for word in _BETWEEN_WORDS.split(text))
    return tuple(word.lower() if word in OPERATORS else word for word in stripped if any(map(str.isalnum, word)))


def known_items(most_articles: int, most_questions: int) -> tuple[list[Article], list[Question]]:
    """Articles with their titles, and titles as questions: as many of each pool as there is room for, and their
    articles before others."""
    pools: dict[str, list[Question]] = {"exact": [], "stemming": [], "compound": [], "partial": []}
    for line in _lines(CORPUS / "known_items" / "questions.tsv")[1:]:
        name, full_name, title, id = line.split("\t")
        pool = full_name.rpartition("_")[2]  # all_terms_exact, needs_stemming
        pools[pool].append(Question(int(name[1:]), pool, typed_words(title), id))
    room = most_questions // len(pools)
    questions = [question for pool in pools.values() for question in pool[:room]]
    articles = [
        Article(record["id"], record["title"], record["date"][:10], record["text"])
        for record in _records(CORPUS / "known_items" / "articles.jsonl.gz")
    ]
    wanted = {question.id for question in questions}
    articles.sort(key=lambda article: article.id not in wanted)
    return sorted(articles[:most_articles], key=lambda article: article.id), questions


def three_nouns(articles: Sequence[Article], number: int) -> list[Question]:
    """Questions of three telling nouns of a random sentence of a random article, as they stand there and in order.

    A telling noun is a capitalised word with a meaning (no function word, no auxiliary) that does not begin its
    sentence, in NOUN_ARTICLES. The three have no term in common. How many articles a word is in is counted by the word
    as it is written, so that the questions hardly depend on what they measure.
    """
    in_articles = Counter(word for article in articles for word in set(_WORD.findall(article.text.casefold())))
    least, most = NOUN_ARTICLES[0], NOUN_ARTICLES[1] * len(articles)
    draw = random.Random(_SEED)
    questions: list[Question] = []
    for article in draw.sample(articles, len(articles)):
        sentences = _SENTENCE_END.split(article.text)
        for sentence in draw.sample(sentences, min(8, len(sentences))):
            nouns = [
                noun
                for noun in _nouns_apart(_WORD.findall(sentence)[1:])
                if least <= in_articles[noun.casefold()] <= most
            ]
            if len(nouns) >= 3:
                words = tuple(nouns[place] for place in sorted(draw.sample(range(len(nouns)), 3)))
                common = all(in_articles[word.casefold()] >= COMMON for word in words)
                questions.append(Question(len(questions), "nouns", words, article.id, common))
                break
        if len(questions) == number:
            break
    return questions


def _nouns_apart(words: Iterable[str]) -> Iterator[str]:
    """Capitalised words with a meaning, without those that share a term with one before."""
    met: set[str] = set()
    for word in words:
        if len(word) >= 4 and word[0].isupper() and word.casefold() not in auxiliaries() and word not in OPERATORS:
            terms = analyzer().word(word).terms
            if terms and met.isdisjoint(terms):
                met.update(terms)
                yield word


def other_sources(most_questions: int) -> tuple[list[Article], list[Question]]:
    """Texts of other sources without titles; titles of news, and people's questions, in a pool by source."""
    records = list(_records(CORPUS / "articles.jsonl.gz"))
    articles = [Article(record["id"], "", "", record["text"]) for record in records]
    asked = [
        (record["source"].removesuffix("_de"), record["title"], record["id"])
        for record in records
        if not record["source"].startswith("klexikon")  # there, a title is one word
    ]
    for line in _lines(CORPUS / "questions" / "docs.jsonl"):
        record = json.loads(line)
        articles.append(Article(record["id"], "", "", record["text"]))
    right = dict(line.split("\t")[0:3:2] for line in _lines(CORPUS / "questions" / "qrels.tsv"))
    for line in _lines(CORPUS / "questions" / "queries.tsv"):
        name, text = line.split("\t")
        asked.append(("xquad", text, right[name]))
    pools: defaultdict[str, list[Question]] = defaultdict(list)
    for pool, text, id in asked:
        if words := typed_words(text):
            pools[pool].append(Question(len(pools[pool]), pool, words, id))
    room = most_questions // len(pools)
    draw = random.Random(_SEED)
    return articles, [question for pool in pools.values() for question in draw.sample(pool, min(room, len(pool)))]


def without_titles(articles: Iterable[Article]) -> list[Article]:
    """The same articles, not to be found by their titles."""
    return [Article(article.id, "", "", article.text) for article in articles]


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text("utf-8").split("\n") if line]


def _records(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


# --- Programs that are asked


class SQLite:
    """SQLite FTS5: no stemming, its tokenizer unicode61, BM25, title and text in one column."""

    def __init__(self, articles: Iterable[Article]) -> None:
        self._database = sqlite3.connect(":memory:")
        self._database.execute("CREATE VIRTUAL TABLE articles USING fts5(id UNINDEXED, text, tokenize='unicode61')")
        rows = ((article.id, f"{article.title}\n{article.text}") for article in articles)
        self._database.executemany("INSERT INTO articles VALUES (?, ?)", rows)

    def rank(self, question: Question, operator: str) -> list[str]:
        """The articles for the words of a question, joined by ``OR`` or ``AND``."""
        tokens = (f'"{token}"' for word in question.words for token in re.findall(r"[^\W_]+", word))
        asked = "SELECT id FROM articles WHERE articles MATCH ? ORDER BY rank LIMIT ?"
        return [id for (id,) in self._database.execute(asked, (f" {operator} ".join(tokens), DEPTH))]

    def any(self, question: Question) -> list[str]:
        """Articles that hold any of the words."""
        return self.rank(question, "OR")

    def all(self, question: Question) -> list[str]:
        """Articles that hold all words."""
        return self.rank(question, "AND")


class RawTantivy:
    """Tantivy with its own tokenizer and German Snowball stemmer, BM25, title and text in one field."""

    def __init__(self, articles: Iterable[Article]) -> None:
        self._analyzer = (
            tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
            .filter(tantivy.Filter.remove_long(60))
            .filter(tantivy.Filter.lowercase())
            .filter(tantivy.Filter.stemmer("german"))
            .build()
        )
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("id", stored=True, tokenizer_name="raw")
        builder.add_text_field("text", tokenizer_name="german", index_option="freq")
        self._schema = builder.build()
        index = tantivy.Index(self._schema)
        index.register_tokenizer("german", self._analyzer)
        writer = index.writer(128_000_000, 1)
        for article in articles:
            writer.add_document(tantivy.Document(id=article.id, text=f"{article.title}\n{article.text}"))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self._searcher = index.searcher()

    def rank(self, question: Question, occur: tantivy.Occur) -> list[str]:
        """The articles for the words of a question, each of which ``occur`` in them."""
        stems = self._analyzer.analyze(" ".join(question.words))
        clauses = [(occur, tantivy.Query.term_query(self._schema, "text", stem)) for stem in stems]
        hits = self._searcher.search(tantivy.Query.boolean_query(clauses), DEPTH).hits
        return [str(self._searcher.doc(address)["id"][0]) for _, address in hits]

    def any(self, question: Question) -> list[str]:
        """Articles that hold any of the words."""
        return self.rank(question, tantivy.Occur.Should)

    def all(self, question: Question) -> list[str]:
        """Articles that hold all words."""
        return self.rank(question, tantivy.Occur.Must)


def joined(question: Question) -> str:
    """A question as Archive is asked it, joined by OR."""
    return " OR ".join(question.words)


def bare(question: Question) -> str:
    """A question as people type it."""
    return " ".join(question.words)


def by_archive(archive: Archive, wording: Callable[[Question], str], depth: int = DEPTH) -> Rank:
    """Archive, asked as a user asks; relaxed hits, if there are, follow those that hold all words."""

    def rank(question: Question) -> list[str]:
        results = archive.search(wording(question), limit=depth)
        relaxed = getattr(results, "relaxed", None)
        return [hit.id for hit in (*results.hits, *(relaxed.hits if relaxed else ()))][:depth]

    return rank


@contextmanager
def archive_of(home: Path, articles: Iterable[Article], engine: str = "tantivy") -> Iterator[Archive]:
    """An archive of files with these articles in ``home``; what is there already is used again."""
    seeds = home / "seeds"
    seeds.mkdir(parents=True, exist_ok=True)
    for article in articles:
        path = seeds / f"{article.id}.txt"
        if not path.exists():
            # Two lines are a header whatever the title looks like.
            header = f"Titel: {article.title}\nDatum: {article.date}\n\n" if article.title else ""
            path.write_text(header + article.text, "utf-8")
    with open_archive(home, engine=engine) as archive:
        with progress(f"indexing {home.name} with {engine.partition(':')[0]}"):
            archive.index(rebuild=engine.startswith("opensearch"))  # what was in the cluster is of another run
        yield archive


@contextmanager
def progress(what: str) -> Iterator[None]:
    """Say on standard error what is done, and how long it took."""
    print(f"{what} … ", end="", file=sys.stderr, flush=True)
    started = time.perf_counter()
    yield
    print(f"{time.perf_counter() - started:.0f} s", file=sys.stderr, flush=True)


# --- Measuring


def reciprocal_rank(question: Question, found: Sequence[str]) -> float:
    """1 / rank of the right article, 0 if it was not found."""
    return 1 / (found.index(question.id) + 1) if question.id in found else 0.0


def mean_of_pools(scores: Mapping[Question, float]) -> float:
    """The mean of the pools' means; not a number without questions."""
    pools: defaultdict[str, list[float]] = defaultdict(list)
    for question, score in scores.items():
        pools[question.pool].append(score)
    return fmean(map(fmean, pools.values())) if pools else float("nan")


def print_table(title: str, questions: Sequence[Question], programs: Mapping[str, Rank]) -> None:
    """A row for each program: MRR@20 by pool, of all and of either half, and the part that found nothing at all."""
    pools = dict.fromkeys(question.pool for question in questions)
    columns: dict[str, list[Question]] = {}
    if len(pools) > 1:
        columns |= {pool: [question for question in questions if question.pool == pool] for pool in pools}
    columns["mean"] = list(questions)
    columns["even (tuned)"] = [question for question in questions if question.number % 2 == 0]
    columns["odd (told)"] = [question for question in questions if question.number % 2]
    if any(question.common for question in questions):
        columns[f"all in >= {COMMON}"] = [question for question in questions if question.common]
    names = [*columns, "none found"]
    print(f"\n{title}\n{'MRR@20':24}" + "".join(f"{name:>13}" for name in names))
    print(f"{'(questions)':24}" + "".join(f"{len(column):13}" for column in columns.values()))
    for program, rank in programs.items():
        with progress(program):
            found = {question: rank(question) for question in questions}
        scores = {question: reciprocal_rank(question, ids) for question, ids in found.items()}
        cells = [mean_of_pools({question: scores[question] for question in column}) for column in columns.values()]
        cells.append(sum(not ids for ids in found.values()) / len(found))
        print(f"{program:24}" + "".join(f"{cell:13.3f}" for cell in cells), flush=True)


def measure(folder: Path, tables: Iterable[str], most_articles: int, most_questions: int) -> None:
    """Print the tables that are named."""
    articles, questions = known_items(most_articles, most_questions)
    untitled = without_titles(articles)
    if "known" in tables:
        title = f"Known items: {len(untitled):,} articles without titles, the words of titles as questions"
        _measure_any_and_bare(title, folder / f"untitled-{len(untitled)}", untitled, questions)
    if "nouns" in tables:
        with progress("making questions of three nouns"):
            nouns = three_nouns(articles, most_questions)
        sqlite, raw = SQLite(articles), RawTantivy(articles)
        with archive_of(folder / f"titled-{len(articles)}", articles) as archive:
            title = f"Three nouns of a sentence, all must hold: {len(articles):,} articles with titles"
            programs = {
                "SQLite FTS5, AND": sqlite.all,
                "Tantivy, Snowball, AND": raw.all,
                "Archive, as typed": by_archive(archive, bare),
            }
            print_table(title, nouns, programs)
    if "other" in tables:
        others, asked = other_sources(most_questions * 3 // 5)
        title = f"Other sources: {len(others):,} texts without titles; titles of news, people's questions"
        _measure_any_and_bare(title, folder / f"other-{len(others)}", others, asked)


def _measure_any_and_bare(title: str, home: Path, articles: Sequence[Article], questions: Sequence[Question]) -> None:
    sqlite, raw = SQLite(articles), RawTantivy(articles)
    with archive_of(home, articles) as archive:
        programs = {
            "SQLite FTS5, OR": sqlite.any,
            "Tantivy, Snowball, OR": raw.any,
            "Archive, OR": by_archive(archive, joined),
            "Archive, as typed": by_archive(archive, bare),
        }
        print_table(title, questions, programs)


def measure_engines(folder: Path, most_articles: int, most_questions: int) -> None:
    """Print how many of the first ten hits two engines have in common, where both find ten, and how often they find the
    same number of articles.

    OpenSearch is compared if ``ARCHIVE_OPENSEARCH`` has an address, ``opensearch://host:9200/name``. The archive of
    that name is written anew.
    """
    articles, questions = known_items(most_articles, most_questions)
    articles = without_titles(articles)
    cluster = os.environ.get("ARCHIVE_OPENSEARCH")
    wordings = {"joined by OR": joined, "as typed": bare}
    found: dict[str, dict[tuple[str, Question], tuple[int, list[str]]]] = {}
    for engine in ("whoosh", "tantivy", *([cluster] if cluster else [])):
        name = engine.partition(":")[0]
        with archive_of(folder / f"{name}-{len(articles)}", articles, engine) as archive, progress(f"asking {name}"):
            found[name] = {
                (label, question): _first_ten(archive, wording(question))
                for label, wording in wordings.items()
                for question in questions
            }
    print(f"\nEngines, on {len(articles):,} articles without titles and {len(questions)} titles as questions")
    print(f"{'first ten hits in common':40}{'both have ten':>15}{'mean':>8}{'median':>8}{'same total':>14}")
    first, *others = found
    for other in others:
        for label in wordings:
            pairs = [(found[first][label, question], found[other][label, question]) for question in questions]
            same = sum(one == two for (one, _), (two, _) in pairs)
            shares = [
                len(set(one) & set(two)) / SAME_RANKS
                for (_, one), (_, two) in pairs
                if len(one) == len(two) == SAME_RANKS
            ]
            average, middle = (fmean(shares), median(shares)) if shares else (float("nan"), float("nan"))
            row = f"{first} and {other}, {label}"
            print(f"{row:40}{len(shares):15}{average:8.3f}{middle:8.2f}{f'{same}/{len(pairs)}':>14}")


def _first_ten(archive: Archive, wording: str) -> tuple[int, list[str]]:
    results = archive.search(wording, limit=SAME_RANKS)
    return results.total, [hit.id for hit in results.hits]


def parse_arguments() -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tables", nargs="+", choices=TABLES, default=TABLES, help="what is measured; default: all")
    parser.add_argument("--engines", action="store_true", help="compare the engines' first hits instead")
    parser.add_argument("--articles", type=int, help="at most; default 15,000, with --engines 3,000")
    parser.add_argument("--questions", type=int, help="in a table at most; default 1,000, with --engines 200")
    parser.add_argument("--keep", type=Path, help="folder for the archives, used again by the next run")
    return parser.parse_args()


def main(arguments: argparse.Namespace) -> None:
    """Print the tables."""
    if not CORPUS.is_dir():
        print("Search is not measured: there is no ../shared/corpus beside this repository.")
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.keep or Path(temporary)
        if arguments.engines:
            measure_engines(folder, arguments.articles or 3_000, arguments.questions or 200)
        else:
            measure(folder, arguments.tables, arguments.articles or 15_000, arguments.questions or 1_000)


if __name__ == "__main__":
    main(parse_arguments())
