"""The analyzer as the other rooms rely on it."""

import gc
import re
import subprocess
import sys
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archive.german import analyzer, explain, pattern
from archive.german.analyzer import LONGEST_WORD

_TEXTS = st.one_of(
    st.text(max_size=80),
    st.text(alphabet="abcdeäöüßſABCÄ -*:/_()'’.,\n\r\u00ad\u200b\u0301¬17innen", max_size=60),
    st.lists(
        st.sampled_from(
            ["Kampf-", "und", "Spionagedrohnen", "-handel", "Gemüseanbau", "Regie-\nrung", "Lehrer:innen", "1.000"]
        )
    ).map(" ".join),
)


@given(_TEXTS, st.sampled_from(["de", "en", "fr", "tr"]))
@example("Kampf-, Spionage- und -", "de")
def test_any_text_is_analysed_and_every_token_knows_its_place(text: str, language: str) -> None:
    """Offsets are those of the text; fields say the same as words; forms and terms hold no blank and are never
    empty."""
    found = analyzer(language).words(text)
    assert all(text[token.start : token.end] == token.text for token, _ in found)
    assert all(one.end <= other.start for (one, _), (other, _) in pairwise(found))
    fields = analyzer(language).fields(text)
    units = analyzer(language).units(text)
    wholes = [unit.word.form for unit in units if unit.has_hyphens]
    assert fields.forms.split() == [word.form for _, word in found] + wholes
    assert fields.terms.split() == [term for unit in units for _, term in unit.terms()]
    assert set(fields.parts.split()) >= {part for _, word in found for part in word.parts}
    for _, word in found:
        assert word.form and not any(re.search(r"\s", piece) for piece in (word.form, *word.terms, *word.parts))


def test_pieces_of_a_word_with_hyphens_are_words_and_the_whole_stands_behind_the_last_word() -> None:
    fields = analyzer().fields("Corona-Neuinfektionen und der No-Deal-Brexit")
    assert fields.forms == "corona neuinfektionen und der no deal brexit corona-neuinfektionen no-deal-brexit"
    assert fields.terms.split()[:2] == ["corona", "neuinfektion"]
    assert "coronaneuinfektion" in fields.terms.split()
    assert "brexit" not in fields.parts.split(), "a piece is a word, not a part"
    (unit,) = analyzer().units("G-20")
    assert unit.has_hyphens
    assert set(unit.word.terms) & set(analyzer().word("G20").terms)


def test_an_ellipsis_whose_second_word_is_parted_at_a_lines_end_gives_whole_words() -> None:
    for text in ("0- und0-\nA", "Kampf- und Spionage-\ndrohnen"):
        assert not any(re.search(r"\s", term) for _, word in analyzer().words(text) for term in word.terms)


@given(st.text(max_size=30))
def test_any_word_is_a_word(text: str) -> None:
    word = analyzer().word(text)
    assert word.text in text and not re.search(r"\s", word.form)
    assert explain(text)


def test_very_long_words_are_no_trouble() -> None:
    assert analyzer().word("schiff" * 4000).form


def test_a_word_longer_than_engines_hold_is_cut() -> None:
    forms = analyzer().fields(f"vor {'ä' * 70_000} nach {'x-' * 3_000}y").forms.split(" ")
    assert [len(form) for form in forms] == [3, LONGEST_WORD, 4, *[1] * 3_001, LONGEST_WORD]


def test_an_analyzer_is_made_once_and_an_unknown_language_is_german() -> None:
    assert analyzer() is analyzer("de") is analyzer("xx") is analyzer(None)
    assert analyzer("en") is analyzer("en") is not analyzer()


def test_other_languages_have_their_own_stems_and_no_parts() -> None:
    english, french = analyzer("en"), analyzer("fr")
    assert english.word("running").terms == english.word("runs").terms
    assert french.word("gouvernements").terms == french.word("gouvernement").terms
    assert english.word("warehouse").parts == () and english.word("the").terms == ()
    assert not set(english.word("hand").terms) & set(analyzer().word("Hand").terms)
    assert english.word("Häuser").form == analyzer().word("Häuser").form


@pytest.mark.parametrize(
    ("wildcard", "prefix", "hits", "misses"),
    [
        ("Milit*", "milit", ["militär", "militärparade"], ["mili"]),
        ("*parade", "", ["parade", "militärparade"], ["paraden"]),
        ("Rak?ten", "rak", ["raketen"], ["rakten", "rakeeten"]),
        ("H?user", "h", ["häuser"], ["hauuser"]),
        ("Stra?e", "stra", ["strasse"], ["straie1"]),
        ("Haeus*", "h", ["häuser"], ["hauser"]),
        ("a.c*", "a.c", ["a.cd"], ["abcd"]),
        ("*rak*", "", ["rak", "atomraketen"], ["rka"]),
        ("**rak**ten*", "", ["raketen", "atomraketenteil"], ["tenrak"]),
        ("M*tär*ade", "m", ["militärparade"], ["militärparaden", "mtärad"]),
    ],
)
def test_a_wildcard_is_a_prefix_and_a_pattern_over_forms(
    wildcard: str, prefix: str, hits: list[str], misses: list[str]
) -> None:
    found, expression = pattern(wildcard)
    assert found == prefix
    assert all(re.fullmatch(expression, hit) and hit.startswith(found) for hit in hits)
    assert not any(re.fullmatch(expression, miss) for miss in misses)


@given(st.text(alphabet="abs*?", min_size=1, max_size=8), st.text(alphabet="abs", max_size=10))
def test_a_pattern_finds_what_trying_everything_finds(wildcard: str, form: str) -> None:
    plain = re.escape(wildcard).replace(r"\*", ".*").replace(r"\?", "(?:.|ss)")
    assert bool(re.fullmatch(pattern(wildcard)[1], form)) == bool(re.fullmatch(plain, form))


def test_many_stars_on_a_very_long_word_take_no_time() -> None:
    assert not re.fullmatch(pattern("*aaa*" * 20 + "b")[1], "a" * 20_000)


def test_importing_the_room_imports_no_heavy_library() -> None:
    code = "import sys, archive.german; print({'wordfreq', 'simplemma', 'Stemmer', 'marisa_trie'} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"


def test_explanations_name_form_terms_and_parts() -> None:
    sentences = " ".join(explain("Militärparaden"))
    assert "militärparaden" in sentences and "militärparade" in sentences and "parade" in sentences
    assert "function word" in " ".join(explain("und"))
    assert "machen" in " ".join(explain("Macht")) and not any("otherwise" in line for line in explain("Haus"))


def test_what_a_process_remembers_is_bounded_and_one_that_only_indexes_remembers_more() -> None:
    """In a process of its own: the bound is one for all analyzers."""
    code = """
from itertools import count
from archive.german.analyzer import Analyzer, remember_for_indexing

def grow(words: Analyzer, spans: int) -> int:
    for number in range(spans):
        words.fields(f"1{number}")
        words.take_met()
    return len(words._table)

small = Analyzer("en")
assert grow(small, 20_500) == 500, len(small._table)
for number in range(10_500):
    small.span(f"1{number}")
assert small.span.cache_info().currsize == 10_000
made = []
table = type(small._table)(lambda span: made.append(span) or ("", span, "", ""))
for number in range(50_000):
    table["und"], table[f"1{number}"]
assert made.count("und") == 1 and len(table) + len(table._older) <= 20_000, "what texts go on saying is forgotten"
remember_for_indexing()
assert grow(Analyzer("en"), 20_500) == 20_500
"""
    subprocess.run([sys.executable, "-c", code], check=True)


def test_caches_of_the_morphology_have_a_bound() -> None:
    sizes = {
        cached.__qualname__: cached.cache_info().maxsize
        for cached in gc.get_objects()
        if str(getattr(cached, "__module__", "")).startswith("archive.german.morphology")
        and hasattr(cached, "cache_info")
    }
    grown = {name: size for name, size in sizes.items() if size is not None}
    assert len(grown) > 9 and max(grown.values()) <= 20_000
