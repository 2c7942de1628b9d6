"""Citations, read back by the libraries that reference managers are built with."""

import bibtexparser
import pytest
import rispy
from bibtexparser.bparser import BibTexParser
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from archive.article import Article
from archive.output.citations import bibtex_lines, citation, citation_meta, json_ld, ris_lines

ARTICLE = Article(
    id="nord/2024-03-07_streik",
    path="nord/2024-03-07_streik.txt",
    title="Streik bei der Bahn",
    text="Die Lokführer streiken.",
    date="2024-03-07",
    language="de",
    source="Nordblatt",
    url="https://nordblatt.example/streik_1?a=1&b=2",
    authors=("Anna Roth", "Jan Weiß"),
    agencies=("dpa",),
    section="Wirtschaft",
    keywords=("Bahn", "Streik"),
)
BARE = Article(id="ende", path="ende.txt", title="Das Ende", text="Ende.")


def ris(*articles: Article) -> list[dict[str, object]]:
    return rispy.loads("\n".join(line for article in articles for line in ris_lines(article)))  # type: ignore[no-any-return]


def bibtex(*articles: Article) -> list[dict[str, str]]:
    parser = BibTexParser(common_strings=True, ignore_nonstandard_types=False)
    text = "\n".join(line for article in articles for line in bibtex_lines(article))
    return bibtexparser.loads(text, parser).entries  # type: ignore[no-any-return]


def test_ris_says_what_is_known() -> None:
    (entry,) = ris(ARTICLE)
    assert entry["type_of_reference"] == "NEWS"
    assert entry["title"] == ARTICLE.title
    assert entry["authors"] == ["Anna Roth", "Jan Weiß"]
    assert entry["secondary_title"] == "Nordblatt"
    assert (entry["year"], entry["date"]) == ("2024", "2024/03/07/")
    assert entry["keywords"] == ["Bahn", "Streik"]
    assert entry["urls"] == [ARTICLE.url]
    assert entry["id"] == ARTICLE.id


def test_bibtex_says_what_is_known() -> None:
    (entry,) = bibtex(ARTICLE)
    assert entry["ID"] == ARTICLE.id.replace("_", "-") + entry["ID"][-9:]
    assert entry["author"] == "Anna Roth and Jan Weiß"
    assert entry["title"] == "{Streik bei der Bahn}"
    assert (entry["journal"], entry["year"], entry["month"], entry["day"]) == ("Nordblatt", "2024", "3", "7")
    assert entry["url"] == ARTICLE.url


@pytest.mark.parametrize(
    ("date", "in_ris", "in_bibtex", "german", "english"),
    [
        ("2023-07-27T10:15:00+02:00", "2023/07/27/", ("2023", "7", "27"), "27. Juli 2023", "27 July 2023"),
        ("2023-07-01", "2023/07/01/", ("2023", "7", "1"), "1. Juli 2023", "1 July 2023"),
        ("2023-03", "2023/03//", ("2023", "3", None), "März 2023", "March 2023"),
        ("2023", "2023///", ("2023", None, None), "2023", "2023"),
        (None, None, (None, None, None), "", ""),
    ],
)
def test_a_date_is_as_precise_as_it_is_known(
    date: str | None, in_ris: str | None, in_bibtex: tuple[str | None, ...], german: str, english: str
) -> None:
    article = replace(BARE, date=date)
    assert ris(article)[0].get("date") == in_ris
    entry = bibtex(article)[0]
    assert tuple(entry.get(name) for name in ("year", "month", "day")) == in_bibtex
    assert citation(article) == f"Das Ende. {german}." if german else "Das Ende."
    assert citation(article, "en") == f"Das Ende. {english}." if english else "Das Ende."
    published = dict(citation_meta(article)).get("citation_publication_date")
    assert published == (date[:10].replace("-", "/") if date else None)
    assert json_ld(article).get("datePublished") == date


def test_what_is_unknown_stays_out() -> None:
    assert set(ris(BARE)[0]) == {"type_of_reference", "id", "title"}
    assert set(bibtex(BARE)[0]) == {"ENTRYTYPE", "ID", "title"}
    assert citation_meta(BARE) == [("citation_title", "Das Ende")]
    assert set(json_ld(BARE)) == {"@context", "@type", "headline", "identifier"}


def test_a_list_of_sources_names_it() -> None:
    assert (
        citation(ARTICLE) == "Anna Roth, Jan Weiß: Streik bei der Bahn. In: Nordblatt, 7. März 2024. "
        "<https://nordblatt.example/streik_1?a=1&b=2>"
    )
    assert citation(replace(ARTICLE, title="Wer streikt?", url=None, date="2024"), "en") == (
        "Anna Roth, Jan Weiß: Wer streikt? Nordblatt, 2024."
    )


def test_without_an_author_the_agencies_are_named() -> None:
    article = replace(ARTICLE, authors=(), agencies=("dpa", "Ernst and Young, Berlin"))
    assert ris(article)[0]["authors"] == ["dpa", "Ernst and Young, Berlin"]
    assert bibtex(article)[0]["author"] == "{dpa} and {Ernst and Young, Berlin}"
    assert citation(article).startswith("dpa, Ernst and Young, Berlin: ")
    assert json_ld(article)["author"][0] == {"@type": "Organization", "name": "dpa"}


def test_signs_that_command_are_made_harmless() -> None:
    article = replace(BARE, title="5 % & mehr_Geld #1 $x {y} ~z^2 \\input", source="A\nER  - \nTI  - B")
    title = bibtex(article)[0]["title"]
    assert title == (
        "{5 \\% \\& mehr\\_Geld \\#1 \\$x \\textbraceleft{}y\\textbraceright{} "
        "\\textasciitilde{}z\\textasciicircum{}2 \\textbackslash{}input}"
    )
    (entry,) = ris(article)
    assert entry["title"] == article.title
    assert entry["secondary_title"] == "A ER - TI - B"


TEXT = st.text(max_size=60)


@given(st.lists(st.builds(lambda *texts: texts, TEXT, TEXT, TEXT, TEXT), min_size=1, max_size=3))
def test_whatever_an_article_says_it_is_one_entry(texts: list[tuple[str, str, str, str]]) -> None:
    articles = [
        Article(id=f"{number}{id}", path="x", title=title or "x", text="x", source=source, url=url, authors=(source,))
        for number, (id, title, source, url) in enumerate(texts)
    ]
    entries = bibtex(*articles)
    assert len({entry["ID"] for entry in entries}) == len(articles)
    for article, entry in zip(articles, entries, strict=True):
        text = "".join(bibtex_lines(article))
        assert text.count("{") == text.count("}")
        assert set(entry) <= {"ENTRYTYPE", "ID", "title", "journal", "author", "url"}
    for article in articles:
        lines = list(ris_lines(article))
        assert all(line[2:6] == "  - " for line in lines[:-1])
        assert [line[:2] for line in lines].count("ER") == 1
        assert not any(sign in line for line in lines for sign in "\r\n\u2028\x85")


def test_print_evidence_stands_in_every_citation() -> None:
    article = replace(ARTICLE, page="A12", issue="174", teaser="Die Bahn steht.")
    assert citation(article).split(", ")[-2:][0] == "Nr. 174" and ", S. A12." in citation(article)
    assert ", no. 174, p. A12." in citation(article, "en")
    lines = list(ris_lines(article))
    assert {"IS  - 174", "SP  - A12", "AB  - Die Bahn steht."} <= set(lines)
    entry = bibtex(article)[0]
    assert (entry["number"], entry["pages"]) == ("174", "A12")
    assert (json_ld(article)["pageStart"], json_ld(article)["issueNumber"]) == ("A12", "174")
