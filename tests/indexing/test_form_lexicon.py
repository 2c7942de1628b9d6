"""Forms like a word or a pattern: those that looking at every form finds, without looking at every form."""

import random
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest
from rapidfuzz.distance import OSA

from archive.german import literal, pattern
from archive.indexing import form_lexicon, sorted_runs
from archive.indexing.sorted_runs import SortedRuns
from archive.query.plan import WordMatch

_LETTERS = "abcdeäß1я"


@contextmanager
def _runs_of(forms: set[str], runs: int = 1) -> Iterator[SortedRuns]:
    """The forms, in so many runs, some in two."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        db.executescript(sorted_runs.SCHEMA)
        some = sorted(forms)
        for number in range(runs):
            sorted_runs.add(db, form_lexicon.rows_of({*some[number::runs], *some[number :: 2 * runs + 1]}))
        reader = SortedRuns(db)
        with reader.looking():
            yield reader


@pytest.fixture(scope="module")
def forms() -> set[str]:
    draw = random.Random(4)  # noqa: S311
    found = {"".join(draw.choices(_LETTERS[: draw.randrange(2, 9)], k=draw.randrange(1, 13))) for _ in range(4_000)}
    return found | {"weizenlager", "weizenlagers", "wiezenlager", "waffen-gegen-weizen"}


@pytest.fixture(scope="module")
def runs(forms: set[str]) -> Iterator[SortedRuns]:
    with _runs_of(forms, 3) as runs:
        yield runs


@pytest.mark.parametrize("distance", [1, 2])
def test_words_with_typing_errors_are_those_of_a_look_at_all(runs: SortedRuns, forms: set[str], distance: int) -> None:
    draw = random.Random(distance)  # noqa: S311
    found_some = 0
    for _ in range(250):
        letters = list(draw.choice(sorted(forms)))
        for _ in range(draw.randrange(3)):
            place = draw.randrange(len(letters) + 1)
            letters[place : place + draw.randrange(2)] = draw.choices(_LETTERS, k=draw.randrange(2))
        asked = "".join(letters) or "a"
        prefix = draw.choice(["", "", asked[:2], asked[:1]])
        expected = {form for form in forms if form.startswith(prefix) and OSA.distance(asked, form) <= distance}
        found = form_lexicon.matching(runs, WordMatch("fuzzy", asked, distance=distance, prefix=prefix))
        assert found is not None and len(found) == len(set(found)) and set(found) == expected, (asked, prefix)
        found_some += len(expected)
    assert found_some > 500


@pytest.mark.parametrize("wildcard", ["*lager", "*en*lag*", "*lage?s", "?eizen*", "*-gegen-*", "*bae*", "*ä?", "W?i*"])
def test_patterns_without_a_beginning_are_those_of_a_look_at_all(
    runs: SortedRuns, forms: set[str], wildcard: str
) -> None:
    prefix, expression = pattern(wildcard)
    match = WordMatch("pattern", expression, prefix=prefix, literal=literal(wildcard))
    expected = {form for form in forms if re.fullmatch(expression, form)}
    found = form_lexicon.matching(runs, match)
    assert expected and found is not None and sorted(found) == sorted(expected)


def test_an_engine_is_asked_for_words_that_it_finds_as_quickly(runs: SortedRuns) -> None:
    assert form_lexicon.matching(runs, WordMatch("pattern", "weizen.*", prefix="weizen", literal="weizen")) is None
    assert form_lexicon.matching(runs, WordMatch("any", "weizen lager")) is None
    assert form_lexicon.matching(runs, WordMatch("exact", "weizen", of="terms")) is None
    assert form_lexicon.matching(runs, WordMatch("fuzzy", "weiz\ud800n")) is None


@pytest.mark.parametrize("distance", [1, 2])
def test_few_forms_are_read_for_a_misspelt_word(distance: int) -> None:
    draw = random.Random(7)  # noqa: S311
    letters = "abcdefghijklmnopqrstuvwxyz"
    forms = {"".join(draw.choices(letters, k=10)) for _ in range(30_000)} | {"weizenlage"}
    match = WordMatch("fuzzy", "wiezenlage", distance=distance)
    with _runs_of(forms) as runs:
        read = list(form_lexicon._candidates(runs, match))
    assert "weizenlage" in read and len(read) < len(forms) / 10
