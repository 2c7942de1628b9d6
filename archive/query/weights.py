"""What a match is worth: every number that orders hits by relevance.

Tuned on ../shared/corpus/known_items, on one half of the questions and told for the other: ``python -m
benchmarks.quality``. A score of BM25 is multiplied by these; constants are added.
"""

from archive.query.plan import Kind

BY_KIND: dict[Kind, float] = {
    "exact": 1.0, "inflection": 1.0, "spelling": 1.0, "name": 0.7, "synonym": 0.5, "compound": 0.5, "fuzzy": 0.5,
    "wildcard": 0.5,
}  # fmt: skip
"""Of the kinds of match that a word has in an article, the best counts."""

HOLDS = 2.0
"""Added for each word of the question that an article holds in any way: two words outweigh one that is frequent."""

LEAD = 0.4
"""For a word in the title or among the first words of the text, where an article says what it is about."""

PART, PART_WITHIN = 0.4, 0.15
"""For the words within a compound that was asked for (Bahn, Streik of Bahnstreik): as words, and within compounds."""

FUNCTION_WORD = 1.0
"""For a function word of the question: it is not asked for, but orders what is found."""

# For two words of the question that stand near each other, times the sum of their rarities (after Metzler and Croft, "A
# Markov Random Field Model for Term Dependencies", SIGIR 2005, who add ordered and unordered windows to the words).
ROW = 0.3
"""Neighbours of the question in a row, just as they were typed."""
NEAR_FORMS, NEAR_FORMS_DISTANCE = 0.5, 25
"""Both as they were typed, in any order, so many positions apart."""
FULL_NEARNESS = 2.0
"""In questions with more pairs of neighbours than this, NEAR_FORMS is divided among them."""
NEAR_TERMS, NEAR_TERMS_DISTANCE = 0.1, 12
"""Both in any inflection; positions are of words with terms alone."""
REACH = 2
"""So far apart two words of the question may stand, function words left out."""
RARE_SHARE, RARE_ARTICLES = 0.05, 2_000
"""A pair is looked for only if one of its words is in at most this part of the articles, or in so many: engines look at
every article that holds both, and a pair of two common words says little."""
MOST_PAIRS = 40
"""So many pairs of a question are looked for near each other, the first of them."""

JOINED_DISTANCE = 4
"""Positions that the halves of a joined word may stand apart: ``Streik der Bahn`` for ``Bahnstreik``."""
