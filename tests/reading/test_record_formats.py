"""Files of many articles: JSON, JSON lines, CSV, feeds, mail, and files that hold files."""

import gzip
import io
import json
import zipfile
from email.message import EmailMessage

import pytest
import zstandard

from archive.errors import ReadError
from archive.reading import read_file
from tests.reading.conftest import articles_of

TEXT = "Die Bahn steht seit dem frühen Morgen still, und niemand weiß, wie lange."
PAGE = f"<html><head><title>Streik</title></head><body><article><h1>Streik</h1><p>{TEXT}</p></article></body></html>"


@pytest.fixture
def read_all(tmp_path):
    """Writes bytes under a name and reads everything back: articles, and what could not be read."""

    def write_and_read(content, name, sidecar=None):
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        if sidecar:
            (tmp_path / f"{name}.toml").write_text(sidecar)
        found = list(read_file(path, name))
        return [a for a in found if not isinstance(a, ReadError)], [e for e in found if isinstance(e, ReadError)]

    return write_and_read


def test_our_own_export_reads_as_the_articles_it_was_made_of(read_all, tmp_path):
    (tmp_path / "a.md").write_text(
        f"---\ntitle: Streik\ndate: 2023-07-27\nauthor: [Anna Roth]\nFarbe: rot\n---\n{TEXT}"
    )
    (first,) = articles_of(tmp_path / "a.md", "a.md")
    (again,), problems = read_all(json.dumps(first.as_json()) + "\n", "export.jsonl")
    assert not problems
    for name in ("title", "text", "date", "authors", "language", "extra"):
        assert getattr(again, name) == getattr(first, name), name


EXPORTS = {
    "a list": [{"headline": "Eins", "body": TEXT, "published_at": "2023-07-27T10:15:00+02:00", "link": "https://a.example/1"}],
    "elasticsearch": {"hits": {"hits": [{"_id": "1", "_source": {"title": "Eins", "content": f"<p>{TEXT}</p>",
                      "pubDate": "2023-07-27T10:15:00+02:00", "url": "https://a.example/1"}}]}},
    "one object": {"title": "Eins", "text": TEXT, "date": "2023-07-27T10:15:00+02:00", "url": "https://a.example/1"},
    "wrapped": {"articles": [{"name": "Eins", "fulltext": TEXT, "date": "2023-07-27T10:15:00+02:00",
                "web_url": "https://a.example/1"}]},
}  # fmt: skip


@pytest.mark.parametrize("export", EXPORTS.values(), ids=EXPORTS.keys())
def test_exports_are_known_by_the_usual_names(read_all, export):
    (article,), problems = read_all(json.dumps(export), "export.json")
    assert not problems
    assert (article.title, article.text, article.url) == ("Eins", TEXT, "https://a.example/1")
    assert article.date == "2023-07-27T10:15:00+02:00"


def test_a_broken_line_costs_that_line_alone_and_is_told_with_its_number(read_all):
    lines = [json.dumps({"title": f"Nr. {n}", "text": TEXT}) for n in range(3)]
    articles, problems = read_all("\n".join([lines[0], '{"title": ', lines[1], "[1]", '{"x": 1}', lines[2]]), "a.jsonl")
    assert [article.id for article in articles] == ["a.jsonl", "a.jsonl~2", "a.jsonl~3"]
    assert [article.title for article in articles] == ["Nr. 0", "Nr. 1", "Nr. 2"]
    assert [problem.path for problem in problems] == ["a.jsonl/line 2", "a.jsonl/record 4", "a.jsonl/record 5"]


def test_other_names_are_told_by_a_sidecar(read_all):
    table = "Nr;Überschrift;Kopie;Wann\n1;Eins;Erster Text;27.07.2023\n2;Zwei;Zweiter Text;28.07.2023\n"
    sidecar = 'source = "Nordblatt"\n[fields]\n"Überschrift" = "title"\nKopie = "text"\nWann = "date"\n'
    articles, problems = read_all(table.encode("cp1252"), "tabelle.csv", sidecar)
    assert not problems
    assert [(a.title, a.text, a.date, a.source) for a in articles] == [
        ("Eins", "Erster Text", "2023-07-27", "Nordblatt"), ("Zwei", "Zweiter Text", "2023-07-28", "Nordblatt"),
    ]  # fmt: skip
    assert articles[0].extra["Nr"] == "1"


def test_a_csv_of_something_else_is_told(read_all):
    articles, problems = read_all("a,b\n1,2\n", "zahlen.csv")
    assert not articles and "neither a text nor a title" in problems[0].reason


FEEDS = {
    "rss": f"""<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Nordblatt</title><language>de</language><item><title>Eins</title><link>https://a.example/1</link>
<pubDate>Thu, 27 Jul 2023 10:15:00 +0200</pubDate><category>Bahn</category><author>anna@example.org (Anna Roth)</author>
<description>Kurz.</description><content:encoded><![CDATA[<p>{TEXT}</p>]]></content:encoded></item></channel></rss>""",
    "atom": f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Nordblatt</title>
<entry xml:lang="de"><title>Eins</title>
<link href="https://a.example/1"/><published>2023-07-27T10:15:00+02:00</published>
<author><name>Anna Roth</name></author>
<category term="Bahn"/><summary>Kurz.</summary>
<content type="html">&lt;p&gt;{TEXT}&lt;/p&gt;</content></entry></feed>""",
}


@pytest.mark.parametrize(("suffix", "feed"), FEEDS.items())
def test_a_feed_is_an_article_an_entry(read_all, suffix, feed):
    (article,), problems = read_all(feed, f"feed.{suffix}")
    assert not problems
    assert (article.title, article.text, article.url, article.source) == (
        "Eins",
        TEXT,
        "https://a.example/1",
        "Nordblatt",
    )
    assert (article.date, article.keywords, article.teaser) == ("2023-07-27T10:15:00+02:00", ("Bahn",), "Kurz.")
    assert article.authors == ("Anna Roth",)


def _mail(subject="Fwd: Pressemitteilung: Streik beginnt", html=None, attached=()):
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "Presse Nordbahn <presse@nord.example>", "a@b.example", subject
    message["Date"] = "Thu, 27 Jul 2023 10:15:00 +0200"
    message.set_content(TEXT if html is None else "Diese Mail ist HTML.")
    if html:
        message.add_alternative(html, subtype="html")
    for name, data in attached:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message


def test_a_mail_is_its_article_and_its_attachments_are_their_own(read_all):
    page = PAGE.encode()
    mail = _mail(
        html=f"<p>{TEXT}</p><p>{TEXT}</p>", attached=[("seite 2023-07-01.html", page), ("bild.jpg", b"\xff\xd8")]
    )
    articles, problems = read_all(bytes(mail), "a.eml")
    first, second = articles
    assert (first.title, first.source) == ("Pressemitteilung: Streik beginnt", "Presse Nordbahn")
    assert (first.date, first.text) == ("2023-07-27T10:15:00+02:00", f"{TEXT}\n\n{TEXT}")
    assert first.extra["To"] == "a@b.example"
    assert (second.id, second.title, second.text, second.format) == ("a.eml~2", "Streik", TEXT, "text/html")
    assert (second.date, second.date_source) == ("2023-07-01", "filename")
    assert [problem.path for problem in problems] == ["a.eml/bild.jpg"]


def test_a_mailbox_is_read_message_by_message(read_all):
    box = b"".join(b"From x@y.example Thu Jul 27 10:15:00 2023\n" + bytes(_mail(f"Nr. {n}")) + b"\n" for n in range(3))
    articles, problems = read_all(box, "post.mbox")
    assert not problems
    assert [(a.id, a.title) for a in articles] == [
        ("post.mbox", "Nr. 0"),
        ("post.mbox~2", "Nr. 1"),
        ("post.mbox~3", "Nr. 2"),
    ]
    assert TEXT in articles[2].text


def test_a_page_saved_as_one_file_is_its_page(read_all):
    message = EmailMessage()
    message["Snapshot-Content-Location"] = "https://a.example/streik"
    message["Date"] = "Mon, 1 Jan 2024 10:00:00 +0100"
    message.set_content(PAGE, subtype="html")
    (article,), _ = read_all(bytes(message), "a.mhtml")
    assert (article.title, article.text, article.url, article.date) == (
        "Streik",
        TEXT,
        "https://a.example/streik",
        None,
    )


def _zip(members):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return data.getvalue()


def test_a_zip_is_what_lies_in_it(read_all):
    inner = _zip({"tief.txt": f"Titel: Tief\n\n{TEXT}"})
    members = {"../../etc/2023-07-27 a.html": PAGE, "b/c.txt": TEXT, "x.bin": b"\x00", "__MACOSX/._c.txt": "x",
               ".versteckt.txt": "x", "innen.zip": inner, "leer.txt": ""}  # fmt: skip
    articles, problems = read_all(_zip(members), "post.zip")
    assert [(a.id, a.title) for a in articles] == [
        ("post.zip", "Streik"),
        ("post.zip~2", articles[1].title),
        ("post.zip~3", "Tief"),
    ]
    assert articles[0].date == "2023-07-27" and articles[0].format == "text/html"
    assert sorted(problem.path for problem in problems) == ["post.zip/leer.txt", "post.zip/x.bin"]


def test_a_bomb_is_refused_and_costs_nothing_else(read_all):
    articles, problems = read_all(_zip({"bombe.txt": b"a" * 30_000_000, "gut.txt": TEXT}), "b.zip")
    assert [a.text for a in articles] == [TEXT]
    assert [problem.path for problem in problems] == ["b.zip/bombe.txt"]
    data = TEXT.encode()
    for _ in range(6):
        data = _zip({"a.zip" if data[:2] == b"PK" else "a.txt": data})
    articles, problems = read_all(data, "tief.zip")
    assert not articles and "too many other files" in problems[0].reason


@pytest.mark.parametrize("cut", [1, 10, 60, 0.5, 0.9])
def test_a_broken_zip_is_told(read_all, cut):
    data = _zip({"a.txt": TEXT, "b.txt": TEXT * 50})
    articles, problems = read_all(data[: cut if isinstance(cut, int) else int(len(data) * cut)], "b.zip")
    assert not articles and problems and problems[0].reason.endswith(".")


def test_packed_files_are_what_lies_in_them(read_all):
    lines = "\n".join(json.dumps({"title": f"Nr. {n}", "text": TEXT}) for n in range(3))
    for name, data in (
        ("a.jsonl.gz", gzip.compress(lines.encode())),
        ("a.jsonl.zst", zstandard.compress(lines.encode())),
    ):
        articles, problems = read_all(data, name)
        assert [a.title for a in articles] == ["Nr. 0", "Nr. 1", "Nr. 2"] and not problems
        assert articles[0].format == "application/jsonl"
        articles, problems = read_all(data[:-20], name)
        assert problems and problems[-1].reason.endswith(".")


@pytest.mark.parametrize("packed", [False, True])
def test_a_crawl_is_its_pages(read_all, packed):
    records = [
        ("https://a.example/1", f"HTTP/1.0 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{PAGE}"),
        ("https://a.example/x.png", "HTTP/1.0 200 OK\r\nContent-Type: image/png\r\n\r\nx"),
        ("https://a.example/2", "HTTP/1.0 404 Not Found\r\nContent-Type: text/html\r\n\r\n<p>weg"),
    ]
    data = b""
    for address, response in records:
        head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2024-01-01T00:00:00Z\r\n"
        kind = "WARC-Record-ID: <urn:x:1>\r\nContent-Type: application/http; msgtype=response\r\n"
        block = response.encode()
        record = f"{head}{kind}Content-Length: {len(block)}\r\n\r\n".encode() + block + b"\r\n\r\n"
        data += gzip.compress(record) if packed else record
    (article,), problems = read_all(data, "crawl.warc.gz" if packed else "crawl.warc")
    assert not problems
    assert (article.title, article.text, article.url, article.date) == ("Streik", TEXT, "https://a.example/1", None)
