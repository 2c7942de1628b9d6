"""Countries as readers call them, and what else people write for them. Everything else comes from CLDR (Babel)."""

# CLDR's code → the value shown, where the name that readers type is another; and states that are gone.
_VALUES = """
US USA|GB Großbritannien|CI Elfenbeinküste|CD DR Kongo|CG Republik Kongo|MD Moldau|VA Vatikan|HK Hongkong|MO Macau
PS Palästina|TL Osttimor|CV Kap Verde|BN Brunei|SU Sowjetunion|DD DDR|YU Jugoslawien|CS Tschechoslowakei
"""

# Other names, German ones, each in its basic form; "+" stands where an adjective's ending does.
_GERMAN = """
AE Vereinigt+ Arabisch+ Emirate|Vereinigt+ Arabisch+ Emiraten|Arabisch+ Emirate|Arabisch+ Emiraten|VAE
AZ Aserbeidschan
BA Bosnien|Bosnien-Herzegowina|Bosnien und der Herzegowina
BD Bangladesh
BN Brunei
BW Botswana
BY Weißrussland|Weissrussland|Weißrußland
CD DR Kongo|Demokratisch+ Republik Kongo|Kongo|Zaire
CF Zentralafrikanisch+ Republik
CG Republik Kongo
CI Elfenbeinküste|Côte d'Ivoire
CN Volksrepublik China|VR China
CS Tschechoslowakei|ČSSR|CSSR|ČSR
CV Kap Verde|Kapverden
CY Nordzypern
CZ Tschechisch+ Republik
DD DDR|Deutsch+ Demokratisch+ Republik
DE Bundesrepublik|Bundesrepublik Deutschland|BRD|Westdeutschland|Ostdeutschland
DO Dominikanisch+ Republik
FJ Fidschi-Inseln
GB Großbritannien|Grossbritannien|Vereinigt+ Königreich|England|Schottland|Wales|Nordirland|UK
HK Hongkong|Hong Kong
IR Islamisch+ Republik Iran
KE Kenya
KG Kirgistan|Kirgisien
KP Nord-Korea|Demokratisch+ Volksrepublik Korea
KR Süd-Korea|Republik Korea
KW Kuweit
MD Republik Moldau|Moldawien|Moldova|Moldavien
MK Mazedonien
MM Birma|Burma
MO Macau|Macao
NL Niederlanden|Holland
PS Palästina|Palästinensergebiete|Palästinensergebieten|Palästinensisch+ Autonomiegebieten
QA Qatar
RU Rußland|Russisch+ Föderation
RW Rwanda
SA Saudiarabien
SB Salomon-Inseln
SK Slowakisch+ Republik
SU Sowjetunion|UdSSR|Udssr
SZ Swasiland
TL Osttimor
TT Trinidad
TW Republik China
US USA|US|U.S.|U.S.A.|Vereinigt+ Staaten|Vereinigt+ Staaten von Amerika
VA Vatikan|Vatikanstaat
VN Nordvietnam|Südvietnam
YU Jugoslawien
ZW Zimbabwe
"""

# What the press of other languages writes beside CLDR's names.
_ENGLISH = """
AE UAE
CD Congo|DR Congo
CI Ivory Coast
CZ Czech Republic
DD East Germany|GDR
GB Britain|Great Britain|UK|U.K.|England|Scotland|Wales|Northern Ireland
HK Hong Kong
MM Burma|Myanmar
NL Holland
PS Palestine
SU Soviet Union|USSR
TR Turkey
US USA|US|U.S.|U.S.A.|United States
"""
_FRENCH = """
CD Congo
GB Grande-Bretagne|Angleterre|Royaume-Uni
SU URSS|Union soviétique
US États-Unis|Etats-Unis|USA
"""
_SPANISH = """
GB Gran Bretaña|Inglaterra|Reino Unido
US Estados Unidos|EE.UU.|EE. UU.|EEUU
"""
_ITALIAN = """
GB Gran Bretagna|Inghilterra|Regno Unito
US Stati Uniti|USA|Usa
"""
_DUTCH = """
GB Groot-Brittannië|Engeland
US VS|Verenigde Staten
"""

# Longer names that contain a country's and mean something else.
_DECOYS = """
New Mexico|New Jersey|New England|New South Wales|Innere Mongolei|Inneren Mongolei|Inner Mongolia
Tom Holland|Agnieszka Holland|Dave Holland|Michael Jordan|Neil Jordan|Air Jordan|Jordan Henderson|Jordan Pickford
US Open|US Steel|US Army|New Guinea|Prinz von Wales|Prince of Wales|Princess of Wales|Prinzessin von Wales|Jimmy Wales
Chad Smith|Chad Kroeger|Panama Papers
"""

# No places that readers filter by, and names that mostly mean something else (a saint's day, a garment, a mountain).
LEFT_OUT = frozenset(("EU", "EZ", "UN", "QO", "XA", "XB", "ZZ", "MF", "SX", "JE", "MS", "IM", "DG", "EA", "TA", "CP"))
FOREIGN_LEFT_OUT = {
    "en": frozenset(("Georgia", "Guernsey")),
    "fr": frozenset(("La Réunion", "Réunion")),
    "it": frozenset(("Monaco",)),
}


def values() -> dict[str, str]:
    """CLDR's code → the value shown, where it is not CLDR's German name."""
    return {pair[:2]: pair[3:] for pair in _VALUES.strip().replace("\n", "|").split("|")}


def aliases(language: str) -> dict[str, list[str]]:
    """CLDR's code → names beside CLDR's own in this language; "+" stands for an adjective's ending."""
    tables = {"de": _GERMAN, "en": _ENGLISH, "fr": _FRENCH, "es": _SPANISH, "it": _ITALIAN, "nl": _DUTCH}
    return {line[:2]: line[3:].split("|") for line in tables.get(language, "").strip().split("\n") if line}


def decoys() -> list[str]:
    """Names that are no country's though they contain one."""
    return _DECOYS.strip().replace("\n", "|").split("|")
