"""Forms of one word share a term; look-alikes do not."""

import pytest

from archive.german import analyzer


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


def test_case_never_matters() -> None:
    for word in ("Militärparaden", "Laufen", "sprach", "Recht", "Genossen"):
        variants = [analyzer().word(written) for written in (word, word.lower(), word.upper())]
        assert len({(found.form, found.terms, found.parts) for found in variants}) == 1


def test_function_words_have_no_terms() -> None:
    assert all(analyzer().word(word).terms == () for word in ("der", "und", "Daß", "dass", "über", "nicht"))
