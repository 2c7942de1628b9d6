"""Forty pages of German newspapers, one for each way in which they state what they hold. The names are made up."""

import json

import pytest

FIRST = "Die Lokführer legen seit dem frühen Morgen die Arbeit nieder, und auf vielen Strecken fährt kein Zug mehr."
SECOND = "Die Gewerkschaft fordert kürzere Schichten, während die Bahn von einem unverhältnismäßigen Ausstand spricht."
THIRD = "Ein Ende ist nicht in Sicht: Beide Seiten wollen erst in der kommenden Woche wieder miteinander verhandeln."
BODY = f"<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>"
TEXT = f"{FIRST}\n\n{SECOND}\n\n{THIRD}"
TITLE = "Lokführer streiken im ganzen Land"
LINKS = "".join(f'<li><a href="/a{n}">Ein anderer Artikel über etwas ganz anderes {n}</a></li>' for n in range(12))
AROUND = f"""<header class="site"><a href="/">Nordblatt</a><nav><ul>{LINKS}</ul></nav></header>"""
BELOW = f"""<section class="related"><h2>Mehr zum Thema</h2><ul>{LINKS}</ul></section>
<div id="comments"><h3>Kommentare</h3>
<p>Leser Otto schreibt: Das ist doch alles abgekartet, und niemand sagt es uns, wie immer in diesem Land.</p></div>
<footer><p>Impressum Datenschutz Kontakt AGB Mediadaten und Abonnement kündigen Nordblatt Verlag GmbH</p></footer>"""


def ld(**stated):
    return f'<script type="application/ld+json">{json.dumps({"@context": "https://schema.org"} | stated)}</script>'


def article(head="", above="", body=BODY, after="", heading=f"<h1>{TITLE}</h1>"):
    """A page: its head, what stands above the text, the text, what stands below it within the article."""
    return f"""<!doctype html><html lang="de"><head><meta charset="utf-8">{head}</head><body>{AROUND}
<main><article>{heading}{above}<div class="article-body">{body}</div>{after}</article>{BELOW}</main></body></html>"""


def meta(**stated):
    return "".join(f'<meta property="{name.replace("_", ":", 1)}" content="{value}">' for name, value in stated.items())


NEWS = {
    "@type": "NewsArticle",
    "headline": TITLE,
    "datePublished": "2023-07-27T06:10:00+02:00",
    "author": [{"@type": "Person", "name": "Anna Roth"}],
    "publisher": {"@type": "Organization", "name": "Nordblatt"},
}
ROTH, BOTH = ("Anna Roth",), ("Anna Roth", "Ben Sommer")

PAGES = {
    "JSON-LD": (article(ld(**NEWS)), {"date": "2023-07-27T06:10:00+02:00", "authors": ROTH, "source": "Nordblatt"}),
    "JSON-LD in @graph": (article(ld(**{"@graph": [{"@type": "WebPage", "name": "x"}, NEWS]})), {"authors": ROTH}),
    "JSON-LD in a list": (
        article(f'<script type="application/ld+json">{json.dumps([NEWS])}</script>'),
        {"authors": ROTH},
    ),
    "JSON-LD, broken, beside a whole one": (
        article(f'<script type="application/ld+json">{{"@type": "NewsArticle", </script>{ld(**NEWS)}'),
        {"authors": ROTH},
    ),
    "JSON-LD in the body": (article(after=ld(**NEWS)), {"date": "2023-07-27T06:10:00+02:00", "authors": ROTH}),
    "JSON-LD, several authors": (
        article(ld(**NEWS | {"author": [{"name": "Anna Roth"}, {"name": "Ben Sommer"}]})),
        {"authors": BOTH},
    ),
    "JSON-LD, the site as author": (
        article(
            ld(**NEWS | {"author": {"@type": "Organization", "name": "Nordblatt"}}),
            above='<div class="byline">Von Anna Roth</div>',
        ),
        {"authors": ROTH},
    ),
    "JSON-LD, addresses as authors": (
        article(
            ld(**NEWS | {"author": ["https://nordblatt.example/autoren/anna-roth"]}),
            above='<a rel="author" href="/roth">Anna Roth</a>',
        ),
        {"authors": ROTH},
    ),
    "JSON-LD, an agency as author": (
        article(ld(**NEWS | {"author": {"name": "dpa"}})),
        {"authors": (), "agencies": ("dpa",)},
    ),
    "JSON-LD, teaser and section": (
        article(ld(**NEWS | {"description": "Kein Zug fährt.", "articleSection": "Wirtschaft"})),
        {"teaser": "Kein Zug fährt.", "section": "Wirtschaft"},
    ),
    "JSON-LD, published before modified": (
        article(ld(**NEWS | {"dateModified": "2023-08-01T10:00:00+02:00"})),
        {"date": "2023-07-27T06:10:00+02:00"},
    ),
    "JSON-LD, midnight where only a day is known": (
        article(ld(**NEWS | {"datePublished": "2023-07-27T00:00:00+02:00"})),
        {"date": "2023-07-27"},
    ),
    "JSON-LD, its body where the page shows a stub": (
        article(ld(**NEWS | {"articleBody": f"{FIRST} {SECOND} {THIRD}"}), body=f"<p>{FIRST}</p>"),
        {"text": f"{FIRST} {SECOND} {THIRD}"},
    ),
    "OpenGraph": (
        article(
            meta(
                og_title=TITLE,
                og_site_name="Nordblatt",
                article_published_time="2023-07-27T06:10:00+02:00",
                article_author="Anna Roth",
                article_section="Politik",
            )
        ),
        {"date": "2023-07-27T06:10:00+02:00", "authors": ROTH, "source": "Nordblatt", "section": "Politik"},
    ),
    "OpenGraph, its author an address": (
        article(
            meta(article_author="https://www.facebook.com/nordblatt"), above='<span class="author">Anna Roth</span>'
        ),
        {"authors": ROTH},
    ),
    "OpenGraph, the site in the title": (
        article(meta(og_title=f"{TITLE} | Nordblatt", og_site_name="Nordblatt"), heading=""),
        {},
    ),
    "a title with site and date": (
        article(f"<title>{TITLE} | NB | 28.04.2023</title>" + meta(og_site_name="NB"), heading=""),
        {},
    ),
    "a title in quotation marks and entities": (
        article(meta(og_title="„Das ist &amp;quot;genug&amp;quot;“"), heading=""),
        {"title": '„Das ist "genug"“'},
    ),
    "Dublin Core": (
        article(
            '<meta name="DC.title" content="Lokführer streiken im ganzen Land"><meta name="DC.date" '
            'content="2023-07-27"><meta name="DC.creator" content="Anna Roth">'
            '<meta name="DC.publisher" content="Nordblatt">'
        ),
        {"date": "2023-07-27", "authors": ROTH, "source": "Nordblatt"},
    ),
    "meta author with a place": (article('<meta name="author" content="Anna Roth, Berlin">'), {"authors": ROTH}),
    "meta author with Von and und": (
        article('<meta name="author" content="Von Anna Roth und Ben Sommer">'),
        {"authors": BOTH},
    ),
    "meta author is the desk": (article('<meta name="author" content="Redaktion Nordblatt Online">'), {"authors": ()}),
    "meta author is a mail address": (
        article('<meta name="author" content="roth@nordblatt.example">'),
        {"authors": ()},
    ),
    "news_keywords": (article('<meta name="news_keywords" content="Bahn, Streik">'), {"keywords": ("Bahn", "Streik")}),
    "microdata": (
        article(
            above='<span itemprop="author">Anna Roth</span><time itemprop="datePublished" '
            'datetime="2023-07-27T06:10:00+02:00">heute</time>'
        ),
        {"date": "2023-07-27T06:10:00+02:00", "authors": ROTH},
    ),
    "time with datetime": (
        article(above='<time datetime="2023-07-27T06:10">27. Juli</time>'),
        {"date": "2023-07-27T06:10:00"},
    ),
    "time with words": (article(above="<time>27. Juli 2023, 06:10 Uhr</time>"), {"date": "2023-07-27T06:10:00"}),
    "updated and published": (
        article(
            above="<p class=dates><span>Aktualisiert: <time datetime=2023-08-01>1.8.</time></span></p>"
            '<div><time datetime="2023-07-27">27.7.</time></div>'
        ),
        {"date": "2023-07-27"},
    ),
    "a date in words beside the byline": (
        article(above='<div class="byline">Von Anna Roth</div><div class="date">27.07.2023</div>'),
        {"date": "2023-07-27", "authors": ROTH},
    ),
    "Stand": (
        article(above='<div class="article-date">Stand: 27.07.2023 06:10 Uhr</div>'),
        {"date": "2023-07-27T06:10:00"},
    ),
    "a year of two digits": (
        article(above='<div class="datum">27.7.23, 14:05 Uhr</div>'),
        {"date": "2023-07-27T14:05:00"},
    ),
    "a kicker in the heading": (
        article(heading=f'<h1><span class="kicker">Bahnstreik</span> {TITLE}</h1>'),
        {"kicker": "Bahnstreik"},
    ),
    "a kicker above the heading": (
        article(heading=f'<p class="article__topline">Bahnstreik</p><h1>{TITLE}</h1>'),
        {"kicker": "Bahnstreik"},
    ),
    "the source by its host": (
        article('<link rel="canonical" href="https://www.nordblatt.example/streik-1">'),
        {"source": "nordblatt.example", "url": "https://www.nordblatt.example/streik-1"},
    ),
    "the source is not a section of the site": (
        article(
            '<link rel="canonical" href="https://www.nordblatt.example/x">'
            + meta(og_site_name="Sicherheit")
            + ld(**NEWS)
        ),
        {"source": "Nordblatt"},
    ),
    "an escaped source": (article(meta(og_site_name="Müller &amp;amp; Co. KG")), {"source": "Müller & Co. KG"}),
    "captions and credits": (
        article(body=f"<figure><img src=a.jpg><figcaption>Ein Zug. Foto: Ben Sommer/dpa</figcaption></figure>{BODY}"),
        {"captions": ["Ein Zug. Foto: Ben Sommer/dpa"]},
    ),
    "boxes of links within the text": (
        article(
            body=f"<p>{FIRST}</p><p><b>Lesen Sie auch:</b> <a href=/x>Warum alles anders kommt</a></p>"
            f"<p>{SECOND}</p><div class='newsletter-box'><p>Jetzt unseren Newsletter abonnieren!</p></div>"
            f"<p>{THIRD}</p>"
        ),
        {},
    ),
    "a paywall": (
        article(
            after="<div class=paywall><p>Dieser Artikel ist nur für Abonnenten. Jetzt testen und weiterlesen.</p></div>"
        ),
        {},
    ),
    "a consent notice": (
        article(
            body=f"<p>{FIRST}</p><div class='embed'><p>An dieser Stelle finden Sie einen externen Inhalt von "
            f"Twitter. Wir benötigen Ihre Zustimmung.</p></div><p>{SECOND}</p><p>{THIRD}</p>"
        ),
        {},
    ),
    "Windows-1252 declared as UTF-8": (
        article(meta(og_site_name="Nordblatt")).encode("cp1252"),
        {"source": "Nordblatt"},
    ),
    "no article element": (article().replace("<article>", "<div>").replace("</article>", "</div>"), {}),
}


@pytest.mark.parametrize(("page", "expected"), PAGES.values(), ids=PAGES.keys())
def test_a_page_says_what_it_holds(read, page, expected):
    found = read(page, "seite.html")
    if "captions" in expected:
        assert found.extra["captions"] == expected.pop("captions")
    expected = {"title": TITLE, "text": TEXT} | expected
    assert {name: getattr(found, name) for name in expected} == expected


def test_there_are_forty_and_all_differ():
    assert len(PAGES) >= 40 and len({str(page) for page, _ in PAGES.values()}) == len(PAGES)
