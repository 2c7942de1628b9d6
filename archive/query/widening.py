"""Turn a word of a question into the clauses that find it.

The clauses look for its form, its inflections, spellings of a name, synonyms and compounds.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise, product

from msgspec import Struct, field

from archive.german import Unit, Word, compound_halves, is_verb_term, question_analyzer
from archive.german.fold import fold
from archive.german.function_words import auxiliaries
from archive.german.scripts import plain, plain_terms
from archive.query.plan import And, Best, Constant, Kind, Near, Node, Or, Phrase, Term
from archive.query.synonyms import Synonyms, spelling_words
from archive.query.tree import WordField
from archive.query.weights import BY_KIND, HOLDS, JOINED_DISTANCE

FIELDS: dict[WordField | None, tuple[str, ...]] = {None: ("title", "body"), "title": ("title",), "text": ("body",)}
"""By the field of a question the fields of the index that hold its words; the last one scores."""


def is_content(word: Word) -> bool:
    """Return whether a word has a meaning of its own; auxiliaries (``hat``, ``wird``) count as function words."""
    return bool(word.terms) and word.form not in auxiliaries()


class Widening(Struct, frozen=True):
    """The rules by which words of a question are widened, the same for every engine.

    Attributes:
        languages: the languages of the articles; every word is analysed as German besides.
        variants: looks up other spellings of a name by its folded form.
        synonyms: the words that have the same meaning.
    """

    languages: tuple[str, ...] = ()
    variants: Callable[[str], Sequence[str]] = lambda form: ()
    synonyms: Synonyms = field(default_factory=Synonyms)

    def node(self, unit: Unit, of: WordField | None) -> Node:
        """Return the node of the articles that hold a word in any way listed in the module's docstring.

        Args:
            unit: a word of the question, with its pieces if it has hyphens.
            of: the field of the question to look in; None for title and text.
        """
        found = [list(self._clauses(unit, name)) for name in FIELDS[of]]
        clauses = dict.fromkeys(clause for of_field in found for clause in of_field)
        # The pieces of a word with hyphens score as words of their own, see ``ranking``.
        return Constant(Or(tuple(clauses)), 0.0) if unit.has_hyphens else scored(tuple(clauses), found[-1])

    def synonym_node(self, spellings: Sequence[str], of: WordField | None) -> Node:
        """Return the node of the articles that hold one of these spellings, scored as a synonym.

        Args:
            spellings: spellings of one or several words.
            of: the field of the question to look in; None for title and text.
        """
        found = [[clause for text in spellings for clause in _synonym(name, text)] for name in FIELDS[of]]
        return scored([clause for clauses in found for clause in clauses], found[-1])

    def spellings(self, unit: Unit) -> tuple[str, ...]:
        """Return the other spellings and the synonyms that a word is widened by, without repetition."""
        same = [other for match in self.synonyms.matches([unit.word]) for other in match.others]
        return tuple(dict.fromkeys((*self.variants(unit.word.form), *same)))

    def _clauses(self, unit: Unit, name: str) -> Iterator[Node]:
        """Yield the clauses that find a word in the field ``name`` and its companions (``_forms``, ``_parts``)."""
        word = unit.word
        if unit.has_hyphens:
            yield Phrase(f"{name}_forms", tuple(piece.form for _, piece in unit.pieces))
        else:
            yield _term(f"{name}_forms", word.form, "exact")
        terms = dict.fromkeys(word.terms)
        for language in self.languages:
            terms |= dict.fromkeys(question_analyzer(language).word(word.text).terms)
        yield from (_term(name, term, "inflection") for term in terms)
        names, phrases = self._names(word)
        yield from (_term(f"{name}_forms", other.form, "name") for other in names if other.form != word.form)
        inside = dict.fromkeys((*word.terms, *(term for other in names for term in other.terms)))
        others = dict.fromkeys((*inside, *(term for other in names for term in plain_terms(other.form))))
        for language in self.languages:
            words = [question_analyzer(language).word(other.text) for other in names]
            others |= dict.fromkeys(term for other in words for term in other.terms)
        yield from (_term(name, term, "name") for term in others if term not in terms)
        yield from (Phrase(f"{name}_forms", forms, BY_KIND["name"], "name") for forms in phrases)
        for match in self.synonyms.matches([word]):
            for spelling in match.others:
                yield from _synonym(name, spelling)
        yield from (_term(f"{name}_parts", term, "compound") for term in inside)
        yield from _halves_near(name, unit)

    def _names(self, word: Word) -> tuple[list[Word], list[tuple[str, ...]]]:
        """Return the other spellings of a word as a name.

        Returns:
            The spellings of one word, the word itself first; and the spellings of several words, each as its forms.
        """
        variants = {text: tuple(own.form for _, own in question_analyzer().words(text))
                    for text in self.variants(word.form)}  # fmt: skip
        written = [word.text, *(text for text, forms in variants.items() if len(forms) == 1 or "-" in text)]
        plainly = [letters for spelling in written if (letters := plain(fold(spelling)))]
        words = [question_analyzer().word(spelling) for spelling in dict.fromkeys([*written, *plainly])]
        return words, [forms for forms in variants.values() if len(forms) > 1]


def scored(clauses: Sequence[Node], scoring: Sequence[Node]) -> Node:
    """Return the node of the articles in any of ``clauses``.

    Each article scores HOLDS plus the best score among the clauses of ``scoring``; ``Near`` clauses add no score.
    """
    distinct = tuple(dict.fromkeys(clauses))
    best = tuple(clause for clause in dict.fromkeys(scoring) if not isinstance(clause, Near))
    return Or((Constant(Or(distinct), HOLDS), Best(best)))


def _term(field: str, text: str, kind: Kind) -> Term:
    """Return a term with the weight of its kind."""
    return Term(field, text, BY_KIND[kind], kind)


def _synonym(name: str, spelling: str) -> Iterator[Node]:
    """Yield the clauses that find a synonym in any inflection, but not inside a compound."""
    words = spelling_words(spelling)
    weight: float = BY_KIND["synonym"]
    # A noun is also a form of the verb that it comes from (Ausstand, ausstehen), which says something else.
    terms = [own for word in words if (own := [term for term in word.terms if not is_verb_term(term)] or word.terms)]
    if len(words) == 1:
        yield from (Term(name, term, weight, "synonym") for own in terms for term in own)
        return
    yield Phrase(f"{name}_forms", tuple(word.form for word in words), weight, "synonym")
    if len(terms) > 1 and all(len(own) == 1 for own in terms[:-1]):
        yield Phrase(name, tuple(own[0] for own in terms), weight, "synonym")
    elif len(terms) > 1:  # other terms of the same word may stand between
        between = sum(len(own) - 1 for own in terms[:-1])
        yield from _near(name, [own[0] for own in terms], 1 + between, "synonym")


def _halves_near(name: str, unit: Unit) -> Iterator[Node]:
    """Yield clauses that find the halves of a compound, or the pieces between its hyphens, near each other."""
    if unit.has_hyphens:
        pieces = [word.terms for _, word in unit.pieces if word.terms]
        if len(pieces) == len(unit.pieces):
            yield from _near(name, [terms[0] for terms in pieces], JOINED_DISTANCE, "compound")
        return
    for before, behind in compound_halves(unit.word.form):
        for pair in product(before, behind):
            yield from _near(name, pair, JOINED_DISTANCE, "compound")


def _near(name: str, terms: Sequence[str], distance: int, kind: Kind) -> Iterator[Node]:
    """Yield the clause that finds terms near each other, or none if they are all the same: each at most ``distance``
    positions from the next one, and one more from the next but one.

    Ordinary words must not be refused, so it consists of pairs: for these no engine has to look through articles.
    """
    pairs = {frozenset(pair): distance + 1 for pair in zip(terms, terms[2:], strict=False)}
    pairs |= {frozenset(pair): distance for pair in pairwise(terms)}
    near = [
        Near(name, tuple(sorted(pair)), apart, BY_KIND[kind], kind) for pair, apart in pairs.items() if len(pair) > 1
    ]
    if near:
        yield near[0] if len(near) == 1 else Constant(And(tuple(near)), 0.0)
