import pytest

CLOSING = {
    "Ende. (Reuters/dpa)": ("Reuters", "dpa"),
    "Ende. (dpa, afp und KNA)": ("dpa", "AFP", "KNA"),
    "Ende. (dpa/lby)": ("dpa",),
    "Ende. (Keystone-SDA)": ("Keystone-SDA",),
    "Ende (Reuters/dpa)\n\nFoto: AP": ("Reuters", "dpa"),
    "Ende.\n\nQuelle: dpa": ("dpa",),
    "Ende. (Mit Material von dpa und AFP)": ("dpa", "AFP"),
    "Berlin (dpa) - Es war so. (dpa)": ("dpa",),
    "BERLIN/MOSKAU (Reuters/AFP) — Es war so.": ("Reuters", "AFP"),
    "Von Anna Muster, dpa\n\nEs war so.": ("dpa",),
    "Die Agentur KCNA (KCNA) meldete es, so dpa gestern.": (),
    "Es war so.\n\n© dpa/KNS/KCNA/Uncredited": (),
    "Kim beim Besuch. © dpa/KNS": (),
    "Es war so. (siehe Seite 3)": (),
    "Es war so (Foto: dpa)": (),
    "Er liest die AP und das SID-Blatt.": (),
}


@pytest.mark.parametrize(("text", "agencies"), CLOSING.items())
def test_agencies_come_from_credits_only(read, text, agencies):
    assert read(text).agencies == agencies


def test_a_pictures_credit_is_no_title_and_stays_in_the_text(read):
    article = read("© dpa/KNS\n\nFoto: Reuters\n\nKim in Pjöngjang. © dpa\n\nDer Minister kam am 3. Mai. Er ging.")
    assert article.title == "Der Minister kam am 3. Mai"
    assert article.text.startswith("© dpa/KNS\n\nFoto: Reuters\n\n")
    assert article.agencies == ()


BYLINES = {
    "Von Anna Muster": ("Anna Muster",),
    "Von Anna Muster und Ben Beispiel, Berlin": ("Anna Muster", "Ben Beispiel"),
    "Von Anna Muster, New York": ("Anna Muster",),
    "Von Clara von Berg, Tim de Vries und O. Li": ("Clara von Berg", "Tim de Vries", "O. Li"),
    "By Jane Doe": ("Jane Doe",),
    "Von der Leyen reist nach Kiew": (),
    "Von Montag an Streik": (),
    "Von Kopf bis Fuß": (),
    "Von Tokio nach Rio": (),
    "Von Anna Muster stammt dieser Satz.": (),
}


@pytest.mark.parametrize(("line", "authors"), BYLINES.items())
def test_authors_come_from_bylines(read, line, authors):
    assert read(f"{line}\n\nDer Zug fährt heute nicht, und morgen auch nicht.").authors == authors


@pytest.mark.parametrize("line", ["Autor: Muster, Anna", "Author: Anna Muster", "Autorin: Von Anna Muster"])
def test_stated_authors_beat_bylines(read, line):
    assert read(f"{line}\nDatum: 2023\n\nVon Ben Beispiel\n\nText.").authors == ("Anna Muster",)
