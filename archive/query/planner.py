"""The tree of what was asked + the words that exist → a plan that every engine can run.

A bare word becomes an Or over the match levels: its form, its terms (inflections), the parts of compounds, each
in title and body and each with less weight. Wildcards and typing errors are expanded here to forms that exist, so that
all engines find the same.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from archive.errors import QueryError
from archive.german import Word, fold_value, pattern, question_analyzer
from archive.german.fold import fold
from archive.german.function_words import auxiliaries
from archive.german.scripts import plain, plain_terms
from archive.query import plan, tree
from archive.query.plan import WordCount, WordMatch

EXPANSION_LIMIT = 1_000  # forms one wildcard may stand for

# How much a match is worth by kind, and how much more in the title; tuned by known-item search (make quality).
WEIGHTS: dict[plan.Kind, float] = {
    "exact": 0.5, "inflection": 1.0, "name": 0.7, "compound": 0.4, "fuzzy": 0.5, "wildcard": 0.5,
}  # fmt: skip
TITLE = 1.5
# What the words within the compounds that were asked for add to an article found anyway, as words and within others.
PART, PART_WITHIN = 0.35, 0.15

_INDEX_FIELDS: dict[str | None, tuple[tuple[str, float], ...]] = {
    None: (("title", TITLE), ("body", 1.0)),
    "title": (("title", TITLE),),
    "text": (("body", 1.0),),
}


@dataclass(frozen=True, slots=True)
class Planner:
    """Plans questions for one index.

    Attributes:
        words: the index's words, as ``Engine.words``.
        languages: the languages its articles are in; German is always asked.
        variants: other spellings of a name, by folded word.
    """

    words: Callable[[WordMatch, int], Sequence[WordCount]]
    languages: tuple[str, ...] = ()
    variants: Callable[[str], Sequence[str]] = lambda form: ()

    def node(self, node: tree.Node) -> plan.Node:
        """The plan's node for a tree.

        Raises:
            QueryError: a wildcard stands for more than EXPANSION_LIMIT words.
        """
        found = self._plan(node, function_words=not _has_content(node)) or plan.Or(())
        parts = tuple(dict.fromkeys(_parts(node)))
        return plan.Boosted(found, plan.Or(parts)) if parts else found

    def _plan(self, node: tree.Node, function_words: bool) -> plan.Node | None:
        """None: nothing is asked by this node (a function word)."""
        match node:
            case tree.Word(text, _, field):
                return self._word(text, field, function_words)
            case tree.Phrase(text, field):
                return self._phrase(text, field, None)
            case tree.Near(text, distance, field):
                return self._phrase(text, field, distance)
            case tree.Wildcard(text, field):
                prefix, expression = pattern(text)
                return self._expand(WordMatch("pattern", expression, prefix=prefix), "wildcard", field, text)
            case tree.Fuzzy(text, distance, _, field):
                matches = [WordMatch("fuzzy", form, distance=distance) for form in _forms(text)]
                return plan.And(tuple(self._expand(match, "fuzzy", field, text) for match in matches))
            case tree.And(nodes):
                return _join(plan.And, [self._plan(child, function_words) for child in nodes])
            case tree.Or(nodes):
                return _join(plan.Or, [self._plan(child, function_words) for child in nodes])
            case tree.Not(child):
                # Without a function word is a wish of its own: somebody typed it.
                return plan.Not(self._plan(child, function_words=True) or plan.Or(()))
            case _:
                return _filter(node)

    def _word(self, text: str, field: tree.WordField | None, function_words: bool) -> plan.Node | None:
        found: list[plan.Node] = []
        for _, word in question_analyzer().words(text):
            if word.terms and (function_words or _is_content(word)):
                found.append(plan.Or(tuple(self._match_levels(word, field))))
            elif function_words:
                found.append(plan.Or(tuple(_terms("forms", [word.form], "exact", field))))
        return _join(plan.And, found)

    def _match_levels(self, word: Word, field: tree.WordField | None) -> Iterable[plan.Node]:
        yield from _terms("forms", [word.form], "exact", field)
        terms = dict.fromkeys(word.terms)
        for language in self.languages:
            terms |= dict.fromkeys(question_analyzer(language).word(word.text).terms)
        # Several terms are several readings of one word: an article is not better for having been read in two ways.
        variants = {variant: _forms(variant) for variant in self.variants(word.form)}
        names = self._spellings([word.text, *(variant for variant, forms in variants.items() if len(forms) == 1)])
        yield from _terms("forms", [spelling.form for spelling in names if spelling.form != word.form], "name", field)
        inside = dict.fromkeys([*word.terms, *(term for spelling in names for term in spelling.terms)])
        others = dict.fromkeys([*inside, *(term for spelling in names for term in plain_terms(spelling.form))])
        for language in self.languages:
            words = [question_analyzer(language).word(name.text) for name in names]
            others |= dict.fromkeys(term for word in words for term in word.terms)
        for name, weight in _INDEX_FIELDS[field]:
            yield plan.Best(_weighted(name, terms, "inflection", weight))
            yield plan.Best(_weighted(name, [term for term in others if term not in terms], "name", weight))
            yield plan.Best(_weighted(f"{name}_parts", inside, "compound", weight))
            for forms in variants.values():
                if len(forms) > 1:
                    yield plan.Phrase(f"{name}_forms", forms, weight * WEIGHTS["name"], "name")

    def _spellings(self, written: list[str]) -> list[Word]:
        """Spellings of a word as words, the word itself first, and those in plain letters."""
        plainly = [letters for spelling in written if (letters := plain(fold(spelling)))]
        return [question_analyzer().word(spelling) for spelling in dict.fromkeys([*written, *plainly])]

    def _phrase(self, text: str, field: tree.WordField | None, distance: int | None) -> plan.Node:
        forms = _forms(text)
        if len(forms) <= 1:
            return plan.Or(tuple(_terms("forms", forms, "exact", field)))
        return plan.Or(
            tuple(
                plan.Phrase(f"{name}_forms", forms, weight)
                if distance is None
                else plan.Near(f"{name}_forms", forms, distance, weight)
                for name, weight in _INDEX_FIELDS[field]
            )
        )

    def _expand(self, match: WordMatch, kind: plan.Kind, field: tree.WordField | None, text: str) -> plan.Node:
        found = self.words(match, EXPANSION_LIMIT + 1)
        if len(found) > EXPANSION_LIMIT:
            raise QueryError(
                text, '"%(word)s" stands for more than %(most)s words; add letters.', word=text, most=EXPANSION_LIMIT
            )
        return plan.Or(tuple(_terms("forms", [word.text for word in found], kind, field)))


def _parts(node: tree.Node) -> Iterable[plan.Term]:
    """The words within the compounds that are asked for: ``Militär`` and ``Parade`` of ``Militärparade``."""
    match node:
        case tree.Word(text, _, field):
            for _, word in question_analyzer().words(text):
                for part in word.parts:
                    for name, weight in _INDEX_FIELDS[field]:
                        yield plan.Term(name, part, weight * PART, "compound")
                        yield plan.Term(f"{name}_parts", part, weight * PART_WITHIN, "compound")
        case tree.And(nodes) | tree.Or(nodes):
            for child in nodes:
                yield from _parts(child)


def _forms(text: str) -> tuple[str, ...]:
    return tuple(word.form for _, word in question_analyzer().words(text))


def _terms(suffix: str, words: Iterable[str], kind: plan.Kind, field: tree.WordField | None) -> Iterable[plan.Term]:
    for name, weight in _INDEX_FIELDS[field]:
        yield from _weighted(f"{name}_{suffix}", words, kind, weight)


def _weighted(field: str, words: Iterable[str], kind: plan.Kind, weight: float) -> tuple[plan.Term, ...]:
    return tuple(plan.Term(field, word, weight * WEIGHTS[kind], kind) for word in words)


def _is_content(word: Word) -> bool:
    """Whether a word says something beside others; ``hat`` and ``wird`` are asked for only alone."""
    return bool(word.terms) and word.form not in auxiliaries()


def _join(
    node: type[plan.And[plan.Node]] | type[plan.Or[plan.Node]], children: Sequence[plan.Node | None]
) -> plan.Node | None:
    asked = tuple(child for child in children if child is not None)
    return None if not asked else asked[0] if len(asked) == 1 else node(asked)


def _filter(node: tree.Node) -> plan.Node:
    match node:
        case tree.Value(field, value):
            return plan.Term(field, fold_value(value))
        case tree.Days("added", low, high):
            return plan.Range("added", low, high)
        case tree.Days(_, low, high):
            # An article's own date is a range too: the two overlap.
            return plan.And((plan.Range("date_from", None, high), plan.Range("date_until", low, None)))
        case tree.Within(low, high):
            return plan.And((plan.Range("date_from", low, high), plan.Range("date_until", low, high)))
        case tree.Undated():
            return plan.Term("year", "")
        case tree.Nothing():
            return plan.Or(())
        case _:
            return plan.All()


def _has_content(node: tree.Node) -> bool:
    """Whether anything but function words is asked for."""
    match node:
        case tree.Word(text):
            return any(_is_content(word) for _, word in question_analyzer().words(text))
        case tree.Phrase() | tree.Near() | tree.Wildcard() | tree.Fuzzy():
            return True
        case tree.And(nodes) | tree.Or(nodes):
            return any(map(_has_content, nodes))
        case tree.Not(child):
            return _has_content(child)
        case _:
            return False
