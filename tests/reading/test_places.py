import pytest

from archive.reading.evidence.places import places

GERMAN = {
    "Chinas Zustimmung, Russlands Heer, Nordkoreas Raketen": ["China", "Nordkorea", "Russland"],
    "in den Vereinigten Staaten und der Ukraine": ["USA", "Ukraine"],
    "die USA und das Vereinigte Königreich": ["Großbritannien", "USA"],
    "des Vereinigten Königreichs, in England": ["Großbritannien"],
    "der Vereinigten Arabischen Emirate": ["Vereinigte Arabische Emirate"],
    "des Iraks, Saudi-Arabiens, den Niederlanden": ["Irak", "Niederlande", "Saudi-Arabien"],
    "Weißrussland, Birma, die Tschechische Republik, Elfenbeinküste": [
        "Belarus",
        "Elfenbeinküste",
        "Myanmar",
        "Tschechien",
    ],
    "die Sowjetunion und die DDR": ["DDR", "Sowjetunion"],
    "Papua-Neuguinea und Guinea-Bissau": ["Guinea-Bissau", "Papua-Neuguinea"],
    "Laos’ Regierung in Mali, Oman, Peru und Togo": ["Laos", "Mali", "Oman", "Peru", "Togo"],
    "US-Kampfdrohnen, der Korea-Krieg, Korea, Uno, EU, die Vereinten Nationen": [],
    "russische Raketen, der nordkoreanischen Armee, auf chinesisch": ["Nordkorea", "Russland"],
    "Chinesen, Russlandreise, Deutsch": [],
    "Michael Jordan in New Jersey, St. Martin, man": [],
}


@pytest.mark.parametrize(("text", "names"), GERMAN.items())
def test_countries_are_found_in_any_german_inflection(text, names):
    assert list(places(text, "de")) == names


def test_values_are_german_whatever_the_articles_language():
    assert places("North Korea's leader and the United States", "en") == ("Nordkorea", "USA")
    assert places("Les États-Unis et la Corée du Nord", "fr") == ("Nordkorea", "USA")


def test_german_names_are_not_sought_in_english():
    assert places("Long Island is an Island.", "en") == ()
    assert places("In Island liegt Schnee.", "de") == ("Island",)


@pytest.mark.parametrize("language", [None, "xx", "nds", "gsw"])
def test_a_language_without_names_of_its_own_uses_some(language):
    assert "China" in places("China", language)
