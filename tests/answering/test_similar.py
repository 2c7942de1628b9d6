"""Articles like one, in a real archive."""

import json
from pathlib import Path

import pytest

from archive.errors import ArticleNotFound, QueryError
from archive.service import Archive, open_archive
from tests.cli.test_cli import loaded, run

WEIZEN = """Titel: Waffen gegen Weizen

Die Parade zeigte es: Nordkorea hofft auf Weizen. Schoigus Besuch galt den Raketen, nicht der Tribüne.
"""


@pytest.fixture
def more(home: Path) -> Archive:
    """A home with something like the parade, and with many articles of which none is."""
    (home / "seeds" / "weizen.txt").write_text(WEIZEN, "utf-8")
    for number in range(8):
        (home / "seeds" / f"wetter{number}.txt").write_text(
            f"Titel: Wetter {number}\n\nEs zeigte sich am Tag {number} die Sonne. Regen kam aus Westen.", "utf-8"
        )
    archive = open_archive(home)
    archive.index()
    return archive


def test_the_likest_comes_first_and_says_why(more: Archive) -> None:
    with more:
        results = more.similar("parade")
        assert results.hits[0].id == "weizen"
        assert "parade" not in {hit.id for hit in results.hits}
        assert not {hit.id for hit in results.hits if hit.id.startswith("wetter")}
        for hit in results.hits:
            article = more.article(hit.id)
            assert hit.because
            # Words as the hit writes them, never stems.
            assert all(word in article.title + article.text for word in hit.because)
        assert {"Schoigus", "Nordkorea", "Raketen"} <= set(results.hits[0].because or ())
        assert results.total == len(results.hits)
        assert set(results.facets) == set(more.search().facets)


def test_it_is_mutual(more: Archive) -> None:
    with more:
        assert more.similar("weizen", 1).hits[0].id == "parade"
        assert {hit.id[:6] for hit in more.similar("wetter3", 20).hits} == {"wetter"}


def test_an_article_like_no_other(archive: Archive) -> None:
    assert archive.similar("ende").total == 0
    with pytest.raises(ArticleNotFound):
        archive.similar("nirgends")
    with pytest.raises(QueryError):
        archive.similar("ende", -1)
    assert archive.similar("brief", 0).hits == ()


def test_the_command_exits_as_grep_and_prints_the_contracts_json(archive: Archive, home: Path) -> None:
    archive.close()
    answer = run("--home", str(home), "similar", "brief", "--json")
    results = loaded(answer)
    assert answer.returncode == 0
    assert results["hits"][0]["id"] == "parade"
    assert list(results["hits"][0])[-1] == "because"
    assert all(isinstance(word, str) for word in results["hits"][0]["because"])
    assert "because of " in run("--home", str(home), "similar", "brief", "--limit", "1").stdout
    alone = run("--home", str(home), "similar", "ende", "--json")
    assert (alone.returncode, json.loads(alone.stdout)["total"]) == (1, 0)
    missing = run("--home", str(home), "similar", "nirgends")
    assert (missing.returncode, missing.stdout, missing.stderr.count("\n")) == (1, "", 1)
