"""Forms by spelling alone are those that analysis gives."""

import pytest

from archive.german import analyzer
from archive.german.surface_forms import folded_form, forms_of, is_one_word, piece_places

_TEXTS = (
    "Die UN-Sicherheitsrätin sprach von Kampf- und Spionagedrohnen, 1.000.000 Euro, der Regie-\nrung in Nord-\nKorea.",
    "Mitarbeiter*innen, Lehrer:innen, Bürger/-innen, Minister(in), geht's, Haeuser, Poet, Gemüseanbau und -handel, É.",
    "Corona-Neuinfektionen; Schoigu’s Brief, STRASSE, Straße, Ma\u00adcht, 21,7 Prozent, Rhein-Main-Donau-Kanal.",
)


@pytest.mark.parametrize("text", _TEXTS)
@pytest.mark.parametrize("language", ["de", "en"])
def test_forms_are_those_of_the_index(text: str, language: str) -> None:
    indexed = analyzer(language).fields(text).forms.split(" ")
    forms = forms_of(text)
    assert forms == indexed[: len(forms)]
    assert all("-" in whole for whole in indexed[len(forms) :])


def test_words_and_pieces() -> None:
    assert is_one_word("1.000") and is_one_word("Häuser") and not is_one_word("UN-Rat")
    assert not is_one_word("Kampf- und Spionagedrohnen")
    assert piece_places("UN-Rat") == [(0, 2), (3, 6)] and piece_places("Haus") == [(0, 4)]
    assert folded_form("UN-Haeuser") == analyzer().word("UN-Haeuser").form == "un-häuser"
