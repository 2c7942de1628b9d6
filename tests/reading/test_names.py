import unicodedata

import pytest

from archive.reading import article_id, printable

NFC, NFD = unicodedata.normalize("NFC", "Süd/Köln.txt"), unicodedata.normalize("NFD", "Süd/Köln.txt")


def test_an_id_drops_a_final_txt_and_keeps_any_other_suffix():
    assert [article_id(name) for name in ("a.txt", "b/a.md", "a.TXT", "a.txt.html", "a")] == [
        "a", "b/a.md", "a.TXT", "a.txt.html", "a",
    ]  # fmt: skip


def test_both_unicode_forms_of_a_name_have_one_id_and_the_path_stays_as_found():
    assert article_id(NFC) == article_id(NFD) == "Süd/Köln"
    assert printable(NFD) == NFD != NFC


def test_undecodable_bytes_are_percent_encoded():
    name = b"a\xff\xe4 b.txt".decode("utf-8", "surrogateescape")
    assert (article_id(name), printable(name)) == ("a%FF%E4 b", "a%FF%E4 b.txt")


def test_a_name_of_nothing_but_the_suffix_keeps_it():
    assert article_id("ordner/.txt") == "ordner/.txt"


def test_the_folder_is_the_first_below_seeds(read):
    assert read("Ein Text.", "Süd/West/a.txt").folder == "Süd"
    assert read("Ein Text.", "a.txt").folder is None


@pytest.mark.parametrize(
    ("text", "authors"),
    [
        ("Von Petra Maier, ARD-Studio Rom Der Papst hat gesprochen, und alle hörten zu.", ("Petra Maier",)),
        ("Von Klaus-Rainer Jung, HR Es heißt Abschied nehmen.", ("Klaus-Rainer Jung",)),
        ("Von Anna Roth und Ben Sommer, tagblatt.de Dass so wenig bekannt ist, wundert.", ("Anna Roth", "Ben Sommer")),
        ("Das ist traurig. Das Interview führte Ute von Kern, tagblatt.de", ("Ute von Kern",)),
        ("Das ist so. Das Gespräch führten Ute Kern und Max Licht.", ("Ute Kern", "Max Licht")),
        ("Ja. Die Fragen stellte Eva Groß für das Nordblatt", ("Eva Groß",)),
        ("Von Januar an fährt kein Zug mehr, sagt die Bahn.", ()),
        ("Die Kanzlerin führte das Interview mit dem Sender in Berlin.", ()),
    ],
)
def test_authors_in_running_words(read, text, authors):
    assert read(text).authors == authors


@pytest.mark.parametrize("author", ["dpa", "Reuters/AFP"])
def test_an_agency_as_author_is_an_agency(read, author):
    article = read(f"Titel: Streik\nAutor: {author}\n\nDer Text.")
    assert (article.authors, article.agencies) == ((), tuple(author.split("/")))


@pytest.mark.parametrize("credit", ["(dpa, AFP, Tsp)", "(dpa, AFP, 12.9.2015)", "(dpa/AFP/abc)"])
def test_signs_beside_agencies_hide_none(read, credit):
    assert read(f"Der Streik geht weiter, sagt die Bahn. {credit}").agencies == ("dpa", "AFP")
