import os
import pickle
import string
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.article import Article
from archive.errors import ReadError
from archive.reading import MAX_BYTES, READING_VERSION, SUFFIXES
from tests.reading.conftest import articles_of

SHARED = Path(__file__).parents[2].parent / "shared" / "seeds"
SEEDS = Path(__file__).parents[2] / "seeds"


def test_a_suffix_is_known_in_any_case(read):
    assert read("Ein Text.", "A.TXT").id == "A.TXT"
    assert read("# Ein Titel", "a.MD").title == "Ein Titel"


@pytest.mark.parametrize("name", ["ohne", "27.07.2023", "Besuch bei Dr. Kim"])
def test_a_name_without_suffix_is_a_text(read, name):
    assert read("Ein Text.", name).format == "text/plain"


def test_an_unknown_suffix_is_an_error_that_names_what_can_be_read(read):
    with pytest.raises(ReadError, match=r"\.txt.*\.md.*\.html"):
        read("x", "a.exe")


def test_a_file_too_large_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "gross.txt"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 30_000_000)
    with pytest.raises(ReadError, match="larger than 20 MB"):
        articles_of(path, path.name)


def test_a_file_that_is_gone_is_an_error_with_a_printable_path(tmp_path):
    with pytest.raises(ReadError) as caught:
        articles_of(tmp_path / "weg", "weg\udcff.txt")
    assert caught.value.path == "weg%FF.txt"
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)  # noqa: S301 our own bytes


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(ReadError, match="folder"):
        articles_of(tmp_path, "a.txt")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no named pipes in folders")
def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "rohr.txt")
    with pytest.raises(ReadError, match="pipe"):
        articles_of(tmp_path / "rohr.txt", "rohr.txt")


def test_a_name_of_255_bytes_is_read(read):
    name = "ä" * 125 + "b.txt"
    assert read("Ein Text.", name).id == "ä" * 125 + "b"


def test_the_version_of_reading_is_a_number():
    assert READING_VERSION >= 1


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared seeds lie beside the repository, not in it")
def test_the_shared_seeds_read_right():
    (first,) = articles_of(SHARED / "000_fac953792f022459.txt", "000_fac953792f022459.txt")
    (second,) = articles_of(SHARED / "003_d8bb1569ecdc6aef.txt", "003_d8bb1569ecdc6aef.txt")
    assert (first.id, first.date, first.date_source, first.agencies) == ("000_fac953792f022459", "2023-07", "text", ())
    assert first.places == ("China", "Moskau", "Nordkorea", "Pjöngjang", "Russland", "Ukraine")
    assert first.persons == ("Kim Jong Un", "Sergej Schoigu", "Wladimir Putin", "Xi Jinping")
    assert (first.orgs, second.orgs) == (("UN-Sicherheitsrat",), ("UN", "UN-Sicherheitsrat"))
    assert first.title.startswith("Große Show") and first.text.startswith("Große Show")
    assert (second.date, second.date_source, second.agencies) == (None, None, ("Reuters", "dpa"))
    assert second.title.startswith("Bei der Militärparade") and "© dpa/KNS/KCNA" in second.text
    assert (first.language, second.language) == ("de", "de")


def test_every_seed_of_the_project_reads():
    names = [path.relative_to(SEEDS).as_posix() for path in SEEDS.rglob("*.*") if not path.name.startswith(".")]
    articles = {name: article for name in names for article in articles_of(SEEDS / name, name)}
    assert len(articles) >= 15
    assert {Path(name).suffix for name in names} == {".txt", ".md", ".html"}
    assert sum("Schoigu" in article.text for article in articles.values()) >= 3
    assert {article.language for article in articles.values()} == {"de", "en"}
    assert any(article.date is None for article in articles.values())
    assert any("Chinas" in a.text and "China" not in a.text.replace("Chinas", "") for a in articles.values())
    assert articles["kultur/stadttheater.txt"].authors == ("Käthe Böhm",)


WORDS = st.text(alphabet=string.printable + "äöüß\u2028\x85\ufeff\x00<>#*_`[]()-—:", max_size=200)
BITS = [
    "---\n", "title: x\n", "Datum: 2023\n", "# ", "<article>", "</p>", "<script>", "<!--", "]]>", "date 2023-07 ",
    "(dpa)",
    "<time datetime=9999-12-31T23:59:59-12:00>", '<script type="application/ld+json">{"@type":"Article","articleBody":',
    "\n\n", "- [ ] ", "| a |\n|--|", "```", "Von Anna Muster\n", "Berlin, 1.1.0000 (dpa) - ", "&#xD800;", "\x0c",
]  # fmt: skip
PIECES = st.lists(st.sampled_from(BITS) | WORDS, max_size=12).map("".join)
CONTENT = st.binary(max_size=300) | PIECES.map(lambda text: text.encode("utf-8", "surrogatepass"))


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=CONTENT, suffix=st.sampled_from(sorted(SUFFIXES)))
def test_any_bytes_give_articles_or_a_read_error(tmp_path, data, suffix):
    path = tmp_path / f"a{suffix}"
    path.write_bytes(data)
    try:
        articles = articles_of(path, path.name)
    except ReadError as error:
        assert error.reason.endswith(".")
        return
    for article in articles:
        assert article.title and "\n" not in article.title
        assert "\x00" not in article.text and "\r" not in article.text
        assert Article.from_json(article.as_json()) == article
        str(article.as_json()).encode()
