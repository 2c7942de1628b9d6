"""Finds articles like one, by the words that are frequent in it and rare in the archive (Lucene: MoreLikeThis)."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from math import log

from msgspec import Struct

from archive.answering.snippets import Mark
from archive.article import Article
from archive.engines.base import Engine, WordMatch
from archive.german import analyzer, fold_value
from archive.german.morphology.dictionary import dictionary
from archive.query.plan import All, And, Best, Boosted, Node, Not, Or, Plan, Term

ASKED = 40  # words whose frequency in the archive is looked up
SIGNIFICANT = 20  # words an article is known by
_TITLE_WEIGHT = 1.5  # of a word in the title of an article that is like another
_FEW = 20  # articles, of which half may well be about the same
_STRONG = 0.5  # of what the best word is worth
BECAUSE = 8  # words a hit is explained with
_REACH = 10_000  # characters: what an article is about it says at the beginning
_TITLE = 3  # a word of the title counts as often as this in the text
_COMMONEST = 160  # more than the frequency of any word in the dictionary: 20 × log10 of occurrences in 10⁹ words
_TELLING = 80  # worth of a word that is said once and ten times in a million words; a commoner one must be said again


class Likeness(Struct, frozen=True):
    """What is like an article. ``terms``: of its significant words, the most significant first."""

    node: Node
    terms: tuple[str, ...]

    def because(self, hit: Article, marks: Sequence[Mark], title_marks: Sequence[Mark]) -> tuple[str, ...]:
        """The significant words that a hit shares, as it writes them, the most significant first.

        Args:
            marks, title_marks: where its text and its title hold what ``node`` asks of texts.
        """
        written: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for text, found in ((hit.title, title_marks), (hit.text, marks)):
            for mark in found:
                written[mark.asked][text[mark.start : mark.end]] += 1
        words = (written[term].most_common(1)[0][0] for term in self.terms if term in written)
        return tuple(dict.fromkeys(words))[:BECAUSE]


def likeness(article: Article, engine: Engine) -> Likeness:
    """The plan's node for the articles like ``article``, without itself; in it, what a word is worth is its weight."""
    total = engine.search(Plan(All(), limit=0)).total
    rated: list[tuple[float, tuple[str, ...]]] = []
    for terms, worth in _candidates(article):
        counts = [word.count for term in terms for word in engine.words(WordMatch("exact", term, of="terms"), 1)]
        # A word that is nowhere else leads nowhere, and one that is in most articles says nothing of this one.
        if counts and 1 < max(counts) <= max(_FEW, total / 2):
            rated.append((worth * log(1 + total / max(counts)), terms))
    rated.sort(key=lambda pair: (-pair[0], pair[1]))
    chosen = rated[:SIGNIFICANT]
    most = chosen[0][0] if chosen else 1.0
    strong = [_asked(terms, worth / most) for worth, terms in chosen if worth >= _STRONG * most]
    weak = [_asked(terms, worth / most) for worth, terms in chosen if worth < _STRONG * most]
    # One word that is said in passing makes no likeness: such words only add to it.
    like = Boosted(Or(tuple(strong)), Or(tuple(weak))) if weak else Or(tuple(strong))
    node = And((like, Not(Term("id", fold_value(article.id)))))
    return Likeness(node, tuple(dict.fromkeys(term for _, terms in chosen for term in terms)))


def _asked(terms: tuple[str, ...], weight: float) -> Node:
    """A word in title or text; its terms are readings of it, of which the best counts."""
    fields = (("title", weight * _TITLE_WEIGHT), ("body", weight))
    return Or(tuple(Best(tuple(Term(name, term, w, "inflection") for term in terms)) for name, w in fields))


def _candidates(article: Article) -> list[tuple[tuple[str, ...], float]]:
    """The terms of the words that an article may be known by, and what each is worth by how often it stands there and
    how rare it is in the language; the best first."""
    language = analyzer(article.language)
    counts: Counter[str] = Counter()
    rarity: dict[str, int] = {}
    terms: defaultdict[str, dict[str, None]] = defaultdict(dict)  # the first term of a word → all, of all its forms
    for text, worth in ((article.title, _TITLE), (article.text[:_REACH], 1)):
        for _, word in language.words(text):
            if word.terms and len(word.form) > 2 and not word.form.isdigit():
                first = word.terms[0]
                counts[first] += worth
                rarity.setdefault(first, _COMMONEST - dictionary().frequency(word.form))
                terms[first] |= dict.fromkeys(word.terms)
    rated = {first: (1 + log(counts[first])) * rarity[first] for first in counts}
    telling = sorted((-worth, first) for first, worth in rated.items() if worth >= _TELLING)
    return [(tuple(terms[first]), -worth) for worth, first in telling[:ASKED]]
