import json

import pytest

from archive.errors import ReadError

PAGE = """<!doctype html><html lang="de"><head><meta charset="utf-8"><title>Streik beginnt - Hafenblatt</title>
<meta property="og:title" content="Streik beginnt heute"><meta property="og:site_name" content="Hafenblatt">
<meta property="article:published_time" content="2023-03-27T06:00:00+02:00"><meta name="author" content="Anna Muster">
<meta name="keywords" content="Bahn, Streik"><link rel="canonical" href="https://example.org/streik"></head>
<body class="has-comments"><nav>Menü</nav><header>Kopf</header><div id="cookie-banner">Kekse</div><article>
<header><h1>Streik beginnt heute</h1><time datetime="2023-03-28">28. März</time></header>
<p>Berlin (dpa) - Am <b>Mon</b>tag ruht
 der Verkehr.</p><aside>Anzeige</aside><p>Zwei.<br>Drei &amp; vier.<script>alert(1)</script></p>
<div class="related-links"><p>Verwandtes</p></div><h3>Mehr zum Thema</h3><ul><li><a href="/x">Ein Link</a></li></ul>
<h3>Anzeige gegen Minister</h3><p>Schluss.</p><img src=x onerror="alert(1)"><style>p{}</style><!-- geheim -->
</article><section class="comments"><p>Leserbrief</p></section><form>Suche</form>
<footer>Impressum</footer></body></html>"""


def page(head="", body="<p>Der Text der Seite steht hier.</p>"):
    return f"<html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>"


def ld(data):
    return f'<script type="application/ld+json">{data if isinstance(data, str) else json.dumps(data)}</script>'


def test_the_article_is_left_without_what_stands_around_it(read):
    article = read(PAGE, "a.html")
    assert article.text == (
        "Berlin (dpa) - Am Montag ruht der Verkehr.\n\nZwei.\nDrei & vier.\n\nAnzeige gegen Minister\n\nSchluss."
    )


def test_the_head_of_the_page_states_its_fields(read):
    article = read(PAGE, "a.html")
    assert (article.title, article.source) == ("Streik beginnt heute", "Hafenblatt")
    assert (article.date, article.date_source) == ("2023-03-27T06:00:00+02:00", "metadata")
    assert (article.authors, article.keywords, article.agencies) == (("Anna Muster",), ("Bahn", "Streik"), ("dpa",))
    assert (article.url, article.language, article.format) == ("https://example.org/streik", "de", "text/html")


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("<title>Der Streik beginnt - Hafenblatt</title>", "Der Streik beginnt"),
        ("<title>Der Streik | Hafenblatt</title><meta property=og:site_name content=Hafenblatt>", "Der Streik"),
        ("<title>Merkel gegen Schröder - ein Duell</title>", "Merkel gegen Schröder - ein Duell"),
        ("<title>Ohne Zusatz</title>", "Ohne Zusatz"),
    ],
)
def test_a_pages_title_loses_the_name_of_its_site(read, head, title):
    assert read(page(head), "a.html").title == title


@pytest.mark.parametrize("declared", ["iso-8859-1", "windows-1252", "utf-8", "ascii", "unsinn", "utf-16"])
@pytest.mark.parametrize("used", ["utf-8", "cp1252"])
def test_a_page_may_declare_another_encoding_than_it_uses(read, declared, used):
    text = "Die Größe der Straße ist nicht schön – „ja“."
    assert read(f"<meta charset={declared}><p>{text}".encode(used), "a.htm").text == text


def test_an_xml_declaration_does_not_disturb(read):
    text = '<?xml version="1.0" encoding="iso-8859-1"?><html xml:lang="de"><body><p>Ähm.</p></body></html>'
    article = read(text.encode("latin-1"), "a.xhtml")
    assert (article.text, article.language, article.format) == ("Ähm.", "de", "application/xhtml+xml")


NEWS = {"@type": "NewsArticle", "headline": "Aus JSON", "datePublished": "2023-07-27", "publisher": {"name": "Blatt"},
        "author": [{"@type": "Person", "name": "Anna Muster"}, "Ben Beispiel"]}  # fmt: skip
LINKED = {
    "plain": ld(NEWS),
    "in @graph": ld({"@graph": [{"@type": "WebSite", "name": "x"}, NEWS]}),
    "in a list": ld([[NEWS]]),
    "twice": ld({"@type": "NewsArticle", "headline": "Aus JSON"}) + ld(NEWS),
    "beside a broken one": ld('{"@type": "NewsArticle", "headline": ') + ld(NEWS),
    "with a comma too many": ld(json.dumps(NEWS)[:-1] + ",}"),
    "in a comment": ld(f"<!-- {json.dumps(NEWS)} -->"),
    "typed by a list": ld(NEWS | {"@type": ["Thing", "NewsArticle"]}),
}


@pytest.mark.parametrize("head", LINKED.values(), ids=LINKED.keys())
def test_json_ld_is_understood_wherever_it_stands(read, head):
    article = read(page(head), "a.html")
    assert (article.title, article.date, article.source) == ("Aus JSON", "2023-07-27", "Blatt")
    assert article.authors == ("Anna Muster", "Ben Beispiel")


BROKEN = ["", "{", "[" * 100_000, "null", '{"@type": 3}', '{"@type":"Article","author":{"name":{}}}']


@pytest.mark.parametrize("data", BROKEN, ids=range(len(BROKEN)))
def test_broken_json_ld_does_no_harm(read, data):
    assert read(page(ld(data)), "a.html").text == "Der Text der Seite steht hier."


def test_the_body_of_json_ld_counts_where_the_page_has_none(read):
    body = "Ein langer Text mit vielen Worten.\n\nUnd ein zweiter Absatz, der auch noch kommt."
    article = read(page(ld(NEWS | {"articleBody": body}), "<div>Jetzt abonnieren!</div>"), "a.html")
    assert article.text == body


def test_half_a_letter_in_json_ld_becomes_a_mark_that_can_be_written(read):
    read(page(ld('{"@type":"Article","headline":"Kurz \\ud800"}')), "a.html").title.encode()


def test_a_time_in_a_paragraph_is_not_the_articles_date(read):
    text = "<article><p>Am <time datetime=2023-08-01>1. August</time> beginnt der Streik im ganzen Land.</p></article>"
    assert read(page(body=text), "a.html").date is None
    assert read(page(body=f"<time datetime=2023-07-27></time>{text}"), "a.html").date == "2023-07-27"
    head = text.replace("<p>", "<time datetime=2023-07-27>27. Juli</time><p>", 1)
    assert read(page(body=head), "a.html").date == "2023-07-27"


def test_only_web_addresses_are_addresses(read):
    assert read(page('<link rel=canonical href="javascript:alert(1)">'), "a.html").url is None


@pytest.mark.parametrize(
    "body",
    ["<div>" * 50_000 + "tief", "<article>" * 500 + "tief", "<b><i>" * 5_000 + "tief", "<ul><li>" * 2_000 + "tief"],
    ids=["div", "article", "b", "li"],
)
def test_a_deeply_nested_page_does_not_crash(read, body):
    assert "tief" in read(page(body=body), "a.html").text


def test_a_page_without_words_is_an_error(read):
    with pytest.raises(ReadError, match="no text"):
        read(page(body="<nav>Menü</nav>"), "a.html")


def test_a_page_larger_than_any_page_is_an_error(read):
    with pytest.raises(ReadError, match="larger than 5 MB"):
        read("<p>" + "x" * 5_000_001, "a.html")
