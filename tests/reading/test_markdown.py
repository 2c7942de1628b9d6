import pytest


def test_the_first_heading_is_the_title_and_not_repeated(read):
    article = read("# Der **Titel** #\n\nDer Text.\n\n## Zwischentitel\n\nMehr.", "a.md")
    assert (article.title, article.text, article.format) == (
        "Der Titel", "Der Text.\n\nZwischentitel\n\nMehr.", "text/markdown",
    )  # fmt: skip


def test_a_heading_that_differs_from_the_stated_title_stays(read):
    article = read("---\ntitle: Anders\n---\n# Der Titel\n\nDer Text.", "a.md")
    assert (article.title, article.text) == ("Anders", "Der Titel\n\nDer Text.")


def test_an_underlined_heading_is_one(read):
    article = read("Der Titel\n=========\n\nDer Text.", "a.md")
    assert (article.title, article.text) == ("Der Titel", "Der Text.")


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("**fett** und *kursiv* und ***beides*** und __fett__", "fett und kursiv und beides und fett"),
        ("[Wort](https://example.org/a_(b)) und ![Bild](x.png)", "Wort und Bild"),
        ("[Wort][1]\n\n[1]: https://example.org", "Wort"),
        ("<https://example.org> und `a_b_c` und snake_case_wort", "https://example.org und a_b_c und snake_case_wort"),
        ("2 * 3 * 4 und \\*Stern\\*", "2 * 3 * 4 und *Stern*"),
        ("> Zitat\n\n- Punkt\n- Punkt zwei", "Zitat\n\nPunkt\nPunkt zwei"),
        ("70. Jahrestag am Anfang der Zeile", "70. Jahrestag am Anfang der Zeile"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "a b\n\n1 2"),
        ("eins\n\n***\n\nzwei", "eins\n\nzwei"),
        ("Müller &amp; Söhne, a < b", "Müller & Söhne, a < b"),
    ],
)
def test_marks_are_reduced_to_their_words(read, source, text):
    assert read(f"Anfang.\n\n{source}", "a.md").text == f"Anfang.\n\n{text}"


def test_code_stays_as_it_is(read):
    assert "print('**so**')  # <b>" in read("Anfang.\n\n```python\nprint('**so**')  # <b>\n```", "a.md").text


def test_inline_html_leaves_its_words_and_no_script(read):
    article = read("Ein <b>fettes</b> Wort.\n\n<script>\n\nalert(1)\n\n</script>\n\nEnde.", "a.markdown")
    assert article.text == "Ein fettes Wort.\n\nEnde."
