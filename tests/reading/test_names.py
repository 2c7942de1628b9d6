import unicodedata

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
