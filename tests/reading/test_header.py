import pytest


def test_header_lines_become_fields_and_leave_the_text(read):
    article = read(
        "Titel: Der Streik\r\nDatum: 27.07.2023\r\nQuelle: Hafenblatt\r\nAutor: Anna Muster und Ben Beispiel\r\n"
        "Ressort: Wirtschaft\r\nSchlagworte: Bahn, Streik; Bahn\r\nURL: https://example.org/a\r\n\r\nDer Text.\r\nEnde."
    )
    assert article.text == "Der Text.\nEnde."
    assert (article.title, article.date, article.date_source) == ("Der Streik", "2023-07-27", "metadata")
    assert (article.source, article.section, article.url) == ("Hafenblatt", "Wirtschaft", "https://example.org/a")
    assert (article.authors, article.keywords) == (("Anna Muster", "Ben Beispiel"), ("Bahn", "Streik"))


def test_english_header_lines_are_known(read):
    article = read("Title: The strike\nDate: July 27, 2023\nAuthor: Jane Doe\n\nNothing moved on that day.")
    assert (article.title, article.date, article.authors) == ("The strike", "2023-07-27", ("Jane Doe",))


@pytest.mark.parametrize(
    "text",
    [
        "Datum: unbekannt\n\nSo stand es auf dem Brief.",
        "Datum: unbekannt. So stand es auf dem Brief.",
        "Datum: 2023 war ein gutes Jahr für den Wein.",
        "Titel: Weltmeister. So nennt er sich jetzt.\n\nDann ging er.",
        "Quelle: dpa und andere\nSo begann das Blatt, das niemand gelesen hat.",
        "Der Bericht kam spät.\nQuelle: dpa\nDann kam noch einer.",
        "URL: javascript:alert(1)\n\nDas ist keine Adresse.",
        "---\n\nEin Absatz unter einem Strich.\n\n---\n\nNoch einer.",
        "--- \nSo: beginnt es\nund so geht es weiter, ohne Ende.",
    ],
)
def test_prose_that_looks_like_a_header_loses_nothing(read, text):
    article = read(text)
    assert article.text == text
    assert (article.date, article.source, article.url) == (None, None, None)


def test_a_date_that_cannot_be_is_left_out_of_a_header(read):
    article = read("Titel: Der Streik\nDatum: 31.02.2023\n\nDer Text.")
    assert (article.title, article.text, article.date) == ("Der Streik", "Der Text.", None)


def test_lines_with_unknown_names_stay_in_the_text(read):
    article = read("Titel: Der Streik\nWetter: gut\nDatum: 2023\n\nDer Text.")
    assert (article.text, article.date) == ("Wetter: gut\n\nDer Text.", "2023")


def test_lines_end_at_newlines_only(read):
    article = read("Titel: Ein\u2028langer Titel\nDatum: 2023-07\n\nErste\u2029Zeile\x85hier.\u2028Quelle: dpa")
    assert article.title == "Ein langer Titel"
    assert article.text == "Erste\u2029Zeile\x85hier.\u2028Quelle: dpa"


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_front_matter_is_read_in_text_and_markdown(read, name):
    matter = """title: "Der Titel: ganz"
date: 2023-07-27
tags: [Bahn, 'Streik']
authors:
  - Anna Muster
- Ben Beispiel
# ein Kommentar
section: Wirtschaft # so
draft: true
source: >
  Hafen-
  blatt
lang: de
"""
    article = read(f"---\n{matter}---\nDer Text.", name)
    assert (article.title, article.date, article.text) == ("Der Titel: ganz", "2023-07-27", "Der Text.")
    assert (article.keywords, article.authors) == (("Bahn", "Streik"), ("Anna Muster", "Ben Beispiel"))
    assert (article.section, article.source) == ("Wirtschaft", "Hafen- blatt")


def test_an_article_of_nothing_but_a_title_is_one(read):
    article = read("Titel: Nur dies\nDatum: 2023\n")
    assert (article.title, article.text) == ("Nur dies", "")


@pytest.mark.parametrize(
    ("matter", "fields"),
    [
        ('authors: ["Müller, Hans", "Meier, Eva"]', {"authors": ("Hans Müller", "Eva Meier")}),
        ("authors:\n- name: Anna Muster\n  mail: a@example.org", {"authors": ("Anna Muster",)}),
        ("title: 1945\ndate: 2023-07", {"title": "1945", "date": "2023-07"}),
        ("title: nein\nsource: on\nsection: 0x10", {"title": "nein", "source": "on", "section": "0x10"}),
        ("keywords: |\n  Bahn\n  Streik", {"keywords": ("Bahn", "Streik")}),
        ("{title: Ja, date: 2020-01-02}", {"title": "Ja", "date": "2020-01-02"}),
        # no YAML
        ("title: Streik: Tag zwei # so\ndate: 2023", {"title": "Streik: Tag zwei", "date": "2023"}),
        ("title: 'Der 'neue' Streik'\ndate: 2023", {"title": "Der 'neue' Streik", "date": "2023"}),
        ("tags: [#bahn, #streik]\nsource: *Stern", {"keywords": ("bahn", "streik"), "source": "*Stern"}),
        ("title:\tX\nsection: @Netz", {"title": "X", "section": "@Netz"}),
        # YAML that nobody writes into front matter
        ("a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]\ntitle: X", {"title": "X"}),
        ("title: !!python/object/apply:os.system [ls]\ndate: 2023", {"date": "2023"}),
        ('title: "\\UFFFFFFFF"\ndate: 2023', {"date": "2023"}),
        ("a: " + "[" * 500 + "\ntitle: X", {"title": "X"}),
        ("a: " + "x" * 50_000 + "\ntitle: X", {"title": "X"}),
    ],
)
def test_values_of_front_matter_are_the_strings_that_were_written(read, matter, fields):
    article = read(f"---\n{matter}\n---\nDer Text.", "a.txt")
    assert article.text == "Der Text."
    assert {name: getattr(article, name) for name in fields} == fields


def test_a_sentence_between_rules_is_no_front_matter(read):
    text = "---\nEr sagte, dann kam: was\n---\nDer Text."
    assert read(text).text == text
