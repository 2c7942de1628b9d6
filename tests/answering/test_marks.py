"""Marks are what a look at every word of the text would mark."""

from collections import Counter

from hypothesis import example, given
from hypothesis import strategies as st

from archive.answering.snippets import Marker
from archive.german import analyzer
from archive.german.analyzer import Analyzer
from archive.german.surface_forms import SurfaceForms
from archive.query.plan import Near, Or, Phrase, Term

_WORDS = ["Haus", "Häuser", "Hausboot", "haus_boot", "Boot", "der", "Kampf-", "und", "Spionagedrohnen", "Drohne",
          "-boot", "Lehrer:innen", "Regie-\nrung", "1.000", "x", "ſ"]  # fmt: skip
_TEXTS = st.lists(st.tuples(st.sampled_from(_WORDS), st.sampled_from([" ", ", ", "\n", "_", " – ", ""]))).map(
    lambda pieces: "".join(word + between for word, between in pieces)
)
_FORMS = st.lists(st.sampled_from(["haus", "häuser", "boot", "der", "und", "drohne", "x"]), min_size=2, max_size=3)
_LANGUAGES = st.sampled_from(["de", "en"])


@given(_TEXTS, st.sets(st.sampled_from(["haus", "boot", "drohne", "regierung", "der"])), _LANGUAGES)
def test_every_word_that_answers_is_marked(text: str, asked: set[str], language: str) -> None:
    fields = ("body", "body_forms", "body_parts")
    marker = Marker(Or(tuple(Term(field, word) for field in fields for word in asked)))
    expected = [
        (token.start, token.end)
        for token, word in analyzer(language).words(text)
        if asked & {word.form, *word.terms, *word.parts}
    ]
    assert [(mark.start, mark.end) for mark in marker.marks(text, language)] == expected


@given(_TEXTS, _FORMS, st.none() | st.integers(1, 4), _LANGUAGES)
@example("Häuser der der Haus", ["der", "haus"], None, "de")
@example("Haus x x Boot", ["boot", "haus"], 3, "de")
def test_every_word_of_a_phrase_and_of_words_near_each_other_is_marked(
    text: str, forms: list[str], distance: int | None, language: str
) -> None:
    words = analyzer(language).words(text)
    size = len(forms) if distance is None else distance + 1
    expected = set()
    for start in range(len(words)):
        window = [(token, word.form) for token, word in words[start : start + size]]
        found = [form for _, form in window]
        if distance is None and found == forms:
            expected |= {(token.start, token.end) for token, _ in window}
        elif distance is not None and found and found[0] in forms and Counter(found) >= Counter(forms):
            expected |= {(token.start, token.end) for token, form in window if form in forms}
    asked = tuple(forms)
    node = Phrase("body_forms", asked) if distance is None else Near("body_forms", asked, distance)
    assert {(mark.start, mark.end) for mark in Marker(node).marks(text, language)} == expected


def test_surface_forms_that_were_forgotten_are_found_as_before(monkeypatch) -> None:
    monkeypatch.setattr("archive.german.surface_forms._MOST", 2)
    found = SurfaceForms(Analyzer())
    texts = (["Haus", "Boot", "Drohnen"], ["Häuser", "Wald"], ["Haus", "Hausboot"])
    for _ in range(2):
        assert [found.holding(text, ["haus"], [], ["haus"]) for text in texts] == [
            {"Haus"}, {"Häuser"}, {"Haus", "Hausboot"},
        ]  # fmt: skip
