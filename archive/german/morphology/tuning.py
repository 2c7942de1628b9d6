"""Every number of the morphology that was tuned rather than derived.

Tuned by hand on the word lists that lie in ``shared/corpus`` beside the repository:

- ``lemmas.tsv`` (forms, lemmas and parts of speech of running text) and ``inflections.txt`` (one paradigm a line):
  precision, recall and F1 of which words share a term;
- ``compounds.txt`` (compounds and their parts): how many heads and modifiers are found;
- ``simple_words.txt`` (words that are no compounds): how few are split.

``python -m benchmarks.quality_words`` measures all of them again. Whoever changes a number raises ``ANALYSIS_VERSION``
in ``archive/german/analyzer.py``, and for those of the dictionary runs ``make dictionary``. The
priors of endings stand in ``archive/german/data/form_priors.txt``.

Units: a *level* is 20 × log10 of occurrences in 1,000 million words, as the dictionary stores it (20: ten times; 60:
a thousand times); a *magnitude* is a level / 20, that is log10 itself; a *score* is a sum of weighted magnitudes, and
only its comparison with other scores means anything.
"""

# --- Form priors: the part of a lemma's occurrences that has a form (form_priors.py; lemmas.tsv, inflections.txt).

OTHER_ENDING_PRIOR = 0.02
"""Of a verb or an adjective: an ending without a prior of its own."""

OTHER_NOUN_PRIOR = 0.2
"""Of a noun: an ending without a prior of its own, or another stem that is no shorter (``Häuser``)."""

CHANGED_STEM_PRIOR = 0.07
"""Of a verb: a form with another stem (``ging``), save those in -st, which have the prior of the ending -est."""

PAST_PRIOR = 0.06
"""Of a strong verb: a past tense, or a participle found by its past tense."""

PARTICIPLE_PRIOR = 0.12
"""Of a weak verb: its participle."""

PRESENT_PRIOR = 0.1
"""Of a verb: the third person of its present tense, where the dictionary does not show it."""

RARE_PRIOR = 0.002
"""Of any lemma: a form that hardly anybody writes, as the second person plural (``fahrt`` of ``fahren``)."""

OWN_FORM_PRIOR = 0.5
"""Of a noun: itself, where the dictionary knows it only from its genitive."""

# --- The levels of lemmas (dictionary_build.py; lemmas.tsv).

UNKNOWN_OCCURRENCES = 3.0
"""Occurrences in 1,000 million words that are added to each lemma, for forms that wordfreq does not know."""

DOUBTED_PART = 20
"""A reading of an ambiguous form that explains none of its occurrences is granted one in this many."""

EXPLAINED_PART = 0.1
"""Other readings that explain less than this part of a form's occurrences leave all the rest to the one in question."""

UNSEEN_PRIOR = 0.1
"""The part of a lemma's occurrences in forms that wordfreq does not know, on average; also the least prior that a
form's occurrences are divided by."""

COMMON_HEAD_LEVEL = {3: 50, 4: 30}
"""By letters of a noun (3: three or fewer, 4: four or more): the least level with which it shows what may stand
before a noun."""

COMMON_MODIFIER_LEVEL = 40
"""The least level of a noun that shows, by standing before another, what compounds end with."""

ENDING_PRIOR, ENDING_PRIOR_WEIGHT = 0.7, 3
"""The part of nouns with an ending that are compounds, where the dictionary shows none of them; and how many words
that assumption counts as much as."""

# --- Which readings of a form are likely (inflection.py; lemmas.tsv, inflections.txt). All are levels.

READING_TOLERANCE = 9
"""Readings are dropped that are less likely than the best by more than this."""

UNEXPLAINED_EXCESS = 30
"""A form that is more frequent than its likeliest reading by more than this is also a name (``Laschet``)."""

PARTICIPLE_AS_ADJECTIVE_LEVEL = 60
"""A present participle with at least this level is an adjective and no form of its verb: ``entscheidend``."""

PARTICIPLE_EXCESS = 30
"""A past participle that is more frequent as an adjective than its verb by more than this is no form of the verb:
``berühmt``."""

ABSTRACT_NOUN_EXCESS = 24
"""Adjective + -e is a noun of its own if it is more frequent than adjective + -es by more than this: ``Liebe``."""

CAPITAL_VERB_PENALTY, CAPITAL_ADJECTIVE_PENALTY, SMALL_NOUN_PENALTY = 30, 17, 30
"""How rarely words are written against their class: 3 % of verbs with a capital, 15 % of adjectives, 3 % of nouns
without. Not tuned but counted, over the forms of one class only in 4,643 German texts."""

# --- Compounds (compounds.py; compounds.txt, simple_words.txt).

LEAST_SCORE_KNOWN, LEAST_SCORE_UNKNOWN = -3.75, -5.5
"""The least score of a split, for a word that the dictionary knows and for one that it does not."""

PART_PENALTY = 0.25
"""Score taken off for each modifier, so that fewer parts win."""

MODIFIER_COUNT_FACTOR, MODIFIER_COUNT_OFFSET, MODIFIER_COUNT_TYPICAL = 0.7, 0.3, 500
MODIFIER_MAGNITUDE_FACTOR, MODIFIER_MAGNITUDE_TYPICAL = 0.2, 6
MODIFIER_LENGTH_PENALTY = {2: 0.8, 3: 0.3}
"""The score of a modifier is count factor × log10((nouns that begin with it + offset) / typical count)
+ magnitude factor × (magnitude of its word - typical magnitude) - a penalty by its letters."""

LINKED_PENALTY, ADJECTIVE_STEM_PENALTY, VERB_STEM_PENALTY = 0.3, 0.5, 1
"""Magnitude taken off a modifier that is a noun with a linking element or without its -e, an adjective, the stem of a
verb."""

LINKED_EXCESS, SHORTENED_TOLERANCE = 0.7, 0.55
"""Of a modifier that is a noun or a form of one: another noun with a linking element is meant as well if its magnitude
is higher by the first number, a shortened word (``wohn`` of ``wohnen``) if its is not lower by more than the second;
penalties taken off."""

STRANGE_MODIFIER_MAGNITUDE = 2.0
"""Magnitude of a modifier that is no known word."""

CUT_E_COUNT, ADJECTIVE_COUNT, VERB_STEM_COUNT, HILFS_COUNT = 3, 3, 4, 5
"""The least number of nouns that begin with a modifier that is a noun without its -e (``Sprach``), an adjective, the
stem of a verb, a noun with -s for its -e (``Hilfs``)."""

CUT_E_LETTERS, HILFS_LETTERS = 3, 5
"""The least letters of a modifier that is a noun without its -e, an adjective or a stem; of one with -s for its -e."""

VERB_STEM_LEVEL = 60
"""The least level of a verb whose stem is a modifier."""

FREQUENT_STRANGE_LEVEL, FREQUENT_STRANGE_COUNT = 60, 10
"""A piece that is no known word is a modifier if its own level is above the first and at least so many nouns begin with
it."""

FOREIGN_STRANGE_LETTERS, FOREIGN_STRANGE_COUNT = 4, 8
"""It is one as well if it ends in -o, -i or -a (``mikro``, ``infra``), has at least so many letters, and at
least so many nouns begin with it."""

LEAST_COUNT_BY_LETTERS = {2: 30, 3: 15}
"""The least number of nouns that begin with a modifier of so few letters."""

LIKELY_MODIFIER_LETTERS = 5
"""A modifier that begins no noun of the dictionary must be a noun itself, of at least so many letters."""

HEAD_MAGNITUDE_TYPICAL = 6.5
HEAD_LENGTH_PENALTY = {3: 0.5, 4: 0.1}
"""The score of a head is (its magnitude - typical magnitude) / 2 - a penalty by the letters of its lemma, if that is a
noun."""

HEAD_ENDING_FACTOR, HEAD_ENDING_TYPICAL = 1.0, 45
"""A head that makes compounds in fewer percent of the nouns with that ending than the second number has a score that
is lower by factor × log10(typical / percent)."""

HEAD_LEAST_MAGNITUDE_FOUR, HEAD_LEAST_MAGNITUDE_SHORT, HEAD_SHORT_LETTERS = 3.4, 2.2, 7
"""The least magnitude of a head of four letters, and of one with fewer letters than the third number."""

HEAD_LEAST_MAGNITUDE_NOMINALISED = 3.5
"""The least magnitude of a head that may be a nominalised adjective (``kranke``)."""

# --- Words that the dictionary does not know (guessing.py; lemmas.tsv, inflections.txt, names of quality_words).

GENITIVE_EXCESS = 5
"""A name is more frequent than its genitive by at least this level."""

FREQUENT_NAME_LEVEL = 50
"""A word of no dictionary with at least this level is a name or a foreign word and keeps its endings."""

# --- Caches. What repeats is what a few words share: forms that a word is asked as more than once, and endings. Four
# times as many entries save 3 (terms) to 16 percent (entries) of the misses on 24,000 distinct spans of news articles.

ENTRIES_CACHED = 20_000
"""Entries of the dictionary that are kept as objects, some 340 bytes each."""

ENDINGS_CACHED = 1_000
"""Words by the known forms that they end with: one word is asked several times in a row, and hardly ever again."""

WORDS_CACHED = 8_000
"""Whole words by what they become, in each of five caches; some 1,300 bytes a word in all of them."""

PIECES_CACHED = 16_000
"""Pieces of words and lemmas by what they may be, in each of four caches; some 500 bytes a piece in all of them."""
