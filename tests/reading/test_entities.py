import pytest

from archive.reading.evidence.entities import entities

PERSONS = {
    # a known first name
    "Gestern sprach Martin Hagedorn im Rathaus.": ["Martin Hagedorn"],
    "Hagedorn kam. Das Amt von Martin Hagedorns Vorgängerin bleibt leer.": ["Martin Hagedorn"],
    "Martin Hagedorn sprach, Martin Hagedorn schwieg, Martin F. Hagedorn ging.": ["Martin Hagedorn"],
    "Das sagte Karl-Theodor von der Heide-Brink.": ["Karl-Theodor von der Heide-Brink"],
    "Omar al-Tahiri flieht, Tahiri sei in Sicherheit.": ["Omar al-Tahiri"],
    # an office before a first name that no list has, and the surname's repetition
    "Ministerpräsident Quorvin Tasslek reist ab. Tasslek kommt wieder.": ["Quorvin Tasslek"],
    "Nach Angaben des Außenministers Quorvin Tasslek gilt das. Tasslek sagte es.": ["Quorvin Tasslek"],
    "Die Trainerin Quorva Tasslek (45) geht.": ["Quorva Tasslek"],
    "Ministerpräsident Quorvin Tasslek reist ab.": [],
    "Quorvin Tasslek reist ab. Tasslek kommt wieder.": [],
    # a name that is a word as well
    "Der Minister Ernst Habermehl lacht.": ["Ernst Habermehl"],
    "Ohne Ernst Angelegenheiten zu regeln, geht es nicht.": [],
    # what stands behind a name
    "So traf Sven Ohlsen Vertreter der Stadt. Ohlsen war froh.": ["Sven Ohlsen"],
    "Am Montag hat Peter Anfang Mai genannt.": [],
    "Kim Jong Un traf Martin Hagedorn. Danach dankte Kim Hagedorn.": ["Kim Jong Un", "Martin Hagedorn"],
    "Das Urteil gegen Martin H. Eine Berufung ist möglich.": [],
    "Martin Hagedorn vom Kachelverband lacht.": ["Martin Hagedorn"],
    # no persons
    "Die Konrad-Adenauer-Stiftung und die Robert Zollner Stiftung laden ein.": [],
    "Am Willy-Brandt-Platz steht das Peter Zollner Haus.": [],
    "Das Robert Koch-Institut meldet Zahlen.": [],
    "Präsident Merz kam. Der Protest wuchs, Protest blieb.": [],
    "Von Sabine Kerner, SWR, zzt. Washington": [],
    "Das Interview führte Sabine Kerner.": [],
}
ORGS = {
    "Die SPD, die Sozialdemokratische Partei Deutschlands und ein CDU-Politiker": ["SPD", "CDU"],
    "die NATO, die Uno und die Weltgesundheitsorganisation": ["Nato", "UN", "WHO"],
    "das Angebot der Europäischen Zentralbank und des Statistischen Bundesamtes": ["EZB", "Statistisches Bundesamt"],
    "EU-Kommission und EU-Gipfel": ["EU-Kommission", "EU"],
    "des Verbands Norddeutscher Kachelbauer (VNK)": ["Verband Norddeutscher Kachelbauer"],
    "in der Schweizer Kachelbank (SKB) und der Norddeutschen Kachelbank (NKB)": [
        "Schweizer Kachelbank",
        "Norddeutsche Kachelbank",
    ],
    "mit dem Global Positioning System (GPS), so Olaf Berg (FDP)": ["FDP"],
    "vor dem Oberlandesgericht (OLG) Celle und dem Landgericht Anklage": ["Oberlandesgericht Celle"],
    "Forscher der Universität Mainz, der Uni Köln und der Universität gestern": [
        "Universität Mainz",
        "Universität Köln",
    ],
    "im Bundeslandwirtschaftsministerium und im Ministerium": ["Bundeslandwirtschaftsministerium"],
    "das Bundesamt für Kachelwesen und der Bund": ["Bundesamt für Kachelwesen"],
    "gegen den FC Kachelheim und den 1. FC Fliesen": ["FC Kachelheim", "1. FC Fliesen"],
    "bei der Kachel Fliesen AG und der Zollner GmbH": ["Kachel Fliesen AG", "Zollner GmbH"],
    # names that are words as well
    "Unter der Linde an der Quelle": [],
    "der Autobauer Ford und die Ford-Aktie": ["Ford"],
    "Grüne Wiesen und Linke Hände, im Grünen": [],
    "SPD und Grüne, nicht aber die Linke, stimmen zu": ["SPD", "Grüne", "Linke"],
    "Die Bosch-Stiftung und der Siemens-Platz": [],
}
PLACES = {
    "": [],
    "Berlins Bürgermeister reist nach Tübingen und in die Steiermark.": ["Berlin", "Steiermark", "Tübingen"],
    "in Bayern, Sachsen-Anhalt und Frankfurt am Main": ["Bayern", "Frankfurt", "Sachsen-Anhalt"],
    "aus Mailand, Kyjiw und St. Petersburg": ["Kiew", "Mailand", "St. Petersburg"],
    "Die nordkoreanische Führung und niederländisch-britische Firmen": ["Großbritannien", "Niederlande", "Nordkorea"],
    "die deutsche Sprache, auf russisch, russischstämmig": [],
    "Das Essen in der Halle, der Hof, bei Regen": [],
    "Ein Brand in Essen und in Halle": ["Essen", "Halle"],
    "Essen (dpa) - Ein Brand": ["Essen"],
    "Er liest Worms Briefe. Sie wohnt bei Worms.": ["Worms"],
    "Bermudas aus Denim, von Monti Monaco": [],
    "auf den Bermudas": ["Bermuda"],
    "das Berlin-Ticket, die London Bridge, Paris Hilton, die Washington Post": [],
    "die Hafenstadt Odessa": ["Odessa"],
    "Das Landgericht Schwerin und der VfB Stuttgart": [],
    "Kurt Kassel lacht. Kassel ist froh.": [],
}


def _one_of_each(text):
    return entities(text, "de")


@pytest.mark.parametrize(("text", "names"), PERSONS.items())
def test_persons_are_named_in_full(text, names):
    assert list(_one_of_each(text).persons) == names


@pytest.mark.parametrize(("text", "names"), ORGS.items())
def test_organisations_have_one_name_each(text, names):
    assert list(_one_of_each(text).orgs) == names


@pytest.mark.parametrize(("text", "names"), PLACES.items())
def test_places_need_evidence_where_they_mean_something_else(text, names):
    assert list(_one_of_each(text).places) == names


def test_other_languages_give_countries_alone():
    assert entities("Angela Merkel met the SPD in Berlin, Germany.", "en") == ((), (), ("Deutschland",))
