"""Forms of one word share a term; look-alikes do not."""

import pytest

from archive.german import analyzer, question_analyzer


def meet(one: str, other: str) -> bool:
    return bool(set(analyzer().word(one).terms) & set(analyzer().word(other).terms))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ging", "gehen"), ("gegangen", "gehen"), ("ging", "gegangen"), ("schrieb", "schreibt"), ("fiel", "fallen"),
        ("lässt", "lassen"), ("hieß", "heißen"), ("verlor", "verlieren"), ("bot", "bieten"),
        ("angekündigt", "ankündigen"), ("vorgestellt", "vorstellte"), ("abzubauen", "abbauen"), ("zugenommen",
        "zunahm"), ("Häuser", "Haus"), ("Mütter", "Mutter"), ("Bücher", "Buch"), ("Räte", "Rats"), ("Väter", "Vaters"),
        ("größer", "groß"), ("ältesten", "alt"), ("besser", "gut"), ("schnellste", "schneller"),
        ("berühmt", "berühmte"),
        ("Koreanerin", "Koreanerinnen"), ("Systeme", "System"), ("Museen", "Museum"), ("Kommata", "Komma"),
    ],
)  # fmt: skip
def test_forms_of_one_word_share_a_term(one: str, other: str) -> None:
    assert meet(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Klapperdrohnen", "Klapperdrohne"), ("umherschlenderte", "umherschlendern"), ("Quarzsammlern", "Quarzsammler"),
        ("wegzuklicken", "weggeklickt"), ("superschlauen", "superschlauer"), ("Impfgipfels", "Impfgipfel"),
    ],
)  # fmt: skip
def test_words_of_no_dictionary_meet_all_the_same(one: str, other: str) -> None:
    assert meet(one, other)


@pytest.mark.parametrize(
    "name", ["Schoigu", "China", "Nordkorea", "Moskau", "Selenskyj", "Trump", "Baerbock", "Wagner"]
)
def test_a_name_meets_its_genitive(name: str) -> None:
    assert meet(name, name + "s")
    assert meet(name, name + "'s")


@pytest.mark.parametrize("word", ["Paris", "Jesus", "Virus", "Laos", "Hans", "Lukas", "Mars", "Texas", "Haus", "Bus"])
def test_a_word_in_s_is_no_genitive_for_that(word: str) -> None:
    assert not meet(word, word[:-1])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Poet", "Pöt"),
        ("Läden", "lädt"),
        ("Arbeiter", "Arbeit"),
        ("Stand", "Ständer"),
        ("Wahl", "Wal"),
        ("Macht", "Mächtiger"),
    ],
)
def test_different_words_do_not_meet(one: str, other: str) -> None:
    assert not meet(one, other)


_CLASSES = ("Militärparaden", "Laufen", "sprach", "Recht", "Genossen", "Macht", "Folgen", "Waren", "Hat", "Kam", "Weiß")


def test_case_never_matters_in_questions_and_they_ask_for_what_any_case_becomes_in_a_text() -> None:
    for word in _CLASSES:
        written = (word, word.lower(), word.upper(), word.lower().capitalize())
        asked = [question_analyzer().word(variant) for variant in written]
        assert len({(found.form, found.terms, found.parts) for found in asked}) == 1
        assert all(set(analyzer().word(variant).terms) <= set(asked[0].terms) for variant in written)


@pytest.mark.parametrize(
    ("noun", "its", "verb"),
    [
        ("Macht", "Mächte", "gemacht"), ("Folgen", "Folge", "gefolgt"), ("Stimmen", "Stimme", "stimmt"),
        ("Suche", "Suche", "suchten"), ("Essen", "Essens", "gegessen"), ("Gründen", "Grund", "gegründet"),
    ],
)  # fmt: skip
def test_a_capital_tells_a_noun_from_a_verb(noun: str, its: str, verb: str) -> None:
    assert meet(noun, its) and not meet(noun, verb)
    assert meet(noun.lower(), verb) and not meet(its, verb)


@pytest.mark.parametrize(
    ("one", "other"), [("Kam", "kommen"), ("Bleibt", "bleiben"), ("Hat", "haben"), ("Ist", "sein")]
)
def test_a_verb_that_begins_a_sentence_stays_a_verb(one: str, other: str) -> None:
    assert meet(one, other)


@pytest.mark.parametrize(("small", "noun"), [("haus", "Häuser"), ("präsident", "Präsidenten"), ("reise", "Reisen")])
def test_a_noun_without_its_capital_is_the_same_noun(small: str, noun: str) -> None:
    assert meet(small, noun)


def test_function_words_have_no_terms() -> None:
    assert all(analyzer().word(word).terms == () for word in ("der", "und", "Daß", "dass", "über", "nicht"))
