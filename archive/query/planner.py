"""Turn the tree of a question into a plan that every engine can run.

A bare word becomes the clauses that ``widening`` finds it by. Wildcards and typing errors are expanded here to forms
that the index holds, so that all engines find the same articles. Clauses that only order the hits come from
``ranking``.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from operator import itemgetter

from msgspec import Struct

from archive.errors import QueryError
from archive.german import Unit, Word, fold_value, literal, pattern, question_analyzer
from archive.query import plan, tree
from archive.query.place_names import german_names
from archive.query.plan import WordCount, WordMatch
from archive.query.ranking import ranking
from archive.query.weights import BY_KIND
from archive.query.widening import FIELDS, Widening, is_content, scored

EXPANSION_LIMIT = 1_000  # forms one wildcard may stand for
EXPANSIONS_LIMIT = 2_000  # forms all wildcards and fuzzy words of a question may stand for
_LINKS = ("", "s", "es", "n", "en", "er", "e")  # between the halves of a joined word
_WORD = re.compile(r"\w+")

Values = Callable[[str], Mapping[str, str]]
"""A field of ``plan.VALUES`` → the values that articles have, folded → as they are written."""


class Required(Struct, frozen=True):
    """The conditions of a question of several words, one by one.

    Attributes:
        words: each word or phrase as it was first typed, with the node of the articles that hold it. Those that
            find the same articles stand once.
        others: the remaining conditions: filters, dates and exclusions.
    """

    words: tuple[tuple[str, plan.Node], ...]
    others: tuple[plan.Node, ...]


class Planner:
    """A planner of one question, and of its variants, for one index: it remembers what their wildcards stand for.

    Attributes:
        words: looks up words of the index, as ``Engine.words`` does.
        widening: the rules by which words are widened.
        articles: the number of articles in the index.
        values: looks up the values that the articles have in a field.
    """

    def __init__(
        self,
        words: Callable[[WordMatch, int], Sequence[WordCount]],
        widening: Widening | None = None,
        articles: int = 0,
        values: Values = lambda field: {},
    ) -> None:
        self.words = words
        self.widening = widening or Widening()
        self.articles = articles
        self.values = values
        self._expanded: dict[WordMatch, Sequence[WordCount]] = {}
        self._words: dict[tuple[str, tree.WordField | None, bool], plan.Node | None] = {}

    def node(self, node: tree.Node) -> plan.Node:
        """Return the plan's node for a tree, ranking included.

        Raises:
            QueryError: A wildcard or a fuzzy word stands for more than EXPANSION_LIMIT forms.
        """
        found = self._plan(node, function_words=not _has_content(node)) or plan.Or(())
        return self.ranked(found, node)

    def ranked(self, found: plan.Node, node: tree.Node) -> plan.Node:
        """Return ``found`` with clauses that score how well an article answers the words of the tree ``node``."""
        by = ranking(node, self.words, self.articles)
        return plan.Boosted(found, plan.Or(by)) if by else found

    def required(self, node: tree.Node) -> Required | None:
        """Return the conditions of a question that asks for several words, or None for any other question.

        Raises:
            QueryError: A wildcard or a fuzzy word stands for more than EXPANSION_LIMIT forms.
        """
        nodes = tree.conditions(node)
        words: dict[plan.Node, str] = {}
        others: dict[plan.Node, None] = {}
        for child in nodes:
            planned = self._plan(child, function_words=False)
            if planned is None:
                continue
            if isinstance(child, tree.Word | tree.Phrase | tree.Near | tree.Wildcard | tree.Fuzzy):
                words.setdefault(planned, _typed(child))
            else:
                others[planned] = None
        if len(words) < 2:
            return None
        return Required(tuple((text, asked) for asked, text in words.items()), tuple(others))

    def values_for(self, field: str, value: str) -> tuple[str, ...]:
        """Return the whole values of a field that a typed value asks for.

        The first of these steps that finds any value decides: the value itself; its other spellings as a name; values
        that hold all its words; for a place, the German names of a country that is called so in another language.

        Args:
            field: a field of the index; only those of ``plan.VALUES`` have values.
            value: the value as it was typed.

        Returns:
            The values as they are written in the articles; empty if no article has any of them.
        """
        if field not in plan.VALUES:
            return ()
        known = self.values(field)
        if fold_value(value) in known:
            return (known[fold_value(value)],)
        named = [
            known[other] for text in self.widening.variants(fold_value(value)) if (other := fold_value(text)) in known
        ]
        if named:
            return tuple(named)
        asked = set(_WORD.findall(fold_value(value)))
        holding = tuple(written for folded, written in known.items() if asked and asked <= set(_WORD.findall(folded)))
        if holding or field != "place":
            return holding
        # The last way: a country as it is called in another language.
        return tuple(known[name] for text in german_names(value) if (name := fold_value(text)) in known)

    def _plan(self, node: tree.Node, function_words: bool) -> plan.Node | None:
        """Return the plan of a node, or None if the node asks for nothing (a function word).

        Args:
            node: a node of the tree.
            function_words: whether function words must be found too.
        """
        match node:
            case tree.Word(text, _, field):
                return self._word(text, field, function_words)
            case tree.Phrase(text, field):
                return self._phrase(text, field, None)
            case tree.Near(text, distance, field):
                return self._phrase(text, field, distance)
            case tree.Wildcard(text, field):
                prefix, expression = pattern(text)
                match = WordMatch("pattern", expression, prefix=prefix, literal=literal(text))
                return self._expand(match, "wildcard", field, text)
            case tree.Fuzzy(text, distance, _, field):
                matches = [WordMatch("fuzzy", form, distance=distance) for form in _forms(text)]
                return plan.And(tuple(self._expand(match, "fuzzy", field, text) for match in matches))
            case tree.And(nodes):
                return self._all(nodes, function_words)
            case tree.Or(nodes):
                return _join(plan.Or, [self._plan(child, function_words) for child in nodes])
            case tree.Not(child):
                # The articles that the child does not find when it is asked alone.
                return plan.Not(self._plan(child, function_words=not _has_content(child)) or plan.Or(()))
            case tree.Value(field, value, False) if value and field in plan.VALUES:
                found = self.values_for(field, value) or (value,)
                return _join(plan.Or, [plan.Term(field, fold_value(one)) for one in found])
            case _:
                return _filter(node)

    def _all(self, nodes: Sequence[tree.Node], function_words: bool) -> plan.Node | None:
        """Return the conjunction of the nodes.

        Bare words in a row may also match as one joined word, or as a synonym of all of them together. Words that share
        no such match are asked for once, so that the plan grows with the question and not with its square.
        """
        planned = [self._plan(child, function_words) for child in nodes]
        asked: list[plan.Node | None] = []
        place = 0
        for first, last, found in _overlapping(self._as_one(nodes)):
            ways = [planned[first:last]]
            ways += [[*planned[first:start], as_one, *planned[end:last]] for start, end, as_one in found]
            asked += [*planned[place:first], _join(plan.Or, [_join(plan.And, way) for way in ways])]
            place = last
        return _join(plan.And, [*asked, *planned[place:]])

    def _as_one(self, nodes: Sequence[tree.Node]) -> list[tuple[int, int, plan.Node]]:
        """Find what bare words in a row stand for together.

        Returns:
            For each find the index of its first node, the index after its last node, and its plan.
        """
        found: list[tuple[int, int, plan.Node]] = []
        units = [_bare_unit(node) for node in nodes]
        for start, first in enumerate(units):
            run: list[Unit] = []
            for unit in units[start:]:
                if unit is None:
                    break
                run.append(unit)
            for match in self.widening.synonyms.matches([unit.word for unit in run]):
                if match.length > 1:
                    found.append((start, start + match.length, self.widening.synonym_node(match.others, None)))
            if first and len(run) > 1 and (joined := self._joined(first.word, run[1].word)):
                found.append((start, start + 2, joined))
        return found

    def _joined(self, first: Word, second: Word) -> plan.Node | None:
        """Return the node of two words joined to one that the index holds (``Kriegsende`` for ``Krieg Ende``), else
        None.
        """
        if not (is_content(first) and is_content(second)):
            return None
        behind = dict.fromkeys((second.form, *second.terms))
        asked = {f"{before}{link}{end}" for before in dict.fromkeys((first.form, *first.terms)) for link in _LINKS
                 for end in behind}  # fmt: skip
        known = [word.text for word in self.words(WordMatch("any", " ".join(sorted(asked)), of="terms"), len(asked))]
        clauses = [plan.Term(name, term, BY_KIND["compound"], "compound") for name in FIELDS[None] for term in known]
        return scored(clauses, clauses) if clauses else None

    def _word(self, text: str, field: tree.WordField | None, function_words: bool) -> plan.Node | None:
        """Return the node of a bare word, or None for a function word unless ``function_words`` is set.

        A word that is typed again, or asked for again without the ranking, is not widened again.
        """
        asked = text, field, function_words
        if asked not in self._words:
            units = question_analyzer().units(text)
            self._words[asked] = _join(plan.And, [self._unit(unit, field, function_words) for unit in units])
        return self._words[asked]

    def _unit(self, unit: Unit, field: tree.WordField | None, function_words: bool) -> plan.Node | None:
        """Return the node of one word, or None for a function word unless ``function_words`` is set."""
        words = [word for _, word in unit.pieces]
        if any(is_content(word) for word in words) or (function_words and unit.word.terms):
            return self.widening.node(unit, field)
        return self._exact([word.form for word in words], field) if function_words else None

    def _phrase(self, text: str, field: tree.WordField | None, distance: int | None) -> plan.Node:
        """Return the node of a quoted text: its forms in a row, or at most ``distance`` positions apart."""
        forms = _forms(text)
        if distance is None or len(forms) <= 1:
            return self._exact(forms, field)
        nodes = [plan.Near(f"{name}_forms", forms, distance) for name in FIELDS[field]]
        return scored(nodes, nodes)

    def _exact(self, forms: Sequence[str], field: tree.WordField | None) -> plan.Node:
        """Return the node of the articles that hold these forms in a row."""
        if not forms:
            return plan.Or(())
        nodes: list[plan.Node] = [
            plan.Term(f"{name}_forms", forms[0]) if len(forms) == 1 else plan.Phrase(f"{name}_forms", tuple(forms))
            for name in FIELDS[field]
        ]
        return scored(nodes, nodes[-1:])

    def _expand(self, match: WordMatch, kind: plan.Kind, field: tree.WordField | None, text: str) -> plan.Node:
        """Return the node of the forms in the index that match a wildcard or a fuzzy word.

        Raises:
            QueryError: More than EXPANSION_LIMIT forms match (the message names ``text``), or with those of other
                clauses more than EXPANSIONS_LIMIT.
        """
        found = self._expanded.get(match)
        if found is None:
            found = self._expanded[match] = self.words(match, EXPANSION_LIMIT + 1)
        if len(found) > EXPANSION_LIMIT:
            raise QueryError(
                text, '"%(word)s" stands for more than %(most)s words; add letters.', word=text, most=EXPANSION_LIMIT
            )
        if sum(map(len, self._expanded.values())) > EXPANSIONS_LIMIT:
            raise QueryError(
                text,
                "The wildcards and fuzzy words stand for more than %(most)s words together; ask for fewer.",
                most=EXPANSIONS_LIMIT,
            )
        if not found:
            return plan.Or(())
        terms = [
            [plan.Term(f"{name}_forms", word.text, BY_KIND[kind], kind) for word in found] for name in FIELDS[field]
        ]
        return scored([term for of_field in terms for term in of_field], terms[-1])


def _bare_unit(node: tree.Node) -> Unit | None:
    """Return the word of a node that asks for exactly one word in no particular field, else None."""
    if not isinstance(node, tree.Word) or node.field is not None:
        return None
    units = question_analyzer().units(node.text)
    return units[0] if len(units) == 1 else None


def _typed(node: tree.Word | tree.Phrase | tree.Near | tree.Wildcard | tree.Fuzzy) -> str:
    """Return the text of a node as it was typed."""
    return node.pattern if isinstance(node, tree.Wildcard) else node.text


def _forms(text: str) -> tuple[str, ...]:
    """Return the folded forms of the words of a text, in order."""
    return tuple(word.form for _, word in question_analyzer().words(text))


def _overlapping(
    found: Sequence[tuple[int, int, plan.Node]],
) -> Iterator[tuple[int, int, list[tuple[int, int, plan.Node]]]]:
    """Yield the finds of ``Planner._as_one`` in groups that share words, each with its first index and the one after
    its last.
    """
    group: list[tuple[int, int, plan.Node]] = []
    first = last = 0
    for start, end, node in sorted(found, key=itemgetter(0)):
        if group and start >= last:
            yield first, last, group
            group = []
        if not group:
            first = last = start
        group.append((start, end, node))
        last = max(last, end)
    if group:
        yield first, last, group


def _join(
    node: type[plan.And[plan.Node]] | type[plan.Or[plan.Node]], children: Sequence[plan.Node | None]
) -> plan.Node | None:
    """Join the children that ask for something, those that ask for the same once; return a single child as it is, and
    None if there is none."""
    asked = tuple(dict.fromkeys(child for child in children if child is not None))
    return None if not asked else asked[0] if len(asked) == 1 else node(asked)


def _filter(node: tree.Node) -> plan.Node:
    """Return the node of a filter by value or date; ``All`` for anything else."""
    match node:
        case tree.Value(field, value, _):
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
    """Return whether a tree asks for anything but function words."""
    match node:
        case tree.Word(text):
            return any(is_content(word) for _, word in question_analyzer().words(text))
        case tree.Phrase() | tree.Near() | tree.Wildcard() | tree.Fuzzy():
            return True
        case tree.And(nodes) | tree.Or(nodes):
            return any(map(_has_content, nodes))
        case tree.Not(child):
            return _has_content(child)
        case _:
            return False
