import pytest

TITLES = {
    "Der 70. Jahrestag wurde gefeiert. Danach kam Regen.": "Der 70. Jahrestag wurde gefeiert",
    "Das sagt z. B. Dr. Müller. Er kam.": "Das sagt z. B. Dr. Müller",
    "Am 27. Juli kam Kim. Dann ging er.": "Am 27. Juli kam Kim",
    "König Ludwig XIV. baute Schlösser. Viele.": "König Ludwig XIV. baute Schlösser",
    "Es endete 1953. Danach kam Regen.": "Es endete 1953",
    "Was nun? Alles gut.": "Was nun?",
    "Streik bei der Bahn\n\nDie Züge stehen still.": "Streik bei der Bahn",
    "Berlin (dpa) - Die Bahn steht still. Ganz.": "Die Bahn steht still",
}


@pytest.mark.parametrize(("text", "title"), TITLES.items())
def test_the_first_sentence_is_the_title_and_stays_in_the_text(read, text, title):
    article = read(text)
    assert (article.title, article.text) == (title, text)


def test_a_long_first_sentence_is_cut_at_a_word(read):
    title = read("Verteidigungsminister " * 30).title
    assert len(title) <= 100
    assert title.endswith("Verteidigungsminister…")


def test_a_word_without_end_is_cut_all_the_same(read):
    assert len(read("x" * 20_000).title) == 100
