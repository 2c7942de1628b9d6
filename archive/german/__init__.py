"""Text → words: the only room that knows languages. A pure function of the word, its language and shipped data."""

from archive.german.analyzer import ANALYSIS_VERSION, Analyzer, Unit, Word, WordFields, analyzer, question_analyzer
from archive.german.explain import explain
from archive.german.fold import fold_value
from archive.german.morphology.inflection import is_verb_term
from archive.german.morphology.terms import compound_halves
from archive.german.patterns import literal, pattern
from archive.german.sources import made_with
from archive.german.tokens import Token

__all__ = [
    "ANALYSIS_VERSION",
    "Analyzer",
    "Token",
    "Unit",
    "Word",
    "WordFields",
    "analyzer",
    "compound_halves",
    "explain",
    "fold_value",
    "is_verb_term",
    "literal",
    "made_with",
    "pattern",
    "question_analyzer",
]
