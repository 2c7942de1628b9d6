"""How well words meet: inflection, genitives of names, compounds. ``python -m benchmarks.quality_words``.

The numbers in ``archive/german/morphology/tuning.py`` were tuned by what this prints. It reads the lists in
../shared/corpus beside the repository, and says so in one sentence where they are not there.
"""

import itertools
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

from archive.german import analyzer

CORPUS = Path(__file__).resolve().parents[1].parent / "shared" / "corpus"
_OWN_LISTS = Path(__file__).parent / "data"
Terms = Callable[[str], Iterable[str]]
"""The terms of a word."""
Scores = tuple[float, float, float]
"""Precision, recall and F1."""


def joined(classes: Iterable[Iterable[str]], terms: Terms) -> Scores:
    """Precision, recall and F1 over all pairs of words: a pair is found if its words share a term, and right if they
    share a class."""
    gold: set[tuple[str, str]] = set()
    words: set[str] = set()
    for members in classes:
        ordered = sorted(set(members))
        words.update(ordered)
        gold.update(itertools.combinations(ordered, 2))
    by_term: defaultdict[str, list[str]] = defaultdict(list)
    for word in sorted(words):
        for term in set(terms(word)):
            by_term[term].append(word)
    found = {pair for members in by_term.values() for pair in itertools.combinations(members, 2)}
    right = len(gold & found)
    precision, recall = right / max(1, len(found)), right / max(1, len(gold))
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def lemma_classes(path: Path) -> list[set[str]]:
    """Words (nouns, verbs, adjectives) by lemma and part of speech."""
    classes: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for line in path.read_text("utf-8").split("\n")[1:]:
        if line:
            form, lemma, kind, _ = line.split("\t")
            if kind in ("NOUN", "VERB", "ADJ"):
                classes[lemma.casefold(), kind].add(form)
    return list(classes.values())


def line_classes(path: Path) -> list[set[str]]:
    """Words by line."""
    return [set(re.split(r"[ ,]+", line.strip())) for line in path.read_text("utf-8").split("\n") if line.strip()]


def own_list(name: str) -> list[str]:
    """The words of a file in ``benchmarks/data``, whose ``#`` begin comments."""
    lines = (_OWN_LISTS / name).read_text("utf-8").splitlines()
    return [word for line in lines for word in line.partition("#")[0].split()]


def shared(pairs: Iterable[tuple[str, str]], terms: Terms) -> float:
    """The part of the pairs whose words share a term, 0 to 1."""
    results = [bool(set(terms(one)) & set(terms(other))) for one, other in pairs]
    return sum(results) / len(results)


def compounds_found(path: Path) -> tuple[float, float]:
    """The part of heads, and of modifiers, of which a term is among the compound's parts."""
    heads, modifiers = [], []
    word = analyzer().word
    for line in path.read_text("utf-8").split("\n"):
        if line:
            compound, pieces = line.split("\t")
            found = set(word(compound).parts)
            *before, head = (bool(found & set(word(piece).terms)) for piece in pieces.split())
            heads.append(head)
            modifiers += before
    return sum(heads) / len(heads), sum(modifiers) / len(modifiers)


def rivals() -> dict[str, Terms]:
    """Ours, and what others do: Snowball's stem, simplemma's lemma, the lemma where one is known and the stem where
    not."""
    import simplemma
    import Stemmer

    stem: Callable[[str], str] = Stemmer.Stemmer("german").stemWord

    def lemma_or_stem(word: str) -> Iterable[str]:
        known = simplemma.is_known(word, lang="de")
        return [simplemma.lemmatize(word, lang="de").casefold() if known else stem(word.casefold())]

    return {
        "ours": lambda word: analyzer().word(word).terms,
        "Snowball": lambda word: [stem(word.casefold())],
        "lemma": lambda word: [simplemma.lemmatize(word, lang="de").casefold()],
        "lemma, else stem": lemma_or_stem,
    }


def main() -> None:
    """Prints the tables."""
    if not CORPUS.is_dir():
        print(f"The word lists lie in {CORPUS}, which is not here: nothing measured.")
        return
    sets = {
        "lemmas.tsv": lemma_classes(CORPUS / "lemmas.tsv"),
        "inflections.txt": line_classes(CORPUS / "inflections.txt"),
    }
    genitives = [(name, name + "s") for name in own_list("names.txt")]
    look_alikes = [(word, word[:-1]) for word in own_list("look_alikes.txt")]
    print(
        "inflection (P / R / F1)".ljust(24),
        *(name.rjust(18) for name in sets),
        "  genitives joined",
        "  look-alikes joined",
    )
    for rival, terms in rivals().items():
        cells = ["{:.3f} {:.3f} {:.3f}".format(*joined(classes, terms)).rjust(18) for classes in sets.values()]
        print(rival.ljust(24), *cells, f"{shared(genitives, terms):18.3f}", f"{shared(look_alikes, terms):20.3f}")
    head, modifier = compounds_found(CORPUS / "compounds.txt")
    simple = (CORPUS / "simple_words.txt").read_text("utf-8").split()
    split = sum(bool(analyzer().word(word).parts) for word in simple) / len(simple)
    print(f"\ncompounds: head found {head:.3f}, modifier found {modifier:.3f}; simple words split {split:.4f}")


if __name__ == "__main__":
    main()
