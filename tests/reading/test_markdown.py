import gc
import time

import pytest

from archive.reading.formats.markdown import read_markdown


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
        ("a | b\n--|--\n1 | 2", "a b\n\n1 2"),
        ("Text:\n- a\n  1. b\n  2. c\n\n- [ ] d\nEnde", "Text:\na\n1. b\n2. c\n\nd\nEnde"),
        ("1945.\n\n    Eingerückt **auch**", "1945.\n\nEingerückt auch"),
        ("Wort[^1] hier\n\n[^1]: Die Fußnote sagt viel.", "Wort hier\n\nDie Fußnote sagt viel."),
        ("[Redaktion]: Anmerkung mit vielen Worten", "[Redaktion]: Anmerkung mit vielen Worten"),
        ("<https://example.org/%C3%A4> [x](javascript:y)", "https://example.org/%C3%A4 x"),
        ("<form>\n\nweg\n\n## Da\n\nauch da", "Da\n\nauch da"),
        (">" * 30 + " tief\n\n**a**", ">" * 30 + " tief\n\n**a**"),
    ],
)
def test_marks_are_reduced_to_their_words(read, source, text):
    assert read(f"Anfang.\n\n{source}", "a.md").text == f"Anfang.\n\n{text}"


def test_code_stays_as_it_is(read):
    assert "print('**so**')  # <b>" in read("Anfang.\n\n```python\nprint('**so**')  # <b>\n```", "a.md").text


def test_inline_html_leaves_its_words_and_no_script(read):
    article = read("Ein <b>fettes</b> Wort.\n\n<script>\n\nalert(1)\n\n</script>\n\nEnde.", "a.markdown")
    assert article.text == "Ein fettes Wort.\n\nEnde."


def test_html_in_a_heading_leaves_its_words(read):
    assert read("# Der <b>Streik</b> & mehr\n\nText.", "a.md").title == "Der Streik & mehr"


def test_a_heading_of_several_lines_is_a_paragraph_under_a_rule_and_no_title(read):
    article = read("Erste Zeile des Textes,\nzweite Zeile des Textes.\n---\nMehr.", "a.md")
    assert article.text == "Erste Zeile des Textes,\nzweite Zeile des Textes.\n\nMehr."


def test_the_rest_of_a_file_longer_than_any_article_is_kept_as_it_is(read):
    article = read("# Titel\n\n" + "Ein **Satz**.\n\n" * 40_000, "a.md")
    assert article.title == "Titel"
    assert article.text.startswith("Ein Satz.") and article.text.endswith("Ein **Satz**.")
    assert article.text.replace("*", "") == "\n\n".join(["Ein Satz."] * 40_000)


TABLE, WIDE = "|a|b|\n|-|-|\n", "|" + "a|" * 50 + "\n|" + "-|" * 50 + "\n"
REPEATED = [
    " ", "\n", "\t", "#", "# \n", "[", "![", "[a](", "[a](<b", "[a][", "[]", "[^a]", "*", "*a ", "a**b", "_", "_a ",
    "`", "`a``", "~", "<", "<a ", "<!--", "<?", "&", "&#1", "\\", ">", "> a\n", "- a\n", "1. a\n", "a\n=\n",
    "[a]: b\n", "[a]: <b\n", "```\na\n", "<div>\n", "<b>x</b>\n\n", "a\n", "a  \n", "|", "|a|b|\n", TABLE,
    WIDE + "|a|\n" * 50, "\u2028", '"', "***a** b* ", "x",
]  # fmt: skip


@pytest.mark.parametrize("piece", REPEATED)
def test_twice_the_text_takes_twice_the_time(piece):
    def seconds(length: int) -> float:
        source = f"Anfang.\n\n{(piece * length)[:length]}Ende".encode()
        begun = time.process_time()
        read_markdown(source)
        return time.process_time() - begun

    gc.disable()  # a collection looks through all that other tests have left
    try:
        assert min(seconds(20_000) for _ in range(2)) < 3 * max(seconds(10_000) for _ in range(2)) + 0.05
    finally:
        gc.enable()
