"""However a word is written, it is the same word; and words that only look alike stay apart."""

import unicodedata

import pytest

from archive.german import analyzer, fold_value


def meet(one: str, other: str) -> bool:
    return bool(set(analyzer().word(one).terms) & set(analyzer().word(other).terms))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Straße", "Strasse"), ("Größe", "Groesse"), ("Häuser", "Haeuser"), ("Militaerparade", "Militärparade"),
        ("Schiffahrt", "Schifffahrt"), ("Potential", "Potenzial"), ("Photographie", "Fotografie"), ("Kuß", "Kuss"),
        ("selbständig", "selbstständige"), ("Flußschiffahrt", "Flussschifffahrt"), ("essentielle", "essenziell"),
        ("Ministerin(nen)", "Ministerin"), ("Minister(in)", "Minister"), ("Mitarbeiter*innen", "Mitarbeiter"),
        ("Mitarbeiter:innen", "Mitarbeiterinnen"), ("Lehrer_innen", "Lehrer"), ("BürgerInnen", "Bürger"),
        ("Expert*innen", "Experte"), ("Bürger/-innen", "Bürgerin"), ("G-20", "G20"), ("COVID-19", "Covid19"),
        ("1.000", "1000"), ("Waſſer", "Wasser"), ("Regie\u00adrung", "Regierung"), ("Regie-\nrung", "Regierungen"),
        ("Re\u200bgierung", "Regierung"), ("Regie¬\r\nrung", "Regierung"), ("geht's", "gehts"),
    ],
)  # fmt: skip
def test_two_spellings_of_one_word_meet(one: str, other: str) -> None:
    assert meet(one, other)


@pytest.mark.parametrize("word", ["poet", "israel", "aktuell", "manuel", "neue", "quelle", "feuer", "michael", "duell"])
def test_two_vowels_are_no_umlaut_in_a_word_that_has_them(word: str) -> None:
    assert analyzer().word(word).form == word


def test_forms_have_true_umlauts_and_no_sharp_s() -> None:
    assert analyzer().word("Haeuser").form == "häuser"
    assert analyzer().word("STRASSE").form == analyzer().word("Straße").form == "strasse"


def test_both_unicode_forms_of_a_word_are_one() -> None:
    for word in ("Pjöngjang", "Café", "Größe", "Choïgou"):
        apart = unicodedata.normalize("NFD", word)
        assert analyzer().word(apart).form == analyzer().word(word).form
        assert [token.text for token, _ in analyzer().words(f"in {apart}.")] == ["in", apart]


@pytest.mark.parametrize("text", ["21,7", "1.000", "geht's", "Mitarbeiter*innen", "10:15"])
def test_one_word_is_one_token(text: str) -> None:
    assert [token.text for token, _ in analyzer().words(f"({text}),")] == [text]


def test_words_with_a_slash_are_two() -> None:
    assert [word.form for _, word in analyzer().words("(Reuters/dpa)")] == ["reuters", "dpa"]


def test_a_hyphen_before_a_capital_at_the_end_of_a_line_stays() -> None:
    assert [word.form for _, word in analyzer().words("UN-\nSicherheitsrat")] == ["un", "sicherheitsrat"]
    assert analyzer().word("UN-\nSicherheitsrat").form == "un-sicherheitsrat"


def test_whole_values_fold_umlauts_to_two_letters() -> None:
    assert fold_value("  Süddeutsche  ZEITUNG ") == fold_value("Sueddeutsche Zeitung") == "sueddeutsche zeitung"
