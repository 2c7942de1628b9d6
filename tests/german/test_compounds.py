"""Compounds are found by the words they are made of; other words stay whole."""

import pytest

from archive.german import analyzer

_WHOLE = """
vereinbart Gemeinsamen Deutschland Minister Frankreich Dienstag Alternative Instanz Schmerz Sprecher Kombination
    Österreich Freitag Unterhaltung Notwendigkeit Überzeugung zurückgewiesen übernachten Anspruch Vorstellung Teilnehmer
    Parlament Universität Direktor Wolfgang beeinträchtigen Präsidentschaft
    politisch wissenschaftliche gesellschaftlichen nachteilig tatsächlich regelmäßige arbeitslos wunderbar ökologischer
    Sehnsucht Zukunft Ankunft Unterkunft Auskunft Herkunft Stellungnahme Gegenwart Studierende Tausenden
    Anteile Nachteile Rebellen Talente Kartelle Ministern Angebote Katastrophe Geschmack Mandate
    sparsam lebhaft freundlicher israelischen afrikanische
"""


def parts(word: str) -> set[str]:
    return set(analyzer().word(word).parts)


def holds(compound: str, word: str) -> bool:
    return bool(parts(compound) & set(analyzer().word(word).terms))


@pytest.mark.parametrize(
    ("compound", "words"),
    [
        ("Militärparaden", "Militär Parade"),
        ("Bundesregierung", "Bund Regierung"),
        ("Außenministerin", "Ministerin"),
        ("Ukrainekrieg", "Ukraine Krieg"),
        ("Atomraketenprogramms", "Atom Rakete Programm Raketenprogramm Atomrakete"),
        ("Sicherheitsrat", "Sicherheit Rat"),
        ("Verteidigungsminister", "Verteidigung Minister"),
        ("Donaudampfschifffahrt", "Donau Dampf Schiff Fahrt Schifffahrt Dampfschifffahrt"),
        ("Männerchor", "Mann Chor"),
        ("Singvogel", "singen Vogel"),
        ("Drehbuch", "drehen Buch"),
        ("Schulhöfe", "Schule Hof"),
        ("Hilfskonvoi", "Hilfe Konvoi"),
        ("Landtagswahlen", "Landtag Wahl Land Tag"),
        ("Sprachschule", "Sprache Schule"),
        ("atomwaffenfähig", "Atomwaffe Atom Waffe fähig"),
        ("friedenspolitischen", "Frieden politisch"),
        ("kriegsmüde", "Krieg müde"),
        ("energieeffizienter", "Energie effizient"),
        ("bundesweite", "Bund weit"),
        ("menschenleeren", "Mensch leer"),
        ("Kriegsende", "Krieg Ende"),
        ("Jahresende", "Jahr Ende"),
        ("Wochenende", "Woche Ende"),
        ("Wochenenden", "Woche Ende"),
        ("Drogensucht", "Droge Sucht"),
        ("Spielsucht", "Spiel Sucht"),
        ("Untersuchungshaft", "Untersuchung Haft"),
        ("Machtübernahme", "Macht Übernahme"),
        ("Klimaforscher", "Klima Forscher"),
        ("Verfassungsgericht", "Verfassung Gericht"),
        ("Abgasskandal", "Abgas Skandal"),
        ("Bahnstreik", "Bahn Streik"),
        ("Bankenkrise", "Bank Krise"),
        ("Parteivorsitz", "Partei Vorsitz"),
        ("Bundesbeauftragte", "Bund Beauftragte"),
        ("Fahrzeuge", "Zeug"),
        ("Waffenruhe", "Waffe Ruhe"),
        ("Notfall", "Not Fall"),
        ("Notenbank", "Note Bank"),
        ("Bundesliga", "Bund Liga"),
        ("Weltcup", "Welt Cup"),
        ("Vorstandsvorsitzender", "Vorsitzender Vorsitzende"),
        ("Landesvorsitzenden", "Vorsitzender Vorsitzende"),
        ("Verkehrstoten", "Toter Tote"),
        ("Schaltkonferenz", "schalten Konferenz"),
        ("Fachleute", "Fach Leute"),
        ("Rechtsextremismus", "rechts Extremismus"),
        ("Verbraucherschutz", "Verbraucher Schutz"),
    ],
)
def test_a_compound_is_found_by_its_words(compound: str, words: str) -> None:
    assert [word for word in words.split() if not holds(compound, word)] == []


@pytest.mark.parametrize(
    "word",
    _WHOLE.split(),
)
def test_names_derivations_and_other_classes_stay_whole(word: str) -> None:
    assert parts(word) == set()


@pytest.mark.parametrize(
    ("compound", "words"),
    [
        ("Notfall", "Note"),
        ("Notenbank", "Not"),
        ("Haushalt", "hausen"),
        ("Drogensucht", "suchen"),
        ("Machtübernahme", "machen"),
        ("Zeugnisnote", "Not"),
        ("Verbraucherschutz", "Raucher"),
        ("Fahrzeuge", "Zeuge"),
    ],
)
def test_a_piece_is_no_other_word_that_looks_like_it(compound: str, words: str) -> None:
    assert [word for word in words.split() if holds(compound, word)] == []


def test_the_whole_compound_keeps_its_own_term() -> None:
    assert set(analyzer().word("Militärparaden").terms) & set(analyzer().word("Militärparade").terms)
    assert not set(analyzer().word("Militärparade").terms) & set(analyzer().word("Parade").terms)


@pytest.mark.parametrize(
    ("woman", "man"),
    [("Ministerinnen", "Minister"), ("Expertin", "Experte"), ("Ärztin", "Arzt"), ("Außenministerin", "Minister")],
)
def test_a_woman_is_found_by_the_title_of_a_man_below(woman: str, man: str) -> None:
    assert holds(woman, man)
    assert not set(analyzer().word(woman).terms) & set(analyzer().word(man).terms)


def test_hyphens_part_for_sure() -> None:
    assert holds("UN-Sicherheitsrat", "Sicherheitsrat")
    assert holds("UN-Sicherheitsrat", "Rat")
    assert holds("Kim-Il-Sung-Platz", "Kim")
    assert holds("Hwasong-17", "Hwasong")
    assert set(analyzer().word("Korea-Krieg").terms) & set(analyzer().word("Koreakrieg").terms)


@pytest.mark.parametrize(
    ("text", "place", "whole"),
    [
        ("Kampf- und Spionagedrohnen", 0, "Kampfdrohnen"),
        ("Atom- und Raketenprogramme", 0, "Atomprogramm"),
        ("Ein- und Ausreise", 0, "Einreise"),
        ("Gemüseanbau und -handel", 2, "Gemüsehandel"),
        ("Haupt-, Neben- und Fernstraßen", 0, "Hauptstraße"),
        ("Kauf- oder\nLeasingverträge", 0, "Kaufvertrag"),
    ],
)
def test_an_ellipsis_gets_back_what_it_leaves_out(text: str, place: int, whole: str) -> None:
    word = analyzer().words(text)[place][1]
    assert set(word.terms) & set(analyzer().word(whole).terms)
